// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_MULTIHOMING_OPTIONS_H
#define HIP_SCENARIOS_MULTIHOMING_OPTIONS_H

#include "scenarios/common/network-options.h"
#include "scenarios/common/program.h"
#include "scenarios/multihoming/cells.h"

#include <array>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace hipscenario
{

/// An access link of the HIP host.
struct LinkOptions
{
    double rate;  ///< Mbit/s
    double delay; ///< ms, one way
};

/// Whose link 0 falls silent.
enum class Failing
{
    NONE, ///< nobody's
    HOST,
    PROXY,
};

/// The command line of the scenario.
struct MultihomingOptions : NetworkOptions
{
    Campaign campaign{"out/multihoming"}; ///< its runs are those of the whole comparison
    bool useUdp = false;
    std::uint64_t bytes = 12000000; ///< over TCP, of each flow
    double rate = 500;              ///< datagrams of 1000 octets per second, over UDP
    unsigned flows = 1;             ///< at the same time
    std::vector<MultihomingCell> cells;
    std::array<LinkOptions, 2> links{{{20, 5}, {50, 30}}};
    unsigned proxyLinks = 1;
    Failing failing = Failing::HOST;
    double fail = 2;           ///< when link 0 falls silent, seconds since the download began
    double repair = 6;         ///< when it works again
    bool isSecondDead = false; ///< link 1 is silent from the start
    std::string secondCity;    ///< of link 1
    std::string proxyCity;     ///< of the proxy's link 1

    /// @return the options of one run, with what its cell says
    MultihomingOptions ForRun(unsigned run) const;

    /// @return how long datagrams are sent: as long after the repair as before the failure
    ns3::Time GetStreamDuration() const;
};

/**
 * Reads the command line.
 *
 * @param out where --help prints
 * @return nothing if --help was asked for
 * @throw std::invalid_argument with one line that names the wrong option or value
 */
std::optional<MultihomingOptions> ReadOptions(int argc, char* argv[], std::ostream& out);

} // namespace hipscenario

#endif // HIP_SCENARIOS_MULTIHOMING_OPTIONS_H
