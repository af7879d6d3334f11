// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_WIRE_PACKET_BUFFER_H
#define HIP_CORE_WIRE_PACKET_BUFFER_H

#include "core/util/span.h"

#include <algorithm>
#include <cassert>
#include <cstddef>

namespace hip
{

/**
 * One packet inside a caller's buffer with free room on both sides, so that headers, IV, padding
 * and ICV are added and removed in place. It borrows the storage and never allocates.
 *
 *     |<- headroom ->|<- packet ->|<- tailroom ->|
 */
class PacketBuffer
{
  public:
    /// Room that is always enough to turn any packet of ours into its ESP form and back.
    static constexpr std::size_t HEADROOM = 128;
    static constexpr std::size_t TAILROOM = 128;

    PacketBuffer() = default;

    /// @param storage the whole buffer; the packet is its octets [offset, offset + length)
    PacketBuffer(MutableByteSpan storage, std::size_t offset, std::size_t length)
        : m_storage(storage),
          m_offset(offset),
          m_length(length)
    {
        assert(offset + length <= storage.size());
    }

    MutableByteSpan GetPacket()
    {
        return m_storage.subspan(m_offset, m_length);
    }

    ByteSpan GetPacket() const
    {
        return m_storage.subspan(m_offset, m_length);
    }

    std::size_t GetLength() const
    {
        return m_length;
    }

    std::size_t GetHeadroom() const
    {
        return m_offset;
    }

    std::size_t GetTailroom() const
    {
        return m_storage.size() - m_offset - m_length;
    }

    /// Grows the packet at its front by @p count octets of unspecified content. Needs the headroom.
    void Prepend(std::size_t count)
    {
        assert(count <= m_offset);
        m_offset -= count;
        m_length += count;
    }

    /// Grows the packet at its end by @p count octets of unspecified content. Needs the tailroom.
    void Append(std::size_t count)
    {
        assert(count <= GetTailroom());
        m_length += count;
    }

    void TrimFront(std::size_t count)
    {
        assert(count <= m_length);
        m_offset += count;
        m_length -= count;
    }

    void TrimBack(std::size_t count)
    {
        assert(count <= m_length);
        m_length -= count;
    }

    /// Puts other octets in the place of the packet. @return false, and nothing has changed, if
    /// the tailroom is too small for them
    bool Replace(ByteSpan by)
    {
        if (by.size() > m_length + GetTailroom())
        {
            return false;
        }
        m_length = by.size();
        std::copy(by.begin(), by.end(), GetPacket().begin());
        return true;
    }

  private:
    MutableByteSpan m_storage;
    std::size_t m_offset = 0;
    std::size_t m_length = 0;
};

} // namespace hip

#endif // HIP_CORE_WIRE_PACKET_BUFFER_H
