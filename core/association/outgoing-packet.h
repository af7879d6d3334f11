// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_OUTGOING_PACKET_H
#define HIP_CORE_ASSOCIATION_OUTGOING_PACKET_H

#include "core/association/packet-kind.h"
#include "core/util/span.h"
#include "core/wire/hip-packet-base.h"
#include "core/wire/ip-address.h"

#include <cstddef>

namespace hip
{

/// A HIP packet that a dialect has composed and signed: only the checksum depends on where it goes.
class OutgoingPacket
{
  public:
    /// @param writer a PacketWriter of either dialect
    template <class PacketFormat>
    explicit OutgoingPacket(const PacketWriterBase<PacketFormat>& writer)
        : m_bytes(writer.GetBytes()),
          m_protocol(PacketFormat::PROTOCOL),
          m_checksumAt(PacketFormat::AT_CHECKSUM)
    {
    }

    PacketKind GetKind() const;
    Hit GetSender() const;
    Hit GetReceiver() const;

    /// IP protocol number that it travels under.
    Byte GetProtocol() const
    {
        return m_protocol;
    }

    /// @return the packet for these addresses, HIP header first; may be asked for again
    const Bytes& Finish(const Path& path);

  private:
    Bytes m_bytes;
    Byte m_protocol;
    std::size_t m_checksumAt;
};

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_OUTGOING_PACKET_H
