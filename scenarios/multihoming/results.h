// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_MULTIHOMING_RESULTS_H
#define HIP_SCENARIOS_MULTIHOMING_RESULTS_H

#include "scenarios/common/flow-recorder.h"
#include "scenarios/common/result-rows.h"
#include "scenarios/multihoming/experiment.h"

#include <string>
#include <vector>

namespace hipscenario
{

/// Columns of results.csv: scenario, run, the parameters, metric, value, unit.
std::vector<std::string> GetResultColumns();

/// What one run has measured; analysis/README.md says what each metric means.
std::vector<ResultRow> MakeResults(const MultihomingOptions& options,
                                   unsigned run,
                                   const MultihomingExperiment& experiment,
                                   const Recorder& recorder,
                                   FlowRecorder& flows);

} // namespace hipscenario

#endif // HIP_SCENARIOS_MULTIHOMING_RESULTS_H
