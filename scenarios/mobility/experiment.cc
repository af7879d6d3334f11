// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/mobility/experiment.h"

#include "scenarios/common/network-constants.h"
#include "scenarios/common/packet-kinds.h"

#include "ns3/ipv6.h"
#include "ns3/simulator.h"

#include <stdexcept>

namespace hipscenario
{

using namespace ns3;

namespace
{

const Time LINGER = Seconds(1); ///< for what is still on its way after the last octet

} // namespace

MobilityExperiment::MobilityExperiment(const MobilityOptions& options,
                                       ProxyNetwork& network,
                                       Recorder& recorder)
    : m_options(options),
      m_network(network),
      m_recorder(recorder),
      m_links(MakeHipHostLinks(network, options.visitedCity)),
      m_download(network, options.bytes, !options.faults.HasNone()),
      m_moves{{"hard", MobileLinks::VISITED, {}, {}, {}, {}, {}},
              {"gapless", MobileLinks::HOME, {}, {}, {}, {}, {}},
              {"soft", MobileLinks::VISITED, {}, {}, {}, {}, {}}}
{
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
    Simulator::Schedule(NamedDownload::FIRST_CONTACT, [this] {
        m_download.Begin([this] { Plan(); }, [] { Simulator::Stop(LINGER); });
    });
    Simulator::Stop(NamedDownload::LONGEST_RUN);
    Simulator::Run();
    m_download.CheckIntact();
    if (m_moves.back().GetSwitch().IsZero())
    {
        throw std::runtime_error("the download was over before the host had moved three times: "
                                 "raise --bytes or lower --interval");
    }
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
    if (!m_download.IsDone())
    {
        move.lost = Simulator::Now();
        m_recorder.Write("hip-1", "", "link-lost", "kind=" + move.kind);
        m_links.Leave(move.to == MobileLinks::HOME ? MobileLinks::VISITED : MobileLinks::HOME);
    }
}

void
MobilityExperiment::Enter(Move& move, bool isSecond)
{
    if (!m_download.IsDone())
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
    const Ipv6Header header = PeekIpv6(packet);
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
    const Ipv6Header header = PeekIpv6(packet);
    if (IsUpdate(packet, header))
    {
        ++m_updates;
        m_updateBytes += packet->GetSize();
    }
}

} // namespace hipscenario
