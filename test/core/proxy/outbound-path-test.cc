// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/inner-mtu.h"
#include "core/proxy/outbound-path.h"
#include "core/wire/checksum.h"
#include "core/wire/fragmentation.h"
#include "test/core/proxy/proxy-world.h"

#include <gtest/gtest.h>

namespace hip::test
{

namespace
{

const Path LEGACY = Between("3ffe:400::50", "3ffe:401::5");
const Path LEGACY_V4 = Between("192.0.2.50", "198.51.100.1");

/// What fits through ESP of the default suite over IPv6.
std::size_t
GetLargest(std::size_t wanMtu = 1500)
{
    return GetInnerMtu({EspSuite::AES_128_GCM_16}, false, wanMtu);
}

/// A UDP packet of exactly this length.
Bytes
BuildLong(const Path& path, std::size_t length)
{
    const std::size_t headers = (path.source.IsV4() ? 20 : 40) + 8;
    return BuildUdp(path, 5000, 7, Bytes(length - headers, 0x55));
}

Bytes
SetDontFragment(Bytes packet)
{
    packet[6] = 0x40;
    WriteU16(packet, 10, 0);
    WriteU16(packet, 10, FoldChecksum(SumBytes(ByteSpan(packet).first(20))));
    return packet;
}

} // namespace

TEST(OutboundPath, SendsWhatJustFitsAndTellsTheMtuForWhatDoesNot)
{
    ProxyWorld world;
    world.Connect();
    const std::size_t largest = GetLargest();
    EXPECT_EQ(world.Send(BuildLong(LEGACY, largest)).kind, Verdict::Kind::TRANSMIT);
    EXPECT_LE(world.toOutside.back().size(), 1500U);
    EXPECT_GT(world.toOutside.back().size(), 1496U) << "nothing is wasted";

    const Verdict verdict = world.Send(BuildLong(LEGACY, largest + 1));
    EXPECT_EQ(verdict.reason, DropReason::PACKET_TOO_BIG);
    const Parts error(world.toLegacy.back());
    EXPECT_TRUE(error.isGood);
    EXPECT_EQ(error.info.path, Between("3ffe:400::1", "3ffe:400::50"));
    EXPECT_EQ(error.transport[0], ICMPV6_PACKET_TOO_BIG);
    EXPECT_EQ(ReadU32(error.transport, 4), largest);
}

TEST(OutboundPath, TellsIpv4HostsTheMtuOfTheirFamily)
{
    ProxyWorld world;
    world.Connect("192.0.2.50");
    const std::size_t largest = GetLargest() - 20;
    EXPECT_EQ(world.Send(SetDontFragment(BuildLong(LEGACY_V4, largest))).kind,
              Verdict::Kind::TRANSMIT);
    EXPECT_LE(world.toOutside.back().size(), 1500U);
    const Bytes tooLong = SetDontFragment(BuildLong(LEGACY_V4, largest + 1));
    EXPECT_EQ(world.Send(tooLong).reason, DropReason::PACKET_TOO_BIG);
    const Parts error(world.toLegacy.back());
    EXPECT_TRUE(error.isGood);
    EXPECT_EQ(error.transport[0], ICMP_DESTINATION_UNREACHABLE);
    EXPECT_EQ(error.transport[1], ICMP_FRAGMENTATION_NEEDED);
    EXPECT_EQ(ReadU16(error.transport, 6), largest);
    EXPECT_EQ(world.Send(BuildLong(LEGACY_V4, largest + 1)).kind, Verdict::Kind::TRANSMIT)
        << "without Don't Fragment the ESP packet is fragmented instead";
}

TEST(OutboundPath, NeverAsksIpv6ForLessThan1280Octets)
{
    WorldOptions options;
    options.proxy.wanMtu = 1280;
    ProxyWorld world(options);
    world.Connect();
    EXPECT_LT(GetLargest(1280), 1280U);
    EXPECT_EQ(world.Send(BuildLong(LEGACY, 1280)).kind, Verdict::Kind::TRANSMIT);
    EXPECT_EQ(world.Send(BuildLong(LEGACY, 1281)).reason, DropReason::PACKET_TOO_BIG);
    EXPECT_EQ(ReadU32(Parts(world.toLegacy.back()).transport, 4), 1280U);
}

TEST(OutboundPath, ClampsTheMssOfBothSides)
{
    ProxyWorld world;
    world.Connect();
    const auto mss = static_cast<std::uint16_t>(GetLargest() - 60);
    world.Send(BuildTcp(LEGACY, 5000, 80, TCP_SYN, {}, 1440));
    world.Run(100ms);
    const Parts syn(world.host.received.back());
    EXPECT_TRUE(syn.isGood);
    EXPECT_EQ(ReadU16(syn.transport, 22), mss);
    const Parts answer(world.toLegacy.back());
    EXPECT_TRUE(answer.isGood);
    EXPECT_EQ(ReadU16(answer.transport, 22), mss) << "the host said 1440 too";

    world.Send(BuildTcp(LEGACY, 5001, 80, TCP_SYN, {}, 536));
    world.Run(100ms);
    EXPECT_EQ(ReadU16(Parts(world.host.received.back()).transport, 22), 536) << "small enough";
}

TEST(OutboundPath, ClampsTheFirstSynForTheWorstSuite)
{
    WorldOptions options;
    ProxyWorld world(options);
    world.Ask("hip.foo.com.", DnsType::AAAA);
    world.Send(BuildTcp(LEGACY, 5000, 80, TCP_SYN, {}, 1440));
    world.Run(2s);
    const std::size_t worst = GetInnerMtu(options.endpoint.espSuites, false, 1500);
    EXPECT_EQ(ReadU16(Parts(world.host.received.back()).transport, 22), worst - 60);
}

TEST(OutboundPath, CountsDownTheHopLimit)
{
    ProxyWorld world;
    world.Connect();
    world.Send(BuildUdp(LEGACY, 5000, 7, Bytes(4), 2));
    world.Run(100ms);
    EXPECT_EQ(Parts(world.host.received.back()).info.hopLimit, 1);

    for (const Path& path : {LEGACY, LEGACY_V4})
    {
        world.Connect(path.source.ToString());
        const Verdict verdict = world.Send(BuildUdp(path, 5000, 7, Bytes(4), 1));
        EXPECT_EQ(verdict.reason, DropReason::HOP_LIMIT_EXCEEDED);
        const Parts error(world.toLegacy.back());
        EXPECT_TRUE(error.isGood);
        EXPECT_EQ(error.info.path.destination, path.source);
        EXPECT_EQ(error.transport[0],
                  path.source.IsV4() ? ICMP_TIME_EXCEEDED : ICMPV6_TIME_EXCEEDED);
    }
}

TEST(OutboundPath, JoinsFragmentsBeforeNat)
{
    ProxyWorld world;
    world.Connect();
    world.Connect("192.0.2.50");
    world.host.isSilent = true;
    for (const Path& path : {LEGACY, LEGACY_V4})
    {
        const Bytes packet = BuildLong(path, 4000);
        auto fragments = Fragment(packet, 1500, 7);
        ASSERT_EQ(fragments.size(), 3U);
        std::swap(fragments[0], fragments[2]);
        for (const Bytes& fragment : fragments)
        {
            EXPECT_EQ(world.Send(fragment).kind, Verdict::Kind::CONSUMED);
        }
        EXPECT_GT(world.toOutside.back().size(), 4000U) << "for the owner to fragment";
        world.Run(100ms);
        const Parts received(world.host.received.back());
        EXPECT_TRUE(received.isGood);
        EXPECT_EQ(received.payload, Parts(packet).payload);
    }
}

TEST(OutboundPath, CountsFragmentsThatNeverMeet)
{
    ProxyWorld world;
    world.Connect();
    world.Send(Fragment(BuildLong(LEGACY, 4000), 1500, 7).at(0));
    world.Run(61s);
    EXPECT_EQ(world.proxy->GetDrops().Get(DropReason::FRAGMENT_TIMEOUT), 1U);
    EXPECT_EQ(world.Send(Fragment(BuildLong(LEGACY, 4000), 1500, 7).at(1)).kind,
              Verdict::Kind::CONSUMED);
}

TEST(OutboundPath, RefusesTransportsThatNatCannotCarry)
{
    ProxyWorld world;
    world.Connect();
    const Verdict verdict = world.Send(BuildIp(LEGACY, 132, Bytes(12))); // SCTP
    EXPECT_EQ(verdict.reason, DropReason::UNSUPPORTED_PROTOCOL);
    const Parts error(world.toLegacy.back());
    EXPECT_EQ(error.transport[0], ICMPV6_PARAMETER_PROBLEM);
    EXPECT_EQ(ReadU32(error.transport, 4), 6U) << "the Next Header field";
}

TEST(OutboundPath, BeginsNoFlowWithItsEnd)
{
    ProxyWorld world;
    world.Connect();
    for (const Byte flags : {TCP_RST, Byte(TCP_FIN | TCP_ACK)})
    {
        EXPECT_EQ(world.Send(BuildTcp(LEGACY, 5000, 80, flags)).reason, DropReason::NO_BINDING);
    }
    EXPECT_EQ(world.Send(BuildEcho(LEGACY, false, 3, Bytes(4))).reason, DropReason::NO_BINDING);
    EXPECT_EQ(world.Send(BuildTcp(LEGACY, 5000, 80, TCP_ACK)).kind, Verdict::Kind::TRANSMIT)
        << "but its middle will do, after the proxy has forgotten";
}

TEST(OutboundPath, SaysProhibitedWhenAHostHasTooManyFlows)
{
    WorldOptions options;
    options.proxy.nat.maxBindingsPerHost = 2;
    ProxyWorld world(options);
    world.Connect(); // with one ping
    world.Send(BuildUdp(LEGACY, 1, 7, Bytes(4)));
    const Verdict verdict = world.Send(BuildUdp(LEGACY, 2, 7, Bytes(4)));
    EXPECT_EQ(verdict.reason, DropReason::BINDINGS_EXHAUSTED);
    const Parts error(world.toLegacy.back());
    EXPECT_EQ(error.transport[0], ICMPV6_DESTINATION_UNREACHABLE);
    EXPECT_EQ(error.transport[1], 1);
    EXPECT_EQ(world.Send(BuildUdp(LEGACY, 1, 9, Bytes(4))).kind, Verdict::Kind::TRANSMIT)
        << "the flow that is there goes on, to any port";
}

TEST(OutboundPath, DropsWhatIsMalformedAndOnlyThat)
{
    ProxyWorld world;
    world.Connect();
    const std::size_t bindings = world.proxy->GetBindingCount();
    const Bytes whole = BuildTcp(LEGACY, 5000, 80, TCP_SYN, {}, 1440);
    const auto refuse = [&world](Bytes packet) {
        const Verdict verdict = world.Send(packet);
        EXPECT_EQ(verdict.kind, Verdict::Kind::DROPPED);
        return verdict.reason;
    };
    EXPECT_EQ(refuse(Bytes(whole.begin(), whole.end() - 1)), DropReason::TRUNCATED);
    Bytes badOffset = whole;
    badOffset[40 + 12] = 0x40;
    EXPECT_EQ(refuse(badOffset), DropReason::MALFORMED);
    EXPECT_EQ(refuse(BuildIp(LEGACY, PROTOCOL_TCP, Bytes(10))), DropReason::TRUNCATED);
    EXPECT_EQ(refuse(BuildIp(LEGACY, PROTOCOL_UDP, Bytes(8))), DropReason::MALFORMED);
    EXPECT_EQ(refuse(BuildIp(LEGACY, PROTOCOL_ICMP, Bytes{8, 0, 0, 0, 0, 1, 0, 1})),
              DropReason::NO_BINDING)
        << "ICMPv4 in IPv6";
    EXPECT_EQ(refuse(BuildIp(LEGACY, PROTOCOL_ICMPV6, Bytes{133, 0, 0, 0, 0, 0, 0, 0})),
              DropReason::UNSUPPORTED_PROTOCOL)
        << "Router Solicitation";
    EXPECT_EQ(world.proxy->GetBindingCount(), bindings);
    Bytes padded = whole;
    padded.resize(padded.size() + 6);
    EXPECT_EQ(world.Send(padded).kind, Verdict::Kind::TRANSMIT) << "padding of the link";
    world.Run(100ms);
    EXPECT_EQ(Parts(world.host.received.back()).payload.size(), 0U);
}

TEST(OutboundPath, KeepsAWrongChecksumWrong)
{
    ProxyWorld world;
    world.Connect();
    Bytes damaged = BuildUdp(LEGACY, 5000, 7, Bytes(16));
    damaged.back() ^= 1;
    world.Send(damaged);
    world.Run(100ms);
    EXPECT_FALSE(Parts(world.host.received.back()).isGood) << "the receiver shall notice";
}

TEST(OutboundPath, ComputesTheChecksumThatUdpOverIpv4MayLack)
{
    ProxyWorld world;
    world.Connect("192.0.2.50");
    Bytes packet = BuildUdp(LEGACY_V4, 5000, 7, Bytes(16, 3));
    WriteU16(packet, 26, 0);
    world.Send(packet);
    world.Run(100ms);
    EXPECT_TRUE(Parts(world.host.received.back()).isGood);
}

} // namespace hip::test
