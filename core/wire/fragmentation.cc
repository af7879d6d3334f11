// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/wire/fragmentation.h"

#include "core/util/endian.h"
#include "core/wire/checksum.h"
#include "core/wire/ip-packet.h"

#include <algorithm>

namespace hip
{

namespace
{

constexpr std::size_t UNIT = 8; // of fragment offsets

/// Data that a fragment is made of, and where it belongs.
struct Piece
{
    ByteSpan data;
    std::size_t offset;
    bool moreFragments;
};

/// Cuts fragmentable octets into pieces of at most @p length, a multiple of 8.
std::vector<Piece>
Cut(const IpInfo& info, ByteSpan data, std::size_t length)
{
    std::vector<Piece> pieces;
    for (std::size_t at = 0; at < data.size(); at += length)
    {
        const std::size_t count = std::min(length, data.size() - at);
        const bool isLast = at + count == data.size();
        pieces.push_back(Piece{data.subspan(at, count),
                               info.fragmentOffset + at,
                               !isLast || info.moreFragments});
    }
    return pieces;
}

/// @return the header for all fragments but the first: without the options that are not copied
Bytes
MakeLaterIpv4Header(ByteSpan header)
{
    constexpr Byte optionEnd = 0;
    constexpr Byte optionNop = 1;
    constexpr Byte copiedFlag = 0x80;
    Bytes later(header.begin(), header.begin() + IPV4_HEADER_LENGTH);
    std::size_t at = IPV4_HEADER_LENGTH;
    while (at < header.size() && header[at] != optionEnd)
    {
        const std::size_t length = header[at] == optionNop ? 1 : header[at + 1];
        if ((header[at] & copiedFlag) != 0)
        {
            Append(later, header.subspan(at, length));
        }
        at += length;
    }
    later.resize((later.size() + 3) / 4 * 4, optionEnd);
    later[0] = static_cast<Byte>(0x40 | (later.size() / 4));
    return later;
}

Bytes
MakeIpv4Fragment(ByteSpan header, const Piece& piece)
{
    Bytes fragment(header.begin(), header.end());
    Append(fragment, piece.data);
    WriteU16(fragment, 2, static_cast<std::uint16_t>(fragment.size()));
    const MutableByteSpan newHeader = MutableByteSpan(fragment).first(header.size());
    WriteU16(newHeader, 10, 0);
    WriteU16(newHeader, 10, FoldChecksum(SumBytes(newHeader)));
    SetIpv4Fragment(newHeader, piece.offset, piece.moreFragments);
    return fragment;
}

std::vector<Bytes>
FragmentIpv4(const IpInfo& info, ByteSpan packet, std::size_t mtu)
{
    if (info.dontFragment || mtu < info.headerLength + UNIT)
    {
        return {};
    }
    const ByteSpan header = packet.first(info.headerLength);
    const Bytes laterHeader = MakeLaterIpv4Header(header);
    const std::size_t length = (mtu - info.headerLength) / UNIT * UNIT;
    std::vector<Bytes> fragments;
    for (const Piece& piece : Cut(info, packet.subspan(info.headerLength), length))
    {
        const ByteSpan pieceHeader = fragments.empty() ? header : ByteSpan(laterHeader);
        fragments.push_back(MakeIpv4Fragment(pieceHeader, piece));
    }
    return fragments;
}

std::vector<Bytes>
FragmentIpv6(const IpInfo& info, ByteSpan packet, std::size_t mtu, std::uint32_t id)
{
    const std::size_t overhead = info.fragmentablePartAt + IPV6_FRAGMENT_HEADER_LENGTH;
    const std::size_t dataAt = info.hasFragmentHeader ? overhead : info.fragmentablePartAt;
    if (mtu < overhead + UNIT)
    {
        return {};
    }
    const std::size_t length = (mtu - overhead) / UNIT * UNIT;
    if (info.headerLength - dataAt > length)
    {
        return {};
    }
    const std::size_t nextHeaderAt =
        info.hasFragmentHeader ? info.fragmentablePartAt : info.nextHeaderAt;
    std::vector<Bytes> fragments;
    for (const Piece& piece : Cut(info, packet.subspan(dataAt), length))
    {
        Bytes fragment(packet.begin(), packet.begin() + info.fragmentablePartAt);
        fragment[info.nextHeaderAt] = PROTOCOL_FRAGMENT;
        fragment.insert(fragment.end(), {packet[nextHeaderAt], 0});
        AppendU16(fragment,
                  static_cast<std::uint16_t>(piece.offset | (piece.moreFragments ? 1 : 0)));
        AppendU32(fragment, info.hasFragmentHeader ? info.fragmentId : id);
        Append(fragment, piece.data);
        WriteU16(fragment, 4, static_cast<std::uint16_t>(fragment.size() - IPV6_HEADER_LENGTH));
        fragments.push_back(std::move(fragment));
    }
    return fragments;
}

} // namespace

std::vector<Bytes>
Fragment(ByteSpan packet, std::size_t mtu, std::uint32_t id)
{
    const Result<IpInfo> info = ParseIp(packet);
    if (!info)
    {
        return {};
    }
    const ByteSpan whole = packet.first(info->totalLength);
    if (whole.size() <= mtu)
    {
        return {Bytes(whole.begin(), whole.end())};
    }
    return info->IsV4() ? FragmentIpv4(*info, whole, mtu) : FragmentIpv6(*info, whole, mtu, id);
}

} // namespace hip
