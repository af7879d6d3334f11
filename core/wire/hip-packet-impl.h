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
template <class Dialect>
Result<ByteSpan>
CheckHeader(ByteSpan packet)
{
    if (packet.size() < HIP_HEADER_LENGTH)
    {
        return DropReason::TRUNCATED;
    }
    if (packet[header::AT_VERSION] >> 4 != Dialect::VERSION)
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
    const Byte type = packet[header::AT_TYPE] & Dialect::TYPE_MASK;
    if (!IsKnown(static_cast<typename Dialect::PacketType>(type)))
    {
        return DropReason::UNKNOWN_PACKET_TYPE;
    }
    return packet.first(length);
}

/// Walks the TLVs once, so that no later walk can leave the packet.
template <class Dialect>
std::optional<DropReason>
CheckParameters(ByteSpan packet)
{
    std::optional<typename Dialect::ParameterType> last;
    for (std::size_t offset = HIP_HEADER_LENGTH; offset < packet.size();)
    {
        const auto parameter = Dialect::Read(packet, offset);
        if (!parameter)
        {
            return DropReason::MALFORMED;
        }
        const auto type = parameter->type;
        // An unknown parameter is as if it were absent, so it may well stand twice.
        if (last &&
            (type < *last || (type == *last && !Dialect::MayRepeatType(type) && IsKnown(type))))
        {
            return DropReason::PARAMETER_ORDER;
        }
        last = type;
        offset += parameter->tlv.size();
    }
    return std::nullopt;
}

template <class Dialect>
Result<ByteSpan>
PacketViewBase<Dialect>::Check(ByteSpan packet)
{
    const auto bytes = CheckHeader<Dialect>(packet);
    if (!bytes)
    {
        return bytes.error();
    }
    if (const auto reason = CheckParameters<Dialect>(*bytes))
    {
        return *reason;
    }
    return *bytes;
}

template <class Dialect>
typename Dialect::PacketType
PacketViewBase<Dialect>::GetType() const
{
    return static_cast<typename Dialect::PacketType>(m_packet[header::AT_TYPE] &
                                                     Dialect::TYPE_MASK);
}

template <class Dialect>
std::uint16_t
PacketViewBase<Dialect>::GetControls() const
{
    return ReadU16(m_packet, Dialect::AT_CONTROLS);
}

template <class Dialect>
Hit
PacketViewBase<Dialect>::GetSender() const
{
    return Hit::FromBytes(m_packet.subspan(header::AT_SENDER, 16));
}

template <class Dialect>
Hit
PacketViewBase<Dialect>::GetReceiver() const
{
    return Hit::FromBytes(m_packet.subspan(header::AT_RECEIVER, 16));
}

template <class Dialect>
std::uint16_t
PacketViewBase<Dialect>::GetChecksum() const
{
    return ReadU16(m_packet, Dialect::AT_CHECKSUM);
}

template <class Dialect>
bool
PacketViewBase<Dialect>::HasGoodChecksum(const Path& path) const
{
    const auto length = static_cast<std::uint32_t>(m_packet.size());
    return FoldChecksum(SumBytes(m_packet, SumPseudoHeader(path, length, Dialect::PROTOCOL))) == 0;
}

template <class Dialect>
auto
PacketViewBase<Dialect>::Find(Type type) const -> std::optional<Parameter>
{
    auto parameter = Next(std::nullopt);
    while (parameter && parameter->type < type)
    {
        parameter = Next(parameter);
    }
    return parameter && parameter->type == type ? parameter : std::nullopt;
}

template <class Dialect>
auto
PacketViewBase<Dialect>::Next(const std::optional<Parameter>& previous) const
    -> std::optional<Parameter>
{
    return Dialect::Read(m_packet,
                         previous ? previous->offset + previous->tlv.size() : HIP_HEADER_LENGTH);
}

