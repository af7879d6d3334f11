// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_WIRE_HIP_PACKET_IMPL_H
#define HIP_CORE_WIRE_HIP_PACKET_IMPL_H

// Only for the files that instantiate PacketViewBase and PacketWriterBase, one pair a dialect.

#include "core/util/endian.h"
#include "core/wire/checksum.h"
#include "core/wire/hip-header.h"
#include "core/wire/hip-packet-base.h"

#include <algorithm>
#include <cassert>

namespace hip
{

/// @return the octets of header and parameters
template <class PacketFormat>
Result<ByteSpan>
CheckHeader(ByteSpan packet)
{
    if (packet.size() < HIP_HEADER_LENGTH)
    {
        return DropReason::TRUNCATED;
    }
    if (packet[header::AT_VERSION] >> 4 != PacketFormat::VERSION)
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
    const Byte type = packet[header::AT_TYPE] & PacketFormat::TYPE_MASK;
    if (!IsKnown(static_cast<typename PacketFormat::PacketType>(type)))
    {
        return DropReason::UNKNOWN_PACKET_TYPE;
    }
    return packet.first(length);
}

/// Walks the TLVs once, so that no later walk can leave the packet.
template <class PacketFormat>
std::optional<DropReason>
CheckParameters(ByteSpan packet)
{
    std::optional<typename PacketFormat::ParameterType> last;
    for (std::size_t offset = HIP_HEADER_LENGTH; offset < packet.size();)
    {
        const auto parameter = PacketFormat::Read(packet, offset);
        if (!parameter)
        {
            return DropReason::MALFORMED;
        }
        const auto type = parameter->type;
        // An unknown parameter is as if it were absent, so it may well stand twice.
        if (last && (type < *last ||
                     (type == *last && !PacketFormat::MayRepeatType(type) && IsKnown(type))))
        {
            return DropReason::PARAMETER_ORDER;
        }
        last = type;
        offset += parameter->tlv.size();
    }
    return std::nullopt;
}

template <class PacketFormat>
Result<ByteSpan>
PacketViewBase<PacketFormat>::Check(ByteSpan packet)
{
    const auto bytes = CheckHeader<PacketFormat>(packet);
    if (!bytes)
    {
        return bytes.error();
    }
    if (const auto reason = CheckParameters<PacketFormat>(*bytes))
    {
        return *reason;
    }
    return *bytes;
}

template <class PacketFormat>
typename PacketFormat::PacketType
PacketViewBase<PacketFormat>::GetType() const
{
    return static_cast<typename PacketFormat::PacketType>(m_packet[header::AT_TYPE] &
                                                          PacketFormat::TYPE_MASK);
}

template <class PacketFormat>
std::uint16_t
PacketViewBase<PacketFormat>::GetControls() const
{
    return ReadU16(m_packet, PacketFormat::AT_CONTROLS);
}

template <class PacketFormat>
Hit
PacketViewBase<PacketFormat>::GetSender() const
{
    return Hit::FromBytes(m_packet.subspan(header::AT_SENDER, 16));
}

template <class PacketFormat>
Hit
PacketViewBase<PacketFormat>::GetReceiver() const
{
    return Hit::FromBytes(m_packet.subspan(header::AT_RECEIVER, 16));
}

template <class PacketFormat>
std::uint16_t
PacketViewBase<PacketFormat>::GetChecksum() const
{
    return ReadU16(m_packet, PacketFormat::AT_CHECKSUM);
}

template <class PacketFormat>
bool
PacketViewBase<PacketFormat>::HasGoodChecksum(const Path& path) const
{
    const auto length = static_cast<std::uint32_t>(m_packet.size());
    return FoldChecksum(
               SumBytes(m_packet, SumPseudoHeader(path, length, PacketFormat::PROTOCOL))) == 0;
}

template <class PacketFormat>
auto
PacketViewBase<PacketFormat>::Find(Type type) const -> std::optional<Parameter>
{
    auto parameter = Next(std::nullopt);
    while (parameter && parameter->type < type)
    {
        parameter = Next(parameter);
    }
    return parameter && parameter->type == type ? parameter : std::nullopt;
}

template <class PacketFormat>
auto
PacketViewBase<PacketFormat>::Next(const std::optional<Parameter>& previous) const
    -> std::optional<Parameter>
{
    return PacketFormat::Read(m_packet,
                              previous ? previous->offset + previous->tlv.size()
                                       : HIP_HEADER_LENGTH);
}

template <class PacketFormat>
auto
PacketViewBase<PacketFormat>::FindUnknownCritical() const -> std::optional<Parameter>
{
    auto parameter = Next(std::nullopt);
    while (parameter && (IsKnown(parameter->type) || !IsCritical(parameter->type)))
    {
        parameter = Next(parameter);
    }
    return parameter;
}

template <class PacketFormat>
ByteSpan
PacketViewBase<PacketFormat>::GetBytesBefore(Type type) const
{
    std::size_t end = HIP_HEADER_LENGTH;
    for (auto it = Next(std::nullopt); it && it->type < type; it = Next(it))
    {
        end = it->offset + it->tlv.size();
    }
    return m_packet.first(end);
}

template <class PacketFormat>
PacketWriterBase<PacketFormat>::PacketWriterBase(typename PacketFormat::PacketType type,
                                                 std::uint16_t controls,
                                                 const Hit& sender,
                                                 const Hit& receiver)
    : m_packet(HIP_HEADER_LENGTH)
{
    m_packet[header::AT_NEXT_HEADER] = header::NO_NEXT_HEADER;
    m_packet[header::AT_TYPE] = static_cast<Byte>(type);
    m_packet[header::AT_VERSION] = PacketFormat::VERSION_OCTET;
    WriteU16(m_packet, PacketFormat::AT_CONTROLS, controls);
    std::copy(sender.GetBytes().begin(),
              sender.GetBytes().end(),
              m_packet.begin() + header::AT_SENDER);
    SetReceiver(receiver);
}

template <class PacketFormat>
PacketWriterBase<PacketFormat>::PacketWriterBase(const PacketViewBase<PacketFormat>& packet)
    : m_packet(packet.GetBytes().begin(), packet.GetBytes().end())
{
    for (auto it = packet.Next(std::nullopt); it; it = packet.Next(it))
    {
        m_last = it->type;
    }
    Touch();
}

template <class PacketFormat>
auto
PacketWriterBase<PacketFormat>::AddRaw(Type type, ByteSpan contents) -> Writer&
{
    assert(IsInOrder(type));
    m_last = type;
    AppendTlv(m_packet, type, contents);
    Touch();
    return static_cast<Writer&>(*this);
}

template <class PacketFormat>
bool
PacketWriterBase<PacketFormat>::MayAdd(Type type, std::size_t contentsLength) const
{
    return IsInOrder(type) && m_packet.size() + GetTlvLength(contentsLength) <= MAX_HIP_PACKET;
}

template <class PacketFormat>
void
PacketWriterBase<PacketFormat>::SetReceiver(const Hit& receiver)
{
    std::copy(receiver.GetBytes().begin(),
              receiver.GetBytes().end(),
              m_packet.begin() + header::AT_RECEIVER);
    Touch();
}

template <class PacketFormat>
const Bytes&
PacketWriterBase<PacketFormat>::Finish(const Path& path)
{
    WriteHipChecksum(m_packet, PacketFormat::AT_CHECKSUM, PacketFormat::PROTOCOL, path);
    return m_packet;
}

template <class PacketFormat>
void
PacketWriterBase<PacketFormat>::SetOctet(std::size_t at, Byte octet)
{
    m_packet[at] = octet;
    Touch();
}

template <class PacketFormat>
bool
PacketWriterBase<PacketFormat>::IsInOrder(Type type) const
{
    return !m_last || *m_last < type || (*m_last == type && PacketFormat::MayRepeatType(type));
}

template <class PacketFormat>
void
PacketWriterBase<PacketFormat>::Touch()
{
    WriteU16(m_packet, PacketFormat::AT_CHECKSUM, 0);
    m_packet[header::AT_LENGTH] =
        static_cast<Byte>(std::min<std::size_t>(m_packet.size() / 8 - 1, 0xff));
}

} // namespace hip

#endif // HIP_CORE_WIRE_HIP_PACKET_IMPL_H
