// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "test/model/support/dns-world.h"

#include "ns3/boolean.h"
#include "ns3/csma-helper.h"
#include "ns3/error-model.h"
#include "ns3/hip-installer.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6-list-routing-helper.h"
#include "ns3/ipv6-static-routing-helper.h"
#include "ns3/ipv6.h"
#include "ns3/mac48-address.h"
#include "ns3/node.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/pointer.h"
#include "ns3/string.h"

#include <sstream>

namespace ns3
{
namespace hiptest
{

namespace
{

constexpr unsigned ROUTER_NUMBER = 1;

Ipv4Address
MakeIpv4(unsigned subnet, unsigned number)
{
    return Ipv4Address(0x0a000000U | (subnet << 8) | number); // 10.0.subnet.number
}

Ipv6Address
MakeIpv6(unsigned subnet, unsigned number)
{
    std::ostringstream text;
    text << "3ffe:" << std::hex << subnet << "::" << number;
    return Ipv6Address(text.str().c_str());
}

uint32_t
AddAddresses(Ptr<NetDevice> device, Ipv4Address ipv4Address, Ipv6Address ipv6Address)
{
    uint32_t interface = 0;
    if (Ptr<Ipv4> ipv4 = device->GetNode()->GetObject<Ipv4>())
    {
        interface = ipv4->AddInterface(device);
        ipv4->AddAddress(interface, Ipv4InterfaceAddress(ipv4Address, Ipv4Mask("/24")));
        ipv4->SetUp(interface);
    }
    if (Ptr<Ipv6> ipv6 = device->GetNode()->GetObject<Ipv6>())
    {
        interface = ipv6->AddInterface(device);
        ipv6->AddAddress(interface, Ipv6InterfaceAddress(ipv6Address, Ipv6Prefix(64)));
        ipv6->SetUp(interface);
    }
    return interface;
}

void
LoseNext(Ptr<NetDevice> device)
{
    Ptr<ReceiveListErrorModel> model = CreateObject<ReceiveListErrorModel>();
    model->SetList({0});
    device->SetAttribute("ReceiveErrorModel", PointerValue(model));
}

void
LoseSome(Ptr<NetDevice> device, double probability)
{
    Ptr<RateErrorModel> model = CreateObject<RateErrorModel>();
    model->SetUnit(RateErrorModel::ERROR_UNIT_PACKET);
    model->SetRate(probability);
    model->AssignStreams(7);
    device->SetAttribute("ReceiveErrorModel", PointerValue(model));
}

} // namespace

Network::Network(Families families)
    : m_families(families)
{
    HipEnableChecksums();
    m_router = CreateObject<Node>();
    Install(m_router, families);
    if (Ptr<Ipv6> ipv6 = m_router->GetObject<Ipv6>())
    {
        ipv6->SetAttribute("IpForward", BooleanValue(true));
    }
}

Network::~Network()
{
    Simulator::Destroy();
}

void
Network::Install(Ptr<Node> node, Families families)
{
    InternetStackHelper internet;
    internet.SetIpv4StackInstall(families.ipv4);
    internet.SetIpv6StackInstall(families.ipv6);
    Ipv6ListRoutingHelper list; // as IPv4 has by default
    list.Add(Ipv6StaticRoutingHelper(), 0);
    internet.SetRoutingHelper(list);
    internet.Install(node);
    m_stream += internet.AssignStreams(NodeContainer(node), m_stream);
}

void
Network::Connect(Ptr<Node> node, Ptr<NetDevice> device, unsigned subnet, unsigned number)
{
    const uint32_t interface =
        hiptest::AddAddresses(device, MakeIpv4(subnet, number), MakeIpv6(subnet, number));
    if (Ptr<Ipv4> ipv4 = node->GetObject<Ipv4>())
    {
        Ipv4StaticRoutingHelper().GetStaticRouting(ipv4)->SetDefaultRoute(
            MakeIpv4(subnet, ROUTER_NUMBER),
            interface);
    }
    if (Ptr<Ipv6> ipv6 = node->GetObject<Ipv6>())
    {
        Ipv6StaticRoutingHelper().GetStaticRouting(ipv6)->SetDefaultRoute(
            MakeIpv6(subnet, ROUTER_NUMBER),
            interface);
    }
}

Ptr<Node>
Network::AddServer(Families families)
{
    Ptr<Node> node = CreateObject<Node>();
    Install(node, families);
    PointToPointHelper link;
    link.SetDeviceAttribute("DataRate", StringValue("10Mbps"));
    link.SetChannelAttribute("Delay", StringValue("10ms"));
    const NetDeviceContainer devices = link.Install(m_router, node);
    ++m_subnets;
    hiptest::AddAddresses(devices.Get(0),
                          MakeIpv4(m_subnets, ROUTER_NUMBER),
                          MakeIpv6(m_subnets, ROUTER_NUMBER));
    Connect(node, devices.Get(1), m_subnets, 53);
    return node;
}

Ptr<Node>
Network::AddHost()
{
    constexpr unsigned subnet = 200;
    Ptr<Node> node = CreateObject<Node>();
    Install(node, m_families);
    CsmaHelper csma;
    if (!m_ethernet)
    {
        csma.SetChannelAttribute("DataRate", StringValue("100Mbps"));
        csma.SetChannelAttribute("Delay", StringValue("1ms"));
        const NetDeviceContainer ethernet = csma.Install(m_router);
        m_stream += csma.AssignStreams(ethernet, m_stream);
        m_ethernet = ethernet.Get(0);
        hiptest::AddAddresses(m_ethernet,
                              MakeIpv4(subnet, ROUTER_NUMBER),
                              MakeIpv6(subnet, ROUTER_NUMBER));
    }
    const Ptr<CsmaChannel> channel = DynamicCast<CsmaChannel>(m_ethernet->GetChannel());
    const NetDeviceContainer devices = csma.Install(node, channel);
    m_stream += csma.AssignStreams(devices, m_stream);
    Connect(node, devices.Get(0), subnet, ROUTER_NUMBER + ++m_hosts);
    return node;
}

Ipv6Address
Network::GetIpv6(Ptr<Node> node)
{
    Ptr<Ipv6> ipv6 = node->GetObject<Ipv6>();
    const uint32_t interface = ipv6->GetNInterfaces() - 1;
    for (uint32_t i = 0; i < ipv6->GetNAddresses(interface); ++i)
    {
        const Ipv6Address address = ipv6->GetAddress(interface, i).GetAddress();
        if (!address.IsLinkLocal())
        {
            return address;
        }
    }
    return Ipv6Address::GetAny();
}

Ipv4Address
Network::GetIpv4(Ptr<Node> node)
{
    Ptr<Ipv4> ipv4 = node->GetObject<Ipv4>();
    return ipv4->GetAddress(ipv4->GetNInterfaces() - 1, 0).GetLocal();
}

Address
Network::GetAddress(Ptr<Node> node)
{
    return node->GetObject<Ipv6>() ? Address(GetIpv6(node)) : Address(GetIpv4(node));
}

void
Network::AddAddresses(Ptr<Node> node, Ipv4Address ipv4Address, Ipv6Address ipv6Address)
{
    Ptr<Ipv4> ipv4 = node->GetObject<Ipv4>();
    Ptr<Ipv6> ipv6 = node->GetObject<Ipv6>();
    Ptr<Ipv4> routerIpv4 = m_router->GetObject<Ipv4>();
    Ptr<Ipv6> routerIpv6 = m_router->GetObject<Ipv6>();
    const uint32_t interface = routerIpv6->GetInterfaceForDevice(GetPeer(node));
    Ipv4StaticRoutingHelper().GetStaticRouting(routerIpv4)->AddHostRouteTo(ipv4Address, interface);
    Ipv6StaticRoutingHelper().GetStaticRouting(routerIpv6)->AddHostRouteTo(ipv6Address, interface);
    ipv4->AddAddress(ipv4->GetNInterfaces() - 1, Ipv4InterfaceAddress(ipv4Address, "/32"));
    ipv6->AddAddress(ipv6->GetNInterfaces() - 1, Ipv6InterfaceAddress(ipv6Address, 128));
}

Ptr<NetDevice>
Network::GetPeer(Ptr<Node> node) const
{
    Ptr<NetDevice> device = node->GetDevice(node->GetNDevices() - 1);
    const Ptr<Channel> channel = device->GetChannel();
    for (std::size_t i = 0; i < channel->GetNDevices(); ++i)
    {
        if (channel->GetDevice(i)->GetNode() == m_router)
        {
            return channel->GetDevice(i);
        }
    }
    return nullptr;
}

void
Network::LoseFrom(Ptr<Node> node, double probability, Time at)
{
    Simulator::Schedule(at, &LoseSome, GetPeer(node), probability);
}

void
Network::LoseNextFrom(Ptr<Node> node, Time at)
{
    Simulator::Schedule(at, &LoseNext, GetPeer(node));
}

void
Network::EnablePcap(Ptr<Node> node, const std::string& file)
{
    Ptr<NetDevice> peer = GetPeer(node);
    if (peer == m_ethernet)
    {
        CsmaHelper().EnablePcap(file, node->GetDevice(node->GetNDevices() - 1), false, true);
    }
    else
    {
        PointToPointHelper().EnablePcap(file, peer, false, true);
    }
}

Callback<void, HipDnsResult>
Results::Store()
{
    return Callback<void, HipDnsResult>([this](HipDnsResult result) { all.push_back(result); });
}

DnsWorld::DnsWorld(Families families)
    : DnsWorld(families, families)
{
}

DnsWorld::DnsWorld(Families families, Families ofFooServer)
    : network(families)
{
    const HipDnsServerHelper servers;
    root = servers.Install(network.AddServer(families));
    com = servers.Install(network.AddServer(families));
    foo = servers.Install(network.AddServer(ofFooServer));
    AddZones();

    HipDnsResolverHelper resolvers;
    if (families.ipv6)
    {
        resolvers.AddRootServer(Network::GetIpv6(root->GetNode()));
    }
    if (families.ipv4)
    {
        resolvers.AddRootServer(Network::GetIpv4(root->GetNode()));
    }
    resolver = resolvers.Install(network.AddHost());
    client =
        HipDnsClientHelper(Network::GetAddress(resolver->GetNode())).Install(network.AddHost());
    const ApplicationContainer seeded(resolver);
    HipDnsHelper::AssignStreams(seeded, 1);
    client->AssignStreams(2);
    resolver->TraceConnectWithoutContext(
        "Upstream",
        Callback<void, const HipDnsQueryRecord&>(
            [this](const HipDnsQueryRecord& record) { upstream.push_back(record); }));
    client->TraceConnectWithoutContext(
        "Query",
        Callback<void, const HipDnsQueryRecord&>(
            [this](const HipDnsQueryRecord& record) { queries.push_back(record); }));
    for (Ptr<Application> application :
         {Ptr<Application>(root), Ptr<Application>(com), Ptr<Application>(foo)})
    {
        application->SetStartTime(Seconds(2));
    }
    resolver->SetStartTime(Seconds(2));
    client->SetStartTime(Seconds(2));
}

std::string
DnsWorld::Describe(const std::string& name, Ptr<HipDnsServer> server) const
{
    std::ostringstream text;
    if (server->GetNode()->GetObject<Ipv4>())
    {
        text << name << " A " << Network::GetIpv4(server->GetNode()) << "\n";
    }
    if (server->GetNode()->GetObject<Ipv6>())
    {
        text << name << " AAAA " << Network::GetIpv6(server->GetNode()) << "\n";
    }
    return text.str();
}

void
DnsWorld::AddZones()
{
    root->AddZone("$TTL 86400\n@ SOA a hostmaster 1 7200 3600 1209600 60\n@ NS a\n" +
                      Describe("a", root) + "com NS ns.com\n" + Describe("ns.com", com),
                  "root.zone",
                  ".");
    com->AddZone("$TTL 86400\n@ SOA ns hostmaster 1 7200 3600 1209600 60\n@ NS ns\n" +
                     Describe("ns", com) + "foo NS ns.foo\n" + Describe("ns.foo", foo),
                 "com.zone",
                 "com");
    std::ostringstream text;
    text << "$TTL 3600\n@ SOA ns hostmaster 1 7200 3600 1209600 60\n@ NS ns\n"
         << Describe("ns", foo)
         << "www A 10.9.9.9\nwww AAAA 3ffe:9::9\nalias CNAME www\nonly4 A 10.9.9.4\n"
            "short 5 A 10.9.9.5\n"
            "hip HIP ( 2 200100107B1A74DF365639CC39F1D578 AwEAAQ== rvs.foo.com. )\n"
            "hip AAAA 3ffe:9::1\nrvs AAAA 3ffe:9::1\n*.wild A 10.9.9.8\n";
    for (unsigned i = 1; i <= 100; ++i)
    {
        text << "many AAAA 3ffe:9::" << i << "\nmany A 10.9.8." << i << "\n";
    }
    foo->AddZone(text.str(), "foo.zone", "foo.com.");
}

Results&
DnsWorld::Ask(const std::string& name, bool ipv6, Time at)
{
    Simulator::Schedule(at, [this, name, ipv6] { client->Resolve(name, ipv6, results.Store()); });
    return results;
}

void
DnsWorld::RunUntil(Time end)
{
    Simulator::Stop(end);
    Simulator::Run();
}

} // namespace hiptest
} // namespace ns3
