// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// test/tools/compare-updates-with-bind.sh compares many more outcomes with those of BIND.

#include "core/resolver/authoritative-server.h"
#include "test/core/resolver/update-support.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hip
{
namespace
{

using test::At;
using test::Key;
using test::LoadZone;
using test::MoveTo;
using test::Name;
using test::OTHER_SECRET;
using test::Record;
using test::ToText;
using testing::ElementsAre;

const Time NOW = At(1000000);
constexpr std::uint32_t SERIAL = 2004031601;

class AuthoritativeUpdate : public testing::Test
{
  protected:
    AuthoritativeUpdate()
    {
        m_server.AddZone(LoadZone("foo.com.zone", "foo.com"));
        m_server.AddZone(LoadZone("com.zone", "com"));
        m_server.AllowUpdates(Key(), Name("hip.foo.com"));
    }

    DnsMessage Send(const Bytes& wire, Time now = NOW)
    {
        m_answer = m_server.Answer(wire, DnsTransport::UDP, now);
        return DnsMessage::Parse(m_answer).value();
    }

    DnsRcode Send(const ZoneUpdate& update, const TsigKey& key = Key())
    {
        Bytes wire = update.ToMessage(9).Write();
        m_mac = Sign(wire, key, {}, NOW);
        return Send(wire).rcode;
    }

    std::vector<std::string> Find(std::uint16_t type) const
    {
        const DnsRecords* found =
            m_server.GetZone(Name("foo.com"))->Find(Name("hip.foo.com"), type);
        return found == nullptr ? std::vector<std::string>() : ToText(*found);
    }

    std::uint32_t GetSerial() const
    {
        return m_server.GetZone(Name("foo.com"))->GetSoa().GetSoaSerial();
    }

    void ExpectUnchanged(DropReason reason) const
    {
        EXPECT_EQ(GetSerial(), SERIAL);
        EXPECT_THAT(Find(DnsType::AAAA), ElementsAre("hip.foo.com. 60 IN AAAA 3ffe:200::1"));
        EXPECT_EQ(m_server.GetUpdateCount(), 0u);
        EXPECT_EQ(m_server.GetDrops().Get(reason), 1u) << ToString(reason);
        EXPECT_EQ(m_server.GetDrops().GetTotal(), 1u);
    }

    AuthoritativeServer m_server;
    Bytes m_answer;
    Bytes m_mac; ///< of the last signed request
};

TEST_F(AuthoritativeUpdate, ReplacesTheAddressOfAHostThatMoved)
{
    EXPECT_EQ(Send(MoveTo("3ffe:300::7")), DnsRcode::NO_PROBLEM);
    EXPECT_THAT(Find(DnsType::AAAA), ElementsAre("hip.foo.com. 7 IN AAAA 3ffe:300::7"));
    EXPECT_EQ(Find(DnsType::HIP).size(), 1u);
    EXPECT_EQ(GetSerial(), SERIAL + 1);
    EXPECT_EQ(m_server.GetUpdateCount(), 1u);
    EXPECT_EQ(m_server.GetDrops().GetTotal(), 0u);
    const Bytes query =
        DnsMessage::MakeQuery(1, Name("hip.foo.com"), DnsType::AAAA, 0, false).Write();
    EXPECT_THAT(ToText(Send(query).answer), ElementsAre("hip.foo.com. 7 IN AAAA 3ffe:300::7"));
}

TEST_F(AuthoritativeUpdate, SignsItsAnswer)
{
    Send(MoveTo("3ffe:300::7"));
    const DnsMessage answer = DnsMessage::Parse(m_answer).value();
    EXPECT_TRUE(answer.isResponse);
    EXPECT_EQ(answer.opcode, DNS_OPCODE_UPDATE);
    EXPECT_EQ(answer.id, 9);
    EXPECT_EQ(SignedMessage::Split(m_answer, answer).value()->Verify(Key(), m_mac, NOW),
              TsigError::NONE);
}

TEST_F(AuthoritativeUpdate, RefusesWhatIsNotSigned)
{
    EXPECT_EQ(Send(MoveTo("3ffe:300::7").ToMessage(9).Write()).rcode, DnsRcode::QUERY_REFUSED);
    ExpectUnchanged(DropReason::BLOCKED_BY_POLICY);
}

TEST_F(AuthoritativeUpdate, RefusesOtherNamesThanThatOfTheKey)
{
    ZoneUpdate update = MoveTo("3ffe:300::7");
    update.updates.push_back(DeleteName(Name("legacy.foo.com")));
    EXPECT_EQ(Send(update), DnsRcode::QUERY_REFUSED);
    ExpectUnchanged(DropReason::BLOCKED_BY_POLICY);
}

TEST_F(AuthoritativeUpdate, RefusesUnknownKeys)
{
    EXPECT_EQ(Send(MoveTo("3ffe:300::7"), Key("other.key")), DnsRcode::NOT_AUTHORITATIVE);
    const DnsMessage answer = DnsMessage::Parse(m_answer).value();
    EXPECT_EQ(SignedMessage::Split(m_answer, answer).value()->tsig.error, TsigError::BAD_KEY);
    ExpectUnchanged(DropReason::NOT_REGISTERED);
}

TEST_F(AuthoritativeUpdate, RefusesForgedSignatures)
{
    EXPECT_EQ(Send(MoveTo("3ffe:300::7"), Key("mobile.key", OTHER_SECRET)),
              DnsRcode::NOT_AUTHORITATIVE);
    ExpectUnchanged(DropReason::BAD_MAC);
}

TEST_F(AuthoritativeUpdate, RefusesAReplayThatWouldBringBackAnOldAddress)
{
    Bytes first = MoveTo("3ffe:300::7").ToMessage(9).Write();
    Sign(first, Key(), {}, At(1000000));
    Bytes second = MoveTo("3ffe:300::8").ToMessage(10).Write();
    Sign(second, Key(), {}, At(1000005));
    EXPECT_EQ(Send(first).rcode, DnsRcode::NO_PROBLEM);
    EXPECT_EQ(Send(second).rcode, DnsRcode::NO_PROBLEM);
    EXPECT_EQ(Send(first).rcode, DnsRcode::NOT_AUTHORITATIVE);
    EXPECT_THAT(Find(DnsType::AAAA), ElementsAre("hip.foo.com. 7 IN AAAA 3ffe:300::8"));
    EXPECT_EQ(m_server.GetDrops().Get(DropReason::REPLAYED), 1u);
}

TEST_F(AuthoritativeUpdate, RefusesSignaturesOfAnotherTime)
{
    Bytes wire = MoveTo("3ffe:300::7").ToMessage(9).Write();
    Sign(wire, Key(), {}, At(1000000 - 301));
    EXPECT_EQ(Send(wire).rcode, DnsRcode::NOT_AUTHORITATIVE);
    ExpectUnchanged(DropReason::REPLAYED);
}

TEST_F(AuthoritativeUpdate, KnowsWhichZonesItHas)
{
    ZoneUpdate update = MoveTo("3ffe:300::7");
    update.zone = Name("bar.com");
    EXPECT_EQ(Send(update), DnsRcode::NOT_AUTHORITATIVE);
    ExpectUnchanged(DropReason::BLOCKED_BY_POLICY);
}

TEST_F(AuthoritativeUpdate, RefusesAZoneThatIsNotThatOfTheName)
{
    ZoneUpdate update = MoveTo("3ffe:300::7");
    update.zone = Name("hip.foo.com"); // within a zone, but none
    EXPECT_EQ(Send(update), DnsRcode::NOT_AUTHORITATIVE);
    ExpectUnchanged(DropReason::BLOCKED_BY_POLICY);
}

TEST_F(AuthoritativeUpdate, ChangesNothingIfAPrerequisiteDoesNotHold)
{
    ZoneUpdate update = MoveTo("3ffe:300::7");
    update.prerequisites = {RequireNoSet(Name("hip.foo.com"), DnsType::AAAA)};
    EXPECT_EQ(Send(update), DnsRcode::RRSET_EXISTS);
    ExpectUnchanged(DropReason::UNEXPECTED_IN_STATE);
}

TEST_F(AuthoritativeUpdate, ChangesNothingIfTheLastUpdateIsMalformed)
{
    ZoneUpdate update = MoveTo("3ffe:300::7");
    update.updates.push_back(DeleteName(Name("hip.foo.com")));
    update.updates.back().ttl = 1;
    EXPECT_EQ(Send(update), DnsRcode::FORMAT_ERROR);
    ExpectUnchanged(DropReason::BAD_DNS_MESSAGE);
}

TEST_F(AuthoritativeUpdate, AnswersWhatItCannotRead)
{
    Bytes wire = MoveTo("3ffe:300::7").ToMessage(9).Write();
    wire.resize(wire.size() - 1);
    EXPECT_EQ(Send(wire).rcode, DnsRcode::FORMAT_ERROR);
    ExpectUnchanged(DropReason::BAD_DNS_MESSAGE);
    EXPECT_TRUE(m_server.Answer(Bytes(5), DnsTransport::UDP, NOW).empty());
    DnsMessage answer = MoveTo("3ffe:300::7").ToMessage(9);
    answer.isResponse = true;
    EXPECT_TRUE(m_server.Answer(answer.Write(), DnsTransport::UDP, NOW).empty());
}

TEST_F(AuthoritativeUpdate, IsNotImplementedWhereNobodyMayUpdateAnything)
{
    AuthoritativeServer server;
    server.AddZone(LoadZone("foo.com.zone", "foo.com"));
    Bytes wire = MoveTo("3ffe:300::7").ToMessage(9).Write();
    Sign(wire, Key(), {}, NOW);
    const Bytes answer = server.Answer(wire, DnsTransport::UDP, NOW);
    EXPECT_EQ(DnsMessage::Parse(answer)->rcode, DnsRcode::NOT_IMPLEMENTED);
    EXPECT_EQ(server.GetDrops().Get(DropReason::UNSUPPORTED_PROTOCOL), 1u);
}

TEST_F(AuthoritativeUpdate, LetsAKeyChangeAWholeZoneIfSaidSo)
{
    m_server.AllowUpdates(Key("zone.key"), Name("foo.com"), true);
    ZoneUpdate update = MoveTo("3ffe:300::7");
    update.updates.push_back(Record("new.foo.com. 5 IN A 192.0.2.77"));
    EXPECT_EQ(Send(update, Key("zone.key")), DnsRcode::NO_PROBLEM);
    EXPECT_TRUE(m_server.GetZone(Name("foo.com"))->IsInUse(Name("new.foo.com")));
}

TEST_F(AuthoritativeUpdate, RefusesUnknownVersionsOfEdns)
{
    DnsMessage message = MoveTo("3ffe:300::7").ToMessage(9);
    message.edns.emplace();
    message.edns->version = 1;
    Bytes wire = message.Write();
    Sign(wire, Key(), {}, NOW);
    EXPECT_EQ(Send(wire).rcode, DnsRcode::BAD_VERSION);
    ExpectUnchanged(DropReason::UNSUPPORTED_PROTOCOL);
}

} // namespace
} // namespace hip
