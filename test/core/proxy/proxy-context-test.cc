// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/proxy-context.h"
#include "test/core/proxy/path-fixture.h"

#include <gtest/gtest.h>

namespace hip::test
{

TEST(ProxyContext, KnowsWhereLegacyHostsAre)
{
    PathFixture parts;
    EXPECT_TRUE(parts.context.IsLegacy(Ip("3ffe:400::1234")));
    EXPECT_TRUE(parts.context.IsLegacy(Ip("192.0.2.255")));
    EXPECT_FALSE(parts.context.IsLegacy(Ip("3ffe:400:0:1::1")));
    EXPECT_FALSE(parts.context.IsLegacy(Ip("192.0.3.1")));

    ProxyConfig everywhere = MakeFigure5Proxy();
    everywhere.legacyPrefixes.clear();
    PathFixture open(everywhere);
    EXPECT_TRUE(open.context.IsLegacy(Ip("2001:db8::1")));
    EXPECT_TRUE(open.context.IsLegacy(Ip("203.0.113.1")));
}

TEST(ProxyContext, TellsAStepOfAMapping)
{
    PathFixture parts;
    const Mapping& mapping = parts.Map(false);
    parts.context.Emit(ProxyStep::MAPPING_CREATED, mapping);
    parts.context.Emit(ProxyStep::MAPPING_CREATED, mapping, true);
    const auto events = parts.TakeAll<ProxyEvent>();
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[0].name, "hip.foo.com.");
    EXPECT_EQ(events[0].hit, mapping.hit);
    EXPECT_EQ(events[0].substitute, Ip("3ffe:401::5"));
    EXPECT_EQ(events[0].locator, Ip("3ffe:200::1"));
    EXPECT_EQ(events[1].substitute, Ip("3ffe:401::5")) << "there is no other one";
}

TEST(ProxyContext, TellsAStepOfABinding)
{
    PathFixture parts;
    const std::pair<NatProtocol, Byte> protocols[] = {{NatProtocol::TCP, PROTOCOL_TCP},
                                                      {NatProtocol::UDP, PROTOCOL_UDP},
                                                      {NatProtocol::ICMP, PROTOCOL_ICMP}};
    for (const auto& [protocol, number] : protocols)
    {
        const NatBinding& binding = parts.Bind(protocol, "192.0.2.50", 5000);
        parts.context.Emit(ProxyStep::SESSION_STARTED, binding, 80);
        const ProxyEvent event = parts.TakeAll<ProxyEvent>().at(0);
        EXPECT_EQ(event.step, ProxyStep::SESSION_STARTED);
        EXPECT_EQ(event.substitute, Ip("198.51.100.1"));
        EXPECT_EQ(event.legacyAddress, Ip("192.0.2.50"));
        EXPECT_EQ(event.protocol, number);
        EXPECT_EQ(event.legacyPort, 5000);
        EXPECT_EQ(event.proxyPort, 5000);
        EXPECT_EQ(event.remotePort, 80);
    }
}

TEST(ProxyContext, CountsADropAndSaysSo)
{
    PathFixture parts;
    const Verdict verdict = parts.context.Drop(DropReason::NO_BINDING, {});
    EXPECT_EQ(verdict.kind, Verdict::Kind::DROPPED);
    EXPECT_EQ(verdict.reason, DropReason::NO_BINDING);
    EXPECT_EQ(parts.context.outbox.GetDrops().Get(DropReason::NO_BINDING), 1U);
}

TEST(ProxyContext, NumbersItsIpv4Packets)
{
    PathFixture parts;
    const std::uint16_t first = parts.context.MakeIdentification();
    EXPECT_NE(parts.context.MakeIdentification(), first);
}

} // namespace hip::test
