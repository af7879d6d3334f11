// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/mobility/results.h"

#include "scenarios/common/csv-file.h"

namespace hipscenario
{

using ns3::Time;

namespace
{

constexpr const char* DOWNLOAD = "download";

/// @return the longest time from @p from on, and before @p until, in which no octet came
Time
FindPause(const Measurement& measured, Time from, Time until)
{
    Time longest;
    Time last = from;
    for (const auto& [at, octets] : measured.arrivals)
    {
        if (at > from)
        {
            longest = std::max(longest, at - last);
            last = at;
        }
        if (at > until)
        {
            break;
        }
    }
    return longest;
}

void
AddMove(ResultRows& rows, const Move& move, const MobilityExperiment& experiment, Time until)
{
    const Measurement& measured = experiment.GetMeasurement();
    const Time start = std::min(move.lost, move.entered);
    const std::string time = FormatNanoseconds((start - measured.asked).GetNanoSeconds());
    rows.Add(move.kind, time, "move", time, "s");
    rows.AddSeconds(move.kind, "path_delay", experiment.GetLinks().GetPathDelay(move.to));
    if (move.entered > move.lost)
    {
        rows.AddSeconds(move.kind, "link_latency", move.entered - move.lost);
    }
    if (!move.told.IsZero())
    {
        rows.AddSeconds(move.kind, "told_latency", move.told - move.GetSwitch());
    }
    if (!move.firstData.IsZero() && move.firstData >= move.told)
    {
        rows.AddSeconds(move.kind, "data_latency", move.firstData - move.told);
    }
    if (!move.verified.IsZero())
    {
        rows.AddSeconds(move.kind, "verification_latency", move.verified - move.entered);
    }
    rows.AddSeconds(move.kind, "pause", FindPause(measured, start, until));
}

} // namespace

std::vector<std::string>
GetResultColumns()
{
    std::vector<std::string> columns{"scenario",
                                     "run",
                                     "seed",
                                     "bytes",
                                     "interval_s",
                                     "gap_s",
                                     "overlap_s",
                                     "credit",
                                     "rekey",
                                     "agent"};
    for (const std::string& column : GetNetworkColumns())
    {
        columns.push_back(column);
    }
    columns.insert(columns.end(), {"path", "time_s", "metric", "value", "unit"});
    return columns;
}

std::vector<ResultRow>
MakeResults(const MobilityOptions& options,
            unsigned run,
            const MobilityExperiment& experiment,
            const ProxyNetwork& network,
            const Recorder& recorder)
{
    ResultRow head{"mobility",
                   std::to_string(run),
                   std::to_string(options.campaign.seed),
                   std::to_string(options.bytes),
                   FormatNumber(options.interval),
                   FormatNumber(options.gap),
                   FormatNumber(options.overlap),
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
        const Time until =
            isLast ? measured.finished : std::min(moves[i + 1].lost, moves[i + 1].entered);
        AddMove(rows, moves[i], experiment, until);
    }
    rows.Add(DOWNLOAD, "", "transferred", std::to_string(measured.received), "byte");
    rows.AddTransfer(DOWNLOAD, measured);
    rows.AddThroughput(DOWNLOAD, measured, 2 * network.pathDelay);
    rows.AddSeconds("", "path_delay", network.pathDelay);
    rows.AddCount("base_exchanges", recorder.Count("G.exchange-start"));
    rows.AddCount("associations", network.proxy->GetAssociationCount());
    rows.AddCount("packets_through_agent",
                  network.agent ? network.agent->GetRelayedCount() : 0,
                  "packet");
    rows.AddCount("updates", experiment.GetUpdates());
    rows.AddCount("update_bytes", experiment.GetUpdateBytes(), "byte");
    rows.AddDrops(recorder);
    return rows.Take();
}

} // namespace hipscenario
