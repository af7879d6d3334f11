// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_AGENT_RESULTS_H
#define HIP_SCENARIOS_AGENT_RESULTS_H

#include "scenarios/agent/experiment.h"
#include "scenarios/common/result-rows.h"

#include <string>
#include <vector>

namespace hipscenario
{

/// Columns of results.csv: scenario, run, the parameters, metric, value, unit.
std::vector<std::string> GetResultColumns();

/// What one run has measured; analysis/README.md says what each metric means.
std::vector<ResultRow> MakeResults(const AgentOptions& options,
                                   unsigned run,
                                   const AgentExperiment& experiment);

} // namespace hipscenario

#endif // HIP_SCENARIOS_AGENT_RESULTS_H
