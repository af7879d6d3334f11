// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ESP_BEET_H
#define HIP_CORE_ESP_BEET_H

#include "core/esp/security-association.h"
#include "core/util/result.h"
#include "core/wire/ip-address.h"
#include "core/wire/packet-buffer.h"

namespace hip
{

// BEET mode (RFC 7402 appendix B): the inner addresses are the HITs, which are bound to the SA and
// never sent, so that the packet on the wire is that of ESP transport mode.

/**
 * Replaces the inner IPv6 header by an outer one and seals everything behind it, in place.
 *
 * Hop limit and traffic class are copied, the flow label is not. An outer IPv4 packet may be
 * fragmented; its Identification is the low half of the sequence number.
 *
 * @param packet an IPv6 packet between two HITs, checked by ParseIp, with nothing behind its end;
 *        afterwards the whole outer packet
 * @param outer the outer addresses, both IPv4 or both IPv6
 * @return TOO_LONG if the outer packet would be longer than IP allows, or the reasons of
 *         EspOutboundSa::Seal; the packet is then unchanged
 */
Result<void> BeetSeal(PacketBuffer& packet, EspOutboundSa& sa, const Path& outer);

/**
 * Opens the ESP packet behind an outer IP header and puts the inner IPv6 header in front, in place.
 *
 * @param packet an unfragmented IPv4 or IPv6 packet that carries ESP, checked by ParseIp, with
 * nothing behind its end; afterwards the inner packet
 * @param headerLength octets of the outer IP header with options and extensions, before the SPI
 * @param inner the HITs that the SA is bound to, as source and destination
 * @return NO_ROOM for the inner header, or the reasons of EspInboundSa::Open; the octets of the
 * packet are then unspecified
 */
Result<void> BeetOpen(PacketBuffer& packet,
                      std::size_t headerLength,
                      EspInboundSa& sa,
                      const Path& inner);

} // namespace hip

#endif // HIP_CORE_ESP_BEET_H
