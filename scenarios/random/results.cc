// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/random/results.h"

#include "scenarios/common/csv-file.h"

#include <algorithm>

namespace hipscenario
{

using namespace ns3;

std::vector<std::string>
GetResultColumns()
{
    std::vector<std::string> columns{"scenario", "run", "seed", "bytes", "agent"};
    return AddCommonColumns(std::move(columns));
}

std::vector<ResultRow>
MakeResults(const RandomOptions& options,
            const RandomPlan& plan,
            unsigned run,
            const RandomExperiment& experiment,
            const Recorder& recorder,
            FlowRecorder& flows)
{
    ResultRow head{"random",
                   std::to_string(run),
                   std::to_string(options.campaign.seed),
                   std::to_string(options.bytes),
                   options.withAgent ? "yes" : "no"};
    ResultRows rows(std::move(head), options);
    const Measurement& measured = experiment.GetDownload().GetMeasurement();
    rows.AddCount("intact", experiment.FindFailure().empty() ? 1 : 0);
    rows.AddCount("transferred", measured.received, "byte");
    if (experiment.GetDownload().IsDone())
    {
        rows.AddTransfer("", measured);
        flows.AddResults(rows, "", 0);
    }
    rows.AddCount("events", plan.events.size());
    rows.AddCount("agent_crashes",
                  static_cast<std::uint64_t>(
                      std::count_if(plan.events.begin(), plan.events.end(), [](const auto& event) {
                          return event.kind == RandomEvent::Kind::AGENT_CRASHES;
                      })));
    rows.AddCount("visits_ipv4", plan.visitsIpv4 ? 1 : 0);
    rows.AddCount("base_exchanges", recorder.Count("G.exchange-start"));
    rows.AddDrops(recorder);
    return rows.Take();
}

} // namespace hipscenario
