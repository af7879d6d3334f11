// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_AGENT_CELLS_H
#define HIP_SCENARIOS_AGENT_CELLS_H

#include "scenarios/agent/options.h"

#include <string>
#include <vector>

namespace hipscenario
{

/**
 * The runs of a sweep: each number of hosts with the first one of everything else, and the middle
 * number of hosts with each of the others.
 *
 * @param hosts,data growing whole numbers, separated by commas; of hosts also a range FIRST..LAST,
 *        in steps of about half a power of ten
 * @param moves growing numbers from 0 to 60, separated by commas
 * @param agents growing whole numbers from 1 to 4, separated by commas
 * @throw std::invalid_argument that names the option
 */
std::vector<AgentCell> MakeCells(const std::string& hosts,
                                 const std::string& data,
                                 const std::string& moves,
                                 const std::string& agents);

} // namespace hipscenario

#endif // HIP_SCENARIOS_AGENT_CELLS_H
