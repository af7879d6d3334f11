// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/random.h"
#include "core/resolver/authoritative-server.h"
#include "core/resolver/stub-resolver.h"
#include "test/core/resolver/dns-support.h"

#include <chrono>
#include <gtest/gtest.h>
#include <stdexcept>

namespace hip
{
namespace
{

using namespace std::chrono_literals;
using test::Address;
using test::LoadZone;
using test::Name;

class StubResolverTest : public testing::Test
{
  protected:
    StubResolverTest()
    {
        m_server.AddZone(LoadZone("foo.com.zone", "foo.com"));
    }

    std::uint64_t Ask(const std::string& name, std::uint16_t type = DnsType::AAAA)
    {
        return m_stub.Query(Name(name), type, m_servers, m_now);
    }

    /// The next query, which must be there.
    SendQuery TakeQuery()
    {
        return std::get<SendQuery>(m_stub.Poll());
    }

    QueryOutcome TakeOutcome()
    {
        return std::get<QueryOutcome>(m_stub.Poll());
    }

    bool IsIdle()
    {
        return std::holds_alternative<DnsIdle>(m_stub.Poll());
    }

    Time GetDeadline()
    {
        return std::get<DnsIdle>(m_stub.Poll()).deadline;
    }

    void WaitForTimeout()
    {
        m_now = GetDeadline();
        m_stub.HandleTimeout(m_now);
    }

    /// Lets the server of foo.com answer this query.
    void Serve(const SendQuery& query)
    {
        Respond(query, *DnsMessage::Parse(m_server.Answer(query.message, query.transport)));
    }

    void Respond(const SendQuery& query, const DnsMessage& response)
    {
        m_stub.HandleResponse(response.Write(),
                              query.server,
                              query.localPort,
                              query.transport,
                              m_now);
    }

    void Fail(const SendQuery& query, DnsRcode rcode)
    {
        DnsMessage response = DnsMessage::Parse(query.message)->MakeResponse();
        response.rcode = rcode;
        Respond(query, response);
    }

