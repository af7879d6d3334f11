// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/wire/ip-info.h"
#include "test/core/support/hex.h"
#include "test/core/support/ip-samples.h"

#include <gtest/gtest.h>

namespace hip::test
{

namespace
{

/// The header that RFC 1071-style walkthroughs use: a UDP packet with checksum b861.
Bytes
GetKnownIpv4()
{
    Bytes packet = FromHex("45000073 00004000 4011b861 c0a80001 c0a800c7");
    packet.resize(0x73);
    return packet;
}

Bytes
MakeIpv6(Byte nextHeader, ByteSpan payload)
{
    return MakePacket(GetPathV6(), nextHeader, payload);
}

Bytes
Concatenate(const Bytes& a, const Bytes& b)
{
    Bytes both = a;
    Append(both, b);
    return both;
}

Bytes
MakeIpv4WithOptions(const Bytes& options)
{
    Bytes packet = MakePacket(GetPathV4(), PROTOCOL_UDP, Concatenate(options, Bytes(8)));
    packet[0] = static_cast<Byte>(0x40 | (5 + options.size() / 4));
    WriteU16(packet, 10, 0);
    WriteU16(packet, 10, ComputeNaively(ByteSpan(packet).first(20 + options.size())));
    return packet;
}

DropReason
GetError(ByteSpan packet)
{
    const Result<IpInfo> info = ParseIp(packet);
    return info ? DropReason::NO_ROOM : info.error();
}

} // namespace

TEST(IpInfo, ReadsAKnownIpv4Header)
{
    const Bytes packet = GetKnownIpv4();
    const Result<IpInfo> info = ParseIp(packet);
    ASSERT_TRUE(info);
    EXPECT_TRUE(info->IsV4());
    EXPECT_EQ(info->path, MakePath("192.168.0.1", "192.168.0.199"));
    EXPECT_EQ(info->protocol, PROTOCOL_UDP);
    EXPECT_EQ(info->hopLimit, 64);
    EXPECT_EQ(info->headerLength, 20u);
    EXPECT_EQ(info->totalLength, 0x73u);
    EXPECT_TRUE(info->dontFragment);
    EXPECT_FALSE(info->isFragment);
    EXPECT_EQ(GetIpPayload(*info, ByteSpan(packet)).size(), 0x73u - 20);
}

TEST(IpInfo, ReadsEveryFieldOfAnIpv6Header)
{
    const Bytes packet = FromHex("6 ab 12345 0004 3b 09 20010db8000000000000000000000001"
                                 "20010db8000000000000000000000002 01020304");
    const Result<IpInfo> info = ParseIp(packet);
    ASSERT_TRUE(info);
    EXPECT_FALSE(info->IsV4());
    EXPECT_EQ(info->path, MakePath("2001:db8::1", "2001:db8::2"));
    EXPECT_EQ(info->protocol, PROTOCOL_NONE);
    EXPECT_EQ(info->hopLimit, 9);
    EXPECT_EQ(info->trafficClass, 0xab);
    EXPECT_EQ(info->flowLabel, 0x12345u);
    EXPECT_EQ(info->headerLength, 40u);
    EXPECT_EQ(info->totalLength, 44u);
    EXPECT_FALSE(info->hasFragmentHeader);
    EXPECT_EQ(info->fragmentablePartAt, 40u);
    EXPECT_EQ(info->nextHeaderAt, 6u);
}

TEST(IpInfo, IgnoresLinkPadding)
{
    Bytes packet = MakeIpv6(PROTOCOL_UDP, Bytes(8));
    packet.resize(packet.size() + 12);
    const Result<IpInfo> info = ParseIp(packet);
    ASSERT_TRUE(info);
    EXPECT_EQ(info->totalLength, 48u);
    EXPECT_EQ(GetIpPayload(*info, ByteSpan(packet)).size(), 8u);
}

TEST(IpInfo, RefusesEveryShorterPacketAsTruncated)
{
    for (const Bytes& packet : {GetKnownIpv4(), MakeIpv6(PROTOCOL_UDP, Bytes(8))})
    {
        for (std::size_t length = 0; length < packet.size(); ++length)
        {
            EXPECT_EQ(GetError(ByteSpan(packet).first(length)), DropReason::TRUNCATED) << length;
        }
    }
}

TEST(IpInfo, RefusesEveryFlippedBitOfAnIpv4Header)
{
    const Bytes good = GetKnownIpv4();
    for (std::size_t bit = 4; bit < 160; ++bit) // without the version
    {
        Bytes bad = good;
        bad[bit / 8] = static_cast<Byte>(bad[bit / 8] ^ (0x80 >> (bit % 8)));
        EXPECT_FALSE(ParseIp(bad)) << bit;
    }
    Bytes bad = good;
    bad[15] ^= 1;
    EXPECT_EQ(GetError(bad), DropReason::BAD_CHECKSUM);
}

TEST(IpInfo, RefusesLengthsThatContradictEachOther)
{
    Bytes shortHeader = GetKnownIpv4();
    shortHeader[0] = 0x44;
    EXPECT_EQ(GetError(shortHeader), DropReason::MALFORMED);
    Bytes shortTotal = GetKnownIpv4();
    WriteU16(shortTotal, 2, 19);
    EXPECT_EQ(GetError(shortTotal), DropReason::MALFORMED);
    Bytes otherVersion = GetKnownIpv4();
    otherVersion[0] = 0x55;
    EXPECT_EQ(GetError(otherVersion), DropReason::MALFORMED);
}

TEST(IpInfo, WalksThroughExtensionHeadersInAnyAllowedOrder)
{
    Bytes chain{PROTOCOL_DESTINATION_OPTIONS, 0, 1, 4, 0, 0, 0, 0}; // hop-by-hop
    Append(chain, Bytes{PROTOCOL_ROUTING, 0, 1, 4, 0, 0, 0, 0});    // destination options
    Append(chain, Bytes{PROTOCOL_FRAGMENT, 2, 0, 0, 0, 0, 0, 0});   // routing, 24 octets
    chain.resize(chain.size() + 16);
    Append(chain, MakeFragmentHeader(PROTOCOL_DESTINATION_OPTIONS, 0, true, 0xdeadbeef));
    Append(chain, Bytes{PROTOCOL_TCP, 0, 1, 4, 0, 0, 0, 0});
    const std::size_t headers = 40 + chain.size();
    chain.resize(chain.size() + 24);
    const Result<IpInfo> info = ParseIp(MakeIpv6(PROTOCOL_HOP_BY_HOP, chain));
    ASSERT_TRUE(info);
    EXPECT_EQ(info->protocol, PROTOCOL_TCP);
    EXPECT_EQ(info->headerLength, headers);
    EXPECT_TRUE(info->isFragment);
    EXPECT_TRUE(info->moreFragments);
    EXPECT_EQ(info->fragmentOffset, 0);
    EXPECT_EQ(info->fragmentId, 0xdeadbeefu);
    EXPECT_FALSE(info->isSourceRouted);
    EXPECT_EQ(info->fragmentablePartAt, 80u);
    EXPECT_EQ(info->nextHeaderAt, 56u);
}

TEST(IpInfo, PutsTheFragmentablePartBehindWhatEveryHopReads)
{
    Bytes chain{PROTOCOL_DESTINATION_OPTIONS, 0, 1, 4, 0, 0, 0, 0}; // hop-by-hop
    Append(chain, Bytes{PROTOCOL_UDP, 0, 1, 4, 0, 0, 0, 0});        // destination options
    Append(chain, Bytes(8));
    const Result<IpInfo> info = ParseIp(MakeIpv6(PROTOCOL_HOP_BY_HOP, chain));
    ASSERT_TRUE(info);
    EXPECT_EQ(info->protocol, PROTOCOL_UDP);
    EXPECT_EQ(info->headerLength, 56u);
    EXPECT_EQ(info->fragmentablePartAt, 48u);
    EXPECT_EQ(info->nextHeaderAt, 40u);
}

TEST(IpInfo, TakesWhatFollowsInALaterFragmentForData)
{
    Bytes payload = MakeFragmentHeader(PROTOCOL_DESTINATION_OPTIONS, 1480, false, 7);
    Append(payload, Bytes(8, 0xff));
    const Result<IpInfo> info = ParseIp(MakeIpv6(PROTOCOL_FRAGMENT, payload));
    ASSERT_TRUE(info);
    EXPECT_EQ(info->protocol, PROTOCOL_DESTINATION_OPTIONS);
    EXPECT_EQ(info->fragmentOffset, 1480);
    EXPECT_EQ(info->headerLength, 48u);
}

TEST(IpInfo, KnowsAnAtomicFragment)
{
    Bytes payload = MakeFragmentHeader(PROTOCOL_UDP, 0, false, 7);
    Append(payload, Bytes(8));
    const Result<IpInfo> info = ParseIp(MakeIpv6(PROTOCOL_FRAGMENT, payload));
    ASSERT_TRUE(info);
    EXPECT_FALSE(info->isFragment);
    EXPECT_TRUE(info->hasFragmentHeader);
}

TEST(IpInfo, RefusesBrokenChainsOfExtensionHeaders)
{
    const Bytes hopByHop{PROTOCOL_HOP_BY_HOP, 0, 1, 4, 0, 0, 0, 0};
    EXPECT_EQ(GetError(MakeIpv6(PROTOCOL_HOP_BY_HOP, Concatenate(hopByHop, hopByHop))),
              DropReason::MALFORMED);
    const Bytes tooLong{PROTOCOL_UDP, 1, 1, 4, 0, 0, 0, 0};
    EXPECT_EQ(GetError(MakeIpv6(PROTOCOL_ROUTING, tooLong)), DropReason::MALFORMED);
    EXPECT_EQ(GetError(MakeIpv6(PROTOCOL_FRAGMENT, Bytes(7))), DropReason::MALFORMED);
    EXPECT_EQ(GetError(MakeIpv6(PROTOCOL_DESTINATION_OPTIONS, {})), DropReason::MALFORMED);
    const Bytes fragment = MakeFragmentHeader(PROTOCOL_FRAGMENT, 0, true, 1);
    EXPECT_EQ(GetError(MakeIpv6(PROTOCOL_FRAGMENT, Concatenate(fragment, fragment))),
              DropReason::MALFORMED);
}

TEST(IpInfo, RefusesFragmentsBehindTheLargestDatagram)
{
    const Bytes payload(48);
    EXPECT_TRUE(ParseIp(AsFragmentV4(MakePacket(GetPathV4(), 17, payload), 65464, false)));
    EXPECT_EQ(GetError(AsFragmentV4(MakePacket(GetPathV4(), 17, payload), 65472, false)),
              DropReason::TOO_LONG);
    const Bytes last = MakeFragmentHeader(17, 65528, false, 1);
    EXPECT_TRUE(ParseIp(MakeIpv6(PROTOCOL_FRAGMENT, Concatenate(last, Bytes(7)))));
    EXPECT_EQ(GetError(MakeIpv6(PROTOCOL_FRAGMENT, Concatenate(last, Bytes(8)))),
              DropReason::TOO_LONG);
}

TEST(IpInfo, RefusesMappedAddressesInIpv6)
{
    Bytes packet = MakeIpv6(PROTOCOL_UDP, Bytes(8));
    const Bytes mapped = FromHex("00000000000000000000ffffc0000221");
    std::copy(mapped.begin(), mapped.end(), packet.begin() + 8);
    EXPECT_EQ(GetError(packet), DropReason::MALFORMED);
}

TEST(IpInfo, FindsSourceRoutesWithHopsLeft)
{
    const Bytes unvisited = FromHex("01 83 07 04 0a000001");
    const Bytes visited = FromHex("01 89 07 08 0a000001");
    const Result<IpInfo> loose = ParseIp(MakeIpv4WithOptions(unvisited));
    ASSERT_TRUE(loose);
    EXPECT_TRUE(loose->isSourceRouted);
    EXPECT_EQ(loose->headerLength, 28u);
    const Result<IpInfo> done = ParseIp(MakeIpv4WithOptions(visited));
    ASSERT_TRUE(done);
    EXPECT_FALSE(done->isSourceRouted);
    const Bytes routing{PROTOCOL_UDP, 0, 0, 1, 0, 0, 0, 0};
    const Result<IpInfo> routed = ParseIp(MakeIpv6(PROTOCOL_ROUTING, routing));
    ASSERT_TRUE(routed);
    EXPECT_TRUE(routed->isSourceRouted);
}

TEST(IpInfo, RefusesOptionsThatLeaveTheHeader)
{
    EXPECT_EQ(GetError(MakeIpv4WithOptions(FromHex("07050000"))), DropReason::MALFORMED);
    EXPECT_EQ(GetError(MakeIpv4WithOptions(FromHex("07010000"))), DropReason::MALFORMED);
    EXPECT_EQ(GetError(MakeIpv4WithOptions(FromHex("01010107"))), DropReason::MALFORMED);
    EXPECT_EQ(GetError(MakeIpv4WithOptions(FromHex("83020000"))), DropReason::MALFORMED);
    EXPECT_TRUE(ParseIp(MakeIpv4WithOptions(FromHex("01010007"))));
}

TEST(IpInfo, ReadsAQuotedPacketWithoutItsData)
{
    for (const Path& path : {GetPathV4(), GetPathV6()})
    {
        const Bytes packet = MakePacket(path, PROTOCOL_UDP, MakeUdp(path, Bytes(100)));
        const ByteSpan quoted = ByteSpan(packet).first(GetIpHeaderLength(path) + 8);
        EXPECT_FALSE(ParseIp(quoted));
        const Result<IpInfo> info = ParseQuotedIp(quoted);
        ASSERT_TRUE(info);
        EXPECT_EQ(info->totalLength, packet.size());
        EXPECT_EQ(GetIpPayload(*info, quoted).size(), 8u);
        EXPECT_FALSE(ParseQuotedIp(quoted.first(GetIpHeaderLength(path) - 1)));
    }
}

} // namespace hip::test
