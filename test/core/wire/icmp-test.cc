// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/wire/icmp.h"
#include "test/core/support/hex.h"
#include "test/core/support/ip-samples.h"

#include <gtest/gtest.h>

namespace hip::test
{

namespace
{

struct Sent
{
    IcmpProblem problem;
    Byte type;
    Byte code;
    std::uint32_t parameter; ///< that shows up for 1300
};

const Sent V4_ERRORS[] = {
    {IcmpProblem::NO_ROUTE, 3, 0, 0},
    {IcmpProblem::ADDRESS_UNREACHABLE, 3, 1, 0},
    {IcmpProblem::UNKNOWN_PROTOCOL, 3, 2, 0},
    {IcmpProblem::PORT_UNREACHABLE, 3, 3, 0},
    {IcmpProblem::PACKET_TOO_BIG, 3, 4, 1300},
    {IcmpProblem::SOURCE_ROUTED, 3, 5, 0},
    {IcmpProblem::PROHIBITED, 3, 13, 0},
    {IcmpProblem::HOP_LIMIT_EXCEEDED, 11, 0, 0},
    {IcmpProblem::REASSEMBLY_TIMEOUT, 11, 1, 0},
    {IcmpProblem::BAD_HEADER_FIELD, 12, 0, 1300 % 256},
};

const Sent V6_ERRORS[] = {
    {IcmpProblem::NO_ROUTE, 1, 0, 0},
    {IcmpProblem::PROHIBITED, 1, 1, 0},
    {IcmpProblem::ADDRESS_UNREACHABLE, 1, 3, 0},
    {IcmpProblem::PORT_UNREACHABLE, 1, 4, 0},
    {IcmpProblem::PACKET_TOO_BIG, 2, 0, 1300},
    {IcmpProblem::HOP_LIMIT_EXCEEDED, 3, 0, 0},
    {IcmpProblem::REASSEMBLY_TIMEOUT, 3, 1, 0},
    {IcmpProblem::BAD_HEADER_FIELD, 4, 0, 1300},
    {IcmpProblem::SOURCE_ROUTED, 4, 0, 1300},
    {IcmpProblem::UNKNOWN_PROTOCOL, 4, 1, 1300},
};

bool
HasParameter(IcmpProblem problem)
{
    return problem == IcmpProblem::PACKET_TOO_BIG || problem == IcmpProblem::BAD_HEADER_FIELD ||
           problem == IcmpProblem::SOURCE_ROUTED || problem == IcmpProblem::UNKNOWN_PROTOCOL;
}

IpAddress
GetRouter(bool isV4)
{
    return IpAddress::Parse(isV4 ? "203.0.113.1" : "2001:db8:ffff::1").value();
}

std::optional<Bytes>
MakeError(ByteSpan packet, IcmpProblem problem = IcmpProblem::PACKET_TOO_BIG)
{
    return MakeIcmpError(GetRouter(packet[0] >> 4 == 4), packet, problem, 1300);
}

Bytes
MakeUdpPacket(const Path& path, std::size_t length)
{
    return MakePacket(path, PROTOCOL_UDP, MakeUdp(path, Numbers().GetBytes(length)));
}

/// Parses a whole IP packet with an error in it, which must outlive the result.
Result<IcmpError>
ParsePacket(ByteSpan packet)
{
    const Result<IpInfo> info = ParseIp(packet);
    return ParseIcmpError(info->path, info->protocol, GetIpPayload(*info, packet));
}

} // namespace

TEST(Icmp, SaysEveryProblemInBothFamilies)
{
    for (const bool isV4 : {true, false})
    {
        const Path path = isV4 ? GetPathV4() : GetPathV6();
        const Bytes packet = MakeUdpPacket(path, 100);
        for (const Sent& sent : isV4 ? V4_ERRORS : V6_ERRORS)
        {
            const std::uint32_t parameter = HasParameter(sent.problem) ? 1300 : 0;
            const auto error = MakeIcmpError(GetRouter(isV4), packet, sent.problem, parameter);
            ASSERT_TRUE(error);
            EXPECT_TRUE(IsGood(*error));
            EXPECT_EQ(ParseIp(*error)->path, (Path{GetRouter(isV4), path.source}));
            const Result<IcmpError> parsed = ParsePacket(*error);
            ASSERT_TRUE(parsed);
            EXPECT_EQ(parsed->type, sent.type);
            EXPECT_EQ(parsed->code, sent.code);
            EXPECT_EQ(parsed->parameter, sent.parameter);
            EXPECT_EQ(Bytes(parsed->quoted.begin(), parsed->quoted.end()), packet);
        }
    }
}

TEST(Icmp, QuotesAsMuchAsFits)
{
    EXPECT_EQ(MakeError(MakeUdpPacket(GetPathV4(), 520))->size(), 576u);
    EXPECT_EQ(MakeError(MakeUdpPacket(GetPathV4(), 1400))->size(), 576u);
    EXPECT_EQ(MakeError(MakeUdpPacket(GetPathV4(), 500))->size(), 556u);
    EXPECT_EQ(MakeError(MakeUdpPacket(GetPathV6(), 1400))->size(), 1280u);
    EXPECT_EQ(MakeError(MakeUdpPacket(GetPathV6(), 1000))->size(), 1096u);
    Bytes padded = MakeUdpPacket(GetPathV6(), 10);
    padded.resize(padded.size() + 100);
    EXPECT_EQ(MakeError(padded)->size(), 106u) << "link padding is no part of the packet";
}

TEST(Icmp, NeverAnswersAnErrorWithAnError)
{
    for (const bool isV4 : {true, false})
    {
        const Path path = isV4 ? GetPathV4() : GetPathV6();
        const Byte protocol = GetIcmpProtocol(path);
        for (unsigned type = 0; type < 256; ++type)
        {
            const Bytes message = MakeIcmp(path, static_cast<Byte>(type), 0, 0, Bytes(48));
            const bool isError =
                isV4 ? type == 3 || type == 4 || type == 5 || type == 11 || type == 12
                     : type < 128 || type == 137;
            EXPECT_EQ(MakeError(MakePacket(path, protocol, message)).has_value(), !isError) << type;
        }
        EXPECT_FALSE(MakeError(MakePacket(path, protocol, {}))) << "no type to see";
    }
}

TEST(Icmp, AnswersOnlySingleHosts)
{
    for (const char* source : {"0.0.0.0", "224.0.0.1", "255.255.255.255"})
    {
        EXPECT_FALSE(MakeError(MakeUdpPacket(MakePath(source, "192.0.2.1"), 8))) << source;
        EXPECT_FALSE(MakeError(MakeUdpPacket(MakePath("192.0.2.1", source), 8))) << source;
    }
    EXPECT_FALSE(MakeError(MakeUdpPacket(MakePath("::", "2001:db8::1"), 8)));
    EXPECT_FALSE(MakeError(MakeUdpPacket(MakePath("ff02::1", "2001:db8::1"), 8)));
    const Bytes multicast = MakeUdpPacket(MakePath("2001:db8::1", "ff0e::1"), 8);
    EXPECT_TRUE(MakeError(multicast, IcmpProblem::PACKET_TOO_BIG));
    EXPECT_FALSE(MakeError(multicast, IcmpProblem::NO_ROUTE));
    EXPECT_FALSE(MakeIcmpError(GetRouter(true), Bytes(20), IcmpProblem::NO_ROUTE));
}

TEST(Icmp, AnswersOnlyTheFirstFragmentInIpv4)
{
    const Bytes packet = MakeUdpPacket(GetPathV4(), 56);
    EXPECT_TRUE(MakeError(AsFragmentV4(packet, 0, true)));
    EXPECT_FALSE(MakeError(AsFragmentV4(packet, 64, true)));
    Bytes later = MakeFragmentHeader(PROTOCOL_UDP, 64, false, 5);
    later.resize(20);
    EXPECT_TRUE(MakeError(MakePacket(GetPathV6(), PROTOCOL_FRAGMENT, later)));
    later[0] = PROTOCOL_ICMPV6;
    EXPECT_FALSE(MakeError(MakePacket(GetPathV6(), PROTOCOL_FRAGMENT, later)));
}

TEST(Icmp, RefusesWhatIsNoGoodError)
{
    const Path path = GetPathV6();
    const Bytes good = MakeIcmp(path, ICMPV6_PACKET_TOO_BIG, 0, 1300, Bytes(48));
    EXPECT_TRUE(ParseIcmpError(path, PROTOCOL_ICMPV6, good));
    EXPECT_EQ(ParseIcmpError(path, PROTOCOL_ICMPV6, ByteSpan(good).first(7)).error(),
              DropReason::TRUNCATED);
    EXPECT_EQ(ParseIcmpError(path, PROTOCOL_UDP, good).error(), DropReason::UNSUPPORTED_PROTOCOL);
    EXPECT_EQ(ParseIcmpError(path, PROTOCOL_ICMPV6, MakeEcho(path, true, 1, {})).error(),
              DropReason::UNSUPPORTED_PROTOCOL);
    Bytes bad = good;
    bad.back() ^= 1;
    EXPECT_EQ(ParseIcmpError(path, PROTOCOL_ICMPV6, bad).error(), DropReason::BAD_CHECKSUM);
}

TEST(Icmp, LeavesExtensionsOutOfTheQuotedPacket)
{
    // RFC 4884 §4: ICMPv4 counts 32-bit words in its sixth octet, ICMPv6 64-bit words in its fifth.
    const Bytes v4 = MakeIcmp(GetPathV4(), 11, 0, 32 << 16, Bytes(128 + 12));
    EXPECT_EQ(ParseIcmpError(GetPathV4(), PROTOCOL_ICMP, v4)->quoted.size(), 128u);
    const Bytes v6 = MakeIcmp(GetPathV6(), 3, 0, 16u << 24, Bytes(128 + 12));
    EXPECT_EQ(ParseIcmpError(GetPathV6(), PROTOCOL_ICMPV6, v6)->quoted.size(), 128u);
    const Bytes lie = MakeIcmp(GetPathV6(), 3, 0, 18u << 24, Bytes(140));
    EXPECT_EQ(ParseIcmpError(GetPathV6(), PROTOCOL_ICMPV6, lie).error(), DropReason::MALFORMED);
    const Bytes tooBig = MakeIcmp(GetPathV6(), 2, 0, 0x05000000, Bytes(140));
    EXPECT_EQ(ParseIcmpError(GetPathV6(), PROTOCOL_ICMPV6, tooBig)->quoted.size(), 140u);
}

TEST(Icmp, RewritesTheMtu)
{
    Bytes v6 = MakeIcmp(GetPathV6(), 2, 0, 1500, Bytes(48));
    RewriteIcmpMtu(PROTOCOL_ICMPV6, v6, 1280);
    EXPECT_EQ(v6, MakeIcmp(GetPathV6(), 2, 0, 1280, Bytes(48)));
    Bytes v4 = MakeIcmp(GetPathV4(), 3, 4, 1500, Bytes(28));
    RewriteIcmpMtu(PROTOCOL_ICMP, v4, 70000);
    EXPECT_EQ(v4, MakeIcmp(GetPathV4(), 3, 4, 65535, Bytes(28)));
    Bytes other = MakeIcmp(GetPathV4(), 3, 1, 0, Bytes(28));
    RewriteIcmpMtu(PROTOCOL_ICMP, other, 1280);
    EXPECT_EQ(other, MakeIcmp(GetPathV4(), 3, 1, 0, Bytes(28)));
}

TEST(Icmp, RewritesTheQuotedFlowWithAllChecksums)
{
    for (const bool isV4 : {true, false})
    {
        const Path quotedPath = isV4 ? GetPathV4() : GetPathV6();
        const Path path{GetRouter(isV4), quotedPath.source};
        const Path newQuoted =
            isV4 ? MakePath("10.0.0.1", "10.0.0.2") : MakePath("fd00::1", "fd00::2");
        const Path newPath{path.source, newQuoted.source};
        const Bytes packet = MakeUdpPacket(quotedPath, 30);
        const Byte protocol = GetIcmpProtocol(path);
        Bytes message = MakeIcmp(path, isV4 ? 3 : 1, isV4 ? 3 : 4, 0, packet);
        ASSERT_TRUE(RewriteIcmpError(newPath, protocol, message, newQuoted, 7, 8));
        const Result<IcmpError> parsed = ParseIcmpError(newPath, protocol, message);
        ASSERT_TRUE(parsed);
        EXPECT_TRUE(IsGood(parsed->quoted));
        const Result<IpInfo> info = ParseIp(parsed->quoted);
        EXPECT_EQ(info->path, newQuoted);
        EXPECT_EQ(*ParseFlow(PROTOCOL_UDP, GetIpPayload(*info, parsed->quoted)),
                  (FlowId{PROTOCOL_UDP, 7, 8}));
    }
}

TEST(Icmp, RewritesNothingOfAQuotedPacketWithoutFlow)
{
    const Path path = GetPathV4();
    const Bytes packet = MakeUdpPacket(path, 56);
    const auto getError = [&path](const Bytes& quoted) {
        Bytes message = MakeIcmp(Reverse(path), 3, 3, 0, quoted);
        const Bytes before = message;
        const auto result = RewriteIcmpError(path, PROTOCOL_ICMP, message, path, 7, 8);
        EXPECT_EQ(message, before);
        return result.error();
    };
    EXPECT_EQ(getError(AsFragmentV4(packet, 64, false)), DropReason::UNRELATED_ICMP);
    EXPECT_EQ(getError(MakeUdpPacket(GetPathV6(), 8)), DropReason::UNRELATED_ICMP);
    EXPECT_EQ(getError(Bytes(packet.begin(), packet.begin() + 27)), DropReason::TRUNCATED);
    EXPECT_EQ(getError(MakePacket(path, 50, Bytes(20))), DropReason::UNSUPPORTED_PROTOCOL);
}

} // namespace hip::test
