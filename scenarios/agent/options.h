// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_AGENT_OPTIONS_H
#define HIP_SCENARIOS_AGENT_OPTIONS_H

#include "scenarios/common/program.h"

#include "ns3/nstime.h"

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace hipscenario
{

/// What differs between runs.
struct AgentCell
{
    unsigned hosts;
    std::uint64_t data; ///< octets of a call
    double moves;       ///< of a host in a minute
    unsigned agents;    ///< with which each host registers
};

/// The command line of the scenario.
struct AgentOptions
{
    /// @return what a run does. @param run from 1
    const AgentCell& GetCell(unsigned run) const
    {
        return cells[(run - 1) % cells.size()];
    }

    /// @return the lifetime of a lease: as RFC 8003 codes it, or the whole seconds of 2003
    ns3::Time GetLease() const;

    bool Is2003() const
    {
        return dialect == "2003";
    }

    /// @return from one registration of a host to the next: three quarters of its lease
    ns3::Time GetRenewal() const;

    Campaign campaign{"out/agent"};
    std::vector<AgentCell> cells;
    double lifetime = 60; ///< seconds that hosts ask for
    double calls = 0.2;   ///< to a host in a minute
    double duration = 60; ///< seconds that are measured
    double restart = 0;   ///< seconds after which the first agent crashes; 0 = never
    double outage = 0;    ///< seconds until it is there again
    double delay = 10;    ///< ms, one way, of each access link
    std::string dialect;  ///< "hipv2" or "2003"
    std::string keyKind;
    std::string group;
    unsigned puzzle = 10;
    std::string crypto = "modelled";
    std::string costs = "default"; ///< "default", "none" or a file
};

/**
 * Reads the command line.
 *
 * @param out where --help prints
 * @return nothing if --help was asked for
 * @throw std::invalid_argument with one line that names the wrong option or value
 */
std::optional<AgentOptions> ReadOptions(int argc, char* argv[], std::ostream& out);

} // namespace hipscenario

#endif // HIP_SCENARIOS_AGENT_OPTIONS_H
