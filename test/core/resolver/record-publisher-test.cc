// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/random.h"
#include "core/resolver/record-publisher.h"
#include "test/core/resolver/update-support.h"

#include <gmock/gmock.h>
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
using test::Name;
using test::ToText;
using testing::ElementsAre;

using Status = UpdateOutcome::Status;

PublisherConfig
MakeConfig()
{
    PublisherConfig config;
    config.name = Name("hip.foo.com");
    config.resolvers = {Address("3ffe:1::53")};
    config.ttl = 7;
    return config;
}

/// The server of foo.com answers whatever is asked of anybody, as a resolver would.
class RecordPublisherTest : public testing::Test
{
  protected:
    RecordPublisherTest()
    {
        m_server.AddZone(LoadZone("foo.com.zone", "foo.com"));
        m_server.AllowUpdates(Key(), Name("hip.foo.com"));
    }

    void Make(const PublisherConfig& config)
    {
        m_publisher.emplace(config, Key(), m_random);
    }

    /// Answers all that is sent, until there is an outcome or nothing to do.
    std::optional<UpdateOutcome> Run(bool isDeaf = false)
    {
        while (true)
        {
            const UpdateOutput output = m_publisher->Poll(m_now);
            if (const auto* query = std::get_if<SendQuery>(&output))
            {
                m_sent.push_back(*query);
                const Bytes answer = m_server.Answer(query->message, DnsTransport::TCP, m_now);
                if (!isDeaf)
                {
                    m_publisher->HandleResponse(answer,
                                                query->server,
                                                query->localPort,
                                                query->transport,
                                                m_now);
                }
            }
            else if (const auto* outcome = std::get_if<UpdateOutcome>(&output))
            {
                return *outcome;
            }
            else
            {
                m_deadline = std::get<DnsIdle>(output).deadline;
                return std::nullopt;
            }
        }
    }

    std::vector<std::string> Find(std::uint16_t type) const
    {
        const DnsRecords* found =
            m_server.GetZone(Name("foo.com"))->Find(Name("hip.foo.com"), type);
        return found == nullptr ? std::vector<std::string>() : ToText(*found);
    }

    Time m_now = At(1000000);
    Time m_deadline;
    AuthoritativeServer m_server;
    SeededRandom m_random{1, 2, "publisher"};
    std::optional<RecordPublisher> m_publisher;
    std::vector<SendQuery> m_sent;
};

TEST_F(RecordPublisherTest, FindsThePrimaryServerByTheSoaOfTheZone)
{
    Make(MakeConfig());
    m_publisher->Publish({Address("3ffe:300::7")}, m_now);
    EXPECT_EQ(Run()->status, Status::DONE);
    ASSERT_EQ(m_sent.size(), 4u); // SOA, AAAA and A of its server, UPDATE
    EXPECT_EQ(m_sent[0].server, Address("3ffe:1::53"));
    EXPECT_EQ(m_sent[3].server, Address("3ffe:200::53")); // ns1.foo.com
    EXPECT_THAT(Find(DnsType::AAAA), ElementsAre("hip.foo.com. 7 IN AAAA 3ffe:300::7"));
}

TEST_F(RecordPublisherTest, KnowsTheServerWithTheNextMove)
{
    Make(MakeConfig());
    m_publisher->Publish({Address("3ffe:300::7")}, m_now);
    Run();
    m_publisher->Publish({Address("3ffe:300::8"), Address("192.0.2.8")}, m_now);
    EXPECT_EQ(Run()->status, Status::DONE);
    EXPECT_EQ(m_sent.size(), 5u);
    EXPECT_THAT(Find(DnsType::AAAA), ElementsAre("hip.foo.com. 7 IN AAAA 3ffe:300::8"));
    EXPECT_THAT(Find(DnsType::A), ElementsAre("hip.foo.com. 7 IN A 192.0.2.8"));
    m_publisher->Publish({}, m_now);
    EXPECT_EQ(Run()->status, Status::DONE);
    EXPECT_TRUE(Find(DnsType::AAAA).empty());
    EXPECT_TRUE(Find(DnsType::A).empty());
}

