// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/agent/results.h"

#include "scenarios/common/csv-file.h"

#include <algorithm>
#include <cmath>

namespace hipscenario
{

using namespace ns3;

namespace
{

constexpr const char* RATE = "1/s";
constexpr const char* BYTE_RATE = "byte/s";

/// @return the smallest value that so large a share of them does not exceed
Time
GetQuantile(std::vector<Time> values, double share)
{
    std::sort(values.begin(), values.end());
    const auto rank = static_cast<std::size_t>(std::ceil(share * values.size()));
    return values[std::max<std::size_t>(rank, 1) - 1];
}

void
AddQuantiles(ResultRows& rows,
             const std::string& path,
             const std::string& metric,
             const std::vector<Time>& values)
{
    if (!values.empty())
    {
        rows.AddSeconds(path, metric + "_p50", GetQuantile(values, 0.5));
        rows.AddSeconds(path, metric + "_p95", GetQuantile(values, 0.95));
    }
}

void
AddPhase(ResultRows& rows, const Phase& phase)
{
    const double seconds = phase.length.GetSeconds();
    const auto add = [&](const std::string& metric, double value, const char* unit) {
        rows.Add(phase.name, "", metric, FormatNumber(value), unit);
    };
    const auto addRate = [&](const std::string& metric, std::uint64_t count, const char* unit) {
        add(metric, static_cast<double>(count) / seconds, unit);
    };
    const Load& load = phase.load;
    const auto relay = static_cast<std::size_t>(Purpose::RELAY);
    addRate("registrations", phase.registrations, RATE);
    addRate("relayed", load.out[relay].packets, RATE);
    addRate("called", phase.calls, RATE);
    addRate("moved", phase.moves, RATE);
    if (phase.reached + phase.missed > 0)
    {
        add("reached",
            static_cast<double>(phase.reached) / static_cast<double>(phase.reached + phase.missed),
            "1");
    }
    addRate("packets_in", load.GetIn().packets, RATE);
    addRate("packets_out", load.GetOut().packets, RATE);
    addRate("bytes_in", load.GetIn().octets, BYTE_RATE);
    addRate("bytes_out", load.GetOut().octets, BYTE_RATE);
    for (std::size_t i = 0; i < PURPOSES; ++i)
    {
        addRate(std::string("bytes_") + ToString(static_cast<Purpose>(i)),
                load.in[i].octets + load.out[i].octets,
                BYTE_RATE);
    }
    addRate("data_bytes", load.data.octets, BYTE_RATE);
    addRate("payload_bytes", phase.payload, BYTE_RATE);
    if (load.data.octets > 0)
    {
        const std::uint64_t octets = load.GetIn().octets + load.GetOut().octets;
        add("share", static_cast<double>(octets) / static_cast<double>(load.data.octets), "1");
    }
    add("utilization", load.GetBusy().GetSeconds() / seconds, "1");
    rows.AddSeconds(phase.name, "cpu_time", load.GetBusy());
    for (const auto& [operation, time] : load.work)
    {
        rows.AddSeconds(phase.name, "cpu_" + operation, time);
    }
    rows.Add(phase.name, "", "clients", std::to_string(phase.clients), "1");
    rows.Add(phase.name, "", "refused", std::to_string(phase.refused), "1");
    AddQuantiles(rows, phase.name, "registration", phase.exchanges);
    AddQuantiles(rows, phase.name, "renewal", phase.renewals);
    AddQuantiles(rows, phase.name, "relay", phase.relays);
    AddQuantiles(rows, phase.name, "call", phase.waits);
}

/// When so large a share of the hosts was registered again.
void
AddReturns(ResultRows& rows, const AgentExperiment& experiment, unsigned hosts)
{
    const std::vector<Time>& returns = experiment.GetReturns();
    const auto add = [&](const char* metric, double share) {
        const auto count = static_cast<std::size_t>(std::ceil(share * hosts));
        if (returns.size() >= count)
        {
            rows.AddSeconds("restart", metric, returns[count - 1]);
        }
    };
    add("back_p50", 0.5);
    add("back_p95", 0.95);
    add("back_all", 1);
    rows.Add("restart", "", "back", std::to_string(returns.size()), "1");
}

} // namespace

std::vector<std::string>
GetResultColumns()
{
    return {"scenario",  "run",    "seed",  "hosts",    "data",       "agents",    "lifetime_s",
            "renewal_s", "moves",  "calls", "delay_ms", "duration_s", "restart_s", "outage_s",
            "dialect",   "key",    "group", "puzzle",   "crypto",     "costs",     "path",
            "time_s",    "metric", "value", "unit"};
}

std::vector<ResultRow>
MakeResults(const AgentOptions& options, unsigned run, const AgentExperiment& experiment)
{
    const AgentCell& cell = options.GetCell(run);
    ResultRows rows({"agent",
                     std::to_string(run),
                     std::to_string(options.campaign.seed),
                     std::to_string(cell.hosts),
                     std::to_string(cell.data),
                     std::to_string(cell.agents),
                     FormatNumber(options.GetLease().GetSeconds()),
                     FormatNumber(options.GetRenewal().GetSeconds()),
                     FormatNumber(cell.moves),
                     FormatNumber(options.calls),
                     FormatNumber(options.delay),
                     FormatNumber(options.duration),
                     FormatNumber(options.restart),
                     FormatNumber(options.outage),
                     options.dialect,
                     options.keyKind,
                     options.group,
                     std::to_string(options.puzzle),
                     options.crypto,
                     options.costs});
    for (const Phase& phase : experiment.GetPhases())
    {
        if (phase.name != "settling")
        {
            AddPhase(rows, phase);
        }
    }
    if (options.restart > 0)
    {
        AddReturns(rows, experiment, cell.hosts);
    }
    return rows.Take();
}

} // namespace hipscenario
