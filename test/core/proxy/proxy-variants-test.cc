// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// Other worlds than figure 5: IPv4 legacy hosts, no agent, no substitutes.

#include "test/core/proxy/proxy-world.h"

#include <gtest/gtest.h>

namespace hip::test
{

namespace
{

const Path LEGACY = Between("3ffe:400::50", "3ffe:401::5");

Bytes
Text(const std::string& text)
{
    return Bytes(text.begin(), text.end());
}

} // namespace

TEST(ProxyVariants, CarriesIpv4LegacyHostsToAnIpv6HipHost)
{
    ProxyWorld world;
    const IpAddress substitute = world.Connect("192.0.2.50");
    EXPECT_EQ(substitute, Ip("198.51.100.1"));
    const Path path{Ip("192.0.2.50"), substitute};
    const Parts pong(world.toLegacy.back());
    EXPECT_TRUE(pong.isGood);
    EXPECT_EQ(pong.info.path, Back(path));
    EXPECT_EQ(pong.transport[0], ICMP_ECHO_REPLY);
    EXPECT_EQ(pong.flow.destinationPort, 1);

    world.Send(BuildUdp(path, 6000, 7, Text("over four and six")));
    world.Run(100ms);
    const Parts udp(world.toLegacy.back());
    EXPECT_TRUE(udp.isGood);
    EXPECT_EQ(udp.info.path, Back(path));
    EXPECT_EQ(udp.flow, (FlowId{PROTOCOL_UDP, 7, 6000}));
    EXPECT_EQ(udp.payload, Text("over four and six"));
    EXPECT_TRUE(Parts(world.host.received.back()).isGood) << "as the HIP host sees it";

    world.Send(BuildTcp(path, 6000, 80, TCP_SYN, {}, 1460));
    world.Run(100ms);
    EXPECT_TRUE(Parts(world.toLegacy.back()).isGood);
    EXPECT_EQ(Parts(world.toLegacy.back()).flow, (FlowId{PROTOCOL_TCP, 80, 6000}));
}

TEST(ProxyVariants, ShowsBothFamiliesOneMapping)
{
    ProxyWorld world;
    world.Connect();
    world.Connect("192.0.2.50");
    EXPECT_EQ(world.proxy->GetMappings().GetSize(), 1U);
    EXPECT_EQ(world.Count(ProxyStep::I1_SENT), 1U);
}

TEST(ProxyVariants, HandsOutTheRealAddressIfItIsTheOnlyWayOut)
{
    WorldOptions options;
    options.proxy.dns.handOutRealAddresses = true;
    options.proxy.mappings.pool6.reset();
    options.proxy.mappings.pool4.reset();
    options.hasAgent = false;
    ProxyWorld world(options);
    EXPECT_EQ(world.Connect(), Ip("3ffe:500::9"));
    const Path path = Between("3ffe:400::50", "3ffe:500::9");
    EXPECT_EQ(Parts(world.toLegacy.back()).info.path, Back(path));
    const Mapping* mapping = world.proxy->GetMappings().FindByAddress(Ip("3ffe:500::9"));
    ASSERT_NE(mapping, nullptr);
    EXPECT_EQ(mapping->hit, world.host.endpoint->GetHit());
    EXPECT_EQ(mapping->locators, std::vector{Ip("3ffe:500::9")});
    const Bytes foreign = BuildUdp(Between("3ffe:700::1", "3ffe:500::9"), 1, 2, {});
    EXPECT_EQ(world.Send(foreign).kind, Verdict::Kind::PASS) << "who is no legacy host may pass";
    EXPECT_EQ(world.passed.back(), foreign);
}

TEST(ProxyVariants, KeepsTheSubstituteOfAHostBehindAnAgentEvenAsTheOnlyWayOut)
{
    WorldOptions options;
    options.proxy.dns.handOutRealAddresses = true;
    ProxyWorld world(options);
    EXPECT_EQ(world.Connect(), Ip("3ffe:401::5")) << "3ffe:200::1 stands for many hosts";
}

TEST(ProxyVariants, WorksWithoutAnAgent) // claim 6
{
    WorldOptions options;
    options.hasAgent = false;
    ProxyWorld world(options);
    world.Ask("hip.foo.com.", DnsType::AAAA);
    world.Send(BuildTcp(LEGACY, 5000, 80, TCP_SYN));
    world.Run(1s);
    EXPECT_EQ(world.GetLetters(), "A B C D E F F.1 G H I J K") << "nothing to replace";
    EXPECT_EQ(Parts(world.toLegacy.back()).info.path, Back(LEGACY));
}

} // namespace hip::test