TEST_F(RecordPublisherTest, AsksNobodyIfAllIsSaid)
{
    PublisherConfig config = MakeConfig();
    config.resolvers.clear();
    config.zone = Name("foo.com");
    EXPECT_THROW(Make(config), std::invalid_argument);
    config.primaries = {Address("3ffe:200::54")};
    Make(config);
    m_publisher->Publish({Address("3ffe:300::7")}, m_now);
    EXPECT_EQ(Run()->status, Status::DONE);
    EXPECT_EQ(m_sent.size(), 1u);
}

TEST_F(RecordPublisherTest, BringsTheHipRecordOnce)
{
    PublisherConfig config = MakeConfig();
    const DnsRecords old = *m_server.GetZone(Name("foo.com"))->Find(Name("hip2.foo.com"), 55);
    config.hipRdata = old.front().rdata;
    Make(config);
    m_publisher->Publish({Address("3ffe:300::7")}, m_now);
    Run();
    const DnsRecords* now = m_server.GetZone(Name("foo.com"))->Find(Name("hip.foo.com"), 55);
    ASSERT_EQ(now->size(), 1u);
    EXPECT_EQ(now->front().rdata, config.hipRdata);
    const std::size_t size = m_sent.back().message.size();
    m_publisher->Publish({Address("3ffe:300::8")}, m_now);
    Run();
    EXPECT_LT(m_sent.back().message.size(), size);
}

TEST_F(RecordPublisherTest, TriesAgainLaterAndLooksForTheServerAnew)
{
    Make(MakeConfig());
    m_publisher->Publish({Address("3ffe:300::7")}, m_now);
    std::optional<UpdateOutcome> outcome = Run(true);
    while (!outcome)
    {
        m_now = m_deadline;
        m_publisher->HandleTimeout(m_now);
        outcome = Run(true);
    }
    EXPECT_EQ(outcome->status, Status::TIMED_OUT);
    EXPECT_FALSE(Run());
    EXPECT_EQ(m_deadline, m_now + 60s);
    m_sent.clear();
    m_now = m_deadline;
    m_publisher->HandleTimeout(m_now);
    EXPECT_EQ(Run()->status, Status::DONE);
    EXPECT_EQ(m_sent.size(), 4u);
}

TEST_F(RecordPublisherTest, TellsThatItIsRefusedAndTriesAgain)
{
    PublisherConfig config = MakeConfig();
    config.name = Name("legacy.foo.com");
    Make(config);
    m_publisher->Publish({Address("3ffe:300::7")}, m_now);
    const std::optional<UpdateOutcome> outcome = Run();
    EXPECT_EQ(outcome->status, Status::REFUSED);
    EXPECT_EQ(outcome->rcode, DnsRcode::QUERY_REFUSED);
    EXPECT_FALSE(Run());
    EXPECT_EQ(m_deadline, m_now + 60s);
}

TEST_F(RecordPublisherTest, PublishesTheLastOfTwoMovesInARow)
{
    Make(MakeConfig());
    m_publisher->Publish({Address("3ffe:300::7")}, m_now);
    m_publisher->Publish({Address("3ffe:300::8")}, m_now);
    EXPECT_EQ(Run()->status, Status::DONE);
    EXPECT_THAT(Find(DnsType::AAAA), ElementsAre("hip.foo.com. 7 IN AAAA 3ffe:300::8"));
    EXPECT_EQ(m_server.GetUpdateCount(), 1u);
}

TEST_F(RecordPublisherTest, CountsWhatItDoesNotBelieve)
{
    Make(MakeConfig());
    m_publisher->Publish({Address("3ffe:300::7")}, m_now);
    m_publisher->HandleResponse(Bytes(4), Address("3ffe:1::53"), 1, DnsTransport::UDP, m_now);
    EXPECT_EQ(m_publisher->GetDrops().Get(DropReason::BAD_DNS_MESSAGE), 1u);
}

} // namespace
} // namespace hip
