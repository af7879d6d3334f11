// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/common/network.h"

#include "helper/topology-graph.h"
#include "scenarios/common/network-constants.h"

#include "ns3/csma-net-device.h"
#include "ns3/hip-installer.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6-static-routing-helper.h"
#include "ns3/ipv6.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/string.h"

#include <sstream>
#include <stdexcept>

namespace hipscenario
{

using namespace ns3;

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

ProxyNetwork::ProxyNetwork(const NetworkOptions& options, Recorder& recorder)
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

std::string
ProxyNetwork::ChooseCity(const std::string& wanted, const char* usual, std::size_t index) const
{
    if (!wanted.empty())
    {
        m_graph->Find(wanted);
        return wanted;
    }
    try
    {
        m_graph->Find(usual);
        return usual;
    }
    catch (const std::invalid_argument&)
    {
        return m_graph->GetNodes().at(index % m_graph->GetNodes().size()).id;
    }
}

void
ProxyNetwork::ChooseCities()
{
    // The default cities are those of GÉANT; on another map, places far from each other stand in.
    const std::size_t size = m_graph->GetNodes().size();
    m_legacyCity = ChooseCity(m_options.legacyCity, "Finland", 0);
    m_hipCity = ChooseCity(m_options.hipCity, "Spain", size - 1);
    m_agentCity = ChooseCity(m_options.agentCity, "Germany", size / 2);
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
    m_backbone = std::make_unique<HipGraphTopology>(*m_graph, BACKBONE_RATE, m_options.dualStack);
    pathDelay = GetPathDelay(m_hipCity);
    m_backbone->GetDelay(m_legacyCity, m_agentCity);
}

Time
ProxyNetwork::GetPathDelay(const std::string& city) const
{
    return m_backbone->GetDelay(m_legacyCity, city) + ACCESS_DELAY + GetAccessDelay(city);
}

/// @return that of the link of a HIP host in this city. @throw std::invalid_argument if it cannot
/// make the round-trip time that is wanted
Time
ProxyNetwork::GetAccessDelay(const std::string& city) const
{
    if (m_options.roundTrip.IsZero())
    {
        return m_options.hipAccessDelay;
    }
    const Time others = m_backbone->GetDelay(m_legacyCity, city) + ACCESS_DELAY;
    const Time wanted = NanoSeconds(m_options.roundTrip.GetNanoSeconds() / 2);
    if (wanted < others)
    {
        std::ostringstream text;
        text << "--rtt: the other links on the way to " << city << " alone make "
             << 2 * others.GetSeconds() << " s";
        throw std::invalid_argument(text.str());
    }
    return wanted - others;
}

Time
ProxyNetwork::GetTransmissionTime(const std::string& city, uint32_t octets) const
{
    return m_backbone->GetTransmissionTime(m_legacyCity, city, octets) +
           2 * ACCESS_RATE.CalculateBytesTxTime(octets + LINK_HEADER);
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
    HipInstallProxyStack(proxyNode, m_options.legacyIpv4 || m_options.dualStack);

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
        if (m_options.legacyIpv4)
        {
            Ptr<Ipv4> ipv4 = all.Get(i)->GetObject<Ipv4>();
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
        if (DynamicCast<CsmaNetDevice>(device))
        {
            CsmaHelper().EnablePcap(folder.GetFile(name), device, true, true);
        }
        else if (device)
        {
            link.EnablePcap(folder.GetFile(name), device, true, true);
        }
    };
    CsmaHelper().EnablePcap(folder.GetFile("legacy-lan.pcap"), m_lanOfProxy, true, true);
    enable("proxy-wan.pcap", proxyLink.host);
    enable("agent.pcap", m_linkOfAgent);
    enable("dns.pcap", m_linkOfResolver);
    for (std::size_t i = 0; i < hipLinks.size(); ++i)
    {
        enable("hip-host" + (i == 0 ? std::string() : "-" + std::to_string(i + 1)) + ".pcap",
               hipLinks[i].host);
    }
    for (const auto& [name, device] : m_furtherLinks)
    {
        enable(name, device);
    }
}

HipGraphTopology::Attachment
ProxyNetwork::AddLink(Ptr<Node> node,
                      const std::string& name,
                      const std::string& city,
                      Ipv6Address address)
{
    m_recorder.AddName(ToText(address), name);
    const auto link = AttachHipHost(node, city, address);
    const std::string capture = name == "hip-1" ? "hip-host" : name;
    m_furtherLinks.emplace_back(capture + "-link-2.pcap", link.host);
    return link;
}

Ptr<Node>
ProxyNetwork::AddHost(const std::string& name, const std::string& city, Ipv6Address address)
{
    Ptr<Node> node = CreateObject<Node>();
    InstallStack(node, false);
    m_recorder.AddName(ToText(address), name);
    const auto link = m_backbone->Attach(node, city, address, PREFIX, ACCESS_RATE, ACCESS_DELAY);
    m_furtherLinks.emplace_back(name + ".pcap", link.host);
    return node;
}

void
ProxyNetwork::AddLink(const HipGraphTopology::Attachment& link, Ipv6Address network)
{
    m_backbone->Attach(link, network, PREFIX);
}

Ipv4Address
ProxyNetwork::AddIpv4(const HipGraphTopology::Attachment& link, Ipv4Address network)
{
    return m_backbone->Attach4(link, network);
}

Ptr<Node>
ProxyNetwork::GetRouter(const std::string& city) const
{
    return m_backbone->GetRouter(city);
}

void
ProxyNetwork::NameLocator(unsigned host, Ipv6Address address)
{
    m_recorder.AddName(ToText(address), "hip-" + std::to_string(host + 1));
}

void
ProxyNetwork::NameLocator(unsigned host, Ipv4Address address)
{
    m_recorder.AddName(ToText(address), "hip-" + std::to_string(host + 1));
}

void
ProxyNetwork::WriteFirst(const RunFolder& folder, std::ostream& out)
{
    WriteInputs(folder);
    if (m_options.withPcap)
    {
        EnablePcap(folder);
    }
    for (const std::string& note : m_notes)
    {
        out << "note: " << note << "\n";
    }
}

} // namespace hipscenario
