// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_CROSSING_OPTIONS_H
#define HIP_SCENARIOS_CROSSING_OPTIONS_H

#include "scenarios/common/network-options.h"
#include "scenarios/common/program.h"

#include "ns3/nstime.h"

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace hipscenario
{

/// What differs between the runs of a sweep.
struct CrossingCell
{
    ns3::Time offset; ///< from the move of the host to that of the proxy; may be negative
    bool withAgent;
};

/// The command line of the scenario.
struct CrossingOptions : NetworkOptions
{
    Campaign campaign{"out/crossing"}; ///< its runs are those of the whole sweep
    std::uint64_t bytes = 8000000;
    std::vector<CrossingCell> cells;
    std::string visitedCity;
    std::string proxyCity; ///< where the proxy moves to

    const CrossingCell& GetCell(unsigned run) const
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
std::optional<CrossingOptions> ReadOptions(int argc, char* argv[], std::ostream& out);

} // namespace hipscenario

#endif // HIP_SCENARIOS_CROSSING_OPTIONS_H
