// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/inner-mtu.h"
#include "core/proxy/peer-monitor.h"
#include "test/core/proxy/proxy-world.h"

#include <gtest/gtest.h>

namespace hip::test
{

namespace
{

const Path LEGACY = Between("3ffe:400::50", "3ffe:401::5");
const IpAddress ROUTER = Ip("3ffe:333::1");

class PeerMonitorTest : public testing::Test
{
  protected:
    PeerMonitorTest()
    {
        m_world.Connect();
    }

    std::size_t GetMtu() const
    {
        return m_world.proxy->GetMappings().FindByAddress(LEGACY.destination)->innerMtu;
    }

    static std::size_t Inner(std::size_t mtu)
    {
        return GetInnerMtu({EspSuite::AES_128_GCM_16}, false, mtu);
    }

    /// An ESP packet of ours, as a router on the way sees it.
    Bytes SendOne()
    {
        m_world.Send(BuildUdp(LEGACY, 5000, 7, Bytes(1000)));
        return m_world.toOutside.back();
    }

    Verdict Complain(const Bytes& packet, std::uint32_t mtu)
    {
        return m_world.SendToProxy(
            MakeIcmpError(ROUTER, packet, IcmpProblem::PACKET_TOO_BIG, mtu).value());
    }

    ProxyWorld m_world;
};

} // namespace

TEST_F(PeerMonitorTest, KnowsWhatFitsThroughTheSuiteInUse)
{
    EXPECT_EQ(GetMtu(), Inner(1500));
}

TEST_F(PeerMonitorTest, BelievesARouterOnTheWay)
{
    EXPECT_EQ(Complain(SendOne(), 1400).kind, Verdict::Kind::PASS);
    EXPECT_EQ(GetMtu(), Inner(1400));
    Complain(SendOne(), 1450);
    EXPECT_EQ(GetMtu(), Inner(1400)) << "the least counts";
    Complain(SendOne(), 100);
    EXPECT_EQ(GetMtu(), Inner(1280)) << "no less than IPv6 guarantees";
}

TEST_F(PeerMonitorTest, TriesTheLargerMtuAgainAfterAWhile)
{
    Complain(SendOne(), 1300);
    m_world.Run(5min);
    Complain(SendOne(), 1280);
    m_world.Run(6min);
    EXPECT_EQ(GetMtu(), Inner(1280)) << "it was told again meanwhile";
    m_world.Run(5min);
    EXPECT_EQ(GetMtu(), Inner(1500));
}

TEST_F(PeerMonitorTest, BelievesNobodyWhoDoesNotKnowOurPackets)
{
    const Bytes sent = SendOne();
    Bytes otherSpi = sent;
    otherSpi[40] ^= 1;
    Complain(otherSpi, 1300);
    Bytes otherHost = sent;
    otherHost[39] ^= 1;
    Complain(otherHost, 1300);
    Complain(BuildUdp(Between("3ffe:300::1", "3ffe:500::9"), 1, 2, Bytes(100)), 1300);
    EXPECT_EQ(GetMtu(), Inner(1500));
    Bytes damaged = MakeIcmpError(ROUTER, sent, IcmpProblem::PACKET_TOO_BIG, 1300).value();
    damaged.back() ^= 1;
    m_world.SendToProxy(damaged);
    EXPECT_EQ(GetMtu(), Inner(1500));
}

TEST_F(PeerMonitorTest, GoesBackToTheAgentWhenTheAssociationIsOver)
{
    const MappingTable& mappings = m_world.proxy->GetMappings();
    const Mapping* mapping = mappings.FindByAddress(LEGACY.destination);
    EXPECT_EQ(mapping->locators, std::vector{Ip("3ffe:500::9")});
    m_world.own.endpoint->Close(mapping->hit, m_world.now);
    m_world.Drain();
    m_world.Run(10min);
    m_world.Ask("hip.foo.com.", DnsType::AAAA);
    EXPECT_EQ(mappings.FindByAddress(LEGACY.destination)->locators, std::vector{Ip("3ffe:200::1")});
    m_world.Send(BuildUdp(LEGACY, 5001, 7, Bytes(4)));
    m_world.Run(2s);
    EXPECT_EQ(m_world.Count(ProxyStep::I1_SENT), 2U);
    EXPECT_EQ(m_world.Count(ProxyStep::LOCATOR_REPLACED), 2U);
    EXPECT_EQ(Parts(m_world.toLegacy.back()).info.path, Back(LEGACY));
}

TEST_F(PeerMonitorTest, KeepsWhatItKnowsWhenDnsIsAskedAgain)
{
    m_world.Ask("hip.foo.com.", DnsType::AAAA);
    const Mapping* mapping = m_world.proxy->GetMappings().FindByAddress(LEGACY.destination);
    EXPECT_EQ(mapping->locators, std::vector{Ip("3ffe:500::9")});
    EXPECT_EQ(mapping->resolved, std::vector{Ip("3ffe:200::1")});
    EXPECT_EQ(GetMtu(), Inner(1500));
}

TEST(PeerMonitor, ForgetsWhoWaitedWhenTheExchangeFails)
{
    ProxyWorld world;
    world.Ask("hip.foo.com.", DnsType::AAAA);
    world.own.endpoint->AddPeer(world.host.endpoint->GetHit(), {Ip("3ffe:dead::1")});
    world.isDnsSilent = true; // else it would say better before the second I1
    world.Send(BuildUdp(LEGACY, 5000, 7, Bytes(4)));
    world.Run(5min);
    EXPECT_EQ(world.Count(ProxyStep::PACKET_FORWARDED), 0U);
    world.isDnsSilent = false;
    world.Ask("hip.foo.com.", DnsType::AAAA);
    world.Send(BuildUdp(LEGACY, 5000, 7, Bytes(4)));
    world.Run(2s);
    EXPECT_EQ(world.Count(ProxyStep::PACKET_FORWARDED), 1U);
    EXPECT_EQ(world.Count(ProxyStep::ANSWER_DELIVERED), 1U);
}

} // namespace hip::test
