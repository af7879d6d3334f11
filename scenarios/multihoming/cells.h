// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_MULTIHOMING_CELLS_H
#define HIP_SCENARIOS_MULTIHOMING_CELLS_H

#include <string>
#include <vector>

namespace hipscenario
{

/// What differs between the runs of a comparison.
struct MultihomingCell
{
    std::string policy;   ///< of the HIP host
    double probeInterval; ///< seconds, of both
    bool saPerPath;       ///< of both
    double delay;         ///< of the host's link 1, ms
};

/// The lists of the command line that make the cells.
struct CellLists
{
    std::string policies = "preferred failover lowest-delay weighted:1,1";
    std::string intervals = "0.5,0.1,0.2,0.8";
    std::string sas = "one";
    std::string delays = "30";
};

/// @throw std::invalid_argument naming the option unless this is the text of a policy
void CheckPolicy(const char* option, const std::string& text);

/**
 * Every policy with the first interval, then the first policy with the others; all that with each
 * delay, one after the other with each way to make SAs.
 *
 * @throw std::invalid_argument naming the option whose list is wrong
 */
std::vector<MultihomingCell> MakeCells(const CellLists& lists);

} // namespace hipscenario

#endif // HIP_SCENARIOS_MULTIHOMING_CELLS_H
