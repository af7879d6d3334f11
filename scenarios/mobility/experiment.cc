// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/mobility/experiment.h"

#include "ns3/simulator.h"

#include <stdexcept>

namespace hipscenario
{

using namespace ns3;

namespace
{

const Time LINGER = Seconds(1); ///< for what is still on its way after the last octet

std::unique_ptr<Probe>
MakeProbe(const MobilityOptions& options, Ptr<Node> legacy, Ptr<Node> hip)
{
    if (!options.useUdp)
    {
        return options.isUpload ? MakeUploadProbe(legacy, hip, options.bytes)
                                : MakeFetchProbe(legacy, 0, options.bytes);
    }
    const auto datagrams =
        static_cast<std::uint64_t>(options.GetStreamDuration().GetSeconds() * options.rate);
    const std::uint64_t octets = datagrams * DATAGRAM_OCTETS;
    const Time interval = Seconds(1 / options.rate);
    return options.isUpload ? MakeDatagramUploadProbe(legacy, hip, octets, interval)
                            : MakeDatagramProbe(legacy, octets, interval);
}

std::uint16_t
GetPort(const MobilityOptions& options)
{
    if (options.isUpload)
    {
        return UPLOAD_PORT;
    }
    return options.useUdp ? ECHO_PORT : FETCH_PORT;
}

std::vector<Move>
MakeMoves(const MobilityOptions& options)
{
    if (options.attachment == Attachment::WIFI)
    {
        return {Move{"away", MobileAccess::VISITED}, Move{"back", MobileAccess::HOME}};
    }
    return {Move{"hard", MobileAccess::VISITED},
            Move{"gapless", MobileAccess::HOME},
            Move{"soft", MobileAccess::VISITED}};
}

} // namespace

MobilityExperiment::MobilityExperiment(const MobilityOptions& options,
                                       ProxyNetwork& network,
                                       Recorder& recorder)
    : m_options(options),
      m_recorder(recorder),
      m_links(network, options),
      m_download(network,
                 MakeProbe(options, network.legacy.Get(0), network.hipNodes.Get(0)),
                 GetPort(options),
                 !options.faults.HasNone()),
      m_moves(MakeMoves(options)),
      m_observer(network, m_links, recorder, m_moves)
{
}

void
MobilityExperiment::Run()
{
    Simulator::Schedule(m_options.GetContactTime(), [this] {
        m_download.Begin([this] { Plan(); }, [] { Simulator::Stop(LINGER); });
    });
    Simulator::Stop(NamedDownload::LONGEST_RUN);
    Simulator::Run();
    // What datagrams get lost is what is measured.
    m_options.useUdp ? m_download.CheckAnswered() : m_download.CheckIntact();
    if (!m_moves.back().IsSwitched())
    {
        throw std::runtime_error(
            m_options.attachment == Attachment::WIFI
                ? "the traffic was over before the host had changed its access point and come "
                  "back: raise --bytes, or look at --distance, --speed and --trace"
                : "the transfer was over before the host had moved three times: raise --bytes or "
                  "lower --interval");
    }
}

void
MobilityExperiment::Plan()
{
    if (m_options.attachment == Attachment::WIFI)
    {
        m_links.SetCallbacks([this](Time lastBeacon) { LoseAccessPoint(lastBeacon); },
                             [this](MobileAccess::Link link) { Associate(link); },
                             [this] { m_observer.NoteLease(); });
        return;
    }
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
        m_links.Leave(move.to == MobileAccess::HOME ? MobileAccess::VISITED : MobileAccess::HOME);
    }
}

void
MobilityExperiment::Enter(Move& move, bool isSecond)
{
    if (!m_download.IsDone())
    {
        move.entered = Simulator::Now();
        if (m_options.addressing == Addressing::SCHEDULE)
        {
            move.found = move.entered;
        }
        m_recorder.Write("hip-1",
                         "",
                         "move",
                         "kind=" + move.kind + " to-link=" + m_links.GetAddressText(move.to));
        m_links.Enter(move.to, isSecond);
    }
}

void
MobilityExperiment::LoseAccessPoint(Time lastBeacon)
{
    m_recorder.Write("hip-1", "", "link-lost", "");
    for (Move& move : m_moves)
    {
        if (!move.IsSwitched())
        {
            if (!m_download.IsDone())
            {
                move.silent = lastBeacon;
                move.lost = Simulator::Now();
            }
            return;
        }
    }
}

void
MobilityExperiment::Associate(MobileAccess::Link link)
{
    ++m_associations;
    m_recorder.Write("hip-1", "", "move", "to-link=" + m_links.GetAddressText(link));
    for (Move& move : m_moves)
    {
        // It may have come back to the access point that it had lost: no move.
        if (!move.IsSwitched() && !move.lost.IsZero() && move.to == link)
        {
            move.entered = Simulator::Now();
            return;
        }
        if (!move.IsSwitched())
        {
            return;
        }
    }
}

} // namespace hipscenario
