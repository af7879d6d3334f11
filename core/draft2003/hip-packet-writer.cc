// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/draft2003/hip-header.h"
#include "core/draft2003/hip-packet.h"
#include "core/util/endian.h"
#include "core/wire/checksum.h"
#include "core/wire/tlv.h"

#include <algorithm>

namespace hip::draft2003
{

PacketWriter::PacketWriter(PacketType type,
                           std::uint16_t controls,
                           const Hit& sender,
                           const Hit& receiver)
    : m_packet(HIP_HEADER_LENGTH)
{
    m_packet[header::AT_NEXT_HEADER] = header::NO_NEXT_HEADER;
    m_packet[header::AT_TYPE] = static_cast<Byte>(type);
    m_packet[header::AT_VERSION] = header::VERSION_OCTET;
    WriteU16(m_packet, header::AT_CONTROLS, controls);
    std::copy(sender.GetBytes().begin(),
              sender.GetBytes().end(),
              m_packet.begin() + header::AT_SENDER);
    SetReceiver(receiver);
}

PacketWriter::PacketWriter(const PacketView& packet)
    : m_packet(packet.GetBytes().begin(), packet.GetBytes().end())
{
    for (auto it = packet.Next(std::nullopt); it; it = packet.Next(it))
    {
        m_last = it->type;
    }
    Touch();
}

PacketWriter&
PacketWriter::AddRaw(ParameterType type, ByteSpan contents)
{
    assert(IsInOrder(type));
    m_last = type;
    AppendTlv(m_packet, type, contents);
    Touch();
    return *this;
}

bool
PacketWriter::MayAdd(ParameterType type, std::size_t contentsLength) const
{
    return IsInOrder(type) && m_packet.size() + GetTlvLength(contentsLength) <= MAX_HIP_PACKET;
}

void
PacketWriter::SetReceiver(const Hit& receiver)
{
    std::copy(receiver.GetBytes().begin(),
              receiver.GetBytes().end(),
              m_packet.begin() + header::AT_RECEIVER);
    Touch();
}

void
PacketWriter::SetNextHeader(Byte nextHeader)
{
    m_packet[header::AT_NEXT_HEADER] = nextHeader;
    Touch();
}

Bytes
PacketWriter::GetCovered(Coverage coverage) const
{
    return CopyCovered(m_packet, coverage);
}

const Bytes&
PacketWriter::Finish(const Path& path)
{
    WriteU16(m_packet, header::AT_CHECKSUM, 0);
    const auto length = static_cast<std::uint32_t>(m_packet.size());
    const auto sum = SumBytes(m_packet, SumPseudoHeader(path, length, PROTOCOL_HIP));
    WriteU16(m_packet, header::AT_CHECKSUM, FoldChecksum(sum));
    return m_packet;
}

bool
PacketWriter::IsInOrder(ParameterType type) const
{
    return !m_last || *m_last < type || (*m_last == type && MayRepeat(type));
}

void
PacketWriter::Touch()
{
    WriteU16(m_packet, header::AT_CHECKSUM, 0);
    m_packet[header::AT_LENGTH] =
        static_cast<Byte>(std::min<std::size_t>(m_packet.size() / 8 - 1, 0xff));
}

} // namespace hip::draft2003
