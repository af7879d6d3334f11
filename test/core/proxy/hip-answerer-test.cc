// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/hip-answerer.h"
#include "test/core/proxy/path-fixture.h"

#include <gtest/gtest.h>

namespace hip::test
{

namespace
{

class HipAnswererTest : public testing::Test
{
  protected:
    explicit HipAnswererTest(const ProxyConfig& config = MakeConfig())
        : m_parts(config),
          m_monitor(m_parts.context),
          m_answerer(m_parts.context, m_monitor)
    {
        m_finding.kind = HipFinding::Kind::FOUND;
        m_finding.hit = m_parts.world.host.endpoint->GetHit();
        m_finding.locators = {Ip("3ffe:500::9"), Ip("203.0.113.9")};
        m_finding.ttl = 200;
    }

    static ProxyConfig MakeConfig()
    {
        ProxyConfig config = MakeFigure5Proxy();
        config.mappings.lifetime = 250s;
        config.dns.maxTtl = 300;
        return config;
    }

    DnsMessage Answer(std::uint16_t type, Time now = START)
    {
        const DnsMessage asked =
            DnsMessage::MakeQuery(7, DnsName::Parse("hip.foo.com.").value(), type, 0, true);
        InterceptedQuery query;
        query.client = {Ip("3ffe:400::50"), 4000, DnsTransport::UDP};
        return m_answerer.Answer(query, asked, m_finding, now);
    }

    PathFixture m_parts;
    PeerMonitor m_monitor;
    HipAnswerer m_answerer;
    HipFinding m_finding;
};

class HipAnswererOfTheOnlyWayOut : public HipAnswererTest
{
  protected:
    HipAnswererOfTheOnlyWayOut()
        : HipAnswererTest(MakeConfig())
    {
    }

    static ProxyConfig MakeConfig()
    {
        ProxyConfig config = HipAnswererTest::MakeConfig();
        config.dns.handOutRealAddresses = true;
        config.mappings.pool4.reset();
        return config;
    }
};

} // namespace

TEST_F(HipAnswererTest, MakesTheMappingAndTellsTheEndpoint)
{
    const DnsMessage answer = Answer(DnsType::AAAA);
    EXPECT_EQ(answer.GetAddresses(), std::vector{Ip("3ffe:401::5")});
    EXPECT_EQ(answer.answer.at(0).ttl, 200U);
    const Mapping* mapping = m_parts.context.mappings.FindByHit(m_finding.hit);
    ASSERT_NE(mapping, nullptr);
    EXPECT_EQ(mapping->locators, m_finding.locators);
    const auto steps = m_parts.TakeAll<ProxyEvent>();
    ASSERT_EQ(steps.size(), 2U);
    EXPECT_EQ(steps[0].step, ProxyStep::MAPPING_CREATED);
    EXPECT_EQ(steps[1].step, ProxyStep::ANSWER_SENT);
    EXPECT_EQ(steps[1].legacyAddress, Ip("3ffe:400::50"));
    EXPECT_TRUE(m_parts.world.own.endpoint->Connect(m_finding.hit, START))
        << "the endpoint knows an address";
}

TEST_F(HipAnswererTest, UsesTheMappingAgain)
{
    Answer(DnsType::AAAA);
    m_parts.TakeAll<ProxyEvent>();
    EXPECT_EQ(Answer(DnsType::A, START + 100s).GetAddresses(), std::vector{Ip("198.51.100.1")});
    EXPECT_EQ(m_parts.TakeAll<ProxyEvent>().size(), 1U) << "no second mapping";
    EXPECT_EQ(Answer(DnsType::AAAA, START + 100s).answer.at(0).ttl, 200U)
        << "the lifetime began anew";
}

TEST_F(HipAnswererTest, TellsFailureFromAbsence)
{
    m_finding.kind = HipFinding::Kind::FAILED;
    EXPECT_EQ(Answer(DnsType::AAAA).rcode, DnsRcode::SERVER_FAILURE);
    m_finding.kind = HipFinding::Kind::NO_ADDRESS;
    EXPECT_EQ(Answer(DnsType::AAAA).rcode, DnsRcode::NO_PROBLEM);
    EXPECT_TRUE(Answer(DnsType::AAAA).answer.empty());
    EXPECT_EQ(m_parts.context.mappings.GetSize(), 0U);
}

TEST_F(HipAnswererOfTheOnlyWayOut, HandsOutTheHostsOwnAddress)
{
    EXPECT_EQ(Answer(DnsType::AAAA).GetAddresses(), std::vector{Ip("3ffe:500::9")});
    EXPECT_EQ(Answer(DnsType::A).GetAddresses(), std::vector{Ip("203.0.113.9")});
    EXPECT_NE(m_parts.context.mappings.FindByAddress(Ip("203.0.113.9")), nullptr);
}

TEST_F(HipAnswererOfTheOnlyWayOut, HidesTheAddressOfAnAgent)
{
    m_finding.hasAgent = true;
    EXPECT_EQ(Answer(DnsType::AAAA).GetAddresses(), std::vector{Ip("3ffe:401::5")});
    EXPECT_TRUE(Answer(DnsType::A).answer.empty()) << "there is no pool";
}

} // namespace hip::test
