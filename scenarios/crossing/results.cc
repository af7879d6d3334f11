// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/crossing/results.h"

#include "scenarios/common/csv-file.h"

namespace hipscenario
{

using namespace ns3;

std::vector<std::string>
GetResultColumns()
{
    std::vector<std::string> columns{"scenario", "run", "seed", "bytes", "offset_ms", "agent"};
    return AddCommonColumns(std::move(columns));
}

std::vector<ResultRow>
MakeResults(const CrossingOptions& options,
            unsigned run,
            const CrossingExperiment& experiment,
            const ProxyNetwork& network,
            const Recorder& recorder)
{
    const CrossingCell& cell = options.GetCell(run);
    ResultRow head{"crossing",
                   std::to_string(run),
                   std::to_string(options.campaign.seed),
                   std::to_string(options.bytes),
                   FormatNumber(cell.offset.GetSeconds() * 1000),
                   cell.withAgent ? "yes" : "no"};
    ResultRows rows(std::move(head), options);
    const std::string path = cell.withAgent ? "agent" : "no-agent";
    const auto addCount = [&](const char* metric, std::uint64_t value, const char* unit) {
        rows.Add(path, "", metric, std::to_string(value), unit);
    };
    const bool hasRecovered = experiment.HasRecovered();
    addCount("recovered", hasRecovered ? 1 : 0, "1");
    if (hasRecovered)
    {
        rows.AddSeconds(path, "recovery_time", experiment.GetRecovery());
        rows.AddSeconds(path, "signalling_time", experiment.GetSignalling());
    }
    addCount("relayed", network.agent ? network.agent->GetRelayedCount() : 0, "packet");
    addCount("transferred", experiment.GetDownload().GetMeasurement().received, "byte");
    rows.AddCount("base_exchanges", recorder.Count("G.exchange-start"));
    rows.AddSeconds("", "path_delay", experiment.GetHost().links.GetPathDelay(MobileLinks::HOME));
    rows.AddDrops(recorder);
    return rows.Take();
}

} // namespace hipscenario
