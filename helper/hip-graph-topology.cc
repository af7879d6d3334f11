// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "hip-graph-topology.h"

#include "helper/topology-graph.h"

#include "ns3/boolean.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6-static-routing-helper.h"
#include "ns3/ipv6.h"
#include "ns3/log.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/string.h"

#include <stdexcept>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("HipGraphTopology");

namespace
{

constexpr uint32_t LINK_HEADER = 2;     ///< octets of PPP
constexpr uint32_t LINKS4 = 0x0a000000; ///< 10.0.0.0, from which links have prefixes of 30 bits

/// Adds an interface for a device unless there is one, and takes it up. @return its index
uint32_t
AddInterface(Ptr<NetDevice> device)
{
    Ptr<Ipv6> ipv6 = device->GetNode()->GetObject<Ipv6>();
    const int32_t known = ipv6->GetInterfaceForDevice(device);
    if (known >= 0)
    {
        return static_cast<uint32_t>(known);
    }
    const uint32_t interface = ipv6->AddInterface(device);
    ipv6->SetMetric(interface, 1);
    ipv6->SetUp(interface);
    return interface;
}

/// The same for IPv4, with an address.
uint32_t
AddInterface4(Ptr<NetDevice> device, Ipv4Address address, const char* mask)
{
    Ptr<Ipv4> ipv4 = device->GetNode()->GetObject<Ipv4>();
    const int32_t known = ipv4->GetInterfaceForDevice(device);
    const uint32_t interface =
        known >= 0 ? static_cast<uint32_t>(known) : ipv4->AddInterface(device);
    ipv4->AddAddress(interface, Ipv4InterfaceAddress(address, Ipv4Mask(mask)));
    ipv4->SetMetric(interface, 1);
    ipv4->SetUp(interface);
    return interface;
}

Ptr<Ipv6StaticRouting>
GetRouting(Ptr<Node> node)
{
    return Ipv6StaticRoutingHelper().GetStaticRouting(node->GetObject<Ipv6>());
}

NetDeviceContainer
InstallPointToPoint(Ptr<Node> a, Ptr<Node> b, DataRate rate, Time delay)
{
    PointToPointHelper link;
    link.SetDeviceAttribute("DataRate", DataRateValue(rate));
    link.SetChannelAttribute("Delay", TimeValue(delay));
    // A queue of 1000 packets holds about one bandwidth-delay product of a continental path.
    link.SetQueue("ns3::DropTailQueue<Packet>", "MaxSize", StringValue("1000p"));
    return link.Install(a, b);
}

} // namespace

HipGraphTopology::HipGraphTopology(const hip::TopologyGraph& graph, DataRate rate, bool withIpv4)
    : m_graph(std::make_unique<hip::TopologyGraph>(graph)),
      m_withIpv4(withIpv4)
{
    NS_LOG_FUNCTION(this << rate);
    m_routers.Create(static_cast<uint32_t>(graph.GetNodes().size()));
    InternetStackHelper internet;
    internet.SetIpv4StackInstall(withIpv4);
    internet.Install(m_routers);
    for (uint32_t i = 0; i < m_routers.GetN(); ++i)
    {
        m_routers.Get(i)->GetObject<Ipv6>()->SetAttribute("IpForward", BooleanValue(true));
    }
    for (std::size_t edge = 0; edge < graph.GetEdges().size(); ++edge)
    {
        InstallLink(edge, rate);
    }
}

HipGraphTopology::~HipGraphTopology() = default;

const NodeContainer&
HipGraphTopology::GetRouters() const
{
    return m_routers;
}

void
HipGraphTopology::InstallLink(std::size_t edge, DataRate rate)
{
    NS_LOG_FUNCTION(this << edge << rate);
    const hip::TopologyEdge& link = m_graph->GetEdges()[edge];
    const DataRate speed =
        link.bitsPerSecond ? DataRate(static_cast<uint64_t>(*link.bitsPerSecond)) : rate;
    const NetDeviceContainer devices =
        InstallPointToPoint(m_routers.Get(static_cast<uint32_t>(link.a)),
                            m_routers.Get(static_cast<uint32_t>(link.b)),
                            speed,
                            NanoSeconds(link.delay.count()));
    m_devices.emplace_back(devices.Get(0), devices.Get(1));
    AddInterface(devices.Get(0));
    AddInterface(devices.Get(1));
    if (m_withIpv4)
    {
        const auto number = static_cast<uint32_t>(edge) * 4;
        AddInterface4(devices.Get(0), Ipv4Address(LINKS4 + number + 1), "/30");
        AddInterface4(devices.Get(1), Ipv4Address(LINKS4 + number + 2), "/30");
    }
}

