// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_DRAFT2003_PACKET_TYPE_H
#define HIP_CORE_DRAFT2003_PACKET_TYPE_H

#include "core/util/span.h"

namespace hip::draft2003
{

/**
 * The one table of packet types. I1 to NES, BOS, CER and PAYLOAD are those of hip-08 §7; REA is
 * hip-06 §6.6, since mm-00 prints no number; AC and ACR are those of an implementation of the time;
 * no text gives FAQ, FAA and FAD a number, so ours are the next free ones.
 */
enum class PacketType : Byte
{
    I1 = 1,
    R1 = 2,
    I2 = 3,
    R2 = 4,
    NES = 5, ///< new SPI: what became UPDATE
    REA = 6, ///< readdress
    BOS = 7, ///< bootstrap
    CER = 8, ///< certificates
    AC = 9,  ///< address check
    ACR = 10,
    FAQ = 11, ///< forwarding agent query, acknowledgement, denial
    FAA = 12,
    FAD = 13,
    PAYLOAD = 64, ///< clear data behind the header
};

/// @return true if @p type is one of the table
bool IsKnown(PacketType type);

/// @return the name in the drafts, or "unknown"
const char* ToString(PacketType type);

} // namespace hip::draft2003

#endif // HIP_CORE_DRAFT2003_PACKET_TYPE_H