template <class Dialect>
auto
PacketViewBase<Dialect>::FindUnknownCritical() const -> std::optional<Parameter>
{
    auto parameter = Next(std::nullopt);
    while (parameter && (IsKnown(parameter->type) || !IsCritical(parameter->type)))
    {
        parameter = Next(parameter);
    }
    return parameter;
}

template <class Dialect>
ByteSpan
PacketViewBase<Dialect>::GetBytesBefore(Type type) const
{
    std::size_t end = HIP_HEADER_LENGTH;
    for (auto it = Next(std::nullopt); it && it->type < type; it = Next(it))
    {
        end = it->offset + it->tlv.size();
    }
    return m_packet.first(end);
}

template <class Dialect>
PacketWriterBase<Dialect>::PacketWriterBase(typename Dialect::PacketType type,
                                            std::uint16_t controls,
                                            const Hit& sender,
                                            const Hit& receiver)
    : m_packet(HIP_HEADER_LENGTH)
{
    m_packet[header::AT_NEXT_HEADER] = header::NO_NEXT_HEADER;
    m_packet[header::AT_TYPE] = static_cast<Byte>(type);
    m_packet[header::AT_VERSION] = Dialect::VERSION_OCTET;
    WriteU16(m_packet, Dialect::AT_CONTROLS, controls);
    std::copy(sender.GetBytes().begin(),
              sender.GetBytes().end(),
              m_packet.begin() + header::AT_SENDER);
    SetReceiver(receiver);
}

template <class Dialect>
PacketWriterBase<Dialect>::PacketWriterBase(const PacketViewBase<Dialect>& packet)
    : m_packet(packet.GetBytes().begin(), packet.GetBytes().end())
{
    for (auto it = packet.Next(std::nullopt); it; it = packet.Next(it))
    {
        m_last = it->type;
    }
    Touch();
}

template <class Dialect>
auto
PacketWriterBase<Dialect>::AddRaw(Type type, ByteSpan contents) -> Writer&
{
    assert(IsInOrder(type));
    m_last = type;
    AppendTlv(m_packet, type, contents);
    Touch();
    return static_cast<Writer&>(*this);
}

template <class Dialect>
bool
PacketWriterBase<Dialect>::MayAdd(Type type, std::size_t contentsLength) const
{
    return IsInOrder(type) && m_packet.size() + GetTlvLength(contentsLength) <= MAX_HIP_PACKET;
}

template <class Dialect>
void
PacketWriterBase<Dialect>::SetReceiver(const Hit& receiver)
{
    std::copy(receiver.GetBytes().begin(),
              receiver.GetBytes().end(),
              m_packet.begin() + header::AT_RECEIVER);
    Touch();
}

template <class Dialect>
const Bytes&
PacketWriterBase<Dialect>::Finish(const Path& path)
{
    WriteU16(m_packet, Dialect::AT_CHECKSUM, 0);
    const auto length = static_cast<std::uint32_t>(m_packet.size());
    const auto sum = SumBytes(m_packet, SumPseudoHeader(path, length, Dialect::PROTOCOL));
    WriteU16(m_packet, Dialect::AT_CHECKSUM, FoldChecksum(sum));
    return m_packet;
}

template <class Dialect>
void
PacketWriterBase<Dialect>::SetOctet(std::size_t at, Byte octet)
{
    m_packet[at] = octet;
    Touch();
}

template <class Dialect>
bool
PacketWriterBase<Dialect>::IsInOrder(Type type) const
{
    return !m_last || *m_last < type || (*m_last == type && Dialect::MayRepeatType(type));
}

template <class Dialect>
void
PacketWriterBase<Dialect>::Touch()
{
    WriteU16(m_packet, Dialect::AT_CHECKSUM, 0);
    m_packet[header::AT_LENGTH] =
        static_cast<Byte>(std::min<std::size_t>(m_packet.size() / 8 - 1, 0xff));
}

} // namespace hip

#endif // HIP_CORE_WIRE_HIP_PACKET_IMPL_H
