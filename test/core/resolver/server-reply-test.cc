// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/resolver/server-reply.h"
#include "test/core/resolver/dns-support.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hip
{
namespace
{

using test::Name;
using test::Records;
using test::ToText;
using testing::ElementsAre;
using testing::IsEmpty;
using Kind = ServerReply::Kind;

const char SOA[] = "foo.com. 60 IN SOA a. b. 1 2 3 4 5";

/// A response to "www.foo.com AAAA" in the making, from a server of com if nothing else is said.
struct Sample
{
    DnsMessage response =
        DnsMessage::MakeQuery(1, Name("www.foo.com"), DnsType::AAAA, 0, false).MakeResponse();

    ServerReply Read(const std::string& zone = "com") const
    {
        return ServerReply::Read(response, response.questions.front(), Name(zone));
    }
};

TEST(ServerReply, TakesAnAnswer)
{
    Sample sample;
    sample.response.answer =
        Records({"WWW.foo.com. 1 IN AAAA 3ffe::1", "x.foo.com. 1 IN AAAA 3ffe::2"});
    const ServerReply reply = sample.Read();
    EXPECT_EQ(reply.kind, Kind::FINDING);
    EXPECT_EQ(reply.finding.kind, Finding::Kind::RECORDS);
    EXPECT_THAT(ToText(reply.finding.records), ElementsAre("WWW.foo.com. 1 IN AAAA 3ffe::1"));
}

TEST(ServerReply, TakesAnAliasAndWhatIsBehindItWithinTheZone)
{
    Sample sample;
    sample.response.answer = Records({"www.foo.com. 1 IN CNAME b.foo.com.",
                                      "b.foo.com. 1 IN CNAME c.com.",
                                      "c.com. 1 IN AAAA 3ffe::1"});
    const ServerReply reply = sample.Read("foo.com");
    EXPECT_EQ(reply.finding.kind, Finding::Kind::ALIAS);
    EXPECT_THAT(ToText(reply.finding.records), ElementsAre("www.foo.com. 1 IN CNAME b.foo.com."));
    ASSERT_EQ(reply.further.size(), 1u); // a server of foo.com has no say about c.com
    EXPECT_EQ(sample.Read("com").further.size(), 2u);
}

TEST(ServerReply, IgnoresAnswersOutsideTheZoneOfTheServer)
{
    Sample sample;
    sample.response.answer = Records({"www.foo.com. 1 IN AAAA 3ffe::1"});
    EXPECT_EQ(sample.Read("bar.com").kind, Kind::USELESS);
}

TEST(ServerReply, EndsAtALoopOfAliases)
{
    Sample sample;
    sample.response.answer =
        Records({"www.foo.com. 1 IN CNAME b.foo.com.", "b.foo.com. 1 IN CNAME www.foo.com."});
    EXPECT_EQ(sample.Read().finding.kind, Finding::Kind::ALIAS);
    sample.response.answer =
        Records({"www.foo.com. 1 IN CNAME a.com.", "www.foo.com. 1 IN CNAME b.com."});
    EXPECT_EQ(sample.Read().kind, Kind::USELESS); // two aliases are none
}

TEST(ServerReply, TakesNegativeAnswersWithTheirSoa)
{
    Sample sample;
    sample.response.authority = Records({SOA});
    EXPECT_EQ(sample.Read().finding.kind, Finding::Kind::NO_DATA);
    EXPECT_THAT(ToText(sample.Read().finding.records), ElementsAre(SOA));
    sample.response.rcode = DnsRcode::NAME_ERROR;
    EXPECT_EQ(sample.Read().finding.kind, Finding::Kind::NO_NAME);
    sample.response.authority = Records({"bar.com. 60 IN SOA a. b. 1 2 3 4 5"});
    EXPECT_EQ(sample.Read().finding.kind, Finding::Kind::NO_NAME);
    EXPECT_THAT(sample.Read().finding.records, IsEmpty()); // of another zone
    EXPECT_THAT(sample.Read("foo.com").finding.records, IsEmpty());
}

TEST(ServerReply, TakesAnEmptyAnswerOnlyFromAnAuthority)
{
    Sample sample;
    EXPECT_EQ(sample.Read().kind, Kind::USELESS);
    sample.response.isAuthoritative = true;
    EXPECT_EQ(sample.Read().finding.kind, Finding::Kind::NO_DATA);
}

TEST(ServerReply, FollowsReferralsDownwards)
{
    Sample sample;
    sample.response.authority = Records({"foo.com. 1 IN NS ns.foo.com.",
                                         "foo.com. 1 IN NS ns.bar.com.",
                                         "foo.com. 1 IN NS ns.org."});
    sample.response.additional = Records({"ns.foo.com. 1 IN A 192.0.2.1",
                                          "ns.bar.com. 1 IN AAAA 3ffe::1",
                                          "ns.org. 1 IN A 192.0.2.2",
                                          "www.foo.com. 1 IN AAAA 3ffe::666"});
    const ServerReply reply = sample.Read();
    EXPECT_EQ(reply.kind, Kind::REFERRAL);
    EXPECT_EQ(reply.cut, Name("foo.com"));
    EXPECT_EQ(reply.servers.size(), 3u);
    // Neither an address of another zone's server nor one that nobody needs
    EXPECT_THAT(ToText(reply.glue),
                ElementsAre("ns.bar.com. 1 IN AAAA 3ffe::1", "ns.foo.com. 1 IN A 192.0.2.1"));
}

TEST(ServerReply, FollowsNoReferralUpOrAside)
{
    for (const char* owner : {".", "com.", "bar.com.", "x.www.foo.com."})
    {
        Sample sample;
        sample.response.authority = Records({std::string(owner) + " 1 IN NS ns.evil.com."});
        EXPECT_EQ(sample.Read().kind, Kind::USELESS) << owner;
    }
}

TEST(ServerReply, HasNoUseForErrors)
{
    for (const DnsRcode rcode : {DnsRcode::SERVER_FAILURE,
                                 DnsRcode::QUERY_REFUSED,
                                 DnsRcode::FORMAT_ERROR,
                                 DnsRcode::NOT_IMPLEMENTED})
    {
        Sample sample;
        sample.response.rcode = rcode;
        sample.response.authority = Records({SOA});
        EXPECT_EQ(sample.Read().kind, Kind::USELESS);
    }
}

} // namespace
} // namespace hip
