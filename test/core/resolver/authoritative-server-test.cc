// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// test/tools/compare-with-bind.sh compares many more answers with those of BIND; here is what it
// cannot see, and one example of each kind.

#include "core/resolver/authoritative-server.h"
#include "test/core/resolver/dns-support.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdexcept>

namespace hip
{
namespace
{

using test::LoadZone;
using test::MakeZone;
using test::Name;
using test::ToText;
using testing::ElementsAre;
using testing::IsEmpty;

class AuthoritativeServerTest : public testing::Test
{
  protected:
    AuthoritativeServerTest()
    {
        m_server.AddZone(LoadZone("foo.com.zone", "foo.com"));
        m_server.AddZone(LoadZone("com.zone", "com"));
    }

    DnsMessage Ask(const std::string& name,
                   std::uint16_t type,
                   std::uint16_t udpSize = 0,
                   DnsTransport transport = DnsTransport::UDP)
    {
        const DnsMessage query = DnsMessage::MakeQuery(5, Name(name), type, udpSize, false);
        const Bytes wire = m_server.Answer(query.Write(), transport);
        const Result<DnsMessage> response = DnsMessage::Parse(wire);
        EXPECT_TRUE(response);
        EXPECT_TRUE(response->Answers(query.questions.front()));
        return *response;
    }

