// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/multihoming/results.h"

#include "scenarios/common/csv-file.h"

#include <algorithm>

namespace hipscenario
{

using namespace ns3;

namespace
{

const char*
GetName(Failing failing)
{
    switch (failing)
    {
    case Failing::HOST:
        return "host";
    case Failing::PROXY:
        return "proxy";
    case Failing::NONE:
        break;
    }
    return "none";
}

ResultRow
MakeHead(const MultihomingOptions& options, unsigned run)
{
    const bool isFailing = options.failing != Failing::NONE;
    ResultRow head{"multihoming",
                   std::to_string(run),
                   std::to_string(options.campaign.seed),
                   options.useUdp ? "udp" : "tcp",
                   std::to_string(options.bytes),
                   FormatNumber(options.rate),
                   std::to_string(options.flows),
                   options.hostPolicy,
                   options.proxyPolicy,
                   FormatNumber(options.probeInterval),
                   std::to_string(options.missed),
                   options.saPerPath ? "each" : "one",
                   std::to_string(options.replayWindow),
                   std::to_string(options.proxyLinks),
                   GetName(options.failing),
                   FormatNumber(isFailing ? options.fail : 0),
                   FormatNumber(isFailing ? options.repair : 0),
                   options.isSecondDead ? "yes" : "no",
                   options.withAgent ? "yes" : "no"};
    for (const LinkOptions& link : options.links)
    {
        head.push_back(FormatNumber(link.rate));
        head.push_back(FormatNumber(link.delay));
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
    rows.Add(path, "", "data_packets", std::to_string(side.arrived), "packet");
    rows.Add(path, "", "window_refused", std::to_string(side.refused), "packet");
    if (side.arrived > 0)
    {
        const double share = static_cast<double>(side.refused) / static_cast<double>(side.arrived);
        rows.Add(path, "", "refused_share", FormatNumber(share), "1");
    }
}

/// The pauses, and of datagrams those that are lost, in the failure and after the repair.
void
AddFailure(ResultRows& rows, const MultihomingExperiment& experiment, bool isUdp, Time roundTrip)
{
    const Measurement& measured = experiment.GetTraffic().GetFirst();
    const Time failure = experiment.GetFailure();
    const Time repair = experiment.GetRepair();
    rows.AddSeconds("", "failure_pause", FindPause(measured, failure, repair));
    rows.AddSeconds("", "repair_pause", FindPause(measured, repair, measured.finished));
    if (isUdp)
    {
        // What is sent one round trip before has its echo when it has begun. Not counted is what
        // was lost while there was no association.
        const auto count = [&](Time from, Time until) {
            const auto isIn = [&](Time sent) {
                return sent >= from - roundTrip && sent < until - roundTrip;
            };
            return std::count_if(measured.lost.begin(), measured.lost.end(), isIn);
        };
        const Time end = measured.finished + 2 * roundTrip;
        rows.AddCount("failure_lost", static_cast<std::uint64_t>(count(failure, repair)), "packet");
        rows.AddCount("repair_lost", static_cast<std::uint64_t>(count(repair, end)), "packet");
    }
}

void
AddLink(ResultRows& rows,
        const std::string& path,
        const EndLink& link,
        const MultihomingExperiment& experiment,
        Time roundTrip)
{
    rows.Add(path, "", "data_bytes", std::to_string(link.data), "byte");
    rows.Add(path, "", "return_bytes", std::to_string(link.returned), "byte");
    rows.AddSeconds(path, "path_delay", link.pathDelay);
    Measurement carried;
    carried.asked = experiment.GetTraffic().GetFirst().asked;
    for (const Measurement* flow : experiment.GetTraffic().GetAll())
    {
        carried.finished = Max(carried.finished, flow->finished);
    }
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
    std::vector<std::string> columns{
        "scenario",      "run",         "seed",         "traffic",          "bytes",    "rate",
        "flows",         "policy",      "proxy_policy", "probe_interval_s", "missed",   "sa",
        "replay_window", "proxy_links", "fails",        "fail_s",           "repair_s", "dead",
        "agent",         "rate_0",      "delay_0",      "rate_1",           "delay_1"};
    return AddCommonColumns(std::move(columns));
}

std::vector<ResultRow>
MakeResults(const MultihomingOptions& options,
            unsigned run,
            const MultihomingExperiment& experiment,
            const Recorder& recorder,
            FlowRecorder& flows)
{
    ResultRows rows(MakeHead(options, run), options);
    const Measurement& measured = experiment.GetTraffic().GetFirst();
    const bool isDone = experiment.GetTraffic().IsDone();
    rows.AddCount("completed", isDone ? 1 : 0);
    rows.AddCount("transferred", measured.received, "byte");
    if (isDone)
    {
        rows.AddTransfer("", measured);
        const double goodput = experiment.GetTraffic().GetGoodput() * 8 / 1e6;
        rows.Add("", "", "flows_goodput", FormatNumber(goodput), "Mbit/s");
        const auto& links = experiment.GetLinks();
        const Time roundTrip = 2 * Max(links[0].pathDelay, links[1].pathDelay);
        if (options.failing != Failing::NONE)
        {
            AddFailure(rows, experiment, options.useUdp, roundTrip);
        }
        AddLink(rows, "link-0", links[0], experiment, roundTrip);
        AddLink(rows, "link-1", links[1], experiment, roundTrip);
    }
    const auto& proxyLinks = experiment.GetProxyLinks();
    for (std::size_t i = 0; proxyLinks.size() > 1 && i < proxyLinks.size(); ++i)
    {
        const std::string path = "proxy-link-" + std::to_string(i);
        rows.Add(path, "", "data_bytes", std::to_string(proxyLinks[i].data), "byte");
        rows.Add(path, "", "return_bytes", std::to_string(proxyLinks[i].returned), "byte");
    }
    AddSide(rows, "host", experiment.GetHost(), experiment);
    AddSide(rows, "proxy", experiment.GetProxy(), experiment);
    if (options.useUdp)
    {
        const auto sent = static_cast<double>(measured.sent);
        const double lost = 1 - static_cast<double>(measured.returned) / sent;
        rows.Add("", "", "loss_ratio", FormatNumber(lost), "1");
    }
    flows.AddResults(rows, "", 0);
    rows.AddCount("reordered", experiment.GetReordered(), "packet");
    rows.AddCount("updates", experiment.GetUpdates());
    rows.AddCount("update_bytes", experiment.GetUpdateBytes(), "byte");
    rows.AddCount("base_exchanges", recorder.Count("G.exchange-start"));
    rows.AddDrops(recorder);
    return rows.Take();
}

} // namespace hipscenario
