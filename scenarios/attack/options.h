// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_ATTACK_OPTIONS_H
#define HIP_SCENARIOS_ATTACK_OPTIONS_H

#include "scenarios/common/network-options.h"
#include "scenarios/common/program.h"

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>

namespace hipscenario
{

/// The command line of the scenario.
struct AttackOptions : NetworkOptions
{
    Campaign campaign{"out/attack"};
    std::uint64_t bytes = 40000000;
    double rate = 2;      ///< Mbit/s of each stream that an attacker has asked for
    double earn = 0.16;   ///< Mbit/s that each attacker sends
    double duration = 30; ///< seconds from the false addresses on
    unsigned copies = 5;  ///< of each replayed or forged packet
    std::string visitedCity;
    std::string victimCity;
    std::string observerCity;
};

/**
 * Reads the command line.
 *
 * @param out where --help prints
 * @return nothing if --help was asked for
 * @throw std::invalid_argument with one line that names the wrong option or value
 */
std::optional<AttackOptions> ReadOptions(int argc, char* argv[], std::ostream& out);

} // namespace hipscenario

#endif // HIP_SCENARIOS_ATTACK_OPTIONS_H
