// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "hip-link-loss.h"

#include "ns3/ipv4-routing-table-entry.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ipv6-routing-table-entry.h"
#include "ns3/ipv6-static-routing-helper.h"
#include "ns3/log.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("HipLinkLoss");

namespace
{

template <class Routing>
void
RemoveRoutes(Ptr<Routing> routing, uint32_t interface)
{
    for (uint32_t i = routing ? routing->GetNRoutes() : 0; i-- > 0;)
    {
        if (routing->GetRoute(i).GetInterface() == interface)
        {
            routing->RemoveRoute(i);
        }
    }
}

/// The route to the link-local prefix stays, as the address does.
void
RemoveRoutes6(Ptr<Ipv6StaticRouting> routing, uint32_t interface)
{
    for (uint32_t i = routing ? routing->GetNRoutes() : 0; i-- > 0;)
    {
        const Ipv6RoutingTableEntry route = routing->GetRoute(i);
        if (route.GetInterface() == interface && !route.GetDest().IsLinkLocal())
        {
            routing->RemoveRoute(i);
        }
    }
}

void
Forget6(Ptr<Ipv6L3Protocol> ipv6, uint32_t interface)
{
    for (uint32_t i = ipv6->GetNAddresses(interface); i-- > 0;)
    {
        const Ipv6InterfaceAddress address = ipv6->GetAddress(interface, i);
        if (address.GetScope() != Ipv6InterfaceAddress::LINKLOCAL)
        {
            const Ipv6Prefix prefix = address.GetPrefix();
            ipv6->RemoveAddress(interface, i);
            // Only forgets the prefix, from which the address could else not be made again.
            ipv6->RemoveAutoconfiguredAddress(interface,
                                              address.GetAddress().CombinePrefix(prefix),
                                              prefix,
                                              Ipv6Address::GetAny());
        }
    }
    RemoveRoutes6(Ipv6StaticRoutingHelper().GetStaticRouting(ipv6), interface);
}

} // namespace

void
HipForgetLink(Ptr<Node> node, Ptr<NetDevice> device)
{
    NS_LOG_FUNCTION(node << device);
    Ptr<Ipv6L3Protocol> ipv6 = node->GetObject<Ipv6L3Protocol>();
    if (ipv6 && ipv6->GetInterfaceForDevice(device) >= 0)
    {
        Forget6(ipv6, static_cast<uint32_t>(ipv6->GetInterfaceForDevice(device)));
    }
    Ptr<Ipv4> ipv4 = node->GetObject<Ipv4>();
    if (ipv4 && ipv4->GetInterfaceForDevice(device) >= 0)
    {
        const auto interface = static_cast<uint32_t>(ipv4->GetInterfaceForDevice(device));
        while (ipv4->GetNAddresses(interface) > 0)
        {
            ipv4->RemoveAddress(interface, 0u);
        }
        RemoveRoutes(Ipv4StaticRoutingHelper().GetStaticRouting(ipv4), interface);
    }
}

} // namespace ns3
