// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_WIRE_FRAGMENTATION_H
#define HIP_CORE_WIRE_FRAGMENTATION_H

#include "core/util/span.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hip
{

/**
 * Cuts an IP packet into fragments: an IPv4 packet as any router may, an IPv6 packet as its source
 * may. What is a fragment already is cut further and keeps its identification.
 *
 * @param packet one packet; link padding behind it is left out
 * @param mtu octets that a fragment may have, header included
 * @param id identification for IPv6; an IPv4 packet keeps that of its header
 * @return the fragments in order, or the packet alone if it fits; nothing if it must not be cut
 *         (Don't Fragment), cannot be (no room for data, or for the whole chain of IPv6 headers in
 *         the first fragment, RFC 7112) or is no IP packet
 * @see RFC 791, RFC 8200 §4.5
 */
std::vector<Bytes> Fragment(ByteSpan packet, std::size_t mtu, std::uint32_t id);

} // namespace hip

#endif // HIP_CORE_WIRE_FRAGMENTATION_H
