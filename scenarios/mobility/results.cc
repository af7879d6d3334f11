// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/mobility/results.h"

#include "scenarios/common/csv-file.h"

#include <algorithm>

namespace hipscenario
{

using ns3::Time;

namespace
{

constexpr const char* DOWNLOAD = "download";

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
        addPart("detection_latency", move.found);
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

} // namespace

std::vector<std::string>
GetResultColumns()
{
    std::vector<std::string> columns{"scenario",
                                     "run",
                                     "seed",
                                     "traffic",
                                     "bytes",
                                     "rate",
                                     "access_delay_s",
                                     "interval_s",
                                     "gap_s",
                                     "overlap_s",
                                     "attachment",
                                     "visited_family",
                                     "addressing",
                                     "ra_interval_s",
                                     "dad_s",
                                     "credit",
                                     "rekey",
                                     "agent"};
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
                   std::to_string(options.bytes),
                   FormatNumber(options.rate),
                   FormatNumber(options.hipAccessDelay.GetSeconds()),
                   FormatNumber(options.interval),
                   FormatNumber(options.gap),
                   FormatNumber(options.overlap),
                   GetName(options.attachment),
                   options.visitsIpv4 ? "ipv4" : "ipv6",
                   options.addressing == Addressing::SCHEDULE ? "schedule" : "ra",
                   FormatNumber(options.raInterval),
                   FormatNumber(options.dadDelay.GetSeconds()),
                   options.useCredit ? "yes" : "no",
                   options.rekeyOnMove ? "yes" : "no",
                   options.withAgent ? "yes" : "no"};
    for (const std::string& value : GetNetworkValues(options))
    {
        head.push_back(value);
    }
    ResultRows rows(std::move(head));
    const Measurement& measured = experiment.GetMeasurement();
    const auto& moves = experiment.GetMoves();
    for (std::size_t i = 0; i < moves.size(); ++i)
    {
        const bool isLast = i + 1 == moves.size();
        const Time until = isLast ? measured.finished : moves[i + 1].GetStart();
        AddMove(rows, moves[i], experiment, until);
        if (options.useUdp)
        {
            // The echo of what is sent one round trip before the move comes when it has begun.
            const Time onTheWay =
                2 * std::max(experiment.GetLinks().GetPathDelay(MobileAccess::HOME),
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
        rows.Add(DOWNLOAD,
                 "",
                 "loss_ratio",
                 FormatNumber(1 - static_cast<double>(measured.returned) /
                                      static_cast<double>(measured.sent)),
                 "1");
    }
    rows.Add(DOWNLOAD, "", "transferred", std::to_string(measured.received), "byte");
    rows.AddTransfer(DOWNLOAD, measured);
    rows.AddThroughput(DOWNLOAD, measured, 2 * network.pathDelay);
    flows.AddResults(rows, DOWNLOAD, 0);
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
    rows.AddCount("updates", experiment.GetUpdates());
    rows.AddCount("update_bytes", experiment.GetUpdateBytes(), "byte");
    rows.AddDrops(recorder);
    return rows.Take();
}

} // namespace hipscenario
