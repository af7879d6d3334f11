// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/nat.h"
#include "test/core/proxy/proxy-support.h"

#include <gtest/gtest.h>
#include <set>
#include <stdexcept>

namespace hip::test
{

namespace
{

const IpAddress LEGACY_1 = Ip("3ffe:400::50");
const IpAddress LEGACY_2 = Ip("3ffe:400::51");

class NatTest : public testing::Test
{
  protected:
    explicit NatTest()
        : m_mappings(MakeMappings())
    {
        m_a = Map("2001:21:aaaa::1");
        m_b = Map("2001:21:bbbb::2");
    }

    static MappingTableConfig MakeMappings()
    {
        MappingTableConfig config;
        config.pool6 = AddressPoolConfig{Ip("3ffe:401::"), 64, Ip("3ffe:401::5"), 60s};
        config.lifetime = 100s;
        return config;
    }

    const Mapping* Map(const char* hit)
    {
        MappingRequest request;
        request.hit = Ip(hit);
        return m_mappings.Acquire(request, START)->mapping;
    }

    Nat MakeNat()
    {
        return Nat(m_config, m_mappings, m_random);
    }

    NatFlow Flow(const Mapping* mapping,
                 const IpAddress& legacy,
                 std::uint16_t port,
                 NatProtocol protocol = NatProtocol::TCP) const
    {
        return {protocol, mapping->hit, legacy, port};
    }

    MappingTable m_mappings;
    ConstantRandom m_random{0};
    NatConfig m_config;
    const Mapping* m_a;
    const Mapping* m_b;
};

} // namespace

TEST_F(NatTest, GivesTwoHostsWithTheSamePortTwoPorts)
{
    Nat nat = MakeNat();
    const auto first = nat.Create(Flow(m_a, LEGACY_1, 5000), *m_a, START);
    const auto second = nat.Create(Flow(m_a, LEGACY_2, 5000), *m_a, START);
    ASSERT_TRUE(first && second);
    EXPECT_EQ((*first)->proxyPort, 5000) << "a free port is kept";
    EXPECT_NE((*second)->proxyPort, 5000);
    EXPECT_EQ(nat.FindInbound({NatProtocol::TCP, m_a->hit, 5000}), *first);
    EXPECT_EQ(nat.FindInbound({NatProtocol::TCP, m_a->hit, (*second)->proxyPort}), *second);
    EXPECT_EQ(nat.FindOutbound(Flow(m_a, LEGACY_2, 5000)), *second);
}

TEST_F(NatTest, KeepsPortsApartByProtocolAndHipHostOnly)
{
    Nat nat = MakeNat();
    for (const Mapping* mapping : {m_a, m_b})
    {
        for (const auto protocol : {NatProtocol::TCP, NatProtocol::UDP, NatProtocol::ICMP})
        {
            const auto binding =
                nat.Create(Flow(mapping, LEGACY_1, 5000, protocol), *mapping, START);
            ASSERT_TRUE(binding);
            EXPECT_EQ((*binding)->proxyPort, 5000);
        }
    }
    EXPECT_EQ(nat.GetSize(), 6U);
    EXPECT_EQ(nat.FindInbound({NatProtocol::UDP, m_b->hit, 5000})->flow.hit, m_b->hit);
}

TEST_F(NatTest, FindsNothingThatWasNotMade)
{
    Nat nat = MakeNat();
    nat.Create(Flow(m_a, LEGACY_1, 5000), *m_a, START);
    EXPECT_EQ(nat.FindOutbound(Flow(m_a, LEGACY_1, 5001)), nullptr);
    EXPECT_EQ(nat.FindOutbound(Flow(m_b, LEGACY_1, 5000)), nullptr);
    EXPECT_EQ(nat.FindOutbound(Flow(m_a, LEGACY_2, 5000)), nullptr);
    EXPECT_EQ(nat.FindInbound({NatProtocol::TCP, m_b->hit, 5000}), nullptr);
    EXPECT_EQ(nat.FindInbound({NatProtocol::UDP, m_a->hit, 5000}), nullptr);
}

TEST_F(NatTest, ReplacesPortZeroButKeepsIdentifierZero)
{
    Nat nat = MakeNat();
    const auto udp = nat.Create(Flow(m_a, LEGACY_1, 0, NatProtocol::UDP), *m_a, START);
    EXPECT_GE((*udp)->proxyPort, 1024);
    const auto icmp = nat.Create(Flow(m_a, LEGACY_1, 0, NatProtocol::ICMP), *m_a, START);
    EXPECT_EQ((*icmp)->proxyPort, 0);
}

TEST_F(NatTest, UsesEveryPortOfItsRangeAndThenRefuses)
{
    m_config.firstPort = 2000;
    m_config.lastPort = 2009;
    Nat nat = MakeNat();
    std::set<std::uint16_t> ports;
    for (std::uint16_t i = 0; i < 11; ++i)
    {
        const IpAddress legacy = Ip("3ffe:400::" + std::to_string(100 + i));
        const auto binding = nat.Create(Flow(m_a, legacy, 7), *m_a, START);
        ASSERT_TRUE(binding) << i;
        EXPECT_TRUE(ports.insert((*binding)->proxyPort).second);
    }
    EXPECT_EQ(ports.count(7), 1U) << "kept although it lies outside of the range";
    EXPECT_EQ(*ports.rbegin(), 2009);
    const auto refused = nat.Create(Flow(m_a, LEGACY_1, 7), *m_a, START);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error(), DropReason::BINDINGS_EXHAUSTED);
    EXPECT_TRUE(nat.Create(Flow(m_b, LEGACY_1, 7), *m_b, START)) << "the other host has its own";
}

