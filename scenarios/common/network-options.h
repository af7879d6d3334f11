// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_COMMON_NETWORK_OPTIONS_H
#define HIP_SCENARIOS_COMMON_NETWORK_OPTIONS_H

#include "scenarios/common/link-faults.h"

#include <boost/program_options.hpp>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

namespace hipscenario
{

struct Campaign;

/// How HIP hosts are attached to the backbone.
enum class AccessLink
{
    POINT_TO_POINT,
    CSMA, ///< an Ethernet with the router
    NONE, ///< the scenario attaches them
};

/// What can be varied in the network of figure 5, whatever is done on it.
struct NetworkOptions
{
    unsigned legacyHosts = 2;
    unsigned hipHosts = 1;
    std::string dialect = "hipv2"; ///< or "2003"
    std::string suite = "default"; ///< of the dialect, until CompleteNetworkOptions
    std::string keyKind = "default";
    std::string group = "default";
    unsigned puzzle = 10;
    bool withAgent = true;
    bool legacyIpv4 = false;
    bool withSubstitutes = true;
    bool useCredit = true;                       ///< data to unverified addresses (RFC 8046 §5.6)
    std::vector<unsigned> hipHostsWithoutCredit; ///< numbers, from 0
    bool rekeyOnMove = false;                    ///< new ESP keys with each change of address
    bool dualStack = false; ///< backbone, proxy, agent and HIP hosts speak IPv4 too
    AccessLink hipAccess = AccessLink::POINT_TO_POINT;
    ns3::Time hipAccessDelay = ns3::MicroSeconds(200); ///< of HIP hosts' links, one way
    ns3::Time roundTrip; ///< between proxy and HIP hosts, whose links make up for what the backbone
                         ///< lacks; 0 = as hipAccessDelay makes it
    ns3::Time registration = ns3::Minutes(30); ///< lifetime that hosts ask of their agents
    ns3::Time dadDelay;                        ///< of the HIP hosts: from a new address to its use
    std::string hostPolicy;                    ///< for paths, of the HIP hosts; empty = none
    std::string proxyPolicy;                   ///< the same of the proxy
    double probeInterval = 1;                  ///< seconds from one probe of a path to the next
    unsigned missed = 3;        ///< unanswered probes in a row after which a path has failed
    bool saPerPath = false;     ///< a pair of SAs for each path, of hosts with a policy
    unsigned replayWindow = 64; ///< packets, a multiple of 64
    std::string crypto = "real";
    std::string costs = "default"; ///< "default", "none" or a file
    LinkFaults faults;             ///< of every link
    std::string topology;
    std::string legacyCity;
    std::string hipCity;
    std::string agentCity;
    unsigned recordTtl = 60; ///< seconds, of the records of HIP hosts
    std::string zones;       ///< folder; empty = made by the scenario
    std::string keys;        ///< folder; empty = made from the seed
    bool withKeylog = true;
    bool withPcap = true;
};

/// Adds the options for cryptography, its cost, and the faults of links to a command line.
void AddNetworkOptions(boost::program_options::options_description& all, NetworkOptions& options);

/// Adds those that say where everything is.
void AddPlaceOptions(boost::program_options::options_description& all, NetworkOptions& options);

/// Adds those that say what is recorded.
void AddRecordOptions(boost::program_options::options_description& all, NetworkOptions& options);

/// Adds the option for the dialect to a command line that has one for agents.
void AddDialectOption(boost::program_options::options_description& all, NetworkOptions& options);

/**
 * Adds all of these but the dialect, and those of a campaign, to a scenario's own options, and
 * reads the command line.
 *
 * @param out where --help prints
 * @return false if --help was asked for
 * @throw std::invalid_argument with one line that names the wrong option or value
 */
bool ReadNetworkCommandLine(int argc,
                            char* argv[],
                            boost::program_options::options_description& all,
                            NetworkOptions& options,
                            Campaign& campaign,
                            std::ostream& out);

/**
 * Gives suite, keys and group that are left at their defaults the names of the dialect's own.
 *
 * @throw std::invalid_argument naming the option whose value is out of its range or unknown
 */
void CompleteNetworkOptions(NetworkOptions& options);

} // namespace hipscenario

#endif // HIP_SCENARIOS_COMMON_NETWORK_OPTIONS_H
