// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_UTIL_RANDOM_SOURCE_H
#define HIP_CORE_UTIL_RANDOM_SOURCE_H

#include "core/util/endian.h"
#include "core/util/span.h"

#include <array>

namespace hip
{

/**
 * Where the core's randomness comes from. The core never makes its own: a simulation hands in a
 * seeded sequence, so that one seed gives the same keys, nonces and SPIs every time.
 */
class RandomSource
{
  public:
    virtual ~RandomSource() = default;

    /// Overwrites all of @p out with random octets.
    virtual void Fill(MutableByteSpan out) = 0;

    /// @return 32 random bits
    std::uint32_t GetU32()
    {
        std::array<Byte, 4> bytes;
        Fill(bytes);
        return ReadU32(bytes);
    }

    /// @return a number in [0, bound), for bound > 0; the bias is below bound / 2^32
    std::uint32_t GetBelow(std::uint32_t bound)
    {
        return static_cast<std::uint32_t>((static_cast<std::uint64_t>(GetU32()) * bound) >> 32);
    }
};

} // namespace hip

#endif // HIP_CORE_UTIL_RANDOM_SOURCE_H
