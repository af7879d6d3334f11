// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/random.h"
#include "core/resolver/update-client.h"
#include "test/core/resolver/update-support.h"

#include <gtest/gtest.h>
#include <stdexcept>

namespace hip
{
namespace
{

using namespace std::chrono_literals;
using test::Address;
using test::At;
using test::Key;
using test::LoadZone;
using test::MoveTo;
using test::Name;
using test::OTHER_SECRET;
using test::Record;

using Status = UpdateOutcome::Status;

class UpdateClientTest : public testing::Test
{
  protected:
    UpdateClientTest()
    {
        m_server.AddZone(LoadZone("foo.com.zone", "foo.com"));
        m_server.AllowUpdates(Key(), Name("hip.foo.com"));
    }

    SendQuery TakeQuery()
    {
        return std::get<SendQuery>(m_client.Poll());
    }

    UpdateOutcome TakeOutcome()
    {
        return std::get<UpdateOutcome>(m_client.Poll());
    }

    bool IsIdle()
    {
        return std::holds_alternative<DnsIdle>(m_client.Poll());
    }

    void WaitForTimeout()
    {
        m_now = std::get<DnsIdle>(m_client.Poll()).deadline;
        m_client.HandleTimeout(m_now);
    }

    Bytes Serve(const SendQuery& query)
    {
        return m_server.Answer(query.message, query.transport, m_now);
    }

    void Respond(const SendQuery& query, const Bytes& response)
    {
        m_client.HandleResponse(response, query.server, query.localPort, query.transport, m_now);
    }

    void ExpectRefused(DropReason reason)
    {
        EXPECT_TRUE(IsIdle());
        EXPECT_EQ(m_client.GetDrops().Get(reason), 1u) << ToString(reason);
    }

