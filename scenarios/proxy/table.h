// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_PROXY_TABLE_H
#define HIP_SCENARIOS_PROXY_TABLE_H

#include "scenarios/common/run-folder.h"

#include <functional>
#include <string>

namespace hipscenario
{

/// Puts the rows of all runs into results.csv, in the order of runs. @throw std::runtime_error
void MergeRows(const RunFolder& folder,
               unsigned runs,
               const std::function<std::string(unsigned)>& getName);

/// @return the latencies and the goodput of results.csv as a table for a terminal, means over runs
std::string MakeTable(const std::string& resultsFile);

} // namespace hipscenario

#endif // HIP_SCENARIOS_PROXY_TABLE_H
