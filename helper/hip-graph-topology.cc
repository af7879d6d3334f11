// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "hip-graph-topology.h"

#include "helper/topology-graph.h"

#include "ns3/boolean.h"
#include "ns3/internet-stack-helper.h"
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

/// Adds an interface for a device and takes it up. @return its index
uint32_t
AddInterface(Ptr<NetDevice> device)
{
    Ptr<Ipv6> ipv6 = device->GetNode()->GetObject<Ipv6>();
    const uint32_t interface = ipv6->AddInterface(device);
    ipv6->SetMetric(interface, 1);
    ipv6->SetUp(interface);
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

HipGraphTopology::HipGraphTopology(const hip::TopologyGraph& graph, DataRate rate)
    : m_graph(std::make_unique<hip::TopologyGraph>(graph))
{
    NS_LOG_FUNCTION(this << rate);
    m_routers.Create(static_cast<uint32_t>(graph.GetNodes().size()));
    InternetStackHelper internet;
    internet.SetIpv4StackInstall(false);
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
    m_interfaces.emplace_back(AddInterface(devices.Get(0)), AddInterface(devices.Get(1)));
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
    const auto router = static_cast<uint32_t>(m_graph->Find(city));
    const NetDeviceContainer devices =
        InstallPointToPoint(node, m_routers.Get(router), rate, delay);
    const uint32_t interface = AddInterface(devices.Get(0));
    AddInterface(devices.Get(1));
    node->GetObject<Ipv6>()->AddAddress(interface, Ipv6InterfaceAddress(address, prefix));
    GetRouting(node)->SetDefaultRoute(Ipv6Address::GetAny(), interface);
    const Attachment attachment{devices.Get(0), devices.Get(1)};
    AddRoutes(attachment, address.CombinePrefix(prefix), prefix);
    return attachment;
}

void
HipGraphTopology::AddRoutes(const Attachment& attachment, Ipv6Address network, Ipv6Prefix prefix)
{
    NS_LOG_FUNCTION(this << network << prefix);
    Ptr<Node> home = attachment.router->GetNode();
    const auto interface =
        static_cast<uint32_t>(home->GetObject<Ipv6>()->GetInterfaceForDevice(attachment.router));
    GetRouting(home)->AddNetworkRouteTo(network, prefix, interface);
    std::size_t homeIndex = 0;
    while (m_routers.Get(static_cast<uint32_t>(homeIndex)) != home)
    {
        ++homeIndex;
    }
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
        const auto& [onA, onB] = m_interfaces[edges.front()];
        GetRouting(m_routers.Get(static_cast<uint32_t>(router)))
            ->AddNetworkRouteTo(network, prefix, first.a == router ? onA : onB);
    }
}

Time
HipGraphTopology::GetDelay(const std::string& from, const std::string& to) const
{
    return NanoSeconds(m_graph->ShortestPath(from, to).delay.count());
}

} // namespace ns3
