// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/multihoming/experiment.h"

#include "core/util/endian.h"
#include "scenarios/common/network-constants.h"
#include "scenarios/common/packet-kinds.h"

#include "ns3/channel.h"
#include "ns3/ipv6.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <stdexcept>

namespace hipscenario
{

using namespace ns3;

namespace
{

constexpr const char* SECOND_ADDRESS = "3ffe:110:1::1";
constexpr const char* SECOND_PROXY_ADDRESS = "3ffe:301::1";
const Time LINGER = Seconds(1); ///< for what is still on its way after the last octet
/// After the repair: TCP tries again within two minutes, if at all.
const Time PATIENCE = Seconds(200);

void
SetLink(const HipGraphTopology::Attachment& link, const LinkOptions& options)
{
    const DataRate rate(static_cast<uint64_t>(options.rate * 1e6));
    for (const Ptr<NetDevice>& device : {link.host, link.router})
    {
        device->SetAttribute("DataRate", DataRateValue(rate));
    }
    const Time delay = MicroSeconds(static_cast<uint64_t>(options.delay * 1e3));
    link.host->GetChannel()->SetAttribute("Delay", TimeValue(delay));
}

std::string
GetHit(Ptr<HipNodeApplication> application)
{
    std::ostringstream text;
    text << application->GetHit();
    return text.str();
}

} // namespace

MultihomingExperiment::MultihomingExperiment(const MultihomingOptions& options,
                                             ProxyNetwork& network,
                                             Recorder& recorder)
    : m_options(options),
      m_network(network),
      m_recorder(recorder),
      m_traffic(options, network)
{
    MakeHostLinks();
    MakeProxyLinks();
    Watch();
}

void
MultihomingExperiment::MakeHostLinks()
{
    const std::string city = m_network.ChooseCity(m_options.secondCity, "Ireland", 1);
    const Ipv6Address address(SECOND_ADDRESS);
    const std::array links{m_network.hipLinks[0],
                           m_network.AddLink(m_network.hipNodes.Get(0), "hip-1", city, address)};
    const std::array delays{m_network.pathDelay, m_network.GetPathDelay(city)};
    for (std::size_t i = 0; i < links.size(); ++i)
    {
        SetLink(links[i], m_options.links[i]);
        m_links[i].address = i == 0 ? m_network.hipAddresses[0] : address;
        const Time own = MicroSeconds(static_cast<uint64_t>(m_options.links[i].delay * 1e3));
        m_links[i].pathDelay = delays[i] - ACCESS_DELAY + own;
        m_links[i].ends = {SilenceModel::Install(links[i].host),
                           SilenceModel::Install(links[i].router)};
    }
    SetSilent(m_links[1], m_options.isSecondDead);
}

void
MultihomingExperiment::MakeProxyLinks()
{
    std::vector links{std::pair(Ipv6Address(PROXY_ADDRESS), m_network.proxyLink)};
    if (m_options.proxyLinks == 2)
    {
        const std::string city = m_network.ChooseCity(m_options.proxyCity, "Estonia", 2);
        const Ipv6Address address(SECOND_PROXY_ADDRESS);
        links.emplace_back(address, m_network.AddLink(m_network.proxyNode, "proxy", city, address));
    }
    for (const auto& [address, link] : links)
    {
        m_proxyLinks.push_back({address});
        m_proxyLinks.back().ends = {SilenceModel::Install(link.host),
                                    SilenceModel::Install(link.router)};
    }
}

EndLink&
MultihomingExperiment::GetFailing()
{
    return m_options.failing == Failing::PROXY ? m_proxyLinks[0] : m_links[0];
}

void
MultihomingExperiment::Watch()
{
    using Trace = Callback<void, Ptr<const Packet>, Ptr<Ipv6>, uint32_t>;
    Ptr<Ipv6> proxy = m_network.proxyNode->GetObject<Ipv6>();
    Ptr<Ipv6> host = m_network.hipNodes.Get(0)->GetObject<Ipv6>();
    proxy->TraceConnectWithoutContext("Rx", Trace([this](auto packet, Ptr<Ipv6>, uint32_t) {
                                          NoteAtProxy(packet);
                                      }));
    host->TraceConnectWithoutContext("Rx", Trace([this](auto packet, Ptr<Ipv6>, uint32_t) {
                                         NoteAtHost(packet);
                                     }));
    for (const Ptr<Ipv6>& node : {proxy, host})
    {
        node->TraceConnectWithoutContext("Tx", Trace([this](auto packet, Ptr<Ipv6>, uint32_t) {
                                             NoteUpdate(packet);
                                         }));
    }
    WatchPaths(m_network.hipHosts[0], m_network.proxy, m_host);
    WatchPaths(m_network.proxy, m_network.hipHosts[0], m_proxy);
    WatchWindow(m_network.hipHosts[0], m_host);
    WatchWindow(m_network.proxy, m_proxy);
}

void
MultihomingExperiment::WatchWindow(Ptr<HipNodeApplication> application, Side& side)
{
    // With 64-bit sequence numbers a packet left of the window is taken for one of the next round,
    // and its ICV is then wrong (RFC 4303, appendix A2.2).
    application->TraceConnectWithoutContext(
        "Drop",
        Callback<void, const std::string&>([this, &side](const std::string& reason) {
            const bool isLate = reason == "bad-icv" || reason == "replayed";
            side.refused += isLate && m_traffic.AreAllUnderWay() ? 1 : 0;
        }));
}

void
MultihomingExperiment::WatchPaths(Ptr<HipNodeApplication> application,
                                  Ptr<HipNodeApplication> peer,
                                  Side& side)
{
    const std::string address = "=" + ToText(GetFailing().address) + " ";
    application->TraceConnectWithoutContext(
        "Event",
        Callback<void, const HipEventRecord&>(
            [this, &side, address, hit = GetHit(peer)](const HipEventRecord& record) {
                if (record.peer != hit || m_failure.IsZero() ||
                    (record.detail + " ").find(address) == std::string::npos)
                {
                    return;
                }
                if (record.event == "path-failed" && side.failed.IsZero())
                {
                    side.failed = Simulator::Now();
                }
                if (record.event == "path-works" && side.works.IsZero() && !m_repair.IsZero())
                {
                    side.works = Simulator::Now();
                }
            }));
}

void
MultihomingExperiment::Run()
{
    Simulator::Schedule(NamedDownload::FIRST_CONTACT, [this] {
        m_traffic.Begin([this] { Plan(); }, [] { Simulator::Stop(LINGER); });
    });
    Simulator::Stop(NamedDownload::LONGEST_RUN);
    Simulator::Run();
    m_traffic.Check();
    const bool wasOver = m_repair.IsZero() || m_traffic.GetFirst().finished < m_repair;
    if (m_options.failing != Failing::NONE && !m_options.useUdp && m_traffic.IsDone() && wasOver)
    {
        throw std::runtime_error("the download was over before link 0 worked again: raise --bytes "
                                 "or lower --repair");
    }
}

void
MultihomingExperiment::Plan()
{
    if (m_options.failing == Failing::NONE)
    {
        return;
    }
    const std::string node = m_options.failing == Failing::PROXY ? "proxy" : "hip-1";
    Simulator::Schedule(Seconds(m_options.fail), [this, node] {
        m_failure = Simulator::Now();
        m_recorder.Write(node, "", "link-lost", "link=0 silent");
        SetSilent(GetFailing(), true);
    });
    Simulator::Schedule(Seconds(m_options.repair), [this, node] {
        m_repair = Simulator::Now();
        m_recorder.Write(node, "", "link-repaired", "link=0");
        SetSilent(GetFailing(), false);
        Simulator::Schedule(PATIENCE, [this] {
            const auto& arrivals = m_traffic.GetFirst().arrivals;
            if (arrivals.empty() || arrivals.back().first < m_repair)
            {
                Simulator::Stop();
            }
        });
    });
}

void
MultihomingExperiment::SetSilent(const EndLink& link, bool isSilent)
{
    for (const Ptr<SilenceModel>& end : link.ends)
    {
        end->SetSilent(isSilent);
    }
}

void
MultihomingExperiment::NoteAtProxy(Ptr<const Packet> packet)
{
    const Ipv6Header header = PeekIpv6(packet);
    for (EndLink& link : m_links)
    {
        if (header.GetNextHeader() == PROTOCOL_ESP && header.GetSource() == link.address)
        {
            link.data += packet->GetSize();
            link.arrivals.emplace_back(Simulator::Now(), packet->GetSize());
            m_proxy.arrived += m_traffic.AreAllUnderWay() ? 1 : 0;
            NoteOrder(packet);
        }
    }
    for (EndLink& link : m_proxyLinks)
    {
        const bool isIts =
            header.GetNextHeader() == PROTOCOL_ESP && header.GetDestination() == link.address;
        link.data += isIts ? packet->GetSize() : 0;
    }
}

void
MultihomingExperiment::NoteAtHost(Ptr<const Packet> packet)
{
    const Ipv6Header header = PeekIpv6(packet);
    for (EndLink& link : m_links)
    {
        if (header.GetNextHeader() == PROTOCOL_ESP && header.GetDestination() == link.address)
        {
            link.returned += packet->GetSize();
            m_host.arrived += m_traffic.AreAllUnderWay() ? 1 : 0;
        }
    }
    for (EndLink& link : m_proxyLinks)
    {
        const bool isIts =
            header.GetNextHeader() == PROTOCOL_ESP && header.GetSource() == link.address;
        link.returned += isIts ? packet->GetSize() : 0;
    }
}

void
MultihomingExperiment::NoteOrder(Ptr<const Packet> packet)
{
    std::uint8_t start[IPV6_HEADER + 8]; // with SPI and sequence number
    if (packet->CopyData(start, sizeof start) == sizeof start)
    {
        const hip::ByteSpan bytes(start, sizeof start);
        const std::uint32_t number = hip::ReadU32(bytes, IPV6_HEADER + 4);
        std::uint32_t& newest = m_newest[hip::ReadU32(bytes, IPV6_HEADER)];
        m_reordered += number < newest ? 1 : 0;
        newest = std::max(newest, number);
    }
}

void
MultihomingExperiment::NoteUpdate(Ptr<const Packet> packet)
{
    const Ipv6Header header = PeekIpv6(packet);
    const auto isOneOf = [](const auto& links, const Ipv6Address& address) {
        return std::any_of(links.begin(), links.end(), [&](const EndLink& link) {
            return link.address == address;
        });
    };
    const Ipv6Address from = header.GetSource();
    const Ipv6Address to = header.GetDestination();
    const bool isBetween = (isOneOf(m_links, from) && isOneOf(m_proxyLinks, to)) ||
                           (isOneOf(m_proxyLinks, from) && isOneOf(m_links, to));
    if (isBetween && IsUpdate(packet, header))
    {
        ++m_updates;
        m_updateBytes += packet->GetSize();
    }
}

} // namespace hipscenario
