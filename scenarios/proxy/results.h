// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_PROXY_RESULTS_H
#define HIP_SCENARIOS_PROXY_RESULTS_H

#include "scenarios/common/result-rows.h"
#include "scenarios/proxy/experiment.h"

#include <string>
#include <vector>

namespace hipscenario
{

/// Columns of results.csv: scenario, run, the parameters, metric, value, unit.
std::vector<std::string> GetResultColumns();

/**
 * What one run has measured; analysis/README.md says what each metric means.
 *
 * @throw std::runtime_error if a contact did not get back, octet for octet, what was sent
 */
std::vector<ResultRow> MakeResults(const ProxyOptions& options,
                                   unsigned run,
                                   const ProxyExperiment& experiment,
                                   const ProxyNetwork& network,
                                   const Recorder& recorder);

/// Writes transfers.csv: what every legacy host got, and its SHA-256 where it is one TCP stream.
void WriteTransfers(const RunFolder& folder,
                    const std::string& prefix,
                    const ProxyExperiment& experiment);

} // namespace hipscenario

#endif // HIP_SCENARIOS_PROXY_RESULTS_H
