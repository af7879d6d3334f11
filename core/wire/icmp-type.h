// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_WIRE_ICMP_TYPE_H
#define HIP_CORE_WIRE_ICMP_TYPE_H

#include "core/wire/ip-info.h"

namespace hip
{

// ICMP for IPv4 (RFC 792, RFC 1812)
inline constexpr Byte ICMP_ECHO_REPLY = 0;
inline constexpr Byte ICMP_DESTINATION_UNREACHABLE = 3;
inline constexpr Byte ICMP_SOURCE_QUENCH = 4;
inline constexpr Byte ICMP_REDIRECT = 5;
inline constexpr Byte ICMP_ECHO_REQUEST = 8;
inline constexpr Byte ICMP_TIME_EXCEEDED = 11;
inline constexpr Byte ICMP_PARAMETER_PROBLEM = 12;
inline constexpr Byte ICMP_FRAGMENTATION_NEEDED = 4; ///< a code of Destination Unreachable

// ICMPv6 (RFC 4443)
inline constexpr Byte ICMPV6_DESTINATION_UNREACHABLE = 1;
inline constexpr Byte ICMPV6_PACKET_TOO_BIG = 2;
inline constexpr Byte ICMPV6_TIME_EXCEEDED = 3;
inline constexpr Byte ICMPV6_PARAMETER_PROBLEM = 4;
inline constexpr Byte ICMPV6_ECHO_REQUEST = 128;
inline constexpr Byte ICMPV6_ECHO_REPLY = 129;

/// Octets before the data of an echo or the quoted packet of an error.
inline constexpr std::size_t ICMP_HEADER_LENGTH = 8;

/// Octets of a whole IPv4 packet with an ICMP error (RFC 1812 §4.3.2.3); IPv6: the minimum MTU.
inline constexpr std::size_t IPV4_MAXIMUM_ERROR = 576;

/// @param protocol PROTOCOL_ICMP or PROTOCOL_ICMPV6
constexpr bool
IsEchoRequest(Byte protocol, Byte type)
{
    return type == (protocol == PROTOCOL_ICMP ? ICMP_ECHO_REQUEST : ICMPV6_ECHO_REQUEST);
}

/// @param protocol PROTOCOL_ICMP or PROTOCOL_ICMPV6
constexpr bool
IsEchoReply(Byte protocol, Byte type)
{
    return type == (protocol == PROTOCOL_ICMP ? ICMP_ECHO_REPLY : ICMPV6_ECHO_REPLY);
}

/// @param protocol PROTOCOL_ICMP or PROTOCOL_ICMPV6
/// @return true for messages about another packet, the start of which they quote
constexpr bool
IsIcmpError(Byte protocol, Byte type)
{
    if (protocol == PROTOCOL_ICMPV6)
    {
        return type < 128;
    }
    return type == ICMP_DESTINATION_UNREACHABLE || type == ICMP_SOURCE_QUENCH ||
           type == ICMP_REDIRECT || type == ICMP_TIME_EXCEEDED || type == ICMP_PARAMETER_PROBLEM;
}

} // namespace hip

#endif // HIP_CORE_WIRE_ICMP_TYPE_H
