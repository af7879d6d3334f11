// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_AGENT_METER_H
#define HIP_SCENARIOS_AGENT_METER_H

#include "core/draft2003/hip-packet.h"
#include "scenarios/agent/network.h"

#include "ns3/ipv6-header.h"
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
    REGISTRATION, ///< base exchange of a host with the agent; in 2003 FAQ with a key, R1 and FAA
    RENEWAL,      ///< UPDATE that renews a lease; FAQ and FAA
    MOVE,         ///< UPDATE that tells or checks an address; FAQ from a new address, and its FAA
    RELAY,        ///< I1 to a host, as it comes and as it goes on; in 2003 any packet of HIP
    ESP,          ///< the same of data; 2003 only
    OTHER,        ///< CLOSE and others
};

inline constexpr std::size_t PURPOSES = 6;

/// @return "registration", "renewal", "move", "relay", "esp" or "other"
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
    /// What a host has asked the agent last.
    struct Question
    {
        ns3::Ipv6Address from;
        std::uint16_t requestId;
        Purpose purpose;
    };

    void Count(ns3::Ptr<const ns3::Packet> packet, std::array<Traffic, PURPOSES>& counts);
    Purpose FindPurpose(const hip::draft2003::PacketView& view, const ns3::Ipv6Header& header);
    Purpose FindQueryPurpose(const hip::draft2003::PacketView& query, ns3::Ipv6Address from);

    const hip::Hit m_agent;
    std::map<hip::Hit, Question> m_questions; ///< by host; 2003 only
    Load m_load;
};

} // namespace hipscenario

#endif // HIP_SCENARIOS_AGENT_METER_H
