// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/error-path.h"
#include "core/wire/icmp.h"
#include "test/core/proxy/proxy-world.h"

#include <gtest/gtest.h>

namespace hip::test
{

namespace
{

const Path LEGACY = Between("3ffe:400::50", "3ffe:401::5");
const Path LEGACY_V4 = Between("192.0.2.50", "198.51.100.1");

/// What a legacy host, HIP host or router says about a packet that it got.
Bytes
Complain(const IpAddress& from, const Bytes& packet, IcmpProblem problem, std::uint32_t mtu = 0)
{
    return MakeIcmpError(from, packet, problem, mtu).value();
}

/// The packet that an error quotes.
Bytes
GetQuoted(const Bytes& error)
{
    const Parts parts(error);
    return Bytes(parts.transport.begin() + 8, parts.transport.end());
}

} // namespace

TEST(ErrorPath, ShowsTheLegacyHostItsOwnPacket)
{
    ProxyWorld world;
    world.Connect();
    world.Connect("192.0.2.50");
    for (const Path& path : {LEGACY, LEGACY_V4})
    {
        // The other host has the port, so that NAT changes it.
        const Path neighbour{Ip("3ffe:400::99"), LEGACY.destination};
        world.Send(BuildUdp(neighbour, 5000, 7, Bytes(4)));
        const Bytes sent = BuildUdp(path, 5000, 7, Bytes(32, 0x77));
        world.host.isSilent = true;
        world.Send(sent);
        world.Run(100ms);
        const Bytes inner = world.host.received.back();
        EXPECT_NE(Parts(inner).flow.sourcePort, 5000);

        world.SendFromHost(
            Complain(world.host.endpoint->GetHit(), inner, IcmpProblem::PORT_UNREACHABLE));
        world.Run(100ms);
        const Bytes error = world.toLegacy.back();
        const Parts parts(error);
        EXPECT_TRUE(parts.isGood);
        EXPECT_EQ(parts.info.path, Back(path)) << "from the substitute";
        EXPECT_EQ(parts.transport[0],
                  path.source.IsV4() ? ICMP_DESTINATION_UNREACHABLE
                                     : ICMPV6_DESTINATION_UNREACHABLE);
        const Parts quoted(GetQuoted(error));
        EXPECT_EQ(quoted.info.path, path);
        EXPECT_EQ(quoted.flow, (FlowId{PROTOCOL_UDP, 5000, 7}));
        EXPECT_TRUE(quoted.isGood) << "as if nothing had been changed on the way";
        EXPECT_EQ(quoted.payload, Parts(sent).payload);
    }
}

TEST(ErrorPath, ShowsTheHipHostItsOwnPacket)
{
    ProxyWorld world;
    world.Connect();
    world.Connect("192.0.2.50");
    for (const Path& path : {LEGACY, LEGACY_V4})
    {
        world.Send(BuildUdp(path, 5000, 7, Bytes(32, 0x77)));
        world.Run(100ms);
        const Bytes reply = world.toLegacy.back();
        const std::uint16_t proxyPort = Parts(world.host.received.back()).flow.sourcePort;
        const Verdict verdict =
            world.Send(Complain(path.source, reply, IcmpProblem::PORT_UNREACHABLE));
        EXPECT_EQ(verdict.kind, Verdict::Kind::TRANSMIT);
        world.Run(100ms);
        const Bytes error = world.host.received.back();
        const Path inner{world.own.endpoint->GetHit(), world.host.endpoint->GetHit()};
        EXPECT_TRUE(Parts(error).isGood);
        EXPECT_EQ(Parts(error).info.path, inner);
        EXPECT_EQ(Parts(error).transport[0], ICMPV6_DESTINATION_UNREACHABLE);
        EXPECT_EQ(Parts(error).transport[1], 4);
        const Parts quoted(GetQuoted(error));
        EXPECT_EQ(quoted.info.path, Back(inner));
        EXPECT_EQ(quoted.flow, (FlowId{PROTOCOL_UDP, 7, proxyPort}));
        EXPECT_TRUE(quoted.isGood);
    }
}

TEST(ErrorPath, CarriesErrorsOfRoutersOnTheLegacySide)
{
    ProxyWorld world;
    world.Connect();
    world.Send(BuildUdp(LEGACY, 5000, 7, Bytes(800)));
    world.Run(100ms);
    const Bytes error =
        Complain(Ip("3ffe:400::fe"), world.toLegacy.back(), IcmpProblem::PACKET_TOO_BIG, 1300);
    Bytes toSubstitute = error;
    EXPECT_EQ(Parts(error).info.path.destination, LEGACY.destination);
    EXPECT_EQ(world.Send(toSubstitute).kind, Verdict::Kind::TRANSMIT);
    world.Run(100ms);
    const Parts received(world.host.received.back());
    EXPECT_TRUE(received.isGood);
    EXPECT_EQ(received.transport[0], ICMPV6_PACKET_TOO_BIG);
    EXPECT_EQ(ReadU32(received.transport, 4), 1300U);
}

TEST(ErrorPath, TranslatesErrorsAboutEchoes)
{
    ProxyWorld world;
    world.Connect("192.0.2.50");
    world.host.isSilent = true;
    world.Send(BuildEcho(LEGACY_V4, true, 0x1234, Bytes(20)));
    world.Run(100ms);
    world.SendFromHost(Complain(world.host.endpoint->GetHit(),
                                world.host.received.back(),
                                IcmpProblem::PROHIBITED));
    world.Run(100ms);
    const Bytes error = world.toLegacy.back();
    EXPECT_EQ(Parts(error).transport[0], ICMP_DESTINATION_UNREACHABLE);
    const Parts quoted(GetQuoted(error));
    EXPECT_EQ(quoted.info.path, LEGACY_V4);
    EXPECT_EQ(quoted.flow, (FlowId{PROTOCOL_ICMP, 0x1234, 0}));
    EXPECT_TRUE(quoted.isGood);
}

TEST(ErrorPath, DropsErrorsAboutWhatNobodySent)
{
    ProxyWorld world;
    world.Connect();
    const Hit own = world.own.endpoint->GetHit();
    const Hit peer = world.host.endpoint->GetHit();
    const Bytes foreign[] = {
        BuildUdp({own, peer}, 9999, 7, Bytes(4)),               // no such binding
        BuildEcho({own, Ip("2001:21::1")}, true, 1, Bytes(4)),  // to another host
        BuildEcho({Ip("2001:21::1"), peer}, true, 1, Bytes(4)), // from another host
        BuildIp({own, peer}, 132, Bytes(8)),                    // not carried
    };
    for (const Bytes& packet : foreign)
    {
        const std::size_t before = world.toLegacy.size();
        Bytes error = Complain(peer, packet, IcmpProblem::PORT_UNREACHABLE);
        std::copy(own.GetBytes().begin(), own.GetBytes().end(), error.begin() + 24);
        Bytes message(error.begin() + 40, error.end());
        world.SendFromHost(BuildIp({peer, own}, PROTOCOL_ICMPV6, message));
        world.Run(100ms);
        EXPECT_EQ(world.toLegacy.size(), before);
    }
    EXPECT_EQ(world.proxy->GetDrops().Get(DropReason::UNRELATED_ICMP), 4U);
    const Bytes stranger = BuildUdp(Back(LEGACY), 7, 9999, Bytes(4));
    EXPECT_EQ(world.Send(Complain(LEGACY.source, stranger, IcmpProblem::PORT_UNREACHABLE)).reason,
              DropReason::UNRELATED_ICMP);
}

TEST(ErrorPath, BelievesNoErrorWithABadChecksum)
{
    ProxyWorld world;
    world.Connect();
    world.Send(BuildUdp(LEGACY, 5000, 7, Bytes(32)));
    world.Run(100ms);
    Bytes error = Complain(LEGACY.source, world.toLegacy.back(), IcmpProblem::PORT_UNREACHABLE);
    error[42] ^= 1;
    EXPECT_EQ(world.Send(error).reason, DropReason::BAD_CHECKSUM);
    const Bytes cut = BuildIp(LEGACY, PROTOCOL_ICMPV6, Bytes{1, 4, 0, 0});
    EXPECT_EQ(world.Send(cut).kind, Verdict::Kind::DROPPED);
}

TEST(ErrorPath, ProlongsNothing) // RFC 5508 REQ-8 does not say so, but an error is no traffic
{
    ProxyWorld world;
    world.Connect();
    world.Send(BuildUdp(LEGACY, 5000, 7, Bytes(32)));
    world.Run(100ms);
    const Bytes reply = world.toLegacy.back();
    world.Run(4min);
    world.Send(Complain(LEGACY.source, reply, IcmpProblem::PORT_UNREACHABLE));
    world.Run(61s);
    EXPECT_EQ(world.proxy->GetBindingCount(), 0U);
}

} // namespace hip::test
