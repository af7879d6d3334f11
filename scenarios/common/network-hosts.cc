// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// The nodes of figure 5 that speak HIP.

#include "scenarios/common/data-folder.h"
#include "scenarios/common/network-constants.h"
#include "scenarios/common/network.h"

#include "ns3/boolean.h"
#include "ns3/hip-installer.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6-static-routing-helper.h"
#include "ns3/ipv6.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <stdexcept>

namespace hipscenario
{

using namespace ns3;

namespace
{

constexpr const char* AGENT_NETWORK4 = "198.51.100.0";

} // namespace

template <class T>
void
ProxyNetwork::Configure(Ptr<T> application, const std::string& name, bool useCredit)
{
    application->SetAttribute("Dialect", StringValue(m_options.dialect));
    application->SetAttribute("EspSuites", StringValue(m_options.suite));
    application->SetAttribute("DhGroups", StringValue(m_options.group));
    application->SetAttribute("KeyKind", StringValue(m_options.keyKind));
    application->SetAttribute("PuzzleDifficulty", UintegerValue(m_options.puzzle));
    application->SetAttribute("UseCredit", BooleanValue(useCredit));
    application->SetAttribute("RekeyOnMove", BooleanValue(m_options.rekeyOnMove));
    const std::string& policy = name == "proxy" ? m_options.proxyPolicy : m_options.hostPolicy;
    application->SetAttribute("PathPolicy", StringValue(name == "agent" ? "" : policy));
    application->SetAttribute("ProbeInterval", TimeValue(Seconds(m_options.probeInterval)));
    application->SetAttribute("MaxProbesMissed", UintegerValue(m_options.missed));
    application->SetAttribute("SaPerPath", BooleanValue(m_options.saPerPath));
    application->SetAttribute("ReplayWindow", UintegerValue(m_options.replayWindow));
    application->SetAttribute("Crypto", StringValue(m_options.crypto));
    application->SetAttribute("ExportKeys", BooleanValue(m_options.withKeylog));
    application->SetCostModel(m_costs);
    if (!m_options.faults.HasNone())
    {
        // Where little gets through, TCP is silent for longer than the usual quarter of an hour.
        application->SetAttribute("UnusedLifetime", TimeValue(Hours(10)));
    }
    application->SetStartTime(HIP_START);
    m_stream += application->AssignStreams(m_stream);
    if (!m_options.keys.empty())
    {
        const std::string file = m_options.keys + "/" + name + ".pem";
        try
        {
            application->SetKey(ReadFile(file));
        }
        catch (const std::invalid_argument& cause)
        {
            const std::string text = cause.what();
            throw std::invalid_argument(text.find(file) == 0 ? text : file + ": " + text);
        }
    }
    m_recorder.AddName(ToText(application->GetHit()), name);
    m_recorder.Watch(application, name);
}

void
ProxyNetwork::AddFixedIpv4(const HipGraphTopology::Attachment& link,
                           Ipv4Address network,
                           const std::string& name)
{
    const Ipv4Address router = m_backbone->Attach4(link, network);
    const Ipv4Address own = GetNodeAddress(network);
    Ptr<Ipv4> ipv4 = link.host->GetNode()->GetObject<Ipv4>();
    const auto interface = static_cast<uint32_t>(ipv4->GetInterfaceForDevice(link.host));
    ipv4->AddAddress(interface, Ipv4InterfaceAddress(own, Ipv4Mask("/24")));
    Ipv4StaticRoutingHelper().GetStaticRouting(ipv4)->SetDefaultRoute(router, interface);
    m_recorder.AddName(ToText(own), name);
}

void
ProxyNetwork::MakeProxy()
{
    const Ipv6Address address(PROXY_ADDRESS);
    proxyLink =
        m_backbone->Attach(proxyNode, m_legacyCity, address, PREFIX, ACCESS_RATE, ACCESS_DELAY);
    m_backbone->AddRoutes(proxyLink, "3ffe:400::", PREFIX);
    m_backbone->AddRoutes(proxyLink, "3ffe:401::", PREFIX);
    m_recorder.AddName(PROXY_ADDRESS, "proxy");
    if (m_options.dualStack)
    {
        AddFixedIpv4(proxyLink, PROXY_NETWORK4, "proxy");
    }

    HipInstaller<HipProxy> installer;
    installer.SetAttribute("HandOutRealAddresses", BooleanValue(!m_options.withSubstitutes));
    proxy = installer.Install(proxyNode);
    proxy->AddLegacyPrefix(Ipv6Address("3ffe:400::"), 64);
    proxy->SetPool(Ipv6Address("3ffe:401::"), 64, Ipv6Address("3ffe:401::5"));
    if (m_options.legacyIpv4)
    {
        proxy->AddLegacyPrefix(Ipv4Address("192.168.0.0"), 24);
        proxy->SetPool(Ipv4Address("198.18.0.0"), 16, Ipv4Address("198.18.0.5"));
        proxy->AddUpstream(Ipv6Address(RESOLVER_ADDRESS));
    }
    Configure(proxy, "proxy", m_options.useCredit);
    proxy->SetStartTime(PROXY_START);
}

void
ProxyNetwork::MakeAgent()
{
    if (!m_options.withAgent)
    {
        return;
    }
    Ptr<Node> node = CreateObject<Node>();
    InstallStack(node, m_options.dualStack);
    const auto link =
        m_backbone->Attach(node, m_agentCity, AGENT_ADDRESS, PREFIX, ACCESS_RATE, ACCESS_DELAY);
    m_linkOfAgent = link.host;
    m_recorder.AddName(AGENT_ADDRESS, "agent");
    if (m_options.dualStack)
    {
        AddFixedIpv4(link, AGENT_NETWORK4, "agent");
    }
    agent = HipForwardingAgentHelper().Install(node);
    Configure(agent, "agent", m_options.useCredit);
}

HipGraphTopology::Attachment
ProxyNetwork::AttachHipHost(Ptr<Node> node, const std::string& city, Ipv6Address address)
{
    const Time delay = GetAccessDelay(city);
    switch (m_options.hipAccess)
    {
    case AccessLink::POINT_TO_POINT:
        return m_backbone->Attach(node, city, address, PREFIX, ACCESS_RATE, delay);
    case AccessLink::NONE:
        return {};
    case AccessLink::CSMA:
        break;
    }
    CsmaHelper csma;
    csma.SetChannelAttribute("DataRate", DataRateValue(ACCESS_RATE));
    csma.SetChannelAttribute("Delay", TimeValue(delay));
    csma.SetQueue("ns3::DropTailQueue<Packet>", "MaxSize", StringValue("1000p"));
    const NetDeviceContainer devices =
        csma.Install(NodeContainer(node, m_backbone->GetRouter(city)));
    const HipGraphTopology::Attachment link{devices.Get(0), devices.Get(1)};
    m_backbone->Attach(link, address.CombinePrefix(PREFIX), PREFIX);
    Ptr<Ipv6> ipv6 = node->GetObject<Ipv6>();
    const auto interface = static_cast<uint32_t>(ipv6->GetInterfaceForDevice(link.host));
    ipv6->AddAddress(interface, Ipv6InterfaceAddress(address, PREFIX));
    Ipv6StaticRoutingHelper().GetStaticRouting(ipv6)->SetDefaultRoute(GetLinkLocal(link.router),
                                                                      interface);
    return link;
}

void
ProxyNetwork::MakeHipHosts()
{
    hipNodes.Create(m_options.hipHosts);
    for (unsigned i = 0; i < m_options.hipHosts; ++i)
    {
        HipInstallStack(hipNodes.Get(i),
                        m_options.dualStack); // so that it sees its addresses change
        hipAddresses.push_back(MakeHostAddress("3ffe:100:", i));
        const auto link = AttachHipHost(hipNodes.Get(i), m_hipCity, hipAddresses[i]);
        hipLinks.push_back(link);
        const std::string name = "hip-" + std::to_string(i + 1);
        m_recorder.AddName(ToText(hipAddresses[i]), name);
        Ptr<HipHost> host = HipHostHelper().Install(hipNodes.Get(i));
        const auto& without = m_options.hipHostsWithoutCredit;
        const bool isWithout = std::find(without.begin(), without.end(), i) != without.end();
        Configure(host, name, m_options.useCredit && !isWithout);
        host->SetAttribute("DadDelay", TimeValue(m_options.dadDelay));
        if (agent)
        {
            host->RegisterWith(agent->GetHit(), Ipv6Address(AGENT_ADDRESS), m_options.registration);
        }
        hipHosts.push_back(host);
    }
}

} // namespace hipscenario
