// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_COMMON_PACKET_KINDS_H
#define HIP_SCENARIOS_COMMON_PACKET_KINDS_H

#include "core/wire/hip-header.h"
#include "core/wire/hip-packet.h"

#include "ns3/ipv6-header.h"
#include "ns3/packet.h"

// What an onlooker takes packets on the wire for.

namespace hipscenario
{

inline constexpr std::uint8_t PROTOCOL_ESP = 50;
inline constexpr std::uint32_t IPV6_HEADER = 40; ///< octets

inline ns3::Ipv6Header
PeekIpv6(ns3::Ptr<const ns3::Packet> packet)
{
    ns3::Ipv6Header header;
    packet->PeekHeader(header);
    return header;
}

/// @param packet from its IPv6 header, which is @p header
inline bool
IsUpdate(ns3::Ptr<const ns3::Packet> packet, const ns3::Ipv6Header& header)
{
    std::uint8_t start[IPV6_HEADER + hip::header::AT_TYPE + 1];
    return header.GetNextHeader() == hip::PROTOCOL_HIP &&
           packet->CopyData(start, sizeof start) == sizeof start &&
           (start[IPV6_HEADER + hip::header::AT_TYPE] & hip::header::TYPE_MASK) ==
               static_cast<std::uint8_t>(hip::PacketType::UPDATE);
}

} // namespace hipscenario

#endif // HIP_SCENARIOS_COMMON_PACKET_KINDS_H