HipGraphTopology::Attachment
HipGraphTopology::Attach(Ptr<Node> node,
                         const std::string& city,
                         Ipv6Address address,
                         Ipv6Prefix prefix,
                         DataRate rate,
                         Time delay)
{
    NS_LOG_FUNCTION(this << node << city << address << prefix << rate << delay);
    const NetDeviceContainer devices = InstallPointToPoint(node, GetRouter(city), rate, delay);
    const Attachment attachment{devices.Get(0), devices.Get(1)};
    Attach(attachment, address.CombinePrefix(prefix), prefix);
    const uint32_t interface = AddInterface(attachment.host);
    node->GetObject<Ipv6>()->AddAddress(interface, Ipv6InterfaceAddress(address, prefix));
    GetRouting(node)->SetDefaultRoute(Ipv6Address::GetAny(), interface);
    return attachment;
}

void
HipGraphTopology::Attach(const Attachment& link, Ipv6Address network, Ipv6Prefix prefix)
{
    NS_LOG_FUNCTION(this << network << prefix);
    AddInterface(link.host);
    const uint32_t interface = AddInterface(link.router);
    if (link.router->NeedsArp())
    {
        // ns-3's router asks for the device of a global address from a global address only.
        const Ipv6Address own =
            Ipv6Address::MakeAutoconfiguredAddress(link.router->GetAddress(), network);
        link.router->GetNode()->GetObject<Ipv6>()->AddAddress(interface,
                                                              Ipv6InterfaceAddress(own, prefix));
    }
    AddRoutes(link, network, prefix);
}

Ptr<Node>
HipGraphTopology::GetRouter(const std::string& city) const
{
    return m_routers.Get(static_cast<uint32_t>(m_graph->Find(city)));
}

Ipv4Address
HipGraphTopology::Attach4(const Attachment& link, Ipv4Address network)
{
    NS_LOG_FUNCTION(this << network);
    Ptr<Ipv4> ipv4 = link.host->GetNode()->GetObject<Ipv4>();
    if (ipv4->GetInterfaceForDevice(link.host) < 0)
    {
        ipv4->SetUp(ipv4->AddInterface(link.host));
    }
    const Ipv4Address router(network.Get() + 1);
    AddInterface4(link.router, router, "/24");
    ForEachNextHop(link.router->GetNode(), [&](Ptr<Node> node, Ptr<NetDevice> device) {
        Ptr<Ipv4> stack = node->GetObject<Ipv4>();
        Ipv4StaticRoutingHelper().GetStaticRouting(stack)->AddNetworkRouteTo(
            network,
            Ipv4Mask("/24"),
            static_cast<uint32_t>(stack->GetInterfaceForDevice(device)));
    });
    return router;
}

void
HipGraphTopology::AddRoutes(const Attachment& attachment, Ipv6Address network, Ipv6Prefix prefix)
{
    NS_LOG_FUNCTION(this << network << prefix);
    Ptr<Node> home = attachment.router->GetNode();
    GetRouting(home)->AddNetworkRouteTo(network, prefix, AddInterface(attachment.router));
    ForEachNextHop(home, [&](Ptr<Node> router, Ptr<NetDevice> device) {
        GetRouting(router)->AddNetworkRouteTo(network, prefix, AddInterface(device));
    });
}

std::size_t
HipGraphTopology::FindIndex(Ptr<Node> router) const
{
    std::size_t index = 0;
    while (m_routers.Get(static_cast<uint32_t>(index)) != router)
    {
        ++index;
    }
    return index;
}

void
HipGraphTopology::ForEachNextHop(Ptr<Node> home, const NextHop& add) const
{
    const std::size_t homeIndex = FindIndex(home);
    for (std::size_t router = 0; router < m_graph->GetNodes().size(); ++router)
    {
        if (router == homeIndex)
        {
            continue;
        }
        std::vector<std::size_t> edges;
        try
        {
            edges = m_graph->ShortestPath(router, homeIndex).edges;
        }
        catch (const std::invalid_argument&)
        {
            continue; // another component, from which there is no way
        }
        const hip::TopologyEdge& first = m_graph->GetEdges()[edges.front()];
        const auto& [onA, onB] = m_devices[edges.front()];
        add(m_routers.Get(static_cast<uint32_t>(router)), first.a == router ? onA : onB);
    }
}

Time
HipGraphTopology::GetDelay(const std::string& from, const std::string& to) const
{
    return NanoSeconds(m_graph->ShortestPath(from, to).delay.count());
}

Time
HipGraphTopology::GetTransmissionTime(const std::string& from,
                                      const std::string& to,
                                      uint32_t octets) const
{
    Time sum;
    for (const std::size_t edge : m_graph->ShortestPath(from, to).edges)
    {
        DataRateValue rate;
        m_devices[edge].first->GetAttribute("DataRate", rate);
        sum += rate.Get().CalculateBytesTxTime(octets + LINK_HEADER);
    }
    return sum;
}

} // namespace ns3
