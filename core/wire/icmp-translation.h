// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_WIRE_ICMP_TRANSLATION_H
#define HIP_CORE_WIRE_ICMP_TRANSLATION_H

#include "core/util/result.h"
#include "core/util/span.h"
#include "core/wire/ip-info.h"

#include <array>

namespace hip
{

/// The first eight octets of an ICMP message, with a checksum of 0.
using IcmpHeader = std::array<Byte, 8>;

/**
 * Turns the header of an ICMPv4 error into that of the ICMPv6 error that says the same.
 *
 * A length attribute (RFC 4884) is not carried over. An MTU grows with the header, but is never
 * below 1280; one of 0 comes from a router older than RFC 1191 and becomes the next plateau below
 * the size of the quoted packet.
 *
 * @param message at least eight octets
 * @param quoted the IPv4 header of the packet in error
 * @return else UNTRANSLATABLE: IPv6 has no such message
 * @see RFC 7915 §4.2
 */
Result<IcmpHeader> ToIcmpv6Error(ByteSpan message, const IpInfo& quoted);

/**
 * The other way round. An MTU shrinks with the header and with a Fragment header in the quoted
 * packet, but is never below 68, the least that IPv4 has.
 *
 * @see RFC 7915 §5.2
 */
Result<IcmpHeader> ToIcmpv4Error(ByteSpan message, const IpInfo& quoted);

} // namespace hip

#endif // HIP_CORE_WIRE_ICMP_TRANSLATION_H
