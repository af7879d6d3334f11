// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/mobility/results.h"

#include "scenarios/common/csv-file.h"
#include "scenarios/common/network-constants.h"

#include <algorithm>

namespace hipscenario
{

using ns3::Time;

namespace
{

void
AddMove(ResultRows& rows, const Move& move, const MobilityExperiment& experiment, Time until)
{
    const Measurement& measured = experiment.GetMeasurement();
    const Time start = move.GetStart();
    const std::string time = FormatNanoseconds((start - measured.asked).GetNanoSeconds());
    rows.Add(move.kind, time, "move", time, "s");
    rows.AddSeconds(move.kind, "path_delay", experiment.GetLinks().GetPathDelay(move.to));
    if (!move.silent.IsZero())
    {
        rows.AddSeconds(move.kind, "loss_latency", move.lost - move.silent);
    }
    if (move.entered > move.lost)
    {
        rows.AddSeconds(move.kind, "link_latency", move.entered - move.lost);
    }
    // Each part begins where the one before ended, and none before the host has the new link only.
    Time before = move.GetSwitch();
    const auto addPart = [&](const char* metric, Time end) {
        if (!end.IsZero())
        {
            rows.AddSeconds(move.kind, metric, std::max(end, before) - before);
            before = std::max(end, before);
        }
    };
    if (experiment.HasDetection())
    {
        addPart(experiment.GetLinks().HasDhcp(move.to) ? "dhcp_latency" : "detection_latency",
                move.found);
    }
    if (experiment.HasDad())
    {
        addPart("dad_latency", move.usable);
    }
    const Time ready = before;
    addPart("told_latency", move.told);
    if (move.firstDown >= move.told)
    {
        addPart("data_latency", move.firstDown);
    }
    if (!move.verified.IsZero())
    {
        rows.AddSeconds(move.kind, "verification_latency", move.verified - move.usable);
    }
    if (!move.firstUp.IsZero())
    {
        rows.AddSeconds(move.kind, "uplink_latency", move.firstUp - ready);
    }
    rows.AddSeconds(move.kind, "pause", FindPause(measured, start, until));
}

/// What the formulas of doc/validation.md make of the lengths of the packets that were sent: the
/// latencies without cryptography and without other traffic in the way.
void
AddFormulas(ResultRows& rows, const Move& move, const MobilityExperiment& experiment)
{
    constexpr std::size_t CHECK = 3; // packets: the address, the question, the answer
    if (move.signalling.empty())
    {
        return;
    }
    const Time queue = ACCESS_RATE.CalculateBytesTxTime(move.before);
    const auto way = [&](std::size_t packet) {
        return experiment.GetLinks().GetPathDelay(move.to) +
               experiment.GetLinks().GetTransmissionTime(move.to, move.signalling[packet]);
    };
    rows.AddSeconds(move.kind, "told_formula", queue + way(0));
    if (move.signalling.size() >= CHECK)
    {
        rows.AddSeconds(move.kind, "verification_formula", queue + way(0) + way(1) + way(2));
    }
}

/// @return how many datagrams got lost that were on their way from @p from on, and before @p until
std::uint64_t
CountLost(const Measurement& measured, Time from, Time until)
{
    return static_cast<std::uint64_t>(
        std::count_if(measured.lost.begin(), measured.lost.end(), [&](Time sent) {
            return sent >= from && sent < until;
        }));
}

std::string
GetName(Attachment attachment)
{
    switch (attachment)
    {
    case Attachment::POINT_TO_POINT:
        return "p2p";
    case Attachment::CSMA:
        return "csma";
    case Attachment::WIFI:
        break;
    }
    return "wifi";
}

std::string
GetName(Addressing addressing)
{
    switch (addressing)
    {
    case Addressing::SCHEDULE:
        return "schedule";
    case Addressing::ADVERTISEMENT:
        return "ra";
    case Addressing::DHCP:
        break;
    }
    return "dhcp";
}

} // namespace

std::vector<std::string>
GetResultColumns()
{
    std::vector<std::string> columns{
        "scenario",      "run",       "seed",           "traffic",        "direction",
        "bytes",         "rate",      "access_delay_s", "rtt_s",          "interval_s",
        "gap_s",         "overlap_s", "attachment",     "visited_family", "addressing",
        "ra_interval_s", "dad_s",     "credit",         "rekey",          "agent"};
    return AddCommonColumns(std::move(columns));
}

std::vector<ResultRow>
MakeResults(const MobilityOptions& options,
            unsigned run,
            const MobilityExperiment& experiment,
            const ProxyNetwork& network,
            const Recorder& recorder,
            FlowRecorder& flows)
{
    ResultRow head{"mobility",
                   std::to_string(run),
                   std::to_string(options.campaign.seed),
                   options.useUdp ? "udp" : "tcp",
                   options.isUpload ? "up" : "down",
                   std::to_string(options.bytes),
                   FormatNumber(options.rate),
                   FormatNumber(options.hipAccessDelay.GetSeconds()),
                   FormatNumber(options.roundTrip.GetSeconds()),
                   FormatNumber(options.interval),
                   FormatNumber(options.gap),
                   FormatNumber(options.overlap),
                   GetName(options.attachment),
                   options.visitsIpv4 ? "ipv4" : "ipv6",
                   GetName(options.addressing),
                   FormatNumber(options.raInterval),
                   FormatNumber(options.dadDelay.GetSeconds()),
                   options.useCredit ? "yes" : "no",
                   options.rekeyOnMove ? "yes" : "no",
                   options.withAgent ? "yes" : "no"};
    ResultRows rows(std::move(head), options);
    const Measurement& measured = experiment.GetMeasurement();
    const char* transfer = options.isUpload ? "upload" : "download";
    const auto& moves = experiment.GetMoves();
    for (std::size_t i = 0; i < moves.size(); ++i)
    {
        const bool isLast = i + 1 == moves.size();
        const Time until = isLast ? measured.finished : moves[i + 1].GetStart();
        AddMove(rows, moves[i], experiment, until);
        if (options.attachment == Attachment::POINT_TO_POINT && options.faults.HasNone())
        {
            AddFormulas(rows, moves[i], experiment);
        }
        if (options.useUdp)
        {
            // What is sent one way before the move comes when it has begun, or so does its echo if
            // it is sent one round trip before.
            const Time onTheWay =
                (options.isUpload ? 1 : 2) *
                std::max(experiment.GetLinks().GetPathDelay(MobileAccess::HOME),
                         experiment.GetLinks().GetPathDelay(MobileAccess::VISITED));
            const Time start = moves[i].GetStart();
            rows.Add(moves[i].kind,
                     "",
                     "datagrams_lost",
                     std::to_string(CountLost(measured, start - onTheWay, until - onTheWay)),
                     "packet");
        }
    }
    if (options.useUdp)
    {
        rows.Add(transfer,
                 "",
                 "loss_ratio",
                 FormatNumber(1 - static_cast<double>(measured.returned) /
                                      static_cast<double>(measured.sent)),
                 "1");
    }
    rows.Add(transfer, "", "transferred", std::to_string(measured.received), "byte");
    rows.AddTransfer(transfer, measured);
    rows.AddThroughput(transfer, measured, 2 * network.pathDelay);
    flows.AddResults(rows, transfer, 0);
    rows.AddSeconds("", "path_delay", network.pathDelay);
    rows.AddCount("base_exchanges", recorder.Count("G.exchange-start"));
    rows.AddCount("associations", network.proxy->GetAssociationCount());
    rows.AddCount("packets_through_agent",
                  network.agent ? network.agent->GetRelayedCount() : 0,
                  "packet");
    if (options.attachment == Attachment::WIFI)
    {
        rows.AddCount("reassociations", experiment.GetAssociations());
    }
    rows.AddCount("updates", experiment.GetObserver().GetUpdates());
    rows.AddCount("update_bytes", experiment.GetObserver().GetUpdateBytes(), "byte");
    rows.AddDrops(recorder);
    return rows.Take();
}

} // namespace hipscenario
