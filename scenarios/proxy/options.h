// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_PROXY_OPTIONS_H
#define HIP_SCENARIOS_PROXY_OPTIONS_H

#include "scenarios/common/network-options.h"
#include "scenarios/common/program.h"

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>

namespace hipscenario
{

/// What the legacy hosts do.
enum class Transport
{
    TCP,  ///< fetch octets and check each
    UDP,  ///< send datagrams to an echo server
    PING, ///< ICMP echo
    HTTP, ///< 3GPP HTTP pages
};

/// The command line of the scenario.
struct ProxyOptions : NetworkOptions
{
    Campaign campaign{"out/proxy"};
    Transport transport = Transport::TCP;
    std::uint64_t bytes = 4000000;
};

/**
 * Reads the command line.
 *
 * @param out where --help prints
 * @return nothing if --help was asked for
 * @throw std::invalid_argument with one line that names the wrong option or value
 */
std::optional<ProxyOptions> ReadOptions(int argc, char* argv[], std::ostream& out);

const char* ToString(Transport transport);

} // namespace hipscenario

#endif // HIP_SCENARIOS_PROXY_OPTIONS_H