    AuthoritativeServer m_server;
};

TEST_F(AuthoritativeServerTest, AnswersWithAuthority)
{
    const DnsMessage response = Ask("hip.foo.com", DnsType::AAAA);
    EXPECT_TRUE(response.isAuthoritative);
    EXPECT_FALSE(response.recursionAvailable);
    EXPECT_EQ(response.rcode, DnsRcode::NO_PROBLEM);
    EXPECT_THAT(ToText(response.answer), ElementsAre("hip.foo.com. 60 IN AAAA 3ffe:200::1"));
    EXPECT_THAT(response.authority, IsEmpty());
    EXPECT_EQ(m_server.GetDrops().GetTotal(), 0u);
}

TEST_F(AuthoritativeServerTest, GivesTheHipRecordOfTheMobileHost)
{
    const std::vector<Bytes> rdata = Ask("hip.foo.com", DnsType::HIP).GetHipRdata();
    ASSERT_EQ(rdata.size(), 1u);
    EXPECT_EQ(rdata[0].size(), 4u + 16 + 260 + 13); // HIT, RSA-2048 key, "rvs.foo.com."
}

TEST_F(AuthoritativeServerTest, KeepsTheCaseOfTheQuestion)
{
    EXPECT_EQ(Ask("HiP.fOO.com", DnsType::AAAA).questions[0].name.ToString(), "HiP.fOO.com.");
}

TEST_F(AuthoritativeServerTest, AnswersFromTheNearestOfItsZones)
{
    EXPECT_TRUE(Ask("legacy.foo.com", DnsType::A).isAuthoritative);
    EXPECT_TRUE(Ask("com", DnsType::SOA).isAuthoritative);
    const DnsMessage ds = Ask("foo.com", DnsType::DS); // stands in com, which has none
    EXPECT_THAT(ToText(ds.authority).front(), testing::StartsWith("com. 900 IN SOA"));
}

TEST_F(AuthoritativeServerTest, SaysForHowLongThereIsNothing)
{
    for (const char* name : {"nothing.foo.com", "legacy.foo.com"})
    {
        const DnsMessage response = Ask(name, DnsType::HIP);
        EXPECT_TRUE(response.isAuthoritative);
        EXPECT_THAT(response.answer, IsEmpty());
        ASSERT_EQ(response.authority.size(), 1u);
        EXPECT_EQ(response.authority[0].ttl, 300u); // MINIMUM, below the 3600 s of the SOA itself
    }
    EXPECT_EQ(Ask("nothing.foo.com", DnsType::HIP).rcode, DnsRcode::NAME_ERROR);
    EXPECT_EQ(Ask("legacy.foo.com", DnsType::HIP).rcode, DnsRcode::NO_PROBLEM);
}

TEST_F(AuthoritativeServerTest, RefersWithoutAuthority)
{
    const DnsMessage response = Ask("x.sub.foo.com", DnsType::A);
    EXPECT_FALSE(response.isAuthoritative);
    EXPECT_THAT(response.answer, IsEmpty());
    EXPECT_EQ(response.authority.size(), 3u);
    EXPECT_EQ(response.additional.size(), 2u);
}

TEST_F(AuthoritativeServerTest, FollowsAliasesWithinTheZone)
{
    const DnsMessage response = Ask("chain1.foo.com", DnsType::A);
    EXPECT_EQ(response.answer.size(), 5u);
    EXPECT_EQ(response.FollowCnames(Name("chain1.foo.com")), Name("legacy.foo.com"));
    EXPECT_EQ(Ask("outside.foo.com", DnsType::A).answer.size(), 1u);
    EXPECT_EQ(Ask("dangling.foo.com", DnsType::A).rcode, DnsRcode::NAME_ERROR);
}

TEST_F(AuthoritativeServerTest, GivesUpOnLoopsAndLongChains)
{
    EXPECT_EQ(Ask("loop1.foo.com", DnsType::A).rcode, DnsRcode::SERVER_FAILURE);
    EXPECT_EQ(Ask("loop1.foo.com", DnsType::A).answer.size(), 2u);
    EXPECT_EQ(Ask("link0.of10.foo.com", DnsType::A).rcode, DnsRcode::NO_PROBLEM);
    EXPECT_EQ(Ask("link0.of14.foo.com", DnsType::A).rcode, DnsRcode::SERVER_FAILURE);
}

TEST_F(AuthoritativeServerTest, MakesAliasesOfADname)
{
    EXPECT_THAT(ToText(Ask("here.redirect.foo.com", DnsType::A).answer),
                ElementsAre("here.redirect.foo.com. 3600 IN CNAME here.target.foo.com.",
                            "here.target.foo.com. 3600 IN A 192.0.2.120",
                            "redirect.foo.com. 3600 IN DNAME target.foo.com."));
}

TEST_F(AuthoritativeServerTest, SaysYxdomainIfADnameMakesTooLongAName)
{
    const std::string label(63, 'a');
    AuthoritativeServer server;
    server.AddZone(MakeZone("x", "d DNAME " + label + "." + label + ".x.\n"));
    const DnsName name = Name(label + "." + label + ".d.x");
    const Bytes query = DnsMessage::MakeQuery(1, name, DnsType::A, 0, false).Write();
    const Bytes wire = server.Answer(query, DnsTransport::UDP);
    EXPECT_EQ(static_cast<int>(DnsMessage::Parse(wire)->rcode), 6);
}

TEST_F(AuthoritativeServerTest, RefusesWhatIsOutsideItsZones)
{
    const DnsMessage response = Ask("example.org", DnsType::A);
    EXPECT_EQ(response.rcode, DnsRcode::QUERY_REFUSED);
    EXPECT_FALSE(response.isAuthoritative);
}

TEST_F(AuthoritativeServerTest, CutsAnswersToTheSizeOfTheTransport)
{
    EXPECT_TRUE(Ask("middle.foo.com", 16).isTruncated);
    EXPECT_FALSE(Ask("middle.foo.com", 16, 1232).isTruncated);
    EXPECT_TRUE(Ask("big.foo.com", 16, 4096).isTruncated); // never above 1232 octets
    EXPECT_EQ(Ask("big.foo.com", 16, 0, DnsTransport::TCP).answer.size(), 20u);
}

TEST_F(AuthoritativeServerTest, SetsTcIfNoGlueFits)
{
    EXPECT_TRUE(Ask("full.com", DnsType::A).isTruncated);
    EXPECT_FALSE(Ask("full.com", DnsType::A, 1232).isTruncated);
    EXPECT_FALSE(Ask("many.com", DnsType::A).isTruncated);
}

TEST_F(AuthoritativeServerTest, CountsWhatItRefuses)
{
    EXPECT_TRUE(m_server.Answer({}, DnsTransport::UDP).empty());
    EXPECT_EQ(m_server.GetDrops().Get(DropReason::BAD_DNS_MESSAGE), 1u);
    Ask("foo.com", DnsType::IXFR);
    EXPECT_EQ(m_server.GetDrops().Get(DropReason::BLOCKED_BY_POLICY), 1u);
}

TEST_F(AuthoritativeServerTest, TakesAZoneOnce)
{
    EXPECT_THROW(m_server.AddZone(MakeZone("FOO.com", "")), std::invalid_argument);
}

} // namespace
} // namespace hip
