// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/resolver/lookup-table.h"
#include "test/core/resolver/lookup-support.h"

namespace hip
{
namespace
{

using namespace std::chrono_literals;
using test::Address;
using test::Name;

class LookupResponsesTest : public test::LookupTest
{
  protected:
    /// Hands in the answer to the last query, changed by the test.
    template <class Change>
    void RespondChanged(Change change)
    {
        DnsMessage response = DnsMessage::Parse(m_query.message)->MakeResponse();
        response.answer = test::Records({"www.foo.com. 60 IN AAAA 3ffe::666"});
        SendQuery from = m_query;
        change(response, from);
        m_table.HandleResponse(response.Write(),
                               from.server,
                               from.localPort,
                               from.transport,
                               m_now);
    }
};

TEST_F(LookupResponsesTest, BelievesOnlyWhatWasAskedFor)
{
    Start("www.foo.com");
    TakeQuery();
    RespondChanged([](DnsMessage& response, SendQuery&) { ++response.id; });
    RespondChanged([](DnsMessage& response, SendQuery&) { response.isResponse = false; });
    RespondChanged([](DnsMessage& response, SendQuery&) { response.questions.clear(); });
    RespondChanged(
        [](DnsMessage& response, SendQuery&) { response.questions[0].name = Name("www.bar.com"); });
    RespondChanged(
        [](DnsMessage& response, SendQuery&) { response.questions[0].type = DnsType::A; });
    RespondChanged([](DnsMessage&, SendQuery& from) { ++from.localPort; });
    RespondChanged([](DnsMessage&, SendQuery& from) { from.server = Address("3ffe::666"); });
    RespondChanged([](DnsMessage&, SendQuery& from) { from.transport = DnsTransport::TCP; });
    EXPECT_EQ(m_drops.Get(DropReason::UNMATCHED_DNS_RESPONSE), 8u);
    EXPECT_EQ(TakeSettled(), "none");
    AnswerWith({"www.foo.com. 60 IN AAAA 3ffe::1"});
    EXPECT_EQ(TakeSettled(), "www.foo.com. 60 IN AAAA 3ffe::1");
}

TEST_F(LookupResponsesTest, TakesAnAnswerOnce)
{
    Start("www.foo.com");
    TakeQuery();
    AnswerWith({"www.foo.com. 60 IN AAAA 3ffe::1"});
    AnswerWith({"www.foo.com. 60 IN AAAA 3ffe::1"});
    EXPECT_EQ(m_drops.Get(DropReason::UNMATCHED_DNS_RESPONSE), 1u);
}

TEST_F(LookupResponsesTest, CountsMalformedResponses)
{
    Start("www.foo.com");
    TakeQuery();
    m_table.HandleResponse({}, m_query.server, m_query.localPort, DnsTransport::UDP, m_now);
    EXPECT_EQ(m_drops.Get(DropReason::BAD_DNS_MESSAGE), 1u);
    EXPECT_NE(m_table.GetDeadline(), NEVER);
}

TEST_F(LookupResponsesTest, AsksAgainOverTcpWhatWasTruncated)
{
    Start("www.foo.com");
    TakeQuery();
    const SendQuery first = m_query;
    RespondChanged([](DnsMessage& response, SendQuery&) { response.isTruncated = true; });
    TakeQuery();
    EXPECT_EQ(m_query.transport, DnsTransport::TCP);
    EXPECT_EQ(m_query.server, first.server);
    AnswerWith({"www.foo.com. 60 IN AAAA 3ffe::1"});
    EXPECT_EQ(TakeSettled(), "www.foo.com. 60 IN AAAA 3ffe::1");
}

TEST_F(LookupResponsesTest, AsksOldServersAgainWithoutEdns)
{
    Start("www.foo.com");
    TakeQuery();
    const SendQuery first = m_query;
    RespondChanged([](DnsMessage& response, SendQuery&) {
        response.rcode = DnsRcode::FORMAT_ERROR;
        response.questions.clear();
        response.answer.clear();
        response.edns.reset();
    });
    EXPECT_FALSE(TakeQuery().edns);
    EXPECT_EQ(m_query.server, first.server);
    Fail(DnsRcode::FORMAT_ERROR); // again: then it is of no use
    TakeQuery();
    EXPECT_NE(m_query.server, first.server);
}

TEST_F(LookupResponsesTest, TurnsToTheNextServerAfterAnError)
{
    Start("www.foo.com");
    TakeQuery();
    const SendQuery first = m_query;
    Fail(DnsRcode::SERVER_FAILURE);
    TakeQuery();
    EXPECT_NE(m_query.server, first.server);
    Fail(DnsRcode::QUERY_REFUSED);
    EXPECT_EQ(TakeSettled(), "failed");
    EXPECT_EQ(m_table.GetDeadline(), NEVER);
}

TEST_F(LookupResponsesTest, WaitsTwiceAsLongInEachRound)
{
    Start("www.foo.com");
    for (const auto timeout : {800ms, 800ms, 1600ms, 1600ms, 3200ms, 3200ms})
    {
        TakeQuery();
        EXPECT_EQ(m_table.GetDeadline(), m_now + timeout);
        m_table.HandleTimeout(m_now + timeout - 1ns); // too early is harmless
        EXPECT_FALSE(m_table.TakeQuery());
        WaitForTimeout();
    }
    EXPECT_EQ(TakeSettled(), "failed");
}

TEST_F(LookupResponsesTest, IgnoresAnswersThatComeTooLate)
{
    Start("www.foo.com");
    TakeQuery();
    WaitForTimeout();
    AnswerWith({"www.foo.com. 60 IN AAAA 3ffe::1"});
    EXPECT_EQ(m_drops.Get(DropReason::UNMATCHED_DNS_RESPONSE), 1u);
    EXPECT_EQ(TakeSettled(), "none");
}

TEST_F(LookupResponsesTest, EndsEveryLookupAtItsLimit)
{
    m_options.lookupLimit = 1s;
    Start("www.foo.com");
    WaitForTimeout();
    EXPECT_EQ(TakeSettled(), "none");
    WaitForTimeout();
    EXPECT_EQ(m_now, Time(1h + 1s));
    EXPECT_EQ(TakeSettled(), "failed");
}

TEST_F(LookupResponsesTest, BoundsTheQueriesOfALookup)
{
    Start("a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a."
          "a");
    std::string zone = "a.";
    unsigned queries = 0;
    while (const std::optional<SendQuery> query = m_table.TakeQuery())
    {
        m_query = *query;
        Refer({zone + " 60 IN NS ns." + zone}, {"ns." + zone + " 60 IN AAAA 3ffe::9"});
        zone = "a." + zone;
        ++queries;
    }
    EXPECT_EQ(queries, 40u);
    EXPECT_EQ(TakeSettled(), "failed");
}

TEST_F(LookupResponsesTest, KeepsWhatStandsBehindAnAlias)
{
    Start("www.foo.com");
    TakeQuery();
    AnswerWith({"www.foo.com. 60 IN CNAME a.foo.com.",
                "a.foo.com. 60 IN CNAME b.foo.com.",
                "b.foo.com. 60 IN AAAA 3ffe::1"});
    EXPECT_EQ(TakeSettled(), "www.foo.com. 60 IN CNAME a.foo.com.");
    EXPECT_EQ(m_cache.Find(Name("a.foo.com"), DnsType::AAAA, m_now)->kind, Finding::Kind::ALIAS);
    EXPECT_EQ(m_cache.Find(Name("b.foo.com"), DnsType::AAAA, m_now)->kind, Finding::Kind::RECORDS);
}

TEST_F(LookupResponsesTest, KeepsReferralsToFindServersOnly)
{
    Start("www.foo.com");
    TakeQuery();
    Refer({"com. 60 IN NS ns.com.", "com. 60 IN NS ns2.com."},
          {"ns.com. 60 IN AAAA 3ffe::10",
           "ns2.com. 60 IN AAAA 3ffe::11",
           "ns.com. 60 IN AAAA 3ffe::12"});
    EXPECT_EQ(m_cache.FindAny(Name("com"), DnsType::NS, m_now).size(), 2u);
    EXPECT_EQ(m_cache.FindAny(Name("ns.com"), DnsType::AAAA, m_now).size(), 2u);
    EXPECT_FALSE(m_cache.Find(Name("ns.com"), DnsType::AAAA, m_now));
}

} // namespace
} // namespace hip
