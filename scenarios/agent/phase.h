// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_AGENT_PHASE_H
#define HIP_SCENARIOS_AGENT_PHASE_H

#include "scenarios/agent/meter.h"

#include "ns3/nstime.h"

#include <cstdint>
#include <string>
#include <vector>

namespace hipscenario
{

/// One part of a run, and what has happened in it.
struct Phase
{
    std::string name; ///< "joining", "steady", "outage" or "restart"
    ns3::Time began;
    ns3::Time length;
    Load load;
    std::size_t clients = 0;         ///< of the agent, at the end
    std::uint64_t registrations = 0; ///< granted
    std::uint64_t refused = 0;
    std::uint64_t calls = 0;          ///< begun
    std::uint64_t reached = 0;        ///< of these, those that were up soon enough for a caller
    std::uint64_t missed = 0;         ///< those that were not
    std::vector<ns3::Time> waits;     ///< of callers, until the calls were up
    std::uint64_t moves = 0;          ///< begun
    std::uint64_t payload = 0;        ///< octets that hosts have got
    std::vector<ns3::Time> exchanges; ///< from I1 to the lease
    std::vector<ns3::Time> renewals;  ///< from UPDATE to the lease
    std::vector<ns3::Time> relays;    ///< I1 from peer to host
};

} // namespace hipscenario

#endif // HIP_SCENARIOS_AGENT_PHASE_H
