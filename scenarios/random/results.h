// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_RANDOM_RESULTS_H
#define HIP_SCENARIOS_RANDOM_RESULTS_H

#include "scenarios/common/flow-recorder.h"
#include "scenarios/common/result-rows.h"
#include "scenarios/random/experiment.h"

#include <string>
#include <vector>

namespace hipscenario
{

/// The columns of results.csv.
std::vector<std::string> GetResultColumns();

/// @return the rows of one run
std::vector<ResultRow> MakeResults(const RandomOptions& options,
                                   const RandomPlan& plan,
                                   unsigned run,
                                   const RandomExperiment& experiment,
                                   const Recorder& recorder,
                                   FlowRecorder& flows);

} // namespace hipscenario

#endif // HIP_SCENARIOS_RANDOM_RESULTS_H
