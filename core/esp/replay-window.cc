// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/esp/replay-window.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace hip
{

namespace
{

constexpr std::size_t WORD_BITS = 64;

/// @return the number of words for a window of @p width packets
std::size_t
GetWordCount(std::size_t width)
{
    if (width == 0 || width % WORD_BITS != 0)
    {
        throw std::invalid_argument("a replay window must be a multiple of 64 packets wide, not " +
                                    std::to_string(width));
    }
    return width / WORD_BITS;
}

/// A word with bits [from, to) set, to > from.
std::uint64_t
MakeMask(std::size_t from, std::size_t to)
{
    return (~std::uint64_t{0} >> (WORD_BITS - (to - from))) << from;
}

} // namespace

ReplayWindow::ReplayWindow(std::size_t width)
    : m_bits(GetWordCount(width))
{
}

std::uint64_t
ReplayWindow::Reconstruct(std::uint32_t low) const
{
    // The smallest number from the left edge onwards that ends in these bits: that is what the
    // cases of RFC 4303, appendix A2.2 come to. Before 2^64 runs out, it may wrap and is then
    // refused.
    const std::uint64_t width = m_bits.size() * WORD_BITS;
    const std::uint64_t leftEdge = m_highest < width ? 0 : m_highest - width + 1;
    return leftEdge + static_cast<std::uint32_t>(low - static_cast<std::uint32_t>(leftEdge));
}

bool
ReplayWindow::IsAcceptable(std::uint64_t sequence) const
{
    const std::uint64_t width = m_bits.size() * WORD_BITS;
    if (sequence == 0)
    {
        return false;
    }
    if (sequence > m_highest)
    {
        return true;
    }
    const std::size_t bit = sequence % width;
    return m_highest - sequence < width && (m_bits[bit / WORD_BITS] >> (bit % WORD_BITS) & 1) == 0;
}

void
ReplayWindow::Accept(std::uint64_t sequence)
{
    const std::uint64_t width = m_bits.size() * WORD_BITS;
    if (sequence > m_highest)
    {
        Advance(sequence);
    }
    if (m_highest - sequence < width)
    {
        const std::size_t bit = sequence % width;
        m_bits[bit / WORD_BITS] |= std::uint64_t{1} << (bit % WORD_BITS);
    }
}

void
ReplayWindow::Advance(std::uint64_t highest)
{
    const std::size_t width = m_bits.size() * WORD_BITS;
    if (highest - m_highest >= width)
    {
        std::fill(m_bits.begin(), m_bits.end(), 0);
        m_highest = highest;
        return;
    }
    std::size_t bit = (m_highest + 1) % width;
    for (std::size_t left = highest - m_highest; left > 0;)
    {
        const std::size_t from = bit % WORD_BITS;
        const std::size_t count = std::min(left, WORD_BITS - from);
        m_bits[bit / WORD_BITS] &= ~MakeMask(from, from + count);
        bit = (bit + count) % width;
        left -= count;
    }
    m_highest = highest;
}

} // namespace hip
