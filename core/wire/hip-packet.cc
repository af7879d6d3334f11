// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/wire/hip-packet.h"

#include "core/wire/checksum.h"
#include "core/wire/hip-header.h"

namespace hip
{

namespace
{

bool
IsPacketType(Byte type)
{
    switch (static_cast<PacketType>(type))
    {
    case PacketType::I1:
    case PacketType::R1:
    case PacketType::I2:
    case PacketType::R2:
    case PacketType::UPDATE:
    case PacketType::NOTIFY:
    case PacketType::CLOSE:
    case PacketType::CLOSE_ACK:
        return true;
    }
    return false;
}

/// @return the octets of header and parameters
Result<ByteSpan>
CheckHeader(ByteSpan packet)
{
    if (packet.size() < HIP_HEADER_LENGTH)
    {
        return DropReason::TRUNCATED;
    }
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
    if (!IsPacketType(packet[header::AT_TYPE] & header::TYPE_MASK))
    {
        return DropReason::UNKNOWN_PACKET_TYPE;
    }
    return packet.first(length);
}

/// Walks the TLVs once, so that no later walk can leave the packet.
std::optional<DropReason>
CheckParameters(ByteSpan packet)
{
    std::uint16_t last = 0;
    for (std::size_t offset = HIP_HEADER_LENGTH; offset < packet.size();)
    {
        const auto parameter = ReadTlv(packet, offset);
        if (!parameter)
        {
            return DropReason::MALFORMED;
        }
        const auto type = static_cast<std::uint16_t>(parameter->type);
        if (type < last)
        {
            return DropReason::PARAMETER_ORDER;
        }
        last = type;
        offset += parameter->tlv.size();
    }
    return std::nullopt;
}

} // namespace

const char*
ToString(PacketType type)
{
    switch (type)
    {
    case PacketType::I1:
        return "I1";
    case PacketType::R1:
        return "R1";
    case PacketType::I2:
        return "I2";
    case PacketType::R2:
        return "R2";
    case PacketType::UPDATE:
        return "UPDATE";
    case PacketType::NOTIFY:
        return "NOTIFY";
    case PacketType::CLOSE:
        return "CLOSE";
    case PacketType::CLOSE_ACK:
        return "CLOSE_ACK";
    }
    return "unknown";
}

Result<PacketView>
PacketView::ParseForNotify(ByteSpan packet)
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
    return PacketView(*bytes);
}

Result<PacketView>
PacketView::Parse(ByteSpan packet)
{
    const auto view = ParseForNotify(packet);
    if (view && view->FindUnknownCritical())
    {
        return DropReason::UNKNOWN_CRITICAL_PARAMETER;
    }
    return view;
}

PacketType
PacketView::GetType() const
{
    return static_cast<PacketType>(m_packet[header::AT_TYPE] & header::TYPE_MASK);
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
PacketView::GetCovered(Coverage coverage, ParameterType before, ByteSpan hostIdTlv) const
{
    std::size_t end = HIP_HEADER_LENGTH;
    for (auto it = Next(std::nullopt); it && it->type < before; it = Next(it))
    {
        end = it->offset + it->tlv.size();
    }
    return CopyCovered(m_packet.first(end), coverage, hostIdTlv);
}

} // namespace hip
