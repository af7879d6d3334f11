// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_COMMON_PACKET_KINDS_H
#define HIP_SCENARIOS_COMMON_PACKET_KINDS_H

#include "core/draft2003/hip-packet.h"
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

/// @return whether a packet carries HIP, in either dialect
inline bool
IsHip(const ns3::Ipv6Header& header)
{
    return header.GetNextHeader() == hip::PROTOCOL_HIP ||
           header.GetNextHeader() == hip::draft2003::PROTOCOL_HIP;
}

/// @param protocol of the IP header. @param type of the HIP header, if it is HIP
/// @return whether it changes an association that is up: UPDATE, or NES, REA, AC and ACR of 2003
inline bool
IsUpdate(std::uint8_t protocol, std::uint8_t type)
{
    if (protocol == hip::PROTOCOL_HIP)
    {
        return type == static_cast<std::uint8_t>(hip::PacketType::UPDATE);
    }
    switch (static_cast<hip::draft2003::PacketType>(type))
    {
    case hip::draft2003::PacketType::NES:
    case hip::draft2003::PacketType::REA:
    case hip::draft2003::PacketType::AC:
    case hip::draft2003::PacketType::ACR:
        return protocol == hip::draft2003::PROTOCOL_HIP;
    default:
        return false;
    }
}

/// @param packet from its IPv6 header, which is @p header
inline bool
IsUpdate(ns3::Ptr<const ns3::Packet> packet, const ns3::Ipv6Header& header)
{
    std::uint8_t start[IPV6_HEADER + hip::header::AT_TYPE + 1];
    return IsHip(header) && packet->CopyData(start, sizeof start) == sizeof start &&
           IsUpdate(header.GetNextHeader(),
                    start[IPV6_HEADER + hip::header::AT_TYPE] & hip::header::TYPE_MASK);
}

} // namespace hipscenario

#endif // HIP_SCENARIOS_COMMON_PACKET_KINDS_H
