// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_AGENT_CELLS_H
#define HIP_SCENARIOS_AGENT_CELLS_H

#include "scenarios/agent/options.h"

#include <string>
#include <vector>

namespace hipscenario
{

/**
 * The runs of a sweep: each number of hosts with the first number of octets, and the middle number
 * of hosts with each of the others.
 *
 * @param hosts,data growing whole numbers, separated by commas; of hosts also a range FIRST..LAST,
 *        in steps of about half a power of ten
 * @throw std::invalid_argument that names the option
 */
std::vector<AgentCell> MakeCells(const std::string& hosts, const std::string& data);

} // namespace hipscenario

#endif // HIP_SCENARIOS_AGENT_CELLS_H
