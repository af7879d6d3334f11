// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/wire/fragmentation.h"
#include "test/core/support/hex.h"
#include "test/core/support/ip-samples.h"

#include <gtest/gtest.h>

namespace hip::test
{

namespace
{

Bytes
MakeUdpPacket(const Path& path, std::size_t length)
{
    return MakePacket(path, PROTOCOL_UDP, MakeUdp(path, Numbers().GetBytes(length)));
}

Bytes
WithOptions(const Bytes& packet, const std::string& options)
{
    Bytes longer = packet;
    const Bytes bytes = FromHex(options);
    longer.insert(longer.begin() + 20, bytes.begin(), bytes.end());
    longer[0] = static_cast<Byte>(0x45 + bytes.size() / 4);
    WriteU16(longer, 2, static_cast<std::uint16_t>(longer.size()));
    WriteU16(longer, 10, 0);
    WriteU16(longer, 10, ComputeNaively(ByteSpan(longer).first(20 + bytes.size())));
    return longer;
}

/// @return the pieces of data in a row; checks that each fragment continues the one before
Bytes
Join(const std::vector<Bytes>& fragments, std::size_t mtu, bool moreAtEnd = false)
{
    Bytes data;
    const std::size_t start = ParseIp(fragments.at(0))->fragmentOffset;
    for (const Bytes& fragment : fragments)
    {
        EXPECT_LE(fragment.size(), mtu);
        const Result<IpInfo> info = ParseIp(fragment);
        EXPECT_TRUE(info);
        EXPECT_EQ(info->totalLength, fragment.size());
        EXPECT_EQ(info->fragmentOffset, start + data.size());
        EXPECT_EQ(info->moreFragments, moreAtEnd || &fragment != &fragments.back());
        const std::size_t dataAt = info->fragmentablePartAt + (info->IsV4() ? 0 : 8);
        Append(data, ByteSpan(fragment).subspan(dataAt));
    }
    return data;
}

} // namespace

TEST(Fragmentation, CutsAtMultiplesOfEight)
{
    for (const Path& path : {GetPathV4(), GetPathV6()})
    {
        const Bytes packet = MakeUdpPacket(path, 3000);
        const std::size_t headerLength = GetIpHeaderLength(path);
        for (const std::size_t mtu : {1500, 1280, 576, 100, 56})
        {
            const std::vector<Bytes> fragments = Fragment(packet, mtu, 0xabcdef01);
            const std::size_t room = (mtu - headerLength - (path.source.IsV4() ? 0 : 8)) / 8 * 8;
            EXPECT_EQ(fragments.size(), (3008 + room - 1) / room);
            EXPECT_EQ(Join(fragments, mtu), Bytes(packet.begin() + headerLength, packet.end()));
            const std::uint32_t id = path.source.IsV4() ? ReadU16(packet, 4) : 0xabcdef01;
            EXPECT_EQ(ParseIp(fragments[1])->fragmentId, id);
            EXPECT_EQ(ParseIp(fragments[1])->protocol, PROTOCOL_UDP);
            EXPECT_EQ(ParseIp(fragments[1])->path, path);
        }
    }
}

TEST(Fragmentation, LeavesAloneWhatFits)
{
    for (const Path& path : {GetPathV4(), GetPathV6()})
    {
        const Bytes packet = MakeUdpPacket(path, 100);
        EXPECT_EQ(Fragment(packet, packet.size(), 1), std::vector<Bytes>{packet});
        Bytes padded = packet;
        padded.resize(packet.size() + 20);
        EXPECT_EQ(Fragment(padded, packet.size(), 1), std::vector<Bytes>{packet});
        EXPECT_EQ(Fragment(packet, packet.size() - 1, 1).size(), 2u);
    }
}

TEST(Fragmentation, RefusesWhatMustOrCannotBeCut)
{
    Bytes noFragments = MakeUdpPacket(GetPathV4(), 100);
    WriteIpv4Header(noFragments, GetPathV4(), PROTOCOL_UDP, 64, 0, 1, true, 108);
    EXPECT_TRUE(Fragment(noFragments, 100, 1).empty());
    EXPECT_EQ(Fragment(noFragments, 128, 1).size(), 1u);
    EXPECT_TRUE(Fragment(MakeUdpPacket(GetPathV4(), 100), 27, 1).empty());
    EXPECT_TRUE(Fragment(MakeUdpPacket(GetPathV6(), 100), 55, 1).empty());
    EXPECT_TRUE(Fragment(Bytes(100), 50, 1).empty());
}

TEST(Fragmentation, CopiesOnlyTheOptionsThatSayThatTheyAreToBeCopied)
{
    // Router alert is copied, record route is not (RFC 791 §3.1).
    const Bytes packet = WithOptions(MakeUdpPacket(GetPathV4(), 200), "07070400000000 94040000 00");
    const std::vector<Bytes> fragments = Fragment(packet, 120, 0);
    ASSERT_EQ(fragments.size(), 3u);
    EXPECT_EQ(ParseIp(fragments[0])->headerLength, 32u);
    EXPECT_EQ(ParseIp(fragments[1])->headerLength, 24u);
    EXPECT_EQ(ToHex(ByteSpan(fragments[1]).subspan(20, 4)), "94040000");
    EXPECT_EQ(Join(fragments, 120), Bytes(packet.begin() + 32, packet.end()));
}

TEST(Fragmentation, CutsAFragmentFurther)
{
    for (const Path& path : {GetPathV4(), GetPathV6()})
    {
        const std::vector<Bytes> first = Fragment(MakeUdpPacket(path, 3000), 1500, 77);
        const std::uint32_t id = ParseIp(first[1])->fragmentId;
        const std::vector<Bytes> second = Fragment(first[1], 600, 78);
        EXPECT_EQ(second.size(), 3u);
        const std::size_t dataAt = path.source.IsV4() ? 20 : 48;
        EXPECT_EQ(Join(second, 600, true), Bytes(first[1].begin() + dataAt, first[1].end()));
        EXPECT_EQ(ParseIp(second[2])->fragmentId, id);
        EXPECT_EQ(ParseIp(second[0])->fragmentOffset, ParseIp(first[1])->fragmentOffset);
    }
}

TEST(Fragmentation, RepeatsInEachFragmentWhatEveryHopReads)
{
    const Bytes hopByHop{PROTOCOL_DESTINATION_OPTIONS, 0, 1, 4, 0, 0, 0, 0};
    const Bytes forDestination{PROTOCOL_UDP, 1, 1, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    Bytes payload = hopByHop;
    Append(payload, forDestination);
    Append(payload, MakeUdp(GetPathV6(), Bytes(300)));
    const Bytes packet = MakePacket(GetPathV6(), PROTOCOL_HOP_BY_HOP, payload);
    const std::vector<Bytes> fragments = Fragment(packet, 200, 5);
    ASSERT_EQ(fragments.size(), 3u);
    EXPECT_EQ(Join(fragments, 200), Bytes(packet.begin() + 48, packet.end()));
    for (const Bytes& fragment : fragments)
    {
        EXPECT_EQ(fragment[6], PROTOCOL_HOP_BY_HOP);
        EXPECT_EQ(fragment[40], PROTOCOL_FRAGMENT);
        EXPECT_EQ(fragment[48], PROTOCOL_DESTINATION_OPTIONS);
    }
    // RFC 7112: the first fragment has all headers, or there is none.
    EXPECT_TRUE(Fragment(packet, 48 + 8 + 8, 5).empty());
    EXPECT_FALSE(Fragment(packet, 48 + 8 + 16, 5).empty());
}

} // namespace hip::test