TEST_F(NatTest, BoundsTheBindingsOfOneLegacyHostAndOfAll)
{
    m_config.maxBindings = 3;
    m_config.maxBindingsPerHost = 2;
    Nat nat = MakeNat();
    EXPECT_TRUE(nat.Create(Flow(m_a, LEGACY_1, 1), *m_a, START));
    EXPECT_TRUE(nat.Create(Flow(m_b, LEGACY_1, 2), *m_b, START));
    EXPECT_EQ(nat.Create(Flow(m_a, LEGACY_1, 3), *m_a, START).error(),
              DropReason::BINDINGS_EXHAUSTED);
    EXPECT_TRUE(nat.Create(Flow(m_a, LEGACY_2, 3), *m_a, START));
    EXPECT_EQ(nat.Create(Flow(m_a, LEGACY_2, 4), *m_a, START).error(),
              DropReason::BINDINGS_EXHAUSTED);
    nat.Expire(START + 1h);
    EXPECT_EQ(nat.GetSize(), 0U);
    EXPECT_TRUE(nat.Create(Flow(m_a, LEGACY_1, 3), *m_a, START + 1h));
}

TEST_F(NatTest, ForgetsEachProtocolAfterItsOwnTime)
{
    Nat nat = MakeNat();
    nat.Create(Flow(m_a, LEGACY_1, 1, NatProtocol::TCP), *m_a, START);
    nat.Create(Flow(m_a, LEGACY_1, 1, NatProtocol::UDP), *m_a, START);
    nat.Create(Flow(m_a, LEGACY_1, 1, NatProtocol::ICMP), *m_a, START);
    EXPECT_EQ(nat.GetDeadline(), START + 60s);
    nat.Expire(START + 60s - 1ns);
    EXPECT_EQ(nat.GetSize(), 3U);
    nat.Expire(START + 60s);
    EXPECT_EQ(nat.FindOutbound(Flow(m_a, LEGACY_1, 1, NatProtocol::ICMP)), nullptr);
    EXPECT_EQ(nat.GetDeadline(), START + 4min);
    nat.Expire(START + 4min);
    EXPECT_EQ(nat.FindOutbound(Flow(m_a, LEGACY_1, 1, NatProtocol::TCP)), nullptr);
    EXPECT_EQ(nat.GetDeadline(), START + 5min);
    nat.Expire(START + 5min);
    EXPECT_EQ(nat.GetSize(), 0U);
    EXPECT_EQ(nat.GetDeadline(), NEVER);
    EXPECT_EQ(nat.FindInbound({NatProtocol::UDP, m_a->hit, 1}), nullptr);
}

