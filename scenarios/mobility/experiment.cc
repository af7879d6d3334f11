// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/mobility/experiment.h"

#include "scenarios/common/network-constants.h"

#include "ns3/inet6-socket-address.h"
#include "ns3/ipv6-header.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/simulator.h"

#include <stdexcept>

namespace hipscenario
{

using namespace ns3;

namespace
{

const Time FIRST_CONTACT = Seconds(3);
const Time SERVERS_START = Seconds(2);
const Time PAUSE = Seconds(1);  ///< before a name is asked for again
const Time LINGER = Seconds(1); ///< for what is still on its way after the last octet
const Time LONGEST_RUN = Hours(100);

constexpr uint8_t PROTOCOL_ESP = 50;
constexpr uint8_t PROTOCOL_HIP = 139;
constexpr uint32_t HIP_TYPE = 2; ///< offset of the packet type in the HIP header
constexpr uint8_t UPDATE = 16;

bool
IsUpdate(Ptr<const Packet> packet, const Ipv6Header& header)
{
    uint8_t start[40 + HIP_TYPE + 1];
    return header.GetNextHeader() == PROTOCOL_HIP &&
           packet->CopyData(start, sizeof start) == sizeof start &&
           (start[40 + HIP_TYPE] & 0x7f) == UPDATE;
}

} // namespace

MobilityExperiment::MobilityExperiment(const MobilityOptions& options,
                                       ProxyNetwork& network,
                                       Recorder& recorder)
    : m_options(options),
      m_network(network),
      m_recorder(recorder),
      m_links(network, options.visitedCity),
      m_probe(MakeFetchProbe(network.legacy.Get(0), 0, options.bytes)),
      m_moves{{"hard", MobileLinks::VISITED, {}, {}, {}, {}, {}},
              {"gapless", MobileLinks::HOME, {}, {}, {}, {}, {}},
              {"soft", MobileLinks::VISITED, {}, {}, {}, {}, {}}}
{
    InstallProbeServers(network.hipNodes.Get(0), Ipv6Address::GetAny(), SERVERS_START);
    Watch();
}

void
MobilityExperiment::Watch()
{
    m_network.proxy->TraceConnectWithoutContext(
        "Event",
        Callback<void, const HipEventRecord&>(
            [this](const HipEventRecord& record) { NoteProxyEvent(record); }));
    using Trace = Callback<void, Ptr<const Packet>, Ptr<Ipv6>, uint32_t>;
    m_network.hipNodes.Get(0)->GetObject<Ipv6>()->TraceConnectWithoutContext(
        "Rx",
        Trace([this](Ptr<const Packet> packet, Ptr<Ipv6>, uint32_t) { NoteArrival(packet); }));
    std::vector<Ptr<Node>> senders{m_network.hipNodes.Get(0), m_network.proxyNode};
    if (m_network.agent)
    {
        senders.push_back(m_network.agent->GetNode());
    }
    for (const Ptr<Node>& node : senders)
    {
        node->GetObject<Ipv6>()->TraceConnectWithoutContext(
            "Tx",
            Trace(
                [this](Ptr<const Packet> packet, Ptr<Ipv6>, uint32_t) { NoteDeparture(packet); }));
    }
}

void
MobilityExperiment::Run()
{
    Simulator::Schedule(FIRST_CONTACT, &MobilityExperiment::Begin, this);
    Simulator::Stop(LONGEST_RUN);
    Simulator::Run();
    if (!m_failure.empty())
    {
        throw std::runtime_error(m_failure);
    }
    const Measurement& measured = m_probe->measurement;
    if (!m_isDone || !measured.IsIntact())
    {
        throw std::runtime_error("the legacy host got " + std::to_string(measured.received) +
                                 " of " + std::to_string(measured.wanted) + " octets, " +
                                 std::to_string(measured.wrong) + " of them wrong");
    }
    if (m_moves.back().GetSwitch().IsZero())
    {
        throw std::runtime_error("the download was over before the host had moved three times: "
                                 "raise --bytes or lower --interval");
    }
}

void
MobilityExperiment::Begin()
{
    if (m_probe->measurement.asked.IsZero())
    {
        m_probe->measurement.asked = Simulator::Now();
    }
    m_network.resolvers6[0]->Resolve(
        ProxyNetwork::GetHipName(0),
        true,
        Callback<void, HipDnsResult>([this](HipDnsResult result) { Connect(result); }));
}

void
MobilityExperiment::Connect(HipDnsResult result)
{
    if (result.addresses.empty() && !m_options.faults.HasNone())
    {
        // Over lossy links every try of a resolver may get lost; a user then tries again.
        Simulator::Schedule(PAUSE, &MobilityExperiment::Begin, this);
        return;
    }
    if (result.addresses.empty())
    {
        m_failure = result.name + " could not be resolved: " + result.status;
        Simulator::Stop();
        return;
    }
    m_probe->measurement.resolved = Simulator::Now();
    const Ipv6Address address = Ipv6Address::ConvertFrom(result.addresses.front());
    m_probe->Start(Inet6SocketAddress(address, FETCH_PORT), [this] {
        m_isDone = true;
        Simulator::Stop(LINGER);
    });
    Plan();
}

void
MobilityExperiment::Plan()
{
    const auto at = [this](int number) { return Seconds(number * m_options.interval); };
    const Time gap = Seconds(m_options.gap);
    const Time overlap = Seconds(m_options.overlap);
    Move& hard = m_moves[0];
    Move& gapless = m_moves[1];
    Move& soft = m_moves[2];
    Simulator::Schedule(at(1), [this, &hard] { Leave(hard); });
    Simulator::Schedule(at(1) + gap, [this, &hard] { Enter(hard, false); });
    Simulator::Schedule(at(2) + gap, [this, &gapless] {
        Leave(gapless);
        Enter(gapless, false);
    });
    Simulator::Schedule(at(3) + gap, [this, &soft] { Enter(soft, true); });
    Simulator::Schedule(at(3) + gap + overlap, [this, &soft] { Leave(soft); });
}

void
MobilityExperiment::Leave(Move& move)
{
    if (!m_isDone)
    {
        move.lost = Simulator::Now();
        m_recorder.Write("hip-1", "", "link-lost", "kind=" + move.kind);
        m_links.Leave(move.to == MobileLinks::HOME ? MobileLinks::VISITED : MobileLinks::HOME);
    }
}

void
MobilityExperiment::Enter(Move& move, bool isSecond)
{
    if (!m_isDone)
    {
        move.entered = Simulator::Now();
        m_recorder.Write("hip-1",
                         "",
                         "move",
                         "kind=" + move.kind + " to-link=" + ToText(m_links.GetAddress(move.to)));
        m_links.Enter(move.to, isSecond);
    }
}

void
MobilityExperiment::NoteProxyEvent(const HipEventRecord& record)
{
    for (Move& move : m_moves)
    {
        const std::string address = ToText(m_links.GetAddress(move.to));
        const auto has = [&](const std::string& key) {
            return (record.detail + " ").find(key + "=" + address + " ") != std::string::npos;
        };
        const bool isSwitched = !move.lost.IsZero() && !move.entered.IsZero();
        if (isSwitched && move.told.IsZero() && record.event == "UPDATE-received" && has("source"))
        {
            move.told = Simulator::Now();
        }
        if (!move.entered.IsZero() && move.verified.IsZero() && record.event == "locator-active" &&
            has("address"))
        {
            move.verified = Simulator::Now();
        }
    }
}

void
MobilityExperiment::NoteArrival(Ptr<const Packet> packet)
{
    Ipv6Header header;
    packet->PeekHeader(header);
    for (Move& move : m_moves)
    {
        const bool isSwitched = !move.lost.IsZero() && !move.entered.IsZero();
        if (isSwitched && move.firstData.IsZero() && header.GetNextHeader() == PROTOCOL_ESP &&
            header.GetDestination() == m_links.GetAddress(move.to))
        {
            move.firstData = Simulator::Now();
        }
    }
}

void
MobilityExperiment::NoteDeparture(Ptr<const Packet> packet)
{
    Ipv6Header header;
    packet->PeekHeader(header);
    if (IsUpdate(packet, header))
    {
        ++m_updates;
        m_updateBytes += packet->GetSize();
    }
}

} // namespace hipscenario
