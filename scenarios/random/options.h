// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_RANDOM_OPTIONS_H
#define HIP_SCENARIOS_RANDOM_OPTIONS_H

#include "scenarios/common/network-options.h"
#include "scenarios/common/program.h"

#include <cstdint>
#include <iosfwd>
#include <optional>

namespace hipscenario
{

inline constexpr unsigned MOST_EVENTS = 8; ///< in a run

/// The command line of the scenario.
struct RandomOptions : NetworkOptions
{
    Campaign campaign{"out/random"};
    std::uint64_t bytes = 2000000;
    unsigned events = MOST_EVENTS; ///< in a run; those after it are left out
    unsigned only = 0;             ///< number of the one run that is wanted; 0 = all
    bool mayVisitIpv4 = true;      ///< the host's second link is one of IPv4 in some runs
    bool mayHaveFaults = true;     ///< links lose, repeat and reorder packets in some runs
    bool mayCrashAgent = true;
};

/**
 * Reads the command line.
 *
 * @param out where --help prints
 * @return nothing if --help was asked for
 * @throw std::invalid_argument with one line that names the wrong option or value
 */
std::optional<RandomOptions> ReadOptions(int argc, char* argv[], std::ostream& out);

} // namespace hipscenario

#endif // HIP_SCENARIOS_RANDOM_OPTIONS_H
