// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/multihoming/results.h"

#include "scenarios/common/csv-file.h"

namespace hipscenario
{

using namespace ns3;

namespace
{

ResultRow
MakeHead(const MultihomingOptions& options, unsigned run)
{
    ResultRow head{"multihoming",
                   std::to_string(run),
                   std::to_string(options.campaign.seed),
                   std::to_string(options.bytes),
                   options.hostPolicy,
                   options.proxyPolicy,
                   FormatNumber(options.probeInterval),
                   std::to_string(options.missed),
                   FormatNumber(options.fail),
                   FormatNumber(options.repair),
                   options.isSecondDead ? "yes" : "no",
                   options.withAgent ? "yes" : "no"};
    for (const LinkOptions& link : options.links)
    {
        head.push_back(FormatNumber(link.rate));
        head.push_back(FormatNumber(link.delay));
    }
    for (const std::string& value : GetNetworkValues(options))
    {
        head.push_back(value);
    }
    return head;
}

void
AddSide(ResultRows& rows,
        const std::string& path,
        const Side& side,
        const MultihomingExperiment& experiment)
{
    const bool hasNoticed = !side.failed.IsZero() && side.failed < experiment.GetRepair();
    if (hasNoticed)
    {
        rows.AddSeconds(path, "detection_time", side.failed - experiment.GetFailure());
    }
    if (hasNoticed && !side.works.IsZero())
    {
        rows.AddSeconds(path, "return_time", side.works - experiment.GetRepair());
    }
}

void
AddLink(ResultRows& rows,
        const std::string& path,
        const HostLink& link,
        const MultihomingExperiment& experiment,
        Time roundTrip)
{
    rows.Add(path, "", "data_bytes", std::to_string(link.data), "byte");
    rows.Add(path, "", "return_bytes", std::to_string(link.returned), "byte");
    rows.AddSeconds(path, "path_delay", link.pathDelay);
    Measurement carried;
    carried.asked = experiment.GetDownload().GetMeasurement().asked;
    carried.finished = experiment.GetDownload().GetMeasurement().finished;
    carried.arrivals = link.arrivals;
    if (carried.arrivals.empty())
    {
        carried.arrivals.emplace_back(carried.finished, 0); // a line at zero
    }
    rows.AddThroughput(path, carried, roundTrip);
}

} // namespace

std::vector<std::string>
GetResultColumns()
{
    std::vector<std::string> columns{"scenario",
                                     "run",
                                     "seed",
                                     "bytes",
                                     "policy",
                                     "proxy_policy",
                                     "probe_interval_s",
                                     "missed",
                                     "fail_s",
                                     "repair_s",
                                     "dead",
                                     "agent",
                                     "rate_0",
                                     "delay_0",
                                     "rate_1",
                                     "delay_1"};
    return AddCommonColumns(std::move(columns));
}

std::vector<ResultRow>
MakeResults(const MultihomingOptions& options,
            unsigned run,
            const MultihomingExperiment& experiment,
            const Recorder& recorder,
            FlowRecorder& flows)
{
    ResultRows rows(MakeHead(options, run));
    const Measurement& measured = experiment.GetDownload().GetMeasurement();
    const bool isDone = experiment.GetDownload().IsDone();
    rows.AddCount("completed", isDone ? 1 : 0);
    rows.AddCount("transferred", measured.received, "byte");
    if (isDone)
    {
        rows.AddTransfer("", measured);
        const Time failure = experiment.GetFailure();
        const Time repair = experiment.GetRepair();
        rows.AddSeconds("", "failure_pause", FindPause(measured, failure, repair));
        rows.AddSeconds("", "repair_pause", FindPause(measured, repair, measured.finished));
        const auto& links = experiment.GetLinks();
        const Time roundTrip = 2 * Max(links[0].pathDelay, links[1].pathDelay);
        AddLink(rows, "link-0", links[0], experiment, roundTrip);
        AddLink(rows, "link-1", links[1], experiment, roundTrip);
    }
    AddSide(rows, "host", experiment.GetHost(), experiment);
    AddSide(rows, "proxy", experiment.GetProxy(), experiment);
    flows.AddResults(rows, "", 0);
    rows.AddCount("reordered", experiment.GetReordered(), "packet");
    rows.AddCount("updates", experiment.GetUpdates());
    rows.AddCount("update_bytes", experiment.GetUpdateBytes(), "byte");
    rows.AddCount("base_exchanges", recorder.Count("G.exchange-start"));
    rows.AddDrops(recorder);
    return rows.Take();
}

} // namespace hipscenario
