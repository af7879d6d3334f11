// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_WIRE_IP_INFO_H
#define HIP_CORE_WIRE_IP_INFO_H

#include "core/util/result.h"
#include "core/util/span.h"
#include "core/wire/ip-address.h"

#include <cstddef>
#include <cstdint>

namespace hip
{

// Protocol and Next Header numbers
inline constexpr Byte PROTOCOL_HOP_BY_HOP = 0;
inline constexpr Byte PROTOCOL_ICMP = 1;
inline constexpr Byte PROTOCOL_TCP = 6;
inline constexpr Byte PROTOCOL_UDP = 17;
inline constexpr Byte PROTOCOL_ROUTING = 43;
inline constexpr Byte PROTOCOL_FRAGMENT = 44;
inline constexpr Byte PROTOCOL_ICMPV6 = 58;
inline constexpr Byte PROTOCOL_NONE = 59;
inline constexpr Byte PROTOCOL_DESTINATION_OPTIONS = 60;

inline constexpr std::size_t IPV4_HEADER_LENGTH = 20; ///< without options
inline constexpr std::size_t IPV6_HEADER_LENGTH = 40; ///< without extension headers
inline constexpr std::size_t IPV6_FRAGMENT_HEADER_LENGTH = 8;
inline constexpr std::size_t IPV6_MINIMUM_MTU = 1280;
inline constexpr std::size_t IPV4_MINIMUM_MTU = 68;

/// What the IP header of a packet says, with IPv6 extension headers walked through.
struct IpInfo
{
    Path path;         ///< both addresses of one family, which is that of the packet
    Byte protocol = 0; ///< upper layer, behind hop-by-hop, routing, fragment, destination options
    Byte hopLimit = 0; ///< or TTL
    Byte trafficClass = 0;        ///< or TOS
    std::uint32_t flowLabel = 0;  ///< 20 bits; IPv4: 0
    std::size_t headerLength = 0; ///< octets before the upper layer: options, extensions included
    std::size_t totalLength = 0;  ///< octets of the packet as its header says
    bool isFragment = false;      ///< one of several; false for an atomic fragment (RFC 6946)
    bool moreFragments = false;
    bool dontFragment = false;          ///< IPv6: true, because no router fragments it
    bool isSourceRouted = false;        ///< a source route or routing header has hops left to visit
    bool hasFragmentHeader = false;     ///< IPv6 only
    std::uint16_t fragmentOffset = 0;   ///< octets, a multiple of 8
    std::uint32_t fragmentId = 0;       ///< IPv4: 16 bits; IPv6 without fragment header: 0
    std::size_t fragmentablePartAt = 0; ///< where IPv6's fragment header stands or would stand
    std::size_t nextHeaderAt = 0; ///< offset of the octet that says what is at fragmentablePartAt

    bool IsV4() const
    {
        return path.source.IsV4();
    }
};

/**
 * Reads and checks the IP header. Octets behind the total length (link padding) are ignored.
 *
 * The upper layer is the octets [headerLength, totalLength) of @p packet; of a fragment with an
 * offset they are a piece of its middle. IPv6 jumbograms are not supported.
 *
 * @return else TRUNCATED (octets are missing), MALFORMED (version, lengths, options, order of
 *         extension headers, IPv4-mapped addresses in IPv6), BAD_CHECKSUM (IPv4) or TOO_LONG (a
 *         fragment that ends behind the largest possible datagram)
 * @see RFC 791, RFC 8200
 */
Result<IpInfo> ParseIp(ByteSpan packet);

/// As ParseIp, for the start of a packet as ICMP errors quote it: all headers, maybe not all data.
Result<IpInfo> ParseQuotedIp(ByteSpan quoted);

/// @return the upper layer of a parsed packet, as much as there is of it if it is a quoted one
ByteSpan GetIpPayload(const IpInfo& info, ByteSpan packet);
MutableByteSpan GetIpPayload(const IpInfo& info, MutableByteSpan packet);

} // namespace hip

#endif // HIP_CORE_WIRE_IP_INFO_H
