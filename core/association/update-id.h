// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_UPDATE_ID_H
#define HIP_CORE_ASSOCIATION_UPDATE_ID_H

#include "core/association/packet-kind.h"

#include <cstdint>

namespace hip
{

/**
 * Names an update of one association until it is acknowledged: the Update ID of RFC 7401; in 2003,
 * where NES, REA and AC count each on its own, the packet's kind above sixteen bits of number.
 */
using UpdateId = std::uint32_t;

constexpr UpdateId
MakeUpdateId(PacketKind kind, std::uint16_t number)
{
    return static_cast<UpdateId>(kind) << 16 | number;
}

/// How a dialect numbers its updates. Numbers are compared circularly.
struct UpdateNumbering
{
    unsigned bits;        ///< of a number; what stands above them keeps counters apart
    std::uint32_t first;  ///< number of the first update
    std::uint32_t window; ///< how many numbers, up to the newest one processed, are remembered
    std::uint32_t ahead;  ///< how far beyond the newest one another may lie
};

/// RFC 7401 §5.2.16: one counter of 32 bits from 0 on; the window is ours. While an UPDATE is sent
/// again, probes of paths may take many numbers.
inline constexpr UpdateNumbering HIPV2_NUMBERING{32, 0, 1024, 1024};

/// hip-08 §8.9, for REA alike: only what is newer counts.
inline constexpr UpdateNumbering DRAFT_2003_NUMBERING{16, 1, 1, 0x7fff};

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_UPDATE_ID_H
