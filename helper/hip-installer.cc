// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "hip-installer.h"

#include "ns3/boolean.h"
#include "ns3/global-value.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv6-list-routing-helper.h"
#include "ns3/ipv6-static-routing-helper.h"
#include "ns3/ipv6.h"

namespace ns3
{

void
HipInstallStack(Ptr<Node> node, bool withIpv4)
{
    Ipv6ListRoutingHelper list;
    list.Add(Ipv6StaticRoutingHelper(), 0);
    InternetStackHelper internet;
    internet.SetIpv4StackInstall(withIpv4);
    internet.SetRoutingHelper(list);
    internet.Install(node);
}

void
HipInstallProxyStack(Ptr<Node> node, bool withIpv4)
{
    HipInstallStack(node, withIpv4);
    node->GetObject<Ipv6>()->SetAttribute("IpForward", BooleanValue(true));
}

void
HipEnableChecksums()
{
    GlobalValue::Bind("ChecksumEnabled", BooleanValue(true));
}

} // namespace ns3
