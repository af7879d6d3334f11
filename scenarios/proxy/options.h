// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_PROXY_OPTIONS_H
#define HIP_SCENARIOS_PROXY_OPTIONS_H

#include "scenarios/common/link-faults.h"

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
struct ProxyOptions
{
    std::string out = "out/proxy";
    unsigned legacyHosts = 2;
    unsigned hipHosts = 1;
    Transport transport = Transport::TCP;
    std::uint64_t bytes = 4000000;
    std::string suite = "aes-128-gcm-16";
    std::string keyKind = "ecdsa-p256";
    std::string group = "p256";
    unsigned puzzle = 10;
    bool withAgent = true;
    bool legacyIpv4 = false;
    bool withSubstitutes = true;
    std::string crypto = "real";
    std::string costs = "default"; ///< "default", "none" or a file
    LinkFaults faults;             ///< of every link
    std::uint32_t seed = 1;
    unsigned runs = 1;
    unsigned jobs = 1;
    std::string topology;
    std::string legacyCity;
    std::string hipCity;
    std::string agentCity;
    std::string zones; ///< folder; empty = made by the scenario
    std::string keys;  ///< folder; empty = made from the seed
    bool withKeylog = true;
    bool withPcap = true;
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
