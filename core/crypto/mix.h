// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_CRYPTO_MIX_H
#define HIP_CORE_CRYPTO_MIX_H

#include "core/util/span.h"

#include <array>
#include <boost/endian/conversion.hpp>
#include <cstdint>

namespace hip
{

// A checksum that is nearly free and finds damage, not forgery: what modelled cryptography has in
// place of a MAC.

/// The first eight octets of @p bytes; one load instruction on most machines.
inline std::uint64_t
ReadMixWord(ByteSpan bytes)
{
    return boost::endian::load_little_u64(bytes.data());
}

/**
 * Absorbs one word. For a fixed word it is a bijection of the state and for a fixed state one of
 * the word, so no change of a single word can get lost later.
 */
inline std::uint64_t
MixStep(std::uint64_t state, std::uint64_t word)
{
    state = (state ^ word) * 0x9e3779b97f4a7c15ULL;
    return state ^ (state >> 32);
}

/// Fills @p out with words that follow from @p state; the first of them is a bijection of it.
void FillWithMix(std::uint64_t state, MutableByteSpan out);

/**
 * Four independent states, since one alone would wait for its multiplications: octets are dealt to
 * them in turn.
 */
class MixChecksum
{
  public:
    using States = std::array<std::uint64_t, 4>;

    /// @param start depends on the key
    explicit MixChecksum(const States& start)
        : m_states(start)
    {
    }

    void Absorb(std::uint64_t word)
    {
        m_states[0] = MixStep(m_states[0], word);
    }

    void Absorb(ByteSpan bytes);

    /// @return one state that depends on all of them
    std::uint64_t Finish() const;

  private:
    /// @param block 32 octets
    void AbsorbBlock(const Byte* block);

    States m_states;
};

} // namespace hip

#endif // HIP_CORE_CRYPTO_MIX_H