    const std::vector<IpAddress> m_servers{Address("3ffe:200::53"), Address("3ffe:200::54")};
    Time m_now = At(1000000);
    AuthoritativeServer m_server;
    SeededRandom m_random{1, 2, "update"};
    UpdateClient m_client{UpdateOptions(), Key(), m_random};
};

TEST_F(UpdateClientTest, IsDoneOnceTheServerHasAnswered)
{
    m_client.Start(MoveTo("3ffe:300::7"), m_servers, m_now);
    const SendQuery query = TakeQuery();
    EXPECT_EQ(query.server, m_servers[0]);
    EXPECT_EQ(query.transport, DnsTransport::UDP);
    EXPECT_TRUE(IsIdle());
    Respond(query, Serve(query));
    EXPECT_EQ(TakeOutcome().status, Status::DONE);
    EXPECT_TRUE(IsIdle());
    EXPECT_EQ(m_server.GetUpdateCount(), 1u);
}

TEST_F(UpdateClientTest, RepeatsTheSameOctetsWithBackOffRoundTheServers)
{
    m_client.Start(MoveTo("3ffe:300::7"), m_servers, m_now);
    const SendQuery first = TakeQuery();
    Time before = m_now;
    unsigned tries = 1;
    for (const Duration wait : {1s, 2s, 4s, 8s, 16s})
    {
        WaitForTimeout();
        EXPECT_EQ(m_now - before, wait);
        before = m_now;
        const SendQuery again = TakeQuery();
        EXPECT_EQ(again.message, first.message);
        EXPECT_EQ(again.localPort, first.localPort);
        EXPECT_EQ(again.server, m_servers[tries++ % 2]);
    }
    WaitForTimeout();
    EXPECT_EQ(m_now - before, 16s);
    EXPECT_EQ(TakeOutcome().status, Status::TIMED_OUT);
}

TEST_F(UpdateClientTest, TakesALateAnswerToAnEarlierCopy)
{
    m_client.Start(MoveTo("3ffe:300::7"), m_servers, m_now);
    const SendQuery first = TakeQuery();
    WaitForTimeout();
    TakeQuery();
    Respond(first, Serve(first));
    EXPECT_EQ(TakeOutcome().status, Status::DONE);
}

TEST_F(UpdateClientTest, TellsWhyTheServerRefuses)
{
    ZoneUpdate update = MoveTo("3ffe:300::7");
    update.updates.push_back(DeleteName(Name("legacy.foo.com")));
    m_client.Start(update, m_servers, m_now);
    const SendQuery query = TakeQuery();
    Respond(query, Serve(query));
    const UpdateOutcome outcome = TakeOutcome();
    EXPECT_EQ(outcome.status, Status::REFUSED);
    EXPECT_EQ(outcome.rcode, DnsRcode::QUERY_REFUSED);
}

TEST_F(UpdateClientTest, BelievesTheServerThatTheClocksDiffer)
{
    m_client.Start(MoveTo("3ffe:300::7"), m_servers, m_now);
    const SendQuery query = TakeQuery();
    Respond(query, m_server.Answer(query.message, query.transport, m_now + 400s));
    EXPECT_EQ(TakeOutcome().rcode, DnsRcode::NOT_AUTHORITATIVE);
}

TEST_F(UpdateClientTest, BelievesNobodyWithoutTheKey)
{
    m_client.Start(MoveTo("3ffe:300::7"), m_servers, m_now);
    const SendQuery query = TakeQuery();
    DnsMessage forged = DnsMessage::Parse(query.message)->MakeResponse();
    Respond(query, forged.Write());
    ExpectRefused(DropReason::BAD_MAC);
    Bytes signedByOther = forged.Write();
    Sign(signedByOther, Key("mobile.key", OTHER_SECRET), Bytes(32), m_now);
    Respond(query, signedByOther);
    EXPECT_EQ(m_client.GetDrops().Get(DropReason::BAD_MAC), 2u);
    Respond(query, Serve(query));
    EXPECT_EQ(TakeOutcome().status, Status::DONE);
}

TEST_F(UpdateClientTest, TakesNoAnswerFromElsewhere)
{
    m_client.Start(MoveTo("3ffe:300::7"), m_servers, m_now);
    SendQuery query = TakeQuery();
    const Bytes answer = Serve(query);
    query.server = Address("3ffe:666::1");
    Respond(query, answer);
    ExpectRefused(DropReason::UNMATCHED_DNS_RESPONSE);
    query.server = m_servers[0];
    ++query.localPort;
    Respond(query, answer);
    EXPECT_EQ(m_client.GetDrops().Get(DropReason::UNMATCHED_DNS_RESPONSE), 2u);
    Respond(query, Bytes(3));
    ExpectRefused(DropReason::BAD_DNS_MESSAGE);
}

TEST_F(UpdateClientTest, WaitsOutAServerFailure)
{
    UpdateClient client(UpdateOptions(), std::nullopt, m_random);
    client.Start(MoveTo("3ffe:300::7"), m_servers, m_now);
    const SendQuery query = std::get<SendQuery>(client.Poll());
    DnsMessage failure = DnsMessage::Parse(query.message)->MakeResponse();
    failure.rcode = DnsRcode::SERVER_FAILURE;
    client.HandleResponse(failure.Write(), query.server, query.localPort, query.transport, m_now);
    EXPECT_EQ(std::get<DnsIdle>(client.Poll()).deadline, m_now + 1s);
    failure.rcode = DnsRcode::NO_PROBLEM;
    client.HandleResponse(failure.Write(), query.server, query.localPort, query.transport, m_now);
    EXPECT_EQ(std::get<UpdateOutcome>(client.Poll()).status, Status::DONE);
}

TEST_F(UpdateClientTest, ForgetsTheUpdateBefore)
{
    m_client.Start(MoveTo("3ffe:300::7"), m_servers, m_now);
    const SendQuery first = TakeQuery();
    m_client.Start(MoveTo("3ffe:300::8"), m_servers, m_now);
    const SendQuery second = TakeQuery();
    Respond(first, Serve(first));
    EXPECT_EQ(m_client.GetDrops().GetTotal(), 1u);
    Respond(second, Serve(second));
    EXPECT_EQ(TakeOutcome().status, Status::DONE);
    m_client.Start(MoveTo("3ffe:300::9"), m_servers, m_now);
    m_client.Cancel();
    EXPECT_TRUE(IsIdle());
}

TEST_F(UpdateClientTest, UsesTcpForWhatIsTooLongForUdp)
{
    ZoneUpdate update = MoveTo("3ffe:300::7");
    for (unsigned i = 0; i < 30; ++i)
    {
        update.updates.push_back(
            Record("hip.foo.com. 7 IN AAAA 3ffe:300::" + std::to_string(1000 + i)));
    }
    m_client.Start(update, m_servers, m_now);
    EXPECT_EQ(TakeQuery().transport, DnsTransport::TCP);
}

TEST_F(UpdateClientTest, ChecksItsOptions)
{
    UpdateOptions options;
    options.tries = 0;
    EXPECT_THROW(UpdateClient(options, std::nullopt, m_random), std::invalid_argument);
    options = {};
    options.timeout = 0s;
    EXPECT_THROW(UpdateClient(options, std::nullopt, m_random), std::invalid_argument);
    options.timeout = 20s;
    EXPECT_THROW(UpdateClient(options, std::nullopt, m_random), std::invalid_argument);
}

} // namespace
} // namespace hip
