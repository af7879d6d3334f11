// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_REACHABILITY_RESULTS_H
#define HIP_SCENARIOS_REACHABILITY_RESULTS_H

#include "scenarios/common/result-rows.h"
#include "scenarios/reachability/experiment.h"

#include <string>
#include <vector>

namespace hipscenario
{

/// Columns of results.csv: scenario, run, the parameters, metric, value, unit.
std::vector<std::string> GetResultColumns();

/// What one run has measured; analysis/README.md says what each metric means.
std::vector<ResultRow> MakeResults(const ReachabilityOptions& options,
                                   unsigned run,
                                   const ReachabilityExperiment& experiment,
                                   const Recorder& recorder);

} // namespace hipscenario

#endif // HIP_SCENARIOS_REACHABILITY_RESULTS_H