    AuthoritativeServer m_server;
    SeededRandom m_random{1, 1, "test"};
    StubOptions m_options;
    StubResolver m_stub{m_options, m_random};
    std::vector<IpAddress> m_servers = {Address("3ffe::1"), Address("3ffe::2")};
    Time m_now{1h};
};

TEST_F(StubResolverTest, AsksTheFirstServerForRecursion)
{
    Ask("hip.foo.com", DnsType::HIP);
    const SendQuery query = TakeQuery();
    EXPECT_EQ(query.server, m_servers[0]);
    EXPECT_EQ(query.transport, DnsTransport::UDP);
    const DnsMessage message = *DnsMessage::Parse(query.message);
    EXPECT_TRUE(message.recursionDesired);
    EXPECT_EQ(message.questions[0], (DnsQuestion{Name("hip.foo.com"), DnsType::HIP, DNS_CLASS_IN}));
    EXPECT_EQ(message.edns->udpSize, 1232);
    EXPECT_EQ(GetDeadline(), m_now + 1s);
}

TEST_F(StubResolverTest, TellsHowAQueryEnded)
{
    const std::pair<const char*, DnsStatus> names[] = {{"hip.foo.com", DnsStatus::FOUND},
                                                       {"www2.foo.com", DnsStatus::FOUND},
                                                       {"mx.foo.com", DnsStatus::NO_DATA},
                                                       {"outside.foo.com", DnsStatus::NO_DATA},
                                                       {"nothing.foo.com", DnsStatus::NO_NAME}};
    for (const auto& [name, status] : names)
    {
        const std::uint64_t handle = Ask(name);
        Serve(TakeQuery());
        const QueryOutcome outcome = TakeOutcome();
        EXPECT_EQ(outcome.handle, handle);
        EXPECT_EQ(outcome.status, status) << name;
        EXPECT_EQ(outcome.message.GetAddresses().empty(), status != DnsStatus::FOUND);
        EXPECT_EQ(GetDeadline(), NEVER);
    }
}

TEST_F(StubResolverTest, KeepsSeveralQueriesApart)
{
    const std::uint64_t first = Ask("hip.foo.com");
    const std::uint64_t second = Ask("nothing.foo.com");
    const SendQuery one = TakeQuery();
    const SendQuery two = TakeQuery();
    Serve(two);
    EXPECT_EQ(TakeOutcome().handle, second);
    Serve(one);
    EXPECT_EQ(TakeOutcome().handle, first);
}

TEST_F(StubResolverTest, RepeatsItselfServerByServerAndEverSlower)
{
    const std::uint64_t handle = Ask("hip.foo.com");
    std::vector<Bytes> messages;
    for (unsigned i = 0; i < 8; ++i)
    {
        const SendQuery query = TakeQuery();
        EXPECT_EQ(query.server, m_servers[i % 2]);
        EXPECT_EQ(GetDeadline(), m_now + 1s * (1 << (i / 2)));
        messages.push_back(query.message);
        WaitForTimeout();
    }
    EXPECT_NE(messages[0], messages[1]); // another id
    const QueryOutcome outcome = TakeOutcome();
    EXPECT_EQ(outcome.handle, handle);
    EXPECT_EQ(outcome.status, DnsStatus::TIMED_OUT);
    EXPECT_EQ(m_now, Time(1h + 30s));
    EXPECT_TRUE(IsIdle());
}

TEST_F(StubResolverTest, TellsHowLongAQueryMayTake)
{
    EXPECT_EQ(GetLongestWait(m_options, 1), 15s);
    EXPECT_EQ(GetLongestWait(m_options, 2), 30s); // as just above
    m_options.timeout = 500ms;
    m_options.triesPerServer = 1;
    EXPECT_EQ(GetLongestWait(m_options, 3), 1500ms);
}

TEST_F(StubResolverTest, AnswersAfterLosses)
{
    Ask("hip.foo.com");
    TakeQuery();
    WaitForTimeout();
    TakeQuery();
    WaitForTimeout();
    Serve(TakeQuery());
    EXPECT_EQ(TakeOutcome().status, DnsStatus::FOUND);
}

TEST_F(StubResolverTest, AsksAgainOverTcpWhatWasTruncated)
{
    Ask("big.foo.com", 16);
    Serve(TakeQuery());
    const SendQuery query = TakeQuery();
    EXPECT_EQ(query.transport, DnsTransport::TCP);
    EXPECT_EQ(query.server, m_servers[0]);
    Serve(query);
    const QueryOutcome outcome = TakeOutcome();
    EXPECT_EQ(outcome.status, DnsStatus::FOUND);
    EXPECT_EQ(outcome.message.answer.size(), 20u);
}

TEST_F(StubResolverTest, TurnsFromErrorsToOtherServers)
{
    Ask("hip.foo.com");
    Fail(TakeQuery(), DnsRcode::SERVER_FAILURE);
    const SendQuery second = TakeQuery();
    EXPECT_EQ(second.server, m_servers[1]);
    Fail(second, DnsRcode::QUERY_REFUSED);
    const QueryOutcome outcome = TakeOutcome();
    EXPECT_EQ(outcome.status, DnsStatus::FAILED);
    EXPECT_EQ(outcome.message.rcode, DnsRcode::QUERY_REFUSED);
    EXPECT_TRUE(IsIdle());
}

TEST_F(StubResolverTest, AsksOldServersWithoutEdns)
{
    Ask("hip.foo.com");
    Fail(TakeQuery(), DnsRcode::FORMAT_ERROR);
    const SendQuery query = TakeQuery();
    EXPECT_EQ(query.server, m_servers[0]);
    EXPECT_FALSE(DnsMessage::Parse(query.message)->edns);
    Fail(query, DnsRcode::FORMAT_ERROR);
    EXPECT_EQ(TakeQuery().server, m_servers[1]);
}

TEST_F(StubResolverTest, BelievesOnlyWhatItAskedFor)
{
    Ask("hip.foo.com");
    const SendQuery query = TakeQuery();
    DnsMessage response = *DnsMessage::Parse(m_server.Answer(query.message, DnsTransport::UDP));
    SendQuery other = query;
    other.server = m_servers[1];
    Respond(other, response);
    other = query;
    ++other.localPort;
    Respond(other, response);
    other = query;
    other.transport = DnsTransport::TCP;
    Respond(other, response);
    ++response.id;
    Respond(query, response);
    --response.id;
    response.questions[0].type = DnsType::A;
    Respond(query, response);
    EXPECT_EQ(m_stub.GetDrops().Get(DropReason::UNMATCHED_DNS_RESPONSE), 5u);
    m_stub.HandleResponse({}, query.server, query.localPort, DnsTransport::UDP, m_now);
    EXPECT_EQ(m_stub.GetDrops().Get(DropReason::BAD_DNS_MESSAGE), 1u);
    EXPECT_TRUE(IsIdle());
    Serve(query);
    EXPECT_EQ(TakeOutcome().status, DnsStatus::FOUND);
    Serve(query); // a duplicate
    EXPECT_EQ(m_stub.GetDrops().Get(DropReason::UNMATCHED_DNS_RESPONSE), 6u);
}

TEST_F(StubResolverTest, ForgetsCancelledQueries)
{
    const std::uint64_t handle = Ask("hip.foo.com");
    const SendQuery query = TakeQuery();
    m_stub.Cancel(handle);
    m_stub.Cancel(12345);
    Serve(query);
    EXPECT_EQ(GetDeadline(), NEVER);
    const std::uint64_t answered = Ask("hip.foo.com");
    Serve(TakeQuery());
    m_stub.Cancel(answered); // although its outcome is waiting to be taken
    EXPECT_TRUE(IsIdle());
}

TEST_F(StubResolverTest, FailsAtOnceWithoutServersOrRoom)
{
    m_servers.clear();
    Ask("hip.foo.com");
    EXPECT_EQ(TakeOutcome().status, DnsStatus::FAILED);
    m_options.maxQueries = 1;
    StubResolver small(m_options, m_random);
    small.Query(Name("a"), 1, {Address("3ffe::1")}, m_now);
    const std::uint64_t handle = small.Query(Name("b"), 1, {Address("3ffe::1")}, m_now);
    EXPECT_TRUE(std::holds_alternative<SendQuery>(small.Poll()));
    EXPECT_EQ(std::get<QueryOutcome>(small.Poll()).handle, handle);
    EXPECT_EQ(small.GetDrops().Get(DropReason::DNS_QUEUE_FULL), 1u);
}

TEST_F(StubResolverTest, RefusesSenselessOptions)
{
    StubOptions options;
    options.triesPerServer = 0;
    EXPECT_THROW(StubResolver(options, m_random), std::invalid_argument);
    options.triesPerServer = 17;
    EXPECT_THROW(StubResolver(options, m_random), std::invalid_argument);
    options = StubOptions();
    options.timeout = 0s;
    EXPECT_THROW(StubResolver(options, m_random), std::invalid_argument);
}

} // namespace
} // namespace hip
