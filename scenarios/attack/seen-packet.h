// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_ATTACK_SEEN_PACKET_H
#define HIP_SCENARIOS_ATTACK_SEEN_PACKET_H

#include "core/util/span.h"
#include "core/wire/ip-address.h"

namespace hipscenario
{

/// A genuine HIP packet of either dialect, as somebody on its way has seen it.
struct SeenPacket
{
    hip::Byte protocol; ///< of the IP header: tells the dialect
    hip::Bytes hip;     ///< from its HIP header
};

/// @return whether it is one of draft-moskowitz-hip-08 and draft-nikander-hip-mm-00
bool IsOf2003(const SeenPacket& seen);

/**
 * Finds what is worth changing in a packet.
 *
 * @return the first address in a LOCATOR_SET or REA_INFO, 16 octets; or the timestamp of AC and
 *         ACR; empty if it has neither
 */
hip::ByteSpan FindTold(const SeenPacket& seen);

/**
 * Makes a packet of the same type up, as far as one can who has no key.
 *
 * @param seen where FindTold finds something: numbers and SPIs are taken from it
 * @param sender HIT that it is to come from
 * @param address what it tells; AC and ACR hold none
 * @param number tells such packets apart, from 0
 * @return without checksum
 */
hip::Bytes MakeWithoutKey(const SeenPacket& seen,
                          const hip::Hit& sender,
                          const hip::IpAddress& address,
                          std::uint32_t number);

} // namespace hipscenario

#endif // HIP_SCENARIOS_ATTACK_SEEN_PACKET_H
