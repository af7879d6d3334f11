// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_WIRE_TRANSLATION_H
#define HIP_CORE_WIRE_TRANSLATION_H

#include "core/util/result.h"
#include "core/wire/ip-address.h"
#include "core/wire/packet-buffer.h"

#include <cstdint>

namespace hip
{

// Translation between IPv4 and IPv6 headers, without state (RFC 7915). The caller knows the new
// addresses, and decrements the hop limit. Ports stay: see RewriteFlow and RewriteIcmpError.
//
// A packet grows by at most 56 octets at its front. What is refused stays as it was.

/**
 * Turns an IPv4 packet into an IPv6 packet, in place.
 *
 * Options are left out. Only a fragment gets a Fragment header; a packet without Don't Fragment
 * that has become too big for the way ahead is the caller's to fragment (Fragment). ICMP echoes
 * and errors are translated, errors with the packet they quote, cut to 1280 octets and without
 * extensions (RFC 4884). The checksum of the transport is updated, and stays wrong if it was;
 * that of an error must be good.
 *
 * @param newPath two IPv6 addresses
 * @param quotedPath IPv6 addresses for the packet that an ICMP error quotes
 * @return else the reasons of ParseIp and ParseFlow, UNTRANSLATABLE (source route, ICMP messages
 *         without counterpart, fragments of ICMP or of UDP without checksum, protocols that are
 *         extension headers in IPv6), or NO_ROOM (headroom)
 * @see RFC 7915 §4
 */
Result<void> TranslateToIpv6(PacketBuffer& packet, const Path& newPath, const Path& quotedPath);

/// For an error that comes from where the quoted packet went: its addresses are those of newPath,
/// the other way round.
Result<void> TranslateToIpv6(PacketBuffer& packet, const Path& newPath);

/**
 * Turns an IPv6 packet into an IPv4 packet, in place.
 *
 * Extension headers are left out, but for what a Fragment header says. The result has Don't
 * Fragment set if it is longer than 1260 octets. Errors are cut to 576 octets.
 *
 * @param newPath two IPv4 addresses
 * @param identification for the IPv4 header of what is no fragment; not the same soon again
 * @param quotedPath IPv4 addresses for the packet that an ICMPv6 error quotes
 * @return else the reasons of ParseIp and ParseFlow, TOO_LONG (for IPv4) or UNTRANSLATABLE
 *         (segments left in a routing header, ICMPv6 messages without counterpart, fragments of
 *         ICMPv6, fragments with extension headers in the fragmented part)
 * @see RFC 7915 §5
 */
Result<void> TranslateToIpv4(PacketBuffer& packet,
                             const Path& newPath,
                             std::uint16_t identification,
                             const Path& quotedPath);

/// As for TranslateToIpv6.
Result<void> TranslateToIpv4(PacketBuffer& packet,
                             const Path& newPath,
                             std::uint16_t identification);

} // namespace hip

#endif // HIP_CORE_WIRE_TRANSLATION_H
