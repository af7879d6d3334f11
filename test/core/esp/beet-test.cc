// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/crypto-context.h"
#include "core/crypto/random.h"
#include "core/esp/beet.h"
#include "core/util/endian.h"
#include "core/wire/ip-info.h"
#include "core/wire/ip-packet.h"
#include "test/core/support/allocation-counter.h"
#include "test/core/support/esp-pair.h"
#include "test/core/support/hex.h"

#include <gtest/gtest.h>
#include <limits>
#include <tuple>

namespace hip
{
namespace
{

using test::EspCase;
using test::EspPair;
using test::FromHex;
using test::MakeCountingBytes;
using test::RoomyPacket;

constexpr EspCase ANY_CASE = {EspSuite::AES_128_CBC_SHA256, CryptoFidelity::REAL};

Path
MakePath(const char* source, const char* destination)
{
    return Path{*IpAddress::Parse(source), *IpAddress::Parse(destination)};
}

// The sender is the host with the larger HIT, as in section 17.7 of the wire reference.
const Path HITS =
    MakePath("2001:21:17ff:234:b200:ad27:767:f466", "2001:21:1010:fb60:685e:ada0:17cf:5987");
const Path OUTER_V6 = MakePath("2001:db8::1", "2001:db8:1::2");
const Path OUTER_V4 = MakePath("192.0.2.1", "198.51.100.2");

/// An IPv6 packet between the HITs, with a flow label that must not get out.
Bytes
MakeInner(std::size_t payloadLength, Byte hopLimit = 61, Byte trafficClass = 0xb9)
{
    Bytes packet(IPV6_HEADER_LENGTH + payloadLength);
    WriteIpv6Header(packet, HITS, PROTOCOL_UDP, hopLimit, trafficClass, 0xabcde, payloadLength);
    const Bytes payload = MakeCountingBytes(payloadLength, 7);
    std::copy(payload.begin(), payload.end(), packet.begin() + IPV6_HEADER_LENGTH);
    return packet;
}

/// What of MakeInner comes out at the other end.
Bytes
WithoutFlowLabel(Bytes packet)
{
    WriteU32(packet, 0, ReadU32(packet) & 0xfff00000);
    return packet;
}

IpInfo
Parsed(ByteSpan packet)
{
    const Result<IpInfo> info = ParseIp(packet);
    EXPECT_TRUE(info.has_value());
    return info ? *info : IpInfo{};
}

class BeetSuites : public testing::TestWithParam<EspCase>
{
};

INSTANTIATE_TEST_SUITE_P(All,
                         BeetSuites,
                         testing::ValuesIn(test::GetEspCases()),
                         [](const auto& info) { return info.param.GetName(); });

TEST_P(BeetSuites, GiveBackTheInnerPacketOverBothFamilies)
{
    EspPair pair(GetParam());
    for (const Path& outer : {OUTER_V6, OUTER_V4})
    {
        for (const std::size_t length : {0, 1, 8, 1400, 9000})
        {
            const Bytes inner = MakeInner(length);
            RoomyPacket packet(inner);
            ASSERT_TRUE(BeetSeal(packet.GetBuffer(), pair.GetOutbound(), outer).has_value());

            const IpInfo info = Parsed(packet.GetContent());
            EXPECT_EQ(info.path, outer);
            EXPECT_EQ(info.protocol, PROTOCOL_ESP);
            EXPECT_EQ(info.totalLength, packet.GetBuffer().GetLength());
            EXPECT_EQ(info.totalLength,
                      info.headerLength + length + GetEspOverhead(GetParam().suite, length));

            const Result<void> opened =
                BeetOpen(packet.GetBuffer(), info.headerLength, pair.GetInbound(), HITS);
            ASSERT_TRUE(opened.has_value()) << ToString(opened.error());
            EXPECT_EQ(packet.GetContent(), WithoutFlowLabel(inner));
        }
    }
}

TEST_P(BeetSuites, AllocateNothingPerPacket)
{
    EspPair pair(GetParam());
    const Bytes inner = MakeInner(1400);
    RoomyPacket packet(inner);
    std::size_t opened = 0;
    const std::uint64_t before = test::GetAllocationCount();
    for (int i = 0; i < 1000; ++i)
    {
        packet.Refill(inner);
        const Path& outer = i % 2 == 0 ? OUTER_V4 : OUTER_V6;
        if (BeetSeal(packet.GetBuffer(), pair.GetOutbound(), outer) &&
            BeetOpen(packet.GetBuffer(), GetIpHeaderLength(outer), pair.GetInbound(), HITS))
        {
            ++opened;
        }
    }
    EXPECT_EQ(test::GetAllocationCount() - before, 0u);
    EXPECT_EQ(opened, 1000u);
}

TEST(Beet, CopiesHopLimitAndTrafficClassOutwards)
{
    EspPair pair(ANY_CASE);
    for (const Path& outer : {OUTER_V6, OUTER_V4})
    {
        for (const auto& [hopLimit, trafficClass] :
             {std::tuple(1, 0), std::tuple(64, 0xb8), std::tuple(255, 0xff), std::tuple(0, 3)})
        {
            RoomyPacket packet(
                MakeInner(100, static_cast<Byte>(hopLimit), static_cast<Byte>(trafficClass)));
            ASSERT_TRUE(BeetSeal(packet.GetBuffer(), pair.GetOutbound(), outer).has_value());
            const IpInfo info = Parsed(packet.GetContent());
            EXPECT_EQ(info.hopLimit, hopLimit);
            EXPECT_EQ(info.trafficClass, trafficClass);
            EXPECT_EQ(info.flowLabel, 0u);
        }
    }
}

TEST(Beet, CopiesWhatTheNetworkLeftOfHopLimitAndTrafficClassInwards)
{
    EspPair pair(ANY_CASE);
    for (const Path& outer : {OUTER_V6, OUTER_V4})
    {
        RoomyPacket packet(MakeInner(100, 64, 0xb8));
        ASSERT_TRUE(BeetSeal(packet.GetBuffer(), pair.GetOutbound(), outer).has_value());
        // Rewritten on the way, as by 14 routers of which one had to mark congestion.
        const std::size_t headerLength = GetIpHeaderLength(outer);
        const std::size_t payloadLength = packet.GetBuffer().GetLength() - headerLength;
        const MutableByteSpan octets = packet.GetBuffer().GetPacket();
        if (outer.source.IsV4())
        {
            WriteIpv4Header(octets, outer, PROTOCOL_ESP, 50, 0xbb, 1, false, payloadLength);
        }
        else
        {
            WriteIpv6Header(octets, outer, PROTOCOL_ESP, 50, 0xbb, 0x12345, payloadLength);
        }
        ASSERT_TRUE(
            BeetOpen(packet.GetBuffer(), headerLength, pair.GetInbound(), HITS).has_value());
        const IpInfo info = Parsed(packet.GetContent());
        EXPECT_EQ(info.path, HITS);
        EXPECT_EQ(info.hopLimit, 50);
        EXPECT_EQ(info.trafficClass, 0xbb);
        EXPECT_EQ(info.flowLabel, 0u);
    }
}

TEST(Beet, NumbersIpv4PacketsSoThatTheyMayBeFragmented)
{
    EspPair pair(ANY_CASE, 64, 0x1fffd);
    for (const std::uint32_t id : {0xfffeU, 0xffffU, 0U, 1U})
    {
        RoomyPacket packet(MakeInner(100));
        ASSERT_TRUE(BeetSeal(packet.GetBuffer(), pair.GetOutbound(), OUTER_V4).has_value());
        const IpInfo info = Parsed(packet.GetContent());
        EXPECT_FALSE(info.dontFragment);
        EXPECT_FALSE(info.isFragment);
        EXPECT_EQ(info.fragmentId, id);
    }
}

TEST(Beet, CarriesInnerExtensionHeadersAsPayload)
{
    EspPair pair(ANY_CASE);
    Bytes inner = MakeInner(48);
    inner[6] = PROTOCOL_DESTINATION_OPTIONS;
    const Bytes extension = FromHex("11 00 0104 00000000"); // UDP follows; PadN
    std::copy(extension.begin(), extension.end(), inner.begin() + IPV6_HEADER_LENGTH);
    RoomyPacket packet(inner);
    ASSERT_TRUE(BeetSeal(packet.GetBuffer(), pair.GetOutbound(), OUTER_V4).has_value());
    ASSERT_TRUE(
        BeetOpen(packet.GetBuffer(), IPV4_HEADER_LENGTH, pair.GetInbound(), HITS).has_value());
    EXPECT_EQ(packet.GetContent(), WithoutFlowLabel(inner));
}

/// RFC 4303 §2.6: it is for the receiver above to discard it.
TEST(Beet, HandsUpADummyPacketAsIpv6WithNoNextHeader)
{
    EspPair pair(ANY_CASE);
    Bytes inner = MakeInner(100);
    inner[6] = PROTOCOL_NONE;
    RoomyPacket packet(inner);
    ASSERT_TRUE(BeetSeal(packet.GetBuffer(), pair.GetOutbound(), OUTER_V6).has_value());
    ASSERT_TRUE(
        BeetOpen(packet.GetBuffer(), IPV6_HEADER_LENGTH, pair.GetInbound(), HITS).has_value());
    EXPECT_EQ(packet.GetContent(), WithoutFlowLabel(inner));
}

TEST(Beet, OpensBehindOuterOptionsAndExtensionHeaders)
{
    for (const Path& outer : {OUTER_V6, OUTER_V4})
    {
        EspPair pair(ANY_CASE);
        const Bytes inner = MakeInner(64);
        RoomyPacket sealed(inner);
        ASSERT_TRUE(BeetSeal(sealed.GetBuffer(), pair.GetOutbound(), outer).has_value());
        const std::size_t headerLength = GetIpHeaderLength(outer);
        Bytes longer = sealed.GetContent();
        longer.insert(longer.begin() + headerLength, 8, Byte{1}); // IPv4: no-operation
        RoomyPacket packet(longer);
        ASSERT_TRUE(
            BeetOpen(packet.GetBuffer(), headerLength + 8, pair.GetInbound(), HITS).has_value());
        EXPECT_EQ(packet.GetContent(), WithoutFlowLabel(inner));
    }
}

TEST(Beet, OpensTheReferencePacketWithAGoodChecksumOverTheHits)
{
    // Sections 17.7 and 17.9 of the wire reference: UDP 5000 to 5001, "HIP-BEET".
    SeededRandom random(1, 0, "beet-test");
    CryptoContext context(random);
    const auto engine = MakeCryptoEngine(CryptoFidelity::REAL, context);
    EspInboundSa sa(
        0x281f460f,
        EspSuite::AES_128_CBC_SHA256,
        engine->MakeEspCipher(
            EspSuite::AES_128_CBC_SHA256,
            FromHex("cfd4dbc7e57ecc20c34149f56696a24f"),
            FromHex("636370a0c89f26020d54715c999ebaf47140f066905bc2b2e13411e0d1bca26b")),
        64);
    Bytes outer(IPV4_HEADER_LENGTH);
    Append(outer,
           FromHex("281f460f 00000001 a0a1a2a3a4a5a6a7a8a9aaabacadaeaf"
                   "31b7952d59d25b20c6f899fbc27fa4c50b432d404d9b2314f3a215a5ca2db934"
                   "c2bc4b4d98f7cb0ed6ee90688a90f6b7"));
    WriteIpv4Header(outer,
                    OUTER_V4,
                    PROTOCOL_ESP,
                    64,
                    0,
                    1,
                    false,
                    outer.size() - IPV4_HEADER_LENGTH);
    RoomyPacket packet(outer);
    ASSERT_TRUE(BeetOpen(packet.GetBuffer(), IPV4_HEADER_LENGTH, sa, HITS).has_value());
    EXPECT_EQ(packet.GetContent(),
              FromHex("60000000 0010 11 40"
                      "2001002117ff0234b200ad270767f466"
                      "200100211010fb60685eada017cf5987"
                      "1388138900107079 4849502d42454554"));
}

TEST(Beet, LeavesThePacketAloneWhenItCannotSeal)
{
    const Bytes inner = MakeInner(100);
    const auto expectRefused =
        [&inner](EspPair& pair, const Path& outer, RoomyPacket& packet, DropReason reason) {
            const std::uint64_t sequence = pair.GetOutbound().GetSequence();
            const Bytes content = packet.GetContent();
            const Bytes storage = packet.GetStorage();
            const Result<void> sealed = BeetSeal(packet.GetBuffer(), pair.GetOutbound(), outer);
            ASSERT_FALSE(sealed.has_value());
            EXPECT_EQ(sealed.error(), reason);
            EXPECT_EQ(packet.GetContent(), content);
            EXPECT_EQ(packet.GetStorage(), storage);
            EXPECT_EQ(pair.GetOutbound().GetSequence(), sequence);
        };

    EspPair pair(ANY_CASE);
    // 8 + 16 octets of ESP header and IV; IPv4's header makes place for 20 of them.
    RoomyPacket tightV6(inner, 23);
    expectRefused(pair, OUTER_V6, tightV6, DropReason::NO_ROOM);
    RoomyPacket tightV4(inner, 3);
    expectRefused(pair, OUTER_V4, tightV4, DropReason::NO_ROOM);
    RoomyPacket tightBack(inner, 128, 2 + 10 + 16 - 1); // 100 + 2 go to 112 octets of text
    expectRefused(pair, OUTER_V6, tightBack, DropReason::NO_ROOM);

    // With 4 octets as pad unit, 24 for the rest and 2 for the trailer, one too many: 65536, 65516.
    EspPair fine({EspSuite::NULL_SHA256, CryptoFidelity::REAL});
    RoomyPacket tooLongV6(MakeInner(65536 - 24 - 2));
    expectRefused(fine, OUTER_V6, tooLongV6, DropReason::TOO_LONG);
    RoomyPacket tooLongV4(MakeInner(65516 - 24 - 2));
    expectRefused(fine, OUTER_V4, tooLongV4, DropReason::TOO_LONG);

    EspPair exhausted(ANY_CASE, 64, std::numeric_limits<std::uint64_t>::max());
    RoomyPacket packet(inner);
    expectRefused(exhausted, OUTER_V6, packet, DropReason::SEQUENCE_EXHAUSTED);
}

TEST(Beet, SealsInTheSmallestRoomAndUpToTheLargestSize)
{
    EspPair pair(ANY_CASE);
    RoomyPacket tightV6(MakeInner(100), 24, 28);
    EXPECT_TRUE(BeetSeal(tightV6.GetBuffer(), pair.GetOutbound(), OUTER_V6).has_value());
    RoomyPacket tightV4(MakeInner(100), 4, 28);
    EXPECT_TRUE(BeetSeal(tightV4.GetBuffer(), pair.GetOutbound(), OUTER_V4).has_value());
    for (const Path& outer : {OUTER_V6, OUTER_V4})
    {
        const std::size_t room = outer.source.IsV4() ? 65515 : 65535;
        const std::size_t largest = GetLargestEspPayload(ANY_CASE.suite, room);
        RoomyPacket packet(MakeInner(largest));
        ASSERT_TRUE(BeetSeal(packet.GetBuffer(), pair.GetOutbound(), outer).has_value());
        EXPECT_EQ(Parsed(packet.GetContent()).totalLength, packet.GetBuffer().GetLength());
    }
}

TEST(Beet, NeedsRoomForTheInnerHeader)
{
    EspPair pair({EspSuite::NULL_SHA256, CryptoFidelity::REAL});
    RoomyPacket sealed(MakeInner(100));
    ASSERT_TRUE(BeetSeal(sealed.GetBuffer(), pair.GetOutbound(), OUTER_V4).has_value());
    // 20 of IPv4 and 8 of ESP make place for 28 of the 40 octets.
    RoomyPacket tight(sealed.GetContent(), 11);
    const Result<void> refused =
        BeetOpen(tight.GetBuffer(), IPV4_HEADER_LENGTH, pair.GetInbound(), HITS);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error(), DropReason::NO_ROOM);
    EXPECT_EQ(pair.GetInbound().GetPackets(), 0u);
    RoomyPacket enough(sealed.GetContent(), 12);
    EXPECT_TRUE(
        BeetOpen(enough.GetBuffer(), IPV4_HEADER_LENGTH, pair.GetInbound(), HITS).has_value());
}

TEST(Beet, PassesOnTheReasonsOfOpen)
{
    EspPair pair(ANY_CASE);
    RoomyPacket sealed(MakeInner(100));
    ASSERT_TRUE(BeetSeal(sealed.GetBuffer(), pair.GetOutbound(), OUTER_V6).has_value());
    const Bytes outer = sealed.GetContent();
    const auto open = [&pair](const Bytes& content) {
        RoomyPacket packet(content);
        return BeetOpen(packet.GetBuffer(), IPV6_HEADER_LENGTH, pair.GetInbound(), HITS);
    };
    EXPECT_EQ(open(Bytes(outer.begin(), outer.begin() + 40)).error(), DropReason::TRUNCATED);
    EXPECT_EQ(open(Bytes(outer.begin(), outer.end() - 1)).error(), DropReason::TRUNCATED);
    Bytes forged = outer;
    forged.back() ^= 1;
    EXPECT_EQ(open(forged).error(), DropReason::BAD_ICV);
    EXPECT_TRUE(open(outer).has_value());
    EXPECT_EQ(open(outer).error(), DropReason::REPLAYED);
}

} // namespace
} // namespace hip
