// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/proxy/network.h"

#include "helper/topology-graph.h"
#include "scenarios/common/data-folder.h"
#include "scenarios/proxy/zones.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/hip-installer.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6-static-routing-helper.h"
#include "ns3/ipv6.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <sstream>
#include <stdexcept>

namespace hipscenario
{

using namespace ns3;

namespace
{

const Ipv6Prefix PREFIX(64);
const DataRate ACCESS_RATE("100Mbps");
const DataRate BACKBONE_RATE("10Gbps");
const Time ACCESS_DELAY = MicroSeconds(200);
const Time DNS_START = Seconds(1.2); ///< duplicate address detection takes the first second
const Time HIP_START = Seconds(1.3);
const Time PROXY_START = Seconds(1.4);

constexpr const char* AGENT_ADDRESS = "3ffe:200::1";
constexpr const char* RESOLVER_ADDRESS = "3ffe:503::53";
constexpr const char* RESOLVER_ADDRESS4 =
    "198.51.100.53"; ///< what IPv4 legacy hosts ask; intercepted
constexpr const char* ROOT_ADDRESS = "3ffe:500::1";
constexpr const char* COM_ADDRESS = "3ffe:501::1";
constexpr const char* FOO_ADDRESS = "3ffe:502::1";

std::string
ToText(Ipv6Address address)
{
    std::ostringstream text;
    text << address;
    return text.str();
}

std::string
GetNumber(unsigned host)
{
    return host == 0 ? std::string() : std::to_string(host + 1);
}

Ipv6Address
MakeHipAddress(unsigned host)
{
    std::ostringstream text;
    text << "3ffe:100:" << std::hex << host + 1 << "::1";
    return Ipv6Address(text.str().c_str());
}

void
InstallStack(Ptr<Node> node, bool withIpv4)
{
    InternetStackHelper internet;
    internet.SetIpv4StackInstall(withIpv4);
    internet.Install(node);
}

} // namespace

std::string
ProxyNetwork::GetHipName(unsigned host)
{
    return "hip" + GetNumber(host) + ".foo.com";
}

std::string
ProxyNetwork::GetPlainName(unsigned host)
{
    return "plain" + GetNumber(host) + ".foo.com";
}

ProxyNetwork::ProxyNetwork(const ProxyOptions& options, Recorder& recorder)
    : m_options(options),
      m_recorder(recorder)
{
    if (options.costs != "none")
    {
        m_costs = CreateObject<CryptoCostModel>();
        options.costs == "default" ? m_costs->LoadDefault() : m_costs->LoadFile(options.costs);
    }
    m_graph = std::make_unique<hip::TopologyGraph>(hip::TopologyGraph::Read(options.topology));
    ChooseCities();
    MakeBackbone();
    MakeLan();
    MakeProxy();
    MakeAgent();
    MakeHipHosts();
    MakeDns();
    MakeLegacyHosts();
    MakeFaults();
}

ProxyNetwork::~ProxyNetwork() = default;

void
ProxyNetwork::ChooseCities()
{
    // The default cities are those of GÉANT; on another map, places far from each other stand in.
    const auto choose = [this](const std::string& wanted, const char* usual, std::size_t index) {
        if (!wanted.empty())
        {
            m_graph->Find(wanted);
            return wanted;
        }
        try
        {
            m_graph->Find(usual);
            return std::string(usual);
        }
        catch (const std::invalid_argument&)
        {
            return m_graph->GetNodes().at(index).id;
        }
    };
    const std::size_t size = m_graph->GetNodes().size();
    m_legacyCity = choose(m_options.legacyCity, "Finland", 0);
    m_hipCity = choose(m_options.hipCity, "Spain", size - 1);
    m_agentCity = choose(m_options.agentCity, "Germany", size / 2);
    const auto label = [this](const std::string& city) {
        return m_graph->GetNodes()[m_graph->Find(city)].label;
    };
    m_notes = m_graph->GetNotes();
    m_notes.push_back("LAN and proxy are in " + label(m_legacyCity) + ", the HIP hosts in " +
                      label(m_hipCity) + ", the agent in " + label(m_agentCity));
}

void
ProxyNetwork::MakeBackbone()
{
    m_backbone = std::make_unique<HipGraphTopology>(*m_graph, BACKBONE_RATE);
    pathDelay = m_backbone->GetDelay(m_legacyCity, m_hipCity) + 2 * ACCESS_DELAY;
    m_backbone->GetDelay(m_legacyCity, m_agentCity);
}

void
ProxyNetwork::MakeLan()
{
    legacy.Create(m_options.legacyHosts);
    proxyNode = CreateObject<Node>();
    for (auto node = legacy.Begin(); node != legacy.End(); ++node)
    {
        InstallStack(*node, m_options.legacyIpv4);
    }
    HipInstallProxyStack(proxyNode, m_options.legacyIpv4);

    CsmaHelper csma;
    csma.SetChannelAttribute("DataRate", StringValue("1Gbps"));
    csma.SetChannelAttribute("Delay", TimeValue(MicroSeconds(1)));
    NodeContainer all(legacy, NodeContainer(proxyNode));
    m_lan = csma.Install(all);
    m_lanOfProxy = m_lan.Get(m_lan.GetN() - 1);
    for (uint32_t i = 0; i < all.GetN(); ++i)
    {
        const bool isProxy = i == legacy.GetN();
        std::ostringstream address6;
        address6 << "3ffe:400::" << std::hex << (isProxy ? 1 : 0x50 + i);
        Ptr<Ipv6> ipv6 = all.Get(i)->GetObject<Ipv6>();
        const uint32_t interface6 = ipv6->AddInterface(m_lan.Get(i));
        ipv6->AddAddress(interface6,
                         Ipv6InterfaceAddress(Ipv6Address(address6.str().c_str()), PREFIX));
        ipv6->SetUp(interface6);
        const std::string name = isProxy ? "proxy" : "legacy-" + std::to_string(i + 1);
        m_recorder.AddName(address6.str(), name);
        if (!isProxy)
        {
            Ipv6StaticRoutingHelper().GetStaticRouting(ipv6)->SetDefaultRoute("3ffe:400::1",
                                                                              interface6);
        }
        if (Ptr<Ipv4> ipv4 = all.Get(i)->GetObject<Ipv4>())
        {
            const std::string address4 = "192.168.0." + std::to_string(isProxy ? 1 : 50 + i);
            const uint32_t interface4 = ipv4->AddInterface(m_lan.Get(i));
            ipv4->AddAddress(interface4, Ipv4InterfaceAddress(address4.c_str(), "255.255.255.0"));
            ipv4->SetUp(interface4);
            m_recorder.AddName(address4, name);
            if (!isProxy)
            {
                Ipv4StaticRoutingHelper().GetStaticRouting(ipv4)->SetDefaultRoute("192.168.0.1",
                                                                                  interface4);
            }
        }
    }
}

template <class T>
void
ProxyNetwork::Configure(Ptr<T> application, const std::string& name)
{
    application->SetAttribute("EspSuites", StringValue(m_options.suite));
    application->SetAttribute("DhGroups", StringValue(m_options.group));
    application->SetAttribute("KeyKind", StringValue(m_options.keyKind));
    application->SetAttribute("PuzzleDifficulty", UintegerValue(m_options.puzzle));
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
ProxyNetwork::MakeProxy()
{
    const auto link = m_backbone->Attach(proxyNode,
                                         m_legacyCity,
                                         "3ffe:300::1",
                                         PREFIX,
                                         ACCESS_RATE,
                                         ACCESS_DELAY);
    m_backbone->AddRoutes(link, "3ffe:400::", PREFIX);
    m_backbone->AddRoutes(link, "3ffe:401::", PREFIX);
    m_wanOfProxy = link.host;
    m_recorder.AddName("3ffe:300::1", "proxy");

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
    Configure(proxy, "proxy");
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
    InstallStack(node, false);
    const auto link =
        m_backbone->Attach(node, m_agentCity, AGENT_ADDRESS, PREFIX, ACCESS_RATE, ACCESS_DELAY);
    m_linkOfAgent = link.host;
    m_recorder.AddName(AGENT_ADDRESS, "agent");
    agent = HipForwardingAgentHelper().Install(node);
    Configure(agent, "agent");
}

void
ProxyNetwork::MakeHipHosts()
{
    hipNodes.Create(m_options.hipHosts);
    for (unsigned i = 0; i < m_options.hipHosts; ++i)
    {
        InstallStack(hipNodes.Get(i), false);
        hipAddresses.push_back(MakeHipAddress(i));
        const auto link = m_backbone->Attach(hipNodes.Get(i),
                                             m_hipCity,
                                             hipAddresses[i],
                                             PREFIX,
                                             ACCESS_RATE,
                                             ACCESS_DELAY);
        m_linksOfHipHosts.Add(link.host);
        const std::string name = "hip-" + std::to_string(i + 1);
        m_recorder.AddName(ToText(hipAddresses[i]), name);
        Ptr<HipHost> host = HipHostHelper().Install(hipNodes.Get(i));
        Configure(host, name);
        if (agent)
        {
            host->RegisterWith(agent->GetHit(), Ipv6Address(AGENT_ADDRESS), Minutes(30));
        }
        hipHosts.push_back(host);
    }
}

std::string
ProxyNetwork::GetZoneText(const std::string& name) const
{
    const ZoneServers servers{ROOT_ADDRESS, COM_ADDRESS, FOO_ADDRESS};
    if (name == "root")
    {
        return MakeRootZone(servers);
    }
    if (name == "com")
    {
        return MakeComZone(servers);
    }
    std::vector<ZoneHost> hosts;
    for (unsigned i = 0; i < hipHosts.size(); ++i)
    {
        const std::vector<std::string> rendezvous =
            agent ? std::vector<std::string>{"fa.foo.com"} : std::vector<std::string>{};
        hosts.push_back({"hip" + GetNumber(i),
                         "plain" + GetNumber(i),
                         hipHosts[i]->GetDnsRecord(rendezvous),
                         ToText(hipAddresses[i])});
    }
    return MakeFooZone(servers, hosts, agent ? AGENT_ADDRESS : "");
}

void
ProxyNetwork::MakeDns()
{
    const struct
    {
        const char* zone;
        const char* origin;
        const char* address;
        const char* node;
    } servers[] = {{"root", ".", ROOT_ADDRESS, "dns-root"},
                   {"com", "com", COM_ADDRESS, "dns-com"},
                   {"foo.com", "foo.com", FOO_ADDRESS, "dns-foo"}};

    // Root and com are with the agent, foo.com is with its hosts, the resolver with those that ask.
    for (const auto& server : servers)
    {
        Ptr<Node> node = CreateObject<Node>();
        InstallStack(node, false);
        m_backbone->Attach(node,
                           server.address == FOO_ADDRESS ? m_hipCity : m_agentCity,
                           server.address,
                           PREFIX,
                           ACCESS_RATE,
                           ACCESS_DELAY);
        m_recorder.AddName(server.address, server.node);
        Ptr<HipDnsServer> application = HipInstaller<HipDnsServer>().Install(node);
        application->SetStartTime(DNS_START);
        if (m_options.zones.empty())
        {
            application->AddZone(GetZoneText(server.zone),
                                 std::string(server.zone) + ".zone",
                                 server.origin);
        }
        else
        {
            application->AddZoneFile(m_options.zones + "/" + server.zone + ".zone", server.origin);
        }
    }
    Ptr<Node> node = CreateObject<Node>();
    InstallStack(node, false);
    const auto link =
        m_backbone->Attach(node, m_legacyCity, RESOLVER_ADDRESS, PREFIX, ACCESS_RATE, ACCESS_DELAY);
    m_linkOfResolver = link.host;
    m_recorder.AddName(RESOLVER_ADDRESS, "dns");
    Ptr<HipDnsResolver> resolver = HipInstaller<HipDnsResolver>().Install(node);
    resolver->AddRootServer(Ipv6Address(ROOT_ADDRESS));
    resolver->SetStartTime(DNS_START);
    m_stream += resolver->AssignStreams(m_stream);
}

void
ProxyNetwork::MakeLegacyHosts()
{
    const auto install = [this](Ptr<Node> node, const Address& server) {
        Ptr<HipDnsClient> client = HipInstaller<HipDnsClient>().Install(node);
        client->AddServer(server);
        client->SetStartTime(DNS_START);
        m_stream += client->AssignStreams(m_stream);
        return client;
    };
    for (auto node = legacy.Begin(); node != legacy.End(); ++node)
    {
        resolvers6.push_back(install(*node, Ipv6Address(RESOLVER_ADDRESS)));
        resolvers.push_back(m_options.legacyIpv4 ? install(*node, Ipv4Address(RESOLVER_ADDRESS4))
                                                 : resolvers6.back());
    }
}

void
ProxyNetwork::MakeFaults()
{
    if (!m_options.faults.HasNone())
    {
        m_stream += LinkFaultModel::InstallEverywhere(m_options.faults, m_stream);
    }
}

void
ProxyNetwork::EnablePcap(const RunFolder& folder)
{
    PointToPointHelper link;
    const auto enable = [&](const std::string& name, Ptr<NetDevice> device) {
        if (device)
        {
            link.EnablePcap(folder.GetFile(name), device, true, true);
        }
    };
    CsmaHelper().EnablePcap(folder.GetFile("legacy-lan.pcap"), m_lanOfProxy, true, true);
    enable("proxy-wan.pcap", m_wanOfProxy);
    enable("agent.pcap", m_linkOfAgent);
    enable("dns.pcap", m_linkOfResolver);
    for (uint32_t i = 0; i < m_linksOfHipHosts.GetN(); ++i)
    {
        enable("hip-host" + (i == 0 ? std::string() : "-" + std::to_string(i + 1)) + ".pcap",
               m_linksOfHipHosts.Get(i));
    }
}

void
ProxyNetwork::WriteInputs(const RunFolder& folder) const
{
    if (!m_options.zones.empty())
    {
        return;
    }
    for (const char* zone : {"root", "com", "foo.com"})
    {
        TextFile file(folder, "zones/" + std::string(zone) + ".zone");
        file.WriteLine(GetZoneText(zone));
        file.Close();
    }
}

} // namespace hipscenario
