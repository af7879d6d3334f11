// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/dns-forwarder.h"
#include "test/core/proxy/path-fixture.h"

#include <gtest/gtest.h>

namespace hip::test
{

namespace
{

const Path PATH = Between("3ffe:400::50", "3ffe:100::53");

InterceptedQuery
MakeQuery(DnsTransport transport, bool isToProxy = false)
{
    InterceptedQuery query;
    query.client = {PATH.source, 4000, transport};
    query.server = PATH.destination;
    query.message =
        DnsMessage::MakeQuery(9, DnsName::Parse("www.foo.com.").value(), DnsType::A, 0, true)
            .Write();
    if (transport == DnsTransport::UDP)
    {
        query.packet = BuildUdp(PATH, 4000, 53, query.message);
    }
    query.isToProxy = isToProxy;
    return query;
}

ProxyConfig
MakeConfig(bool hasUpstream)
{
    ProxyConfig config = MakeFigure5Proxy();
    if (hasUpstream)
    {
        config.dns.upstream = {Ip("3ffe:100::99")};
    }
    config.dns.maxPending = 1;
    config.dns.timeout = 5s;
    return config;
}

class DnsForwarderTest : public testing::TestWithParam<bool>
{
  protected:
    PathFixture m_parts{MakeConfig(GetParam())};
    DnsForwarder m_forwarder{m_parts.context};
};

} // namespace

TEST_P(DnsForwarderTest, LetsPacketsBeForwarded)
{
    EXPECT_EQ(m_forwarder.Pass(MakeQuery(DnsTransport::UDP), START).kind, Verdict::Kind::PASS);
    EXPECT_FALSE(m_parts.context.outbox.Take());
    m_forwarder.PassLater(MakeQuery(DnsTransport::UDP), START);
    const auto sent = m_parts.TakeAll<Transmit>();
    EXPECT_EQ(Parts(sent.at(0).packet).payload, MakeQuery(DnsTransport::UDP).message);
}

TEST_P(DnsForwarderTest, RelaysTcpToTheServerThatWasAsked)
{
    EXPECT_EQ(m_forwarder.Pass(MakeQuery(DnsTransport::TCP), START).kind, Verdict::Kind::CONSUMED);
    const SendQuery sent = m_parts.TakeAll<SendQuery>().at(0);
    EXPECT_EQ(sent.server, PATH.destination);
    const Bytes response = DnsMessage::Parse(sent.message)->MakeResponse().Write();
    EXPECT_TRUE(
        m_forwarder.HandleResponse(response, sent.server, sent.localPort, DnsTransport::TCP));
    EXPECT_EQ(m_parts.TakeAll<DnsReply>().at(0).message, response);
    EXPECT_FALSE(
        m_forwarder.HandleResponse(response, sent.server, sent.localPort, DnsTransport::TCP));
}

TEST_P(DnsForwarderTest, RelaysWhatIsAddressedToTheProxyIfItKnowsAServer)
{
    const Verdict verdict = m_forwarder.Pass(MakeQuery(DnsTransport::UDP, true), START);
    if (GetParam())
    {
        EXPECT_EQ(verdict.kind, Verdict::Kind::CONSUMED);
        EXPECT_EQ(m_parts.TakeAll<SendQuery>().at(0).server, Ip("3ffe:100::99"));
        return;
    }
    EXPECT_EQ(verdict.kind, Verdict::Kind::PASS);
    m_forwarder.PassLater(MakeQuery(DnsTransport::UDP, true), START);
    const auto refusal = DnsMessage::Parse(Parts(m_parts.TakeAll<Transmit>().at(0).packet).payload);
    EXPECT_EQ(refusal->rcode, DnsRcode::SERVER_FAILURE) << "too late for anybody else";
}

TEST_P(DnsForwarderTest, BoundsWhatItRelaysAndTellsWhenNobodyAnswers)
{
    m_forwarder.Pass(MakeQuery(DnsTransport::TCP), START);
    const Verdict verdict = m_forwarder.Pass(MakeQuery(DnsTransport::TCP), START);
    EXPECT_EQ(verdict.reason, DropReason::DNS_QUEUE_FULL);
    EXPECT_EQ(m_forwarder.GetDeadline(), START + 5s);
    m_forwarder.HandleTimeout(START + 5s);
    const auto replies = m_parts.TakeAll<DnsReply>();
    ASSERT_EQ(replies.size(), 1U);
    EXPECT_EQ(DnsMessage::Parse(replies[0].message)->rcode, DnsRcode::SERVER_FAILURE);
    EXPECT_EQ(m_forwarder.GetDeadline(), NEVER);
}

INSTANTIATE_TEST_SUITE_P(WithAndWithoutUpstream, DnsForwarderTest, testing::Bool());

} // namespace hip::test
