// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/resolver/lookup-table.h"
#include "test/core/resolver/lookup-support.h"

#include <set>

namespace hip
{
namespace
{

using namespace std::chrono_literals;
using test::Address;
using test::Name;

class LookupTableTest : public test::LookupTest
{
};

TEST_F(LookupTableTest, AsksARootServerFirst)
{
    Start("www.foo.com");
    EXPECT_TRUE(m_started);
    const DnsMessage query = TakeQuery();
    EXPECT_TRUE(m_query.server == Address("3ffe::1") || m_query.server == Address("3ffe::2"));
    EXPECT_EQ(m_query.transport, DnsTransport::UDP);
    EXPECT_GE(m_query.localPort, 1024);
    EXPECT_EQ(query.questions[0], (DnsQuestion{Name("www.foo.com"), DnsType::AAAA, DNS_CLASS_IN}));
    EXPECT_FALSE(query.recursionDesired);
    EXPECT_EQ(query.edns->udpSize, DNS_EDNS_UDP_SIZE);
    EXPECT_FALSE(m_table.TakeQuery());
}

TEST_F(LookupTableTest, UsesUnpredictableIdsAndPorts)
{
    std::set<std::uint16_t> ids;
    std::set<std::uint16_t> ports;
    for (unsigned i = 0; i < 50; ++i)
    {
        Start("www" + std::to_string(i) + ".foo.com");
        ids.insert(TakeQuery().id);
        ports.insert(m_query.localPort);
    }
    EXPECT_GE(ids.size(), 49u); // a pair may agree by chance
    EXPECT_GE(ports.size(), 49u);
}

TEST_F(LookupTableTest, JoinsEqualLookups)
{
    Start("www.foo.com");
    Start("WWW.foo.com");
    TakeQuery();
    EXPECT_FALSE(m_table.TakeQuery());
    Start("www.foo.com", DnsType::A);
    TakeQuery();
}

TEST_F(LookupTableTest, DescendsAlongReferrals)
{
    Start("www.foo.com");
    TakeQuery();
    Refer({"com. 60 IN NS ns.com."}, {"ns.com. 60 IN AAAA 3ffe::10"});
    TakeQuery();
    EXPECT_EQ(m_query.server, Address("3ffe::10"));
    Refer({"foo.com. 60 IN NS ns.foo.com."},
          {"ns.foo.com. 0 IN AAAA 3ffe::20"}); // not kept, but used
    TakeQuery();
    EXPECT_EQ(m_query.server, Address("3ffe::20"));
    AnswerWith({"www.foo.com. 60 IN AAAA 3ffe::99"});
    EXPECT_EQ(TakeSettled(), "www.foo.com. 60 IN AAAA 3ffe::99");
    EXPECT_EQ(m_table.GetDeadline(), NEVER);
}

TEST_F(LookupTableTest, StartsAtTheNearestZoneItKnows)
{
    Start("www.foo.com");
    TakeQuery();
    Refer({"com. 60 IN NS ns.com."}, {"ns.com. 60 IN AAAA 3ffe::10"});
    TakeQuery();
    AnswerWith({"www.foo.com. 60 IN AAAA 3ffe::99"});
    Start("www.bar.com");
    TakeQuery();
    EXPECT_EQ(m_query.server, Address("3ffe::10"));
    Start("com", DnsType::DS); // which the root has
    TakeQuery();
    EXPECT_NE(m_query.server, Address("3ffe::10"));
    m_now += 61s;
    Start("www.baz.com");
    TakeQuery();
    EXPECT_NE(m_query.server, Address("3ffe::10"));
}

TEST_F(LookupTableTest, GoesHigherForGlueThatHasExpired)
{
    Start("www.foo.com");
    TakeQuery();
    Refer({"foo.com. 600 IN NS ns.foo.com."}, {"ns.foo.com. 60 IN AAAA 3ffe::10"});
    TakeQuery();
    AnswerWith({"www.foo.com. 60 IN AAAA 3ffe::99"});
    m_now += 61s; // the NS record lives on
    Start("www.foo.com");
    EXPECT_EQ(TakeQuery().questions[0].name, Name("www.foo.com"));
    EXPECT_NE(m_query.server, Address("3ffe::10"));
    Refer({"foo.com. 600 IN NS ns.foo.com."}, {"ns.foo.com. 60 IN AAAA 3ffe::11"});
    TakeQuery();
    EXPECT_EQ(m_query.server, Address("3ffe::11"));
}

TEST_F(LookupTableTest, LooksUpTheAddressesOfServersWithoutGlue)
{
    Start("www.foo.com");
    TakeQuery();
    Refer({"foo.com. 60 IN NS ns.org."});
    const DnsMessage first = TakeQuery();
    EXPECT_EQ(first.questions[0].name, Name("ns.org"));
    AnswerWith({"ns.org. 0 IN AAAA 3ffe::30"}); // TTL 0: not from the cache
    const DnsMessage second = TakeQuery();
    EXPECT_EQ(second.questions[0], (DnsQuestion{Name("ns.org"), DnsType::A, DNS_CLASS_IN}));
    AnswerWith({});
    EXPECT_EQ(TakeQuery().questions[0].name, Name("www.foo.com"));
    EXPECT_EQ(m_query.server, Address("3ffe::30"));
}

TEST_F(LookupTableTest, AsksOnlyOverTheIpVersionsItHas)
{
    m_options.useIpv4 = false;
    Start("www.foo.com");
    TakeQuery();
    Refer({"foo.com. 60 IN NS ns.foo.com.", "foo.com. 60 IN NS ns.org."},
          {"ns.foo.com. 60 IN A 192.0.2.1"});
    EXPECT_EQ(TakeQuery().questions[0], (DnsQuestion{Name("ns.org"), DnsType::AAAA, DNS_CLASS_IN}));
    EXPECT_FALSE(m_table.TakeQuery()); // no A
}

TEST_F(LookupTableTest, GivesUpOnServersThatOnlyTheirOwnZoneKnows)
{
    Start("www.foo.com");
    TakeQuery();
    Refer({"foo.com. 60 IN NS ns.foo.com."});
    EXPECT_EQ(TakeSettled(), "failed");
}

TEST_F(LookupTableTest, NeverWaitsInACircle)
{
    Start("www.foo.com");
    TakeQuery();
    Refer({"foo.com. 60 IN NS ns.bar.org."});
    // The servers of bar.org are in foo.com, and those of foo.com in bar.org.
    for (unsigned i = 0; i < 2; ++i)
    {
        EXPECT_EQ(TakeQuery().questions[0].name, Name("ns.bar.org"));
        Refer({"bar.org. 60 IN NS ns.foo.com."});
    }
    while (m_table.GetDeadline() != NEVER)
    {
        WaitForTimeout();
    }
    EXPECT_GT(m_drops.Get(DropReason::DNS_LOOP), 0u);
    std::string last;
    for (std::string next = TakeSettled(); next != "none"; next = TakeSettled())
    {
        EXPECT_EQ(next, "failed");
        last = next;
    }
    EXPECT_EQ(last, "failed");
    EXPECT_LT(m_now, Time(1h + 1s)); // at once, not by a timeout
}

TEST_F(LookupTableTest, BoundsTheChainOfServersOfServers)
{
    Start("www.z0.com");
    unsigned queries = 0;
    while (const std::optional<SendQuery> query = m_table.TakeQuery())
    {
        // Each zone has its server in the next one.
        m_query = *query;
        const DnsMessage message = *DnsMessage::Parse(query->message);
        const DnsName zone = message.questions[0].name.GetParent();
        const std::string number = zone.ToString().substr(1, zone.ToString().find('.') - 1);
        Refer({zone.ToString() + " 60 IN NS ns.z" + std::to_string(std::stoul(number) + 1) +
               ".com."});
        ++queries;
    }
    EXPECT_LE(queries, 64u);
    EXPECT_GT(m_drops.Get(DropReason::DNS_LOOP), 0u);
    EXPECT_EQ(m_table.GetDeadline(), NEVER);
}

TEST_F(LookupTableTest, BoundsTheNumberOfLookups)
{
    m_options.maxLookups = 2;
    Start("a.com");
    Start("b.com");
    EXPECT_TRUE(m_started);
    Start("c.com");
    EXPECT_FALSE(m_started);
    Start("a.com");
    EXPECT_TRUE(m_started);
    EXPECT_EQ(m_drops.Get(DropReason::DNS_QUEUE_FULL), 1u);
}

} // namespace
} // namespace hip
