// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_COMMON_BYTE_PATTERN_H
#define HIP_SCENARIOS_COMMON_BYTE_PATTERN_H

#include <cstdint>

namespace hipscenario
{

/**
 * Octet @p position of a stream whose every octet is known to both ends, so that a receiver notices
 * one that is lost, repeated, moved or changed. The multiplier makes the period 2^32.
 */
inline std::uint8_t
GetPatternByte(std::uint64_t position)
{
    const auto mixed = static_cast<std::uint32_t>(position * 2654435761u);
    return static_cast<std::uint8_t>((mixed ^ (mixed >> 15)) >> 8);
}

} // namespace hipscenario

#endif // HIP_SCENARIOS_COMMON_BYTE_PATTERN_H
