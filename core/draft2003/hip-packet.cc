// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/draft2003/hip-packet.h"

#include "core/draft2003/hip-header.h"
#include "core/util/endian.h"
#include "core/wire/checksum.h"

namespace hip::draft2003
{

namespace
{

/// @return the octets of header and parameters
Result<ByteSpan>
CheckHeader(ByteSpan packet)
{
    if (packet.size() < HIP_HEADER_LENGTH)
    {
        return DropReason::TRUNCATED;
    }
    // No draft says what to do with another version; nothing in such a packet can be relied on.
    if (packet[header::AT_VERSION] >> 4 != header::VERSION)
    {
        return DropReason::UNSUPPORTED_VERSION;
    }
    const std::size_t length = (std::size_t{packet[header::AT_LENGTH]} + 1) * 8;
    if (length < HIP_HEADER_LENGTH)
    {
        return DropReason::MALFORMED;
    }
    if (length > packet.size())
    {
        return DropReason::TRUNCATED;
    }
    if (!IsKnown(static_cast<PacketType>(packet[header::AT_TYPE])))
    {
        return DropReason::UNKNOWN_PACKET_TYPE;
    }
    return packet.first(length);
}

/// An unknown parameter is as if it were absent, so it may well stand twice.
bool
MayFollow(ParameterType type, ParameterType last)
{
    return last < type || (last == type && (MayRepeat(type) || !IsKnown(type)));
}

/// Walks the TLVs once, so that no later walk can leave the packet.
std::optional<DropReason>
CheckParameters(ByteSpan packet)
{
    std::optional<ParameterType> last;
    for (std::size_t offset = HIP_HEADER_LENGTH; offset < packet.size();)
    {
        const auto parameter = ReadTlv(packet, offset);
        if (!parameter)
        {
            return DropReason::MALFORMED;
        }
        if (last && !MayFollow(parameter->type, *last))
        {
            return DropReason::PARAMETER_ORDER;
        }
        last = parameter->type;
        offset += parameter->tlv.size();
    }
    return std::nullopt;
}

} // namespace

Result<PacketView>
PacketView::Parse(ByteSpan packet)
{
    const auto bytes = CheckHeader(packet);
    if (!bytes)
    {
        return bytes.error();
    }
    if (const auto reason = CheckParameters(*bytes))
    {
        return *reason;
    }
    const PacketView view(*bytes, packet.subspan(bytes->size()));
    if (view.FindUnknownCritical())
    {
        return DropReason::UNKNOWN_CRITICAL_PARAMETER;
    }
    return view;
}

PacketType
PacketView::GetType() const
{
    return static_cast<PacketType>(m_packet[header::AT_TYPE]);
}

std::uint16_t
PacketView::GetControls() const
{
    return ReadU16(m_packet, header::AT_CONTROLS);
}

Hit
PacketView::GetSender() const
{
    return Hit::FromBytes(m_packet.subspan(header::AT_SENDER, 16));
}

Hit
PacketView::GetReceiver() const
{
    return Hit::FromBytes(m_packet.subspan(header::AT_RECEIVER, 16));
}

std::uint16_t
PacketView::GetChecksum() const
{
    return ReadU16(m_packet, header::AT_CHECKSUM);
}

Byte
PacketView::GetNextHeader() const
{
    return m_packet[header::AT_NEXT_HEADER];
}

bool
PacketView::HasGoodChecksum(const Path& path) const
{
    const auto length = static_cast<std::uint32_t>(m_packet.size());
    return FoldChecksum(SumBytes(m_packet, SumPseudoHeader(path, length, PROTOCOL_HIP))) == 0;
}

std::optional<ParameterView>
PacketView::Find(ParameterType type) const
{
    auto parameter = Next(std::nullopt);
    while (parameter && parameter->type < type)
    {
        parameter = Next(parameter);
    }
    return parameter && parameter->type == type ? parameter : std::nullopt;
}

std::optional<ParameterView>
PacketView::Next(const std::optional<ParameterView>& previous) const
{
    return ReadTlv(m_packet,
                   previous ? previous->offset + previous->tlv.size() : HIP_HEADER_LENGTH);
}

std::optional<ParameterView>
PacketView::FindUnknownCritical() const
{
    auto parameter = Next(std::nullopt);
    while (parameter && (IsKnown(parameter->type) || !IsCritical(parameter->type)))
    {
        parameter = Next(parameter);
    }
    return parameter;
}

Bytes
PacketView::GetCovered(Coverage coverage, ParameterType before) const
{
    std::size_t end = HIP_HEADER_LENGTH;
    for (auto it = Next(std::nullopt); it && it->type < before; it = Next(it))
    {
        end = it->offset + it->tlv.size();
    }
    return CopyCovered(m_packet.first(end), coverage);
}

} // namespace hip::draft2003
