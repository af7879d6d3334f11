// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/wire/transport.h"
#include "test/core/support/hex.h"
#include "test/core/support/ip-samples.h"

#include <gtest/gtest.h>

namespace hip::test
{

namespace
{

/// One sample of each transport that a family has.
std::vector<std::pair<Byte, Bytes>>
MakeSamples(const Path& path, ByteSpan data)
{
    return {{PROTOCOL_TCP, MakeTcp(path, data)},
            {PROTOCOL_UDP, MakeUdp(path, data)},
            {GetIcmpProtocol(path), MakeEcho(path, true, 77, data)},
            {GetIcmpProtocol(path), MakeEcho(path, false, 77, data)}};
}

Result<void>
Rewrite(const Path& oldPath, const Path& newPath, Byte protocol, Bytes& transport)
{
    return RewriteFlow(oldPath, newPath, protocol, transport, 1111, 2222);
}

} // namespace

TEST(Transport, ReadsPortsAndIdentifiers)
{
    for (const Path& path : {GetPathV4(), GetPathV6()})
    {
        const Byte icmp = GetIcmpProtocol(path);
        EXPECT_EQ(*ParseFlow(PROTOCOL_TCP, MakeTcp(path, {})), (FlowId{PROTOCOL_TCP, 40000, 80}));
        EXPECT_EQ(*ParseFlow(PROTOCOL_UDP, MakeUdp(path, {})), (FlowId{PROTOCOL_UDP, 40000, 9}));
        EXPECT_EQ(*ParseFlow(icmp, MakeEcho(path, true, 77, {})), (FlowId{icmp, 77, 0}));
        EXPECT_EQ(*ParseFlow(icmp, MakeEcho(path, false, 77, {})), (FlowId{icmp, 0, 77}));
    }
}

TEST(Transport, RefusesWhatHasNoFlow)
{
    const Path path = GetPathV4();
    EXPECT_EQ(ParseFlow(50, Bytes(100)).error(), DropReason::UNSUPPORTED_PROTOCOL);
    EXPECT_EQ(ParseFlow(PROTOCOL_ICMP, MakeIcmp(path, 3, 1, 0, {})).error(),
              DropReason::UNSUPPORTED_PROTOCOL);
    EXPECT_EQ(ParseFlow(PROTOCOL_ICMPV6, MakeIcmp(GetPathV6(), 135, 0, 0, {})).error(),
              DropReason::UNSUPPORTED_PROTOCOL);
    EXPECT_EQ(ParseFlow(PROTOCOL_ICMPV6, MakeEcho(path, true, 1, {})).error(),
              DropReason::UNSUPPORTED_PROTOCOL)
        << "an echo of the other family";
    for (const auto& [protocol, transport] : MakeSamples(path, {}))
    {
        for (std::size_t length = 0; length < transport.size(); ++length)
        {
            EXPECT_EQ(ParseFlow(protocol, ByteSpan(transport).first(length)).error(),
                      DropReason::TRUNCATED);
        }
    }
}

TEST(Transport, RefusesUdpLengthsThatLie)
{
    Bytes udp = MakeUdp(GetPathV4(), Bytes(10));
    WriteU16(udp, 4, 19);
    EXPECT_EQ(ParseFlow(PROTOCOL_UDP, udp).error(), DropReason::MALFORMED);
    EXPECT_FALSE(HasGoodTransportChecksum(GetPathV4(), PROTOCOL_UDP, udp));
    WriteU16(udp, 4, 7);
    EXPECT_EQ(ParseFlow(PROTOCOL_UDP, udp).error(), DropReason::MALFORMED);
    EXPECT_TRUE(ParseFlowStart(PROTOCOL_UDP, udp));
}

TEST(Transport, AcceptsGoodChecksumsAndNoFlippedBit)
{
    for (const Path& path : {GetPathV4(), GetPathV6()})
    {
        for (auto& [protocol, transport] : MakeSamples(path, FromText("some data")))
        {
            EXPECT_TRUE(HasGoodTransportChecksum(path, protocol, transport));
            for (std::size_t bit = 0; bit < transport.size() * 8; ++bit)
            {
                const Byte flip = static_cast<Byte>(0x80 >> (bit % 8));
                transport[bit / 8] ^= flip;
                EXPECT_FALSE(HasGoodTransportChecksum(path, protocol, transport)) << bit;
                transport[bit / 8] ^= flip;
            }
        }
    }
}

TEST(Transport, CoversAddressesExceptInIcmpForIpv4)
{
    const Path other = MakePath("192.0.2.34", "198.51.100.7");
    const Path otherV6 = MakePath("2001:db8::34", "2001:db8:cafe::7");
    const Bytes echo = MakeEcho(GetPathV4(), true, 1, {});
    const Bytes echoV6 = MakeEcho(GetPathV6(), true, 1, {});
    EXPECT_TRUE(HasGoodTransportChecksum(other, PROTOCOL_ICMP, echo));
    EXPECT_FALSE(HasGoodTransportChecksum(otherV6, PROTOCOL_ICMPV6, echoV6));
    EXPECT_FALSE(HasGoodTransportChecksum(other, PROTOCOL_TCP, MakeTcp(GetPathV4(), {})));
}

TEST(Transport, LetsOnlyUdpOverIpv4GoWithoutChecksum)
{
    Bytes udp = MakeUdp(GetPathV4(), FromText("x"));
    WriteU16(udp, 6, 0);
    EXPECT_TRUE(HasGoodTransportChecksum(GetPathV4(), PROTOCOL_UDP, udp));
    EXPECT_FALSE(HasGoodTransportChecksum(GetPathV6(), PROTOCOL_UDP, udp));
}

TEST(Transport, IgnoresOctetsBehindTheUdpLength)
{
    Bytes udp = MakeUdp(GetPathV6(), FromText("abc"));
    udp.push_back(0x55);
    EXPECT_TRUE(HasGoodTransportChecksum(GetPathV6(), PROTOCOL_UDP, udp));
    const Bytes before = udp;
    FillTransportChecksum(GetPathV6(), PROTOCOL_UDP, udp);
    EXPECT_EQ(udp, before);
}

TEST(Transport, FillsInWhatAFullComputationGives)
{
    for (const Path& path : {GetPathV4(), GetPathV6()})
    {
        for (const auto& [protocol, transport] : MakeSamples(path, FromText("odd")))
        {
            Bytes filled = transport;
            WriteU16(filled, protocol == PROTOCOL_TCP ? 16 : protocol == PROTOCOL_UDP ? 6 : 2, 99);
            FillTransportChecksum(path, protocol, filled);
            EXPECT_EQ(filled, transport);
        }
    }
    Bytes tooShort(7, 0xee);
    FillTransportChecksum(GetPathV4(), PROTOCOL_UDP, tooShort);
    FillTransportChecksum(GetPathV4(), PROTOCOL_TCP, tooShort);
    EXPECT_EQ(tooShort, Bytes(7, 0xee));
}

TEST(Transport, NeverWritesAUdpChecksumOfZero)
{
    const Path path = GetPathV4();
    Bytes udp = MakeUdp(path, Bytes(2));
    // Data that makes the sum 0xffff: the old checksum in the place of a zero word.
    WriteU16(udp, 8, ReadU16(udp, 6));
    WriteU16(udp, 6, 0);
    FillTransportChecksum(path, PROTOCOL_UDP, udp);
    EXPECT_EQ(ReadU16(udp, 6), 0xffff);
    EXPECT_TRUE(HasGoodTransportChecksum(path, PROTOCOL_UDP, udp));
}

TEST(Transport, RewritesAsAFullComputationWouldForAnyFamilies)
{
    Numbers numbers;
    for (int i = 0; i < 4000; ++i)
    {
        const Path oldPath = numbers.GetPath(i % 2 == 0);
        const Path newPath = numbers.GetPath(i % 4 < 2);
        const Byte protocol = i % 8 < 4 ? PROTOCOL_TCP : PROTOCOL_UDP;
        const Bytes data = numbers.GetBytes(numbers.GetBelow(40));
        Bytes transport =
            protocol == PROTOCOL_TCP ? MakeTcp(oldPath, data) : MakeUdp(oldPath, data);
        const std::uint16_t source = numbers.GetU16();
        const std::uint16_t destination = numbers.GetU16();
        ASSERT_TRUE(RewriteFlow(oldPath, newPath, protocol, transport, source, destination));
        EXPECT_EQ(*ParseFlow(protocol, transport), (FlowId{protocol, source, destination}));
        Bytes expected = transport;
        FillTransportChecksum(newPath, protocol, expected);
        EXPECT_EQ(transport, expected) << i;
        EXPECT_TRUE(HasGoodTransportChecksum(newPath, protocol, transport)) << i;
    }
}

TEST(Transport, RewritesIdentifiersAsAFullComputationWould)
{
    Numbers numbers;
    for (int i = 0; i < 2000; ++i)
    {
        const bool isV4 = i % 2 == 0;
        const Path oldPath = numbers.GetPath(isV4);
        const Path newPath = numbers.GetPath(isV4);
        const Bytes data = numbers.GetBytes(numbers.GetBelow(20));
        Bytes echo = MakeEcho(oldPath, i % 4 < 2, numbers.GetU16(), data);
        ASSERT_TRUE(Rewrite(oldPath, newPath, GetIcmpProtocol(oldPath), echo));
        EXPECT_EQ(echo, MakeEcho(newPath, i % 4 < 2, i % 4 < 2 ? 1111 : 2222, data)) << i;
    }
}

TEST(Transport, KeepsAnEchoReplyOfZerosGood)
{
    // One's complement has two zeros, and octets that are all 0 need the one that is 0xffff.
    const Path path = GetPathV4();
    Bytes echo = MakeIcmp(path, ICMP_ECHO_REPLY, 0, 0x12340000, Bytes(8));
    ASSERT_TRUE(RewriteFlow(path, path, PROTOCOL_ICMP, echo, 0, 0));
    EXPECT_EQ(ReadU16(echo, 2), 0xffff);
    EXPECT_TRUE(HasGoodTransportChecksum(path, PROTOCOL_ICMP, echo));
}

TEST(Transport, LeavesAWrongChecksumWrong)
{
    for (auto& [protocol, transport] : MakeSamples(GetPathV6(), FromText("data")))
    {
        transport.back() ^= 1;
        ASSERT_TRUE(Rewrite(GetPathV6(), Reverse(GetPathV6()), protocol, transport));
        EXPECT_FALSE(HasGoodTransportChecksum(Reverse(GetPathV6()), protocol, transport));
    }
}

TEST(Transport, ComputesAChecksumThatUdpHadNotOnTheWayToIpv6)
{
    Bytes udp = MakeUdp(GetPathV4(), FromText("hello"));
    WriteU16(udp, 6, 0);
    Bytes stays = udp;
    ASSERT_TRUE(Rewrite(GetPathV4(), Reverse(GetPathV4()), PROTOCOL_UDP, stays));
    EXPECT_EQ(ReadU16(stays, 6), 0);
    ASSERT_TRUE(Rewrite(GetPathV4(), GetPathV6(), PROTOCOL_UDP, udp));
    EXPECT_NE(ReadU16(udp, 6), 0);
    EXPECT_TRUE(HasGoodTransportChecksum(GetPathV6(), PROTOCOL_UDP, udp));
}

TEST(Transport, RefusesToRewriteWithoutAChange)
{
    Bytes bad = MakeUdp(GetPathV4(), Bytes(4));
    WriteU16(bad, 4, 99);
    const Bytes before = bad;
    EXPECT_EQ(Rewrite(GetPathV4(), GetPathV6(), PROTOCOL_UDP, bad).error(), DropReason::MALFORMED);
    EXPECT_EQ(bad, before);
    Bytes other(20);
    EXPECT_EQ(Rewrite(GetPathV4(), GetPathV6(), 132, other).error(),
              DropReason::UNSUPPORTED_PROTOCOL);
}

TEST(Transport, RewritesTheStartOfASegmentAsItWouldTheWhole)
{
    Numbers numbers;
    const Path oldPath = GetPathV6();
    const Path newPath = Reverse(oldPath);
    for (const auto& [protocol, transport] : MakeSamples(oldPath, numbers.GetBytes(30)))
    {
        Bytes whole = transport;
        ASSERT_TRUE(Rewrite(oldPath, newPath, protocol, whole));
        for (std::size_t length = 8; length <= transport.size(); ++length)
        {
            Bytes start(transport.begin(), transport.begin() + length);
            ASSERT_TRUE(RewriteFlowStart(oldPath, newPath, protocol, start, 1111, 2222));
            const std::size_t same = protocol == PROTOCOL_TCP && length < 18 ? 16 : length;
            EXPECT_TRUE(
                std::equal(start.begin(), start.begin() + std::min(same, length), whole.begin()))
                << length;
        }
        Bytes tooShort(transport.begin(), transport.begin() + 7);
        EXPECT_FALSE(RewriteFlowStart(oldPath, newPath, protocol, tooShort, 1111, 2222));
    }
}

} // namespace hip::test
