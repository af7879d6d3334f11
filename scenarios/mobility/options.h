// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_MOBILITY_OPTIONS_H
#define HIP_SCENARIOS_MOBILITY_OPTIONS_H

#include "scenarios/common/network-options.h"
#include "scenarios/common/program.h"

#include "ns3/nstime.h"

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>

namespace hipscenario
{

/// The command line of the scenario.
struct MobilityOptions : NetworkOptions
{
    Campaign campaign{"out/mobility"};
    std::uint64_t bytes = 40000000;
    std::string visitedCity; ///< where the second link is; empty = the default one
    double interval = 1;     ///< seconds between moves
    double gap = 0.5;        ///< seconds without a link in the hard move
    double overlap = 0.5;    ///< seconds with both links in the soft move
};

/**
 * Reads the command line.
 *
 * @param out where --help prints
 * @return nothing if --help was asked for
 * @throw std::invalid_argument with one line that names the wrong option or value
 */
std::optional<MobilityOptions> ReadOptions(int argc, char* argv[], std::ostream& out);

} // namespace hipscenario

#endif // HIP_SCENARIOS_MOBILITY_OPTIONS_H
