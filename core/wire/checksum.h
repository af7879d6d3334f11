// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_WIRE_CHECKSUM_H
#define HIP_CORE_WIRE_CHECKSUM_H

#include "core/util/span.h"
#include "core/wire/ip-address.h"

namespace hip
{

// The Internet checksum (RFC 1071) in steps: sum up the pieces, then fold. A checksum over a packet
// is FoldChecksum(SumBytes(packet, SumPseudoHeader(path, packet.size(), protocol))).

/**
 * Adds octets to a one's-complement sum of big-endian 16-bit words.
 *
 * @param bytes any length; an odd last octet counts as if a zero octet followed, so only the last
 *        piece of a chain may have an odd length
 * @param initial sum of the pieces before, or any number that shall count
 * @return the sum, at most 0xffff, not complemented
 */
std::uint32_t SumBytes(ByteSpan bytes, std::uint32_t initial = 0);

/// @return the checksum field for a sum: folded to 16 bits and complemented
std::uint16_t FoldChecksum(std::uint32_t sum);

/**
 * Sums the pseudo-header of TCP, UDP, ICMPv6 and HIP: as in RFC 768 if both addresses are IPv4,
 * else as in RFC 8200 §8.1 with two addresses of 16 octets.
 *
 * @param path addresses of the IP header; for user data in ESP the two HITs (RFC 7401 §4.5.1)
 * @param upperLength octets of upper-layer header and data
 */
std::uint32_t SumPseudoHeader(const Path& path, std::uint32_t upperLength, Byte nextHeader);

/**
 * Writes the checksum of a HIP packet (RFC 7401 §5.1.1, hip-08 §6.1.2).
 *
 * @param packet HIP header first, without payload
 * @param at offset of the checksum field
 * @param protocol IP protocol number of the dialect
 * @param path addresses of the IP header
 */
void WriteHipChecksum(Bytes& packet, std::size_t at, Byte protocol, const Path& path);

/**
 * Changes a checksum for octets that were replaced, without a look at the others (RFC 1624 eq. 3).
 *
 * The result is that of a full computation. A UDP sender still has to write a 0 as 0xffff, and must
 * leave a 0 that says "no checksum" alone.
 *
 * @param checksum the field as it was
 * @param oldBytes what was replaced: even length, starting at an even offset of the packet
 * @param newBytes what replaces it: even length, which may differ from that of @p oldBytes
 */
std::uint16_t UpdateChecksum(std::uint16_t checksum, ByteSpan oldBytes, ByteSpan newBytes);

} // namespace hip

#endif // HIP_CORE_WIRE_CHECKSUM_H
