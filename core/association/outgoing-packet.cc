// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/outgoing-packet.h"

#include "core/wire/checksum.h"
#include "core/wire/hip-header.h"

namespace hip
{

PacketKind
OutgoingPacket::GetKind() const
{
    return static_cast<PacketKind>(m_bytes[header::AT_TYPE] & header::TYPE_MASK);
}

Hit
OutgoingPacket::GetSender() const
{
    return IpAddress::FromBytes(ByteSpan(m_bytes).subspan(header::AT_SENDER, sizeof(Hit)));
}

Hit
OutgoingPacket::GetReceiver() const
{
    return IpAddress::FromBytes(ByteSpan(m_bytes).subspan(header::AT_RECEIVER, sizeof(Hit)));
}

const Bytes&
OutgoingPacket::Finish(const Path& path)
{
    WriteHipChecksum(m_bytes, m_checksumAt, m_protocol, path);
    return m_bytes;
}

} // namespace hip
