// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_PACKET_KIND_H
#define HIP_CORE_ASSOCIATION_PACKET_KIND_H

#include "core/util/span.h"

namespace hip
{

/**
 * What a HIP packet is, in either dialect. The values are those on the wire (RFC 7401 §5.3, hip-08
 * §7, see draft2003::PacketType), none of which means two things.
 */
enum class PacketKind : Byte
{
    I1 = 1,
    R1 = 2,
    I2 = 3,
    R2 = 4,
    NES = 5, ///< this and the following up to FAD: 2003 only
    REA = 6,
    BOS = 7,
    CER = 8,
    AC = 9,
    ACR = 10,
    FAQ = 11,
    FAA = 12,
    FAD = 13,
    UPDATE = 16, ///< this and the following up to CLOSE_ACK: HIPv2 only
    NOTIFY = 17,
    CLOSE = 18,
    CLOSE_ACK = 19,
    PAYLOAD = 64, ///< 2003 only
};

/// @return "I1", "CLOSE_ACK" and so on
const char* ToString(PacketKind kind);

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_PACKET_KIND_H
