// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_COMMON_TABLE_H
#define HIP_SCENARIOS_COMMON_TABLE_H

#include <string>
#include <vector>

namespace hipscenario
{

/// A metric of results.csv as a column of a terminal's table.
struct TableColumn
{
    std::string metric;
    std::string title;
    double scale;
};

/// @return means over runs, one line for each path
std::string MakeTable(const std::string& resultsFile,
                      const std::vector<TableColumn>& columns,
                      const std::vector<std::string>& paths);

/// @return how many rows of results.csv have this value of this metric
unsigned CountRows(const std::string& resultsFile, const std::string& metric, double value);

} // namespace hipscenario

#endif // HIP_SCENARIOS_COMMON_TABLE_H
