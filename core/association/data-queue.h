// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_DATA_QUEUE_H
#define HIP_CORE_ASSOCIATION_DATA_QUEUE_H

#include "core/util/span.h"

#include <deque>
#include <utility>

namespace hip
{

/// User data that waits for its association, oldest first, up to a bound (RFC 7401 §6.1).
class DataQueue
{
  public:
    /// @return false if @p maximum packets wait already; the packet is then not taken
    bool Push(ByteSpan packet, std::size_t maximum)
    {
        if (m_packets.size() >= maximum)
        {
            return false;
        }
        m_packets.emplace_back(packet.begin(), packet.end());
        return true;
    }

    /// @return everything that waited; the queue is empty afterwards
    std::deque<Bytes> TakeAll()
    {
        return std::exchange(m_packets, {});
    }

    bool IsEmpty() const
    {
        return m_packets.empty();
    }

  private:
    std::deque<Bytes> m_packets;
};

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_DATA_QUEUE_H
