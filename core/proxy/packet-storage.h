// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_PROXY_PACKET_STORAGE_H
#define HIP_CORE_PROXY_PACKET_STORAGE_H

#include "core/wire/packet-buffer.h"

#include <algorithm>

namespace hip
{

/// A packet of our own with room on both sides, for what is off the fast path.
struct PacketStorage
{
    explicit PacketStorage(ByteSpan packet)
        : octets(PacketBuffer::HEADROOM + packet.size() + PacketBuffer::TAILROOM),
          buffer(octets, PacketBuffer::HEADROOM, packet.size())
    {
        std::copy(packet.begin(), packet.end(), octets.begin() + PacketBuffer::HEADROOM);
    }

    PacketStorage(const PacketStorage&) = delete;
    PacketStorage& operator=(const PacketStorage&) = delete;

    /// @return the packet as it is now
    Bytes GetBytes()
    {
        const MutableByteSpan packet = buffer.GetPacket();
        return Bytes(packet.begin(), packet.end());
    }

    Bytes octets;
    PacketBuffer buffer; ///< views `octets`
};

} // namespace hip

#endif // HIP_CORE_PROXY_PACKET_STORAGE_H
