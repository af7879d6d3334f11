// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/wire/ip-packet.h"

#include "core/util/endian.h"
#include "core/wire/checksum.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace hip
{

namespace
{

constexpr std::size_t MAX_DATAGRAM = 65535;
constexpr std::uint16_t DONT_FRAGMENT = 0x4000;
constexpr std::uint16_t MORE_FRAGMENTS = 0x2000;

} // namespace

std::size_t
GetIpHeaderLength(const Path& path)
{
    return path.source.IsV4() ? IPV4_HEADER_LENGTH : IPV6_HEADER_LENGTH;
}

void
WriteIpv6Header(MutableByteSpan out,
                const Path& path,
                Byte nextHeader,
                Byte hopLimit,
                Byte trafficClass,
                std::uint32_t flowLabel,
                std::size_t payloadLength)
{
    assert(out.size() >= IPV6_HEADER_LENGTH && payloadLength <= MAX_DATAGRAM);
    assert(!path.source.IsV4() && !path.destination.IsV4());
    WriteU32(out,
             0,
             (6U << 28) | (static_cast<std::uint32_t>(trafficClass) << 20) | (flowLabel & 0xfffff));
    WriteU16(out, 4, static_cast<std::uint16_t>(payloadLength));
    out[6] = nextHeader;
    out[7] = hopLimit;
    std::copy_n(path.source.GetBytes().begin(), 16, out.begin() + 8);
    std::copy_n(path.destination.GetBytes().begin(), 16, out.begin() + 24);
}

void
WriteIpv4Header(MutableByteSpan out,
                const Path& path,
                Byte protocol,
                Byte ttl,
                Byte tos,
                std::uint16_t id,
                bool dontFragment,
                std::size_t payloadLength)
{
    assert(out.size() >= IPV4_HEADER_LENGTH);
    assert(payloadLength <= MAX_DATAGRAM - IPV4_HEADER_LENGTH);
    assert(path.source.IsV4() && path.destination.IsV4());
    out[0] = 0x45;
    out[1] = tos;
    WriteU16(out, 2, static_cast<std::uint16_t>(IPV4_HEADER_LENGTH + payloadLength));
    WriteU16(out, 4, id);
    WriteU16(out, 6, dontFragment ? DONT_FRAGMENT : 0);
    out[8] = ttl;
    out[9] = protocol;
    WriteU16(out, 10, 0);
    std::copy_n(path.source.GetWireBytes().begin(), 4, out.begin() + 12);
    std::copy_n(path.destination.GetWireBytes().begin(), 4, out.begin() + 16);
    WriteU16(out, 10, FoldChecksum(SumBytes(out.first(IPV4_HEADER_LENGTH))));
}

Bytes
MakeIpPacket(const Path& path, Byte protocol, Byte hopLimit, ByteSpan payload)
{
    const std::size_t headerLength = GetIpHeaderLength(path);
    Bytes packet(headerLength + payload.size());
    std::copy(payload.begin(), payload.end(), packet.begin() + headerLength);
    if (!path.source.IsV4())
    {
        WriteIpv6Header(packet, path, protocol, hopLimit, 0, 0, payload.size());
        return packet;
    }
    // FNV-1a. A checksum would not do: over a whole TCP, UDP or HIP packet it is always the same.
    std::uint32_t hash = 0x811c9dc5;
    for (const Byte octet : payload)
    {
        hash = (hash ^ octet) * 0x01000193;
    }
    const auto id = static_cast<std::uint16_t>(hash ^ (hash >> 16));
    WriteIpv4Header(packet, path, protocol, hopLimit, 0, id, false, payload.size());
    return packet;
}

void
RewritePath(MutableByteSpan packet, const Path& newPath)
{
    const bool isV4 = (packet[0] >> 4) == 4;
    assert(newPath.source.IsV4() == isV4 && newPath.destination.IsV4() == isV4);
    const std::size_t addressLength = isV4 ? 4 : 16;
    const MutableByteSpan addresses = packet.subspan(isV4 ? 12 : 8, 2 * addressLength);
    std::array<Byte, 32> newBytes;
    const ByteSpan source = newPath.source.GetWireBytes();
    const ByteSpan destination = newPath.destination.GetWireBytes();
    const auto middle = std::copy(source.begin(), source.end(), newBytes.begin());
    std::copy(destination.begin(), destination.end(), middle);
    const ByteSpan newAddresses = ByteSpan(newBytes).first(addresses.size());
    if (isV4)
    {
        WriteU16(packet, 10, UpdateChecksum(ReadU16(packet, 10), addresses, newAddresses));
    }
    std::copy(newAddresses.begin(), newAddresses.end(), addresses.begin());
}

void
SetIpv4Fragment(MutableByteSpan packet, std::size_t offset, bool moreFragments)
{
    const std::array<Byte, 2> oldWord{packet[6], packet[7]};
    const auto flags = static_cast<std::uint16_t>((ReadU16(packet, 6) & DONT_FRAGMENT) |
                                                  (moreFragments ? MORE_FRAGMENTS : 0));
    WriteU16(packet, 6, static_cast<std::uint16_t>(flags | (offset / 8)));
    WriteU16(packet, 10, UpdateChecksum(ReadU16(packet, 10), oldWord, packet.subspan(6, 2)));
}

Result<void>
DecrementHopLimit(MutableByteSpan packet)
{
    const bool isV4 = (packet[0] >> 4) == 4;
    Byte& hopLimit = packet[isV4 ? 8 : 7];
    if (hopLimit <= 1)
    {
        return DropReason::HOP_LIMIT_EXCEEDED;
    }
    if (!isV4)
    {
        --hopLimit;
        return {};
    }
    const std::array<Byte, 2> oldWord{packet[8], packet[9]};
    --hopLimit;
    WriteU16(packet, 10, UpdateChecksum(ReadU16(packet, 10), oldWord, packet.subspan(8, 2)));
    return {};
}

} // namespace hip
