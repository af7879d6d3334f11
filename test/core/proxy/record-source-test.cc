// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/random.h"
#include "core/proxy/record-source.h"
#include "test/core/proxy/proxy-support.h"

#include <gtest/gtest.h>

namespace hip::test
{

namespace
{

const IpAddress SERVER = Ip("3ffe:100::53");

DnsName
Name(const std::string& text)
{
    return DnsName::Parse(text).value();
}

class RecordSourceTest : public testing::Test
{
  protected:
    RecordSourceTest()
        : m_random(1, 1, "source")
    {
        m_own.AddZone(Zone::Parse("$TTL 60\n"
                                  "@ SOA ns admin 1 2 3 4 5\n"
                                  "@ NS ns\n"
                                  "ns AAAA 3ffe:100::1\n"
                                  "www AAAA 3ffe:600::80\n"
                                  "inside CNAME www\n"
                                  "outside CNAME www.bar.com.\n"
                                  "sub NS ns.sub\n"
                                  "ns.sub AAAA 3ffe:100::2\n",
                                  "own",
                                  Name("foo.com.")));
    }

    RecordSource Make(bool hasOwnZones)
    {
        return RecordSource(StubOptions(), hasOwnZones ? &m_own : nullptr, m_random);
    }

    static RecordSource::Started Ask(RecordSource& source, const std::string& name)
    {
        return source.Query({Name(name), DnsType::AAAA, DNS_CLASS_IN}, {SERVER}, START);
    }

    SeededRandom m_random;
    AuthoritativeServer m_own;
};

} // namespace

TEST_F(RecordSourceTest, NeedsNobodyForItsOwnZones)
{
    RecordSource source = Make(true);
    const std::pair<const char*, DnsStatus> cases[] = {{"www.foo.com.", DnsStatus::FOUND},
                                                       {"inside.foo.com.", DnsStatus::FOUND},
                                                       {"foo.com.", DnsStatus::NO_DATA},
                                                       {"no.foo.com.", DnsStatus::NO_NAME}};
    for (const auto& [name, status] : cases)
    {
        const auto started = Ask(source, name);
        EXPECT_FALSE(started.isExternal);
        const QueryOutcome outcome = std::get<QueryOutcome>(source.Poll());
        EXPECT_EQ(outcome.handle, started.handle);
        EXPECT_EQ(outcome.status, status) << name;
    }
    EXPECT_EQ(std::get<DnsIdle>(source.Poll()).deadline, NEVER);
}

TEST_F(RecordSourceTest, AsksServersForAllElse)
{
    RecordSource source = Make(true);
    for (const char* name : {"www.bar.com.", "x.sub.foo.com."})
    {
        EXPECT_TRUE(Ask(source, name).isExternal);
        const SendQuery query = std::get<SendQuery>(source.Poll());
        EXPECT_EQ(query.server, SERVER);
        EXPECT_EQ(DnsMessage::Parse(query.message)->questions.at(0).name, Name(name));
    }
}

TEST_F(RecordSourceTest, FollowsAnAliasOutOfItsZones)
{
    RecordSource source = Make(true);
    EXPECT_TRUE(Ask(source, "outside.foo.com.").isExternal);
    const SendQuery query = std::get<SendQuery>(source.Poll());
    EXPECT_EQ(DnsMessage::Parse(query.message)->questions.at(0).name, Name("www.bar.com."));
}

TEST_F(RecordSourceTest, GivesOutcomesTheirOwnHandles)
{
    RecordSource source = Make(true);
    const auto local = Ask(source, "www.foo.com.");
    const auto external = Ask(source, "www.bar.com.");
    EXPECT_NE(local.handle, external.handle);
    EXPECT_EQ(std::get<QueryOutcome>(source.Poll()).handle, local.handle);
    const SendQuery query = std::get<SendQuery>(source.Poll());
    DnsMessage response = DnsMessage::Parse(query.message)->MakeResponse();
    response.answer = {DnsRecord::Parse("www.bar.com. 60 IN AAAA 3ffe:700::1").value()};
    EXPECT_FALSE(
        source.HandleResponse(response.Write(), SERVER, query.localPort, DnsTransport::UDP, START));
    const QueryOutcome outcome = std::get<QueryOutcome>(source.Poll());
    EXPECT_EQ(outcome.handle, external.handle);
    EXPECT_EQ(outcome.message.GetAddresses(), std::vector{Ip("3ffe:700::1")});
}

TEST_F(RecordSourceTest, SaysWhyItRefusesAResponse)
{
    RecordSource source = Make(false);
    EXPECT_EQ(source.HandleResponse(Bytes(4), SERVER, 1, DnsTransport::UDP, START),
              DropReason::BAD_DNS_MESSAGE);
    const Bytes response =
        DnsMessage::MakeQuery(1, Name("a.b."), DnsType::A, 0, true).MakeResponse().Write();
    EXPECT_EQ(source.HandleResponse(response, SERVER, 1, DnsTransport::UDP, START),
              DropReason::UNMATCHED_DNS_RESPONSE);
}

TEST_F(RecordSourceTest, ForgetsWhatIsCancelled)
{
    RecordSource source = Make(false);
    const auto first = Ask(source, "www.foo.com.");
    source.Cancel(first.handle);
    source.Cancel(12345);
    while (std::holds_alternative<SendQuery>(source.Poll()))
    {
    }
    source.HandleTimeout(START + 1h);
    EXPECT_TRUE(std::holds_alternative<DnsIdle>(source.Poll()));
}

TEST_F(RecordSourceTest, KnowsWhichQueriesAreForItsZones)
{
    const RecordSource source = Make(true);
    const auto ask = [&source](const std::string& name) {
        return source.AskOwnZones(
            DnsMessage::MakeQuery(5, Name(name), DnsType::NS, 0, true).Write());
    };
    EXPECT_EQ(ask("foo.com.").value().answer.size(), 1U);
    EXPECT_FALSE(ask("bar.com."));
    EXPECT_FALSE(ask("x.sub.foo.com.")) << "a referral is no answer";
    EXPECT_FALSE(source.AskOwnZones(Bytes(3)));
    EXPECT_FALSE(Make(false).AskOwnZones(Bytes(3)));
}

} // namespace hip::test
