// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/wire/icmp.h"
#include "core/wire/translation.h"
#include "test/core/support/hex.h"
#include "test/core/support/ip-samples.h"

#include <gtest/gtest.h>

namespace hip::test
{

namespace
{

Result<Bytes>
ToV6(const Bytes& packet, const Path& newPath = GetPathV6())
{
    BufferedPacket buffered(packet);
    const Result<void> translated = TranslateToIpv6(buffered.GetBuffer(), newPath);
    if (!translated)
    {
        EXPECT_EQ(buffered.GetBytes(), packet) << "a refused packet was changed";
        return translated.error();
    }
    return buffered.GetBytes();
}

Result<Bytes>
ToV4(const Bytes& packet, std::uint16_t id = 0, const Path& newPath = GetPathV4())
{
    BufferedPacket buffered(packet);
    const Result<void> translated = TranslateToIpv4(buffered.GetBuffer(), newPath, id);
    if (!translated)
    {
        EXPECT_EQ(buffered.GetBytes(), packet) << "a refused packet was changed";
        return translated.error();
    }
    return buffered.GetBytes();
}

Bytes
MakeTransport(Numbers& numbers, unsigned kind, const Path& path, std::size_t length)
{
    const Bytes data = numbers.GetBytes(length);
    switch (kind % 4)
    {
    case 0:
        return MakeTcp(path, data);
    case 1:
        return MakeUdp(path, data);
    case 2:
        return MakeEcho(path, true, numbers.GetU16(), data);
    default:
        return MakeEcho(path, false, numbers.GetU16(), data);
    }
}

Byte
GetProtocol(unsigned kind, const Path& path)
{
    const Byte protocols[] = {PROTOCOL_TCP, PROTOCOL_UDP};
    return kind % 4 < 2 ? protocols[kind % 4] : GetIcmpProtocol(path);
}

/// A UDP packet that does not say more than its 16-bit identification.
Bytes
MakeUdpPacket(const Path& path, std::size_t length)
{
    return MakePacket(path, PROTOCOL_UDP, MakeUdp(path, Bytes(length, 0x5a)));
}

Bytes
MakeError(const Path& path, Byte type, Byte code, std::uint32_t parameter, ByteSpan quoted)
{
    return MakePacket(path, GetIcmpProtocol(path), MakeIcmp(path, type, code, parameter, quoted));
}

} // namespace

TEST(Translation, GivesThePacketThatTheOtherFamilyWouldHaveMade)
{
    Numbers numbers;
    for (unsigned i = 0; i < 4000; ++i)
    {
        const Path v4 = numbers.GetPath(true);
        const Path v6 = numbers.GetPath(false);
        const std::size_t length = numbers.GetBelow(60);
        Numbers same(i);
        const Bytes packet = MakePacket(v4, GetProtocol(i, v4), MakeTransport(same, i, v4, length));
        same = Numbers(i);
        const Bytes expected =
            MakePacket(v6, GetProtocol(i, v6), MakeTransport(same, i, v6, length));
        const Result<Bytes> translated = ToV6(packet, v6);
        ASSERT_TRUE(translated) << i;
        EXPECT_EQ(*translated, expected) << i;
        const Result<Bytes> back = ToV4(expected, ReadU16(packet, 4), v4);
        ASSERT_TRUE(back) << i;
        EXPECT_EQ(*back, packet) << i;
    }
}

TEST(Translation, KeepsServiceClassHopLimitAndOtherProtocols)
{
    Bytes packet(20 + 24, 0x77);
    WriteIpv4Header(packet, GetPathV4(), 50, 33, 0x2e, 9, true, 24);
    const Result<Bytes> translated = ToV6(packet);
    ASSERT_TRUE(translated);
    const Result<IpInfo> info = ParseIp(*translated);
    EXPECT_EQ(info->trafficClass, 0x2e);
    EXPECT_EQ(info->hopLimit, 33);
    EXPECT_EQ(info->protocol, 50);
    EXPECT_EQ(info->flowLabel, 0u);
    EXPECT_TRUE(std::equal(packet.begin() + 20, packet.end(), translated->begin() + 40));
}

TEST(Translation, LeavesOutOptionsExtensionsAndPadding)
{
    Bytes withOptions = MakeUdpPacket(GetPathV4(), 8);
    const Bytes options = FromHex("94040000"); // router alert
    withOptions.insert(withOptions.begin() + 20, options.begin(), options.end());
    withOptions[0] = 0x46;
    WriteU16(withOptions, 2, static_cast<std::uint16_t>(withOptions.size()));
    WriteU16(withOptions, 10, 0);
    WriteU16(withOptions, 10, ComputeNaively(ByteSpan(withOptions).first(24)));
    withOptions.resize(withOptions.size() + 9);
    EXPECT_EQ(*ToV6(withOptions), MakeUdpPacket(GetPathV6(), 8));
    Bytes payload{PROTOCOL_UDP, 0, 5, 2, 0, 0, 1, 0};
    Append(payload, MakeUdp(GetPathV6(), Bytes(8, 0x5a)));
    const Bytes withExtension = MakePacket(GetPathV6(), PROTOCOL_HOP_BY_HOP, payload);
    const Bytes plain = MakeUdpPacket(GetPathV4(), 8);
    EXPECT_EQ(*ToV4(withExtension, ReadU16(plain, 4)), plain);
}

TEST(Translation, TranslatesEveryFragmentOfADatagram)
{
    const Bytes datagram = MakeUdp(GetPathV4(), Bytes(40, 0x5a));
    const Bytes expected = MakeUdp(GetPathV6(), Bytes(40, 0x5a));
    for (const std::size_t offset : {0, 16, 32})
    {
        const ByteSpan piece = ByteSpan(datagram).subspan(offset, 16);
        const bool more = offset != 32;
        const Bytes packet =
            AsFragmentV4(MakePacket(GetPathV4(), PROTOCOL_UDP, piece), offset, more);
        Bytes wanted = MakeFragmentHeader(PROTOCOL_UDP, offset, more, ReadU16(packet, 4));
        Append(wanted, ByteSpan(expected).subspan(offset, 16));
        const Result<Bytes> translated = ToV6(packet);
        ASSERT_TRUE(translated) << offset;
        EXPECT_EQ(*translated, MakePacket(GetPathV6(), PROTOCOL_FRAGMENT, wanted));
        EXPECT_EQ(*ToV4(*translated), packet);
    }
}

TEST(Translation, RefusesFragmentsWhoseChecksumItCannotMakeRight)
{
    Bytes udp = MakeUdp(GetPathV4(), Bytes(40));
    WriteU16(udp, 6, 0);
    const Bytes whole = MakePacket(GetPathV4(), PROTOCOL_UDP, udp);
    EXPECT_TRUE(IsGood(*ToV6(whole)));
    EXPECT_EQ(ToV6(AsFragmentV4(whole, 0, true)).error(), DropReason::UNTRANSLATABLE);
    const Bytes tiny = MakePacket(GetPathV4(), PROTOCOL_TCP, Bytes(16));
    EXPECT_EQ(ToV6(AsFragmentV4(tiny, 0, true)).error(), DropReason::UNTRANSLATABLE);
    const Bytes echo = MakePacket(GetPathV4(), 1, MakeEcho(GetPathV4(), true, 1, Bytes(8)));
    EXPECT_EQ(ToV6(AsFragmentV4(echo, 0, true)).error(), DropReason::UNTRANSLATABLE);
    EXPECT_EQ(ToV6(AsFragmentV4(echo, 8, false)).error(), DropReason::UNTRANSLATABLE);
}

TEST(Translation, RefusesBrokenPacketsUnchanged)
{
    EXPECT_EQ(ToV6(Bytes()).error(), DropReason::TRUNCATED);
    EXPECT_EQ(ToV6(MakeUdpPacket(GetPathV6(), 4)).error(), DropReason::UNTRANSLATABLE);
    EXPECT_EQ(ToV4(MakeUdpPacket(GetPathV4(), 4)).error(), DropReason::UNTRANSLATABLE);
    EXPECT_EQ(ToV6(MakePacket(GetPathV4(), PROTOCOL_TCP, Bytes(19))).error(),
              DropReason::TRUNCATED);
    EXPECT_EQ(ToV4(MakePacket(GetPathV6(), PROTOCOL_ICMPV6, Bytes(7))).error(),
              DropReason::TRUNCATED);
    Bytes lie = MakeUdpPacket(GetPathV4(), 8);
    WriteU16(lie, 24, 200);
    EXPECT_EQ(ToV6(lie).error(), DropReason::MALFORMED);
}

TEST(Translation, NeedsHeadroomToGrow)
{
    const Bytes udp = MakeUdpPacket(GetPathV4(), 8);
    BufferedPacket tight(udp, 20);
    EXPECT_TRUE(TranslateToIpv6(tight.GetBuffer(), GetPathV6()));
    BufferedPacket tighter(udp, 19);
    EXPECT_EQ(TranslateToIpv6(tighter.GetBuffer(), GetPathV6()).error(), DropReason::NO_ROOM);
    EXPECT_EQ(tighter.GetBytes(), udp);
    const Bytes error = MakeError(GetPathV4(), 3, 3, 0, MakeUdpPacket(Reverse(GetPathV4()), 8));
    BufferedPacket tightError(error, 40);
    EXPECT_TRUE(TranslateToIpv6(tightError.GetBuffer(), GetPathV6()));
    BufferedPacket tighterError(error, 39);
    EXPECT_EQ(TranslateToIpv6(tighterError.GetBuffer(), GetPathV6()).error(), DropReason::NO_ROOM);
    EXPECT_EQ(tighterError.GetBytes(), error);
}

TEST(Translation, TranslatesErrorsWithTheWholePacketThatTheyQuote)
{
    Numbers numbers;
    for (unsigned i = 0; i < 400; ++i)
    {
        const Path v4 = numbers.GetPath(true);
        const Path v6 = numbers.GetPath(false);
        Numbers same(i);
        const Bytes quoted =
            MakePacket(Reverse(v4), GetProtocol(i, v4), MakeTransport(same, i, Reverse(v4), 33));
        same = Numbers(i);
        const Bytes quotedV6 =
            MakePacket(Reverse(v6), GetProtocol(i, v6), MakeTransport(same, i, Reverse(v6), 33));
        const Bytes error = MakeError(v4, 3, 3, 0, quoted);
        const Bytes errorV6 = MakeError(v6, 1, 4, 0, quotedV6);
        const Result<Bytes> translated = ToV6(error, v6);
        ASSERT_TRUE(translated) << i;
        EXPECT_EQ(*translated, errorV6) << i;
        const Result<Bytes> back = ToV4(errorV6, ReadU16(quoted, 4), v4);
        ASSERT_TRUE(back) << i;
        // The outer identification is that of the quoted packet here, and new in the original.
        EXPECT_TRUE(IsGood(*back)) << i;
        EXPECT_TRUE(std::equal(error.begin() + 20, error.end(), back->begin() + 20, back->end()));
    }
}

TEST(Translation, UsesTheAddressesGivenForTheQuotedPacket)
{
    // A router in between reports, so that the quoted packet went elsewhere.
    const Path router = MakePath("203.0.113.1", "192.0.2.33");
    const Path routerV6 = MakePath("2001:db8:ffff::1", "2001:db8::33");
    BufferedPacket buffered(MakeError(router, 11, 0, 0, MakeUdpPacket(GetPathV4(), 20)));
    ASSERT_TRUE(TranslateToIpv6(buffered.GetBuffer(), routerV6, GetPathV6()));
    EXPECT_EQ(buffered.GetBytes(), MakeError(routerV6, 3, 0, 0, MakeUdpPacket(GetPathV6(), 20)));
    ASSERT_TRUE(TranslateToIpv4(buffered.GetBuffer(), router, 0, GetPathV4()));
    EXPECT_EQ(ParseIp(buffered.GetBytes())->path, router);
    EXPECT_TRUE(IsGood(ByteSpan(buffered.GetBytes()).subspan(28)));
}

TEST(Translation, AdjustsTheMtuOfPacketTooBig)
{
    const Bytes quoted = MakeUdpPacket(Reverse(GetPathV6()), 1600);
    const Bytes tooBig = MakeError(GetPathV6(), 2, 0, 1400, ByteSpan(quoted).first(1280 - 48));
    const Result<Bytes> translated = ToV4(tooBig);
    ASSERT_TRUE(translated);
    EXPECT_TRUE(IsGood(*translated));
    EXPECT_EQ(translated->size(), 576u);
    const Result<IcmpError> error =
        ParseIcmpError(GetPathV4(), PROTOCOL_ICMP, ByteSpan(*translated).subspan(20));
    ASSERT_TRUE(error);
    EXPECT_EQ(error->type, ICMP_DESTINATION_UNREACHABLE);
    EXPECT_EQ(error->code, ICMP_FRAGMENTATION_NEEDED);
    EXPECT_EQ(error->parameter, 1380u);
    const Result<IpInfo> info = ParseQuotedIp(error->quoted);
    ASSERT_TRUE(info);
    EXPECT_EQ(info->totalLength, quoted.size() - 20);
    EXPECT_TRUE(info->dontFragment);
}

TEST(Translation, CutsErrorsToTheMinimumMtuOfIpv6)
{
    const Bytes quoted = MakeUdpPacket(Reverse(GetPathV4()), 1400);
    const Result<Bytes> translated = ToV6(MakeError(GetPathV4(), 3, 1, 0, quoted));
    ASSERT_TRUE(translated);
    EXPECT_EQ(translated->size(), 1280u);
    EXPECT_TRUE(IsGood(*translated));
}

TEST(Translation, TranslatesErrorsAboutFragments)
{
    const Bytes quoted = AsFragmentV4(MakeUdpPacket(Reverse(GetPathV4()), 24), 64, true);
    const Result<Bytes> translated = ToV6(MakeError(GetPathV4(), 11, 1, 0, quoted));
    ASSERT_TRUE(translated);
    EXPECT_TRUE(IsGood(*translated));
    const Result<IpInfo> info = ParseIp(ByteSpan(*translated).subspan(48));
    ASSERT_TRUE(info);
    EXPECT_EQ(info->fragmentOffset, 64);
    EXPECT_EQ(info->fragmentId, ReadU16(quoted, 4));
    EXPECT_EQ(info->path, Reverse(GetPathV6()));
}

TEST(Translation, LeavesOutExtensionsOfErrors)
{
    // RFC 4884: a packet of 36 octets padded to 128, then an extension structure.
    Bytes quoted = MakeUdpPacket(Reverse(GetPathV4()), 8);
    const Bytes bare = quoted;
    quoted.resize(128);
    Append(quoted, FromHex("2000dfff 00080101 12345678"));
    EXPECT_EQ(*ToV6(MakeError(GetPathV4(), 11, 0, 32 << 16, quoted)),
              MakeError(GetPathV6(), 3, 0, 0, MakeUdpPacket(Reverse(GetPathV6()), 8)));
}

TEST(Translation, RefusesErrorsThatMeanNothingOnTheOtherSide)
{
    const Bytes quoted = MakeUdpPacket(Reverse(GetPathV4()), 8);
    EXPECT_EQ(ToV6(MakeError(GetPathV4(), 5, 1, 0, quoted)).error(), DropReason::UNTRANSLATABLE);
    EXPECT_EQ(ToV6(MakeError(GetPathV4(), 13, 0, 0, quoted)).error(), DropReason::UNTRANSLATABLE);
    const Bytes nested = MakeError(Reverse(GetPathV4()), 3, 3, 0, quoted);
    EXPECT_EQ(ToV6(MakeError(GetPathV4(), 3, 3, 0, nested)).error(), DropReason::UNTRANSLATABLE);
    const Bytes other = MakeUdpPacket(Reverse(GetPathV6()), 8);
    EXPECT_EQ(ToV6(MakeError(GetPathV4(), 3, 3, 0, other)).error(), DropReason::UNTRANSLATABLE);
    EXPECT_EQ(ToV6(MakeError(GetPathV4(), 3, 3, 0, Bytes(10))).error(), DropReason::MALFORMED);
    Bytes bad = MakeError(GetPathV4(), 3, 3, 0, quoted);
    bad.back() ^= 1;
    EXPECT_EQ(ToV6(bad).error(), DropReason::BAD_CHECKSUM);
    EXPECT_EQ(ToV4(MakeError(GetPathV6(), 135, 0, 0, Bytes(16))).error(),
              DropReason::UNTRANSLATABLE);
}

TEST(Translation, LeavesAWrongChecksumWrong)
{
    for (unsigned kind = 0; kind < 4; ++kind)
    {
        Numbers numbers;
        Bytes transport = MakeTransport(numbers, kind, GetPathV4(), 20);
        transport.back() ^= 1;
        const Bytes packet = MakePacket(GetPathV4(), GetProtocol(kind, GetPathV4()), transport);
        const Result<Bytes> translated = ToV6(packet);
        ASSERT_TRUE(translated);
        EXPECT_FALSE(IsGood(*translated));
        EXPECT_FALSE(IsGood(*ToV4(*translated)));
    }
}

TEST(Translation, TranslatesAQuotedPacketThatIsCutOff)
{
    const Bytes quoted =
        MakePacket(Reverse(GetPathV4()), PROTOCOL_TCP, MakeTcp(Reverse(GetPathV4()), Bytes(50)));
    const Result<Bytes> translated =
        ToV6(MakeError(GetPathV4(), 3, 3, 0, ByteSpan(quoted).first(28)));
    ASSERT_TRUE(translated);
    EXPECT_EQ(translated->size(), 40u + 8 + 40 + 8);
    EXPECT_TRUE(IsGood(*translated));
    const Result<Bytes> noTransport =
        ToV6(MakeError(GetPathV4(), 3, 3, 0, ByteSpan(quoted).first(20)));
    ASSERT_TRUE(noTransport);
    EXPECT_TRUE(IsGood(*noTransport));
}

} // namespace hip::test