TEST_F(NatTest, KeepsAnEstablishedConnectionForTwoHoursAndFourMinutes)
{
    Nat nat = MakeNat();
    NatBinding& binding = **nat.Create(Flow(m_a, LEGACY_1, 1), *m_a, START);
    nat.RefreshTcp(binding, Direction::OUTBOUND, TCP_SYN, 80, START);
    EXPECT_EQ(nat.GetDeadline(), START + 4min);
    nat.RefreshTcp(binding, Direction::INBOUND, TCP_SYN | TCP_ACK, 80, START + 1s);
    EXPECT_EQ(nat.GetDeadline(), START + 1s + 2h + 4min);
    nat.RefreshTcp(binding, Direction::INBOUND, TCP_RST, 80, START + 2s);
    EXPECT_EQ(nat.GetDeadline(), START + 2s + 4min);
}

TEST_F(NatTest, RefreshesInBothDirectionsUnlessToldOtherwise)
{
    for (const bool refreshOnInbound : {true, false})
    {
        m_config.refreshOnInbound = refreshOnInbound;
        Nat nat = MakeNat();
        NatBinding& binding = **nat.Create(Flow(m_a, LEGACY_1, 1, NatProtocol::UDP), *m_a, START);
        nat.Refresh(binding, Direction::OUTBOUND, START + 10s);
        EXPECT_EQ(nat.GetDeadline(), START + 10s + 5min);
        nat.Refresh(binding, Direction::INBOUND, START + 20s);
        EXPECT_EQ(nat.GetDeadline(), START + (refreshOnInbound ? 20s : 10s) + 5min);
        nat.Expire(START + 1h);
    }
}

TEST_F(NatTest, ExpiresTheLeastRecentlyUsedFirst)
{
    Nat nat = MakeNat();
    NatBinding& first = **nat.Create(Flow(m_a, LEGACY_1, 1, NatProtocol::UDP), *m_a, START);
    nat.Create(Flow(m_a, LEGACY_1, 2, NatProtocol::UDP), *m_a, START + 1s);
    nat.Refresh(first, Direction::OUTBOUND, START + 2s);
    nat.Expire(START + 1s + 5min);
    EXPECT_NE(nat.FindOutbound(Flow(m_a, LEGACY_1, 1, NatProtocol::UDP)), nullptr);
    EXPECT_EQ(nat.FindOutbound(Flow(m_a, LEGACY_1, 2, NatProtocol::UDP)), nullptr);
}

TEST_F(NatTest, FreesThePortOfAnExpiredBinding)
{
    Nat nat = MakeNat();
    nat.Create(Flow(m_a, LEGACY_1, 5000, NatProtocol::UDP), *m_a, START);
    nat.Expire(START + 5min);
    const auto next = nat.Create(Flow(m_a, LEGACY_2, 5000, NatProtocol::UDP), *m_a, START + 5min);
    EXPECT_EQ((*next)->proxyPort, 5000);
}

TEST_F(NatTest, HoldsTheMappingAsLongAsABindingLives)
{
    Nat nat = MakeNat();
    nat.Create(Flow(m_a, LEGACY_1, 1, NatProtocol::UDP), *m_a, START);
    EXPECT_EQ(m_mappings.Expire(START + 250s).size(), 1U) << "only the unused one";
    nat.Expire(START + 5min);
    EXPECT_EQ(m_mappings.GetDeadline(), START + 5min + 100s);
}

TEST_F(NatTest, RefusesEmptyRangesAndTimes)
{
    m_config.firstPort = 0;
    EXPECT_THROW(MakeNat(), std::invalid_argument);
    m_config.firstPort = 2;
    m_config.lastPort = 1;
    EXPECT_THROW(MakeNat(), std::invalid_argument);
    m_config = NatConfig();
    m_config.udp = 0s;
    EXPECT_THROW(MakeNat(), std::invalid_argument);
}

} // namespace hip::test
