// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_INCOMING_PACKET_H
#define HIP_CORE_ASSOCIATION_INCOMING_PACKET_H

#include "core/association/packet-kind.h"
#include "core/util/span.h"
#include "core/wire/hip-packet-base.h"
#include "core/wire/ip-address.h"

namespace hip
{

/**
 * A HIP packet whose form a dialect has checked. The association looks at its header; what the
 * parameters say it asks the dialect.
 */
class IncomingPacket
{
  public:
    /// @param view a PacketView of either dialect, whose octets outlive this
    template <class PacketFormat>
    IncomingPacket(const PacketViewBase<PacketFormat>& view)
        : m_kind(static_cast<PacketKind>(view.GetType())),
          m_sender(view.GetSender()),
          m_receiver(view.GetReceiver()),
          m_bytes(view.GetBytes())
    {
    }

    PacketKind GetKind() const
    {
        return m_kind;
    }

    const Hit& GetSender() const
    {
        return m_sender;
    }

    const Hit& GetReceiver() const
    {
        return m_receiver;
    }

    /// Header and parameters.
    ByteSpan GetBytes() const
    {
        return m_bytes;
    }

  private:
    PacketKind m_kind;
    Hit m_sender;
    Hit m_receiver;
    ByteSpan m_bytes;
};

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_INCOMING_PACKET_H
