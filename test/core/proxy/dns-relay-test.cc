// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/random.h"
#include "core/proxy/dns-relay.h"
#include "test/core/proxy/proxy-support.h"

#include <gtest/gtest.h>
#include <set>

namespace hip::test
{

namespace
{

const IpAddress SERVER = Ip("3ffe:100::53");

InterceptedQuery
MakeQuery(std::uint16_t id, DnsTransport transport = DnsTransport::TCP)
{
    InterceptedQuery query;
    query.client = {Ip("3ffe:400::50"), 4000, transport};
    query.server = SERVER;
    query.message =
        DnsMessage::MakeQuery(id, DnsName::Parse("www.foo.com.").value(), DnsType::A, 0, true)
            .Write();
    return query;
}

Bytes
MakeResponse(const Bytes& query)
{
    return DnsMessage::Parse(query)->MakeResponse().Write();
}

class DnsRelayTest : public testing::Test
{
  protected:
    SeededRandom m_random{1, 1, "relay"};
    DnsRelay m_relay{m_random, 3, 10s};
};

} // namespace

TEST_F(DnsRelayTest, SendsTheQueryAsItCameAndKnowsItsAnswer)
{
    const auto sent = m_relay.Start(MakeQuery(7), SERVER, START);
    ASSERT_TRUE(sent);
    EXPECT_EQ(sent->message, MakeQuery(7).message);
    EXPECT_EQ(sent->server, SERVER);
    EXPECT_EQ(sent->transport, DnsTransport::TCP);
    const Bytes response = MakeResponse(sent->message);
    const auto answered =
        m_relay.HandleResponse(response, SERVER, sent->localPort, DnsTransport::TCP);
    ASSERT_TRUE(answered);
    EXPECT_EQ(answered->client, MakeQuery(7).client);
    EXPECT_FALSE(m_relay.HandleResponse(response, SERVER, sent->localPort, DnsTransport::TCP))
        << "once only";
    EXPECT_EQ(m_relay.GetDeadline(), NEVER);
}

TEST_F(DnsRelayTest, KnowsNoAnswerFromElsewhere)
{
    const auto sent = m_relay.Start(MakeQuery(7), SERVER, START);
    const Bytes response = MakeResponse(sent->message);
    const std::uint16_t port = sent->localPort;
    const auto give = [&](const Bytes& message,
                          const IpAddress& server,
                          std::uint16_t localPort,
                          DnsTransport transport) {
        return m_relay.HandleResponse(message, server, localPort, transport).has_value();
    };
    EXPECT_FALSE(give(response, Ip("3ffe:666::6"), port, DnsTransport::TCP));
    EXPECT_FALSE(give(response, SERVER, static_cast<std::uint16_t>(port ^ 1), DnsTransport::TCP));
    EXPECT_FALSE(give(response, SERVER, port, DnsTransport::UDP));
    EXPECT_FALSE(give(MakeResponse(MakeQuery(8).message), SERVER, port, DnsTransport::TCP));
    EXPECT_FALSE(give(sent->message, SERVER, port, DnsTransport::TCP)) << "no response";
    EXPECT_FALSE(give(Bytes(3), SERVER, port, DnsTransport::TCP));
    EXPECT_TRUE(give(response, SERVER, port, DnsTransport::TCP));
}

TEST_F(DnsRelayTest, GivesBackWhatNobodyAnswers)
{
    m_relay.Start(MakeQuery(1), SERVER, START);
    m_relay.Start(MakeQuery(2), SERVER, START + 1s);
    EXPECT_EQ(m_relay.GetDeadline(), START + 10s);
    EXPECT_TRUE(m_relay.HandleTimeout(START + 9s).empty());
    const auto first = m_relay.HandleTimeout(START + 10s);
    ASSERT_EQ(first.size(), 1U);
    EXPECT_EQ(first[0].message, MakeQuery(1).message);
    EXPECT_EQ(m_relay.HandleTimeout(START + 20s).size(), 1U);
    EXPECT_EQ(m_relay.GetDeadline(), NEVER);
}

TEST_F(DnsRelayTest, BoundsWhatWaits)
{
    std::set<std::uint16_t> ports;
    for (std::uint16_t id = 0; id < 3; ++id)
    {
        ports.insert(m_relay.Start(MakeQuery(id), SERVER, START).value().localPort);
    }
    EXPECT_EQ(ports.size(), 3U);
    EXPECT_GE(*ports.begin(), 49152);
    EXPECT_FALSE(m_relay.Start(MakeQuery(9), SERVER, START));
}

TEST(DnsRelay, GivesUpWhenItFindsNoPort)
{
    ConstantRandom random(0);
    DnsRelay relay(random, 10, 10s);
    EXPECT_TRUE(relay.Start(MakeQuery(1), SERVER, START));
    EXPECT_FALSE(relay.Start(MakeQuery(2), SERVER, START)) << "the only number is taken";
    EXPECT_TRUE(relay.Start(MakeQuery(3, DnsTransport::UDP), SERVER, START));
}

} // namespace hip::test
