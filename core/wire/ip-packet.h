// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_WIRE_IP_PACKET_H
#define HIP_CORE_WIRE_IP_PACKET_H

#include "core/util/result.h"
#include "core/util/span.h"
#include "core/wire/ip-address.h"
#include "core/wire/ip-info.h"

#include <cstddef>
#include <cstdint>

namespace hip
{

/// @return 20 for IPv4, 40 for IPv6: the length of a header without options
std::size_t GetIpHeaderLength(const Path& path);

/**
 * Writes an IPv6 header.
 *
 * @param out at least 40 octets
 * @param path two IPv6 addresses
 * @param flowLabel 20 bits
 * @param payloadLength octets behind the header, at most 65535
 */
void WriteIpv6Header(MutableByteSpan out,
                     const Path& path,
                     Byte nextHeader,
                     Byte hopLimit,
                     Byte trafficClass,
                     std::uint32_t flowLabel,
                     std::size_t payloadLength);

/**
 * Writes an IPv4 header without options, with its checksum; not that of a fragment.
 *
 * @param out at least 20 octets
 * @param path two IPv4 addresses
 * @param payloadLength octets behind the header, at most 65515
 */
void WriteIpv4Header(MutableByteSpan out,
                     const Path& path,
                     Byte protocol,
                     Byte ttl,
                     Byte tos,
                     std::uint16_t id,
                     bool dontFragment,
                     std::size_t payloadLength);

/**
 * Makes a packet of the family of @p path. In IPv4 it may be fragmented, and its Identification is
 * a hash of the payload, so that copies of one message share it and others hardly ever do.
 *
 * @param payload the upper layer, at most 65515 octets
 */
Bytes MakeIpPacket(const Path& path, Byte protocol, Byte hopLimit, ByteSpan payload);

/**
 * Replaces both addresses, and updates the checksum of an IPv4 header; not that of the transport.
 *
 * @param packet a packet that ParseIp or ParseQuotedIp has accepted
 * @param newPath addresses of the packet's family
 */
void RewritePath(MutableByteSpan packet, const Path& newPath);

/**
 * Writes fragment offset and More Fragments, and updates the header checksum; Don't Fragment stays.
 *
 * @param packet an IPv4 packet with a good header
 * @param offset octets, a multiple of 8, at most 65528
 */
void SetIpv4Fragment(MutableByteSpan packet, std::size_t offset, bool moreFragments);

/**
 * Takes one off Hop Limit or TTL, as a forwarder does, and updates the checksum of an IPv4 header.
 *
 * @param packet a packet that ParseIp has accepted
 * @return else HOP_LIMIT_EXCEEDED: it may not be forwarded, and was left unchanged
 */
Result<void> DecrementHopLimit(MutableByteSpan packet);

} // namespace hip

#endif // HIP_CORE_WIRE_IP_PACKET_H
