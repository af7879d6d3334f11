// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/mix.h"

#include <algorithm>

namespace hip
{

namespace
{

constexpr std::size_t BLOCK_LENGTH = 32;

} // namespace

void
FillWithMix(std::uint64_t state, MutableByteSpan out)
{
    for (std::uint64_t number = 0; !out.empty(); ++number)
    {
        std::array<Byte, 8> word;
        boost::endian::store_little_u64(word.data(), MixStep(MixStep(state, number), ~number));
        const std::size_t length = std::min(out.size(), word.size());
        std::copy_n(word.begin(), length, out.begin());
        out = out.subspan(length);
    }
}

void
MixChecksum::AbsorbBlock(const Byte* block)
{
    for (std::size_t n = 0; n < m_states.size(); ++n)
    {
        m_states[n] = MixStep(m_states[n], boost::endian::load_little_u64(block + 8 * n));
    }
}

void
MixChecksum::Absorb(ByteSpan bytes)
{
    const std::size_t length = bytes.size();
    while (bytes.size() >= BLOCK_LENGTH)
    {
        AbsorbBlock(bytes.data());
        bytes = bytes.subspan(BLOCK_LENGTH);
    }
    if (!bytes.empty())
    {
        std::array<Byte, BLOCK_LENGTH> last{};
        std::copy(bytes.begin(), bytes.end(), last.begin());
        AbsorbBlock(last.data());
    }
    Absorb(std::uint64_t{length}); // what the zeros behind the last octet would hide
}

std::uint64_t
MixChecksum::Finish() const
{
    std::uint64_t state = 0;
    for (const std::uint64_t lane : m_states)
    {
        state = MixStep(state, lane);
    }
    return state;
}

} // namespace hip
