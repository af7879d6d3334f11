// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_REACHABILITY_OPTIONS_H
#define HIP_SCENARIOS_REACHABILITY_OPTIONS_H

#include "scenarios/common/network-options.h"
#include "scenarios/common/program.h"

#include "ns3/nstime.h"

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace hipscenario
{

/// How peers find the hosts in a run.
struct ReachabilityCell
{
    bool withAgent; ///< by way of the agent, else by what the hosts tell DNS
    unsigned ttl;   ///< seconds, of what says where a host is
};

/// The command line of the scenario.
struct ReachabilityOptions : NetworkOptions
{
    Campaign campaign{"out/reachability"}; ///< its runs are those of the whole sweep
    std::vector<ReachabilityCell> cells;
    std::string visitedCity;
    double window = 10; ///< seconds after the move in which peers come
    double retry = 1.1; ///< seconds from one try of a peer to the next

    const ReachabilityCell& GetCell(unsigned run) const
    {
        return cells[(run - 1) % cells.size()];
    }
};

/**
 * Reads the command line.
 *
 * @param out where --help prints
 * @return nothing if --help was asked for
 * @throw std::invalid_argument with one line that names the wrong option or value
 */
std::optional<ReachabilityOptions> ReadOptions(int argc, char* argv[], std::ostream& out);

} // namespace hipscenario

#endif // HIP_SCENARIOS_REACHABILITY_OPTIONS_H
