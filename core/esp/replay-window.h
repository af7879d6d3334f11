// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ESP_REPLAY_WINDOW_H
#define HIP_CORE_ESP_REPLAY_WINDOW_H

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hip
{

/**
 * The anti-replay window over 64-bit sequence numbers of which only the low half travels
 * (RFC 4303 §3.4.3 and appendix A).
 */
class ReplayWindow
{
  public:
    /// @param width in packets, a multiple of 64. @throw std::invalid_argument if it is not
    explicit ReplayWindow(std::size_t width = 64);

    /// The most likely 64-bit number behind these low 32 bits (RFC 4303, appendix A2.2).
    std::uint64_t Reconstruct(std::uint32_t low) const;

    /// @return false for 0, for what lies left of the window, and for what was seen; looks only
    bool IsAcceptable(std::uint64_t sequence) const;

    /// Marks a number as seen, after its packet was authenticated.
    void Accept(std::uint64_t sequence);

    std::uint64_t GetHighest() const
    {
        return m_highest;
    }

  private:
    /// Moves the right edge to @p highest and forgets what falls out on the left.
    void Advance(std::uint64_t highest);

    std::vector<std::uint64_t> m_bits; ///< ring of words, bit = sequence modulo width
    std::uint64_t m_highest = 0;
};

} // namespace hip

#endif // HIP_CORE_ESP_REPLAY_WINDOW_H
