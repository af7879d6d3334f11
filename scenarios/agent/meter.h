// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_AGENT_METER_H
#define HIP_SCENARIOS_AGENT_METER_H

#include "scenarios/agent/network.h"

#include "ns3/packet.h"

#include <array>
#include <cstdint>
#include <map>
#include <string>

namespace hipscenario
{

/// What a packet at the agent is for.
enum class Purpose
{
    REGISTRATION, ///< base exchange of a host with the agent
    RENEWAL,      ///< UPDATE that renews a lease
    MOVE,         ///< UPDATE that tells or checks an address
    RELAY,        ///< I1 to a host, as it comes and as it goes on
    OTHER,        ///< CLOSE and others
};

inline constexpr std::size_t PURPOSES = 5;

/// @return "registration", "renewal", "move", "relay" or "other"
const char* ToString(Purpose purpose);

/// Packets, and octets with IP headers.
struct Traffic
{
    std::uint64_t packets = 0;
    std::uint64_t octets = 0;
};

/// What has happened at the agent, and data on the way between hosts.
struct Load
{
    /// @return over all purposes
    Traffic GetIn() const;
    Traffic GetOut() const;
    ns3::Time GetBusy() const;

    std::array<Traffic, PURPOSES> in;
    std::array<Traffic, PURPOSES> out;
    std::map<std::string, ns3::Time> work; ///< CPU time by operation
    Traffic data;                          ///< ESP packets at hosts and peers
};

/// Watches the first agent and the nodes of its hosts.
class Meter
{
  public:
    explicit Meter(const AgentNetwork& network);

    /// @return what has happened since the last call
    Load Take();

  private:
    void Count(ns3::Ptr<const ns3::Packet> packet, std::array<Traffic, PURPOSES>& counts) const;

    ns3::Ipv6Address m_agent; ///< HIT
    Load m_load;
};

} // namespace hipscenario

#endif // HIP_SCENARIOS_AGENT_METER_H
