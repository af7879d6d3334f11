// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_REACHABILITY_METER_H
#define HIP_SCENARIOS_REACHABILITY_METER_H

#include "ns3/node.h"
#include "ns3/packet.h"

#include <array>
#include <cstdint>

namespace hipscenario
{

/// What comes to and leaves a server, with IP headers.
enum class Subject : std::uint8_t
{
    LOOKUP,     ///< DNS queries and their answers
    DNS_UPDATE, ///< DNS UPDATEs and their answers
    MOVE,       ///< HIP UPDATEs
    RELAY,      ///< first packets (I1)
    OTHER_HIP,
    NEITHER, ///< neighbour discovery and the like
};

inline constexpr std::size_t SUBJECTS = 6;

/// Packets and their octets.
struct Traffic
{
    std::uint64_t packets = 0;
    std::uint64_t octets = 0;
};

/// Counts the packets of one node over IPv6, in and out, by what they are about.
class ServerMeter
{
  public:
    /// @param node nullptr: nothing is counted. It outlives the meter, or the simulation is over
    explicit ServerMeter(ns3::Ptr<ns3::Node> node);

    ServerMeter(const ServerMeter&) = delete;
    ServerMeter& operator=(const ServerMeter&) = delete;

    /// Starts all counts anew.
    void Reset()
    {
        m_traffic = {};
    }

    const Traffic& Get(Subject subject) const
    {
        return m_traffic[static_cast<std::size_t>(subject)];
    }

  private:
    void Count(ns3::Ptr<const ns3::Packet> packet);

    std::array<Traffic, SUBJECTS> m_traffic{};
};

} // namespace hipscenario

#endif // HIP_SCENARIOS_REACHABILITY_METER_H
