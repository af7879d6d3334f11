// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/crypto-context.h"
#include "core/crypto/random.h"
#include "core/draft2003/dialect.h"
#include "core/draft2003/hip-record.h"
#include "core/proxy/hip-lookup.h"
#include "test/core/proxy/proxy-support.h"
#include "test/core/support/world.h"

#include <gtest/gtest.h>

namespace hip::test
{

namespace
{

DnsName
Name(const std::string& text)
{
    return DnsName::Parse(text).value();
}

class HipLookupTest : public testing::Test
{
  protected:
    HipLookupTest()
        : m_random(1, 1, "lookup"),
          m_context(m_random),
          m_identity(PrivateKey::GenerateEcdsa(m_context, KeyKind::ECDSA_P256)),
          m_lookup(std::in_place, Name("hip.foo.com."), GetHipv2(), m_context)
    {
    }

    /// The questions that are open now, as "name type" each.
    std::vector<std::string> Ask()
    {
        m_questions = m_lookup->TakeQuestions();
        std::vector<std::string> texts;
        for (const DnsQuestion& question : m_questions)
        {
            texts.push_back(question.name.ToString() + " " + DnsTypeToString(question.type));
        }
        return texts;
    }

    void Answer(std::size_t question, DnsStatus status, const DnsRecords& records = {})
    {
        const DnsQuestion& asked = m_questions.at(question);
        DnsMessage message =
            DnsMessage::MakeQuery(1, asked.name, asked.type, 0, true).MakeResponse();
        message.answer = records;
        m_lookup->Handle(asked, status, message);
    }

    DnsRecord MakeHip(const HipRecord& content, std::uint32_t ttl = 3600) const
    {
        DnsRecord record;
        record.name = Name("hip.foo.com.");
        record.type = DnsType::HIP;
        record.ttl = ttl;
        content.Write(record.rdata);
        return record;
    }

    static DnsRecord MakeAddress(const std::string& name, const std::string& address)
    {
        const std::string type = Ip(address).IsV4() ? "A" : "AAAA";
        return DnsRecord::Parse(name + " 600 IN " + type + " " + address).value();
    }

    HipFinding::Kind GetKind() const
    {
        return m_lookup->GetFinding().value().kind;
    }

    SeededRandom m_random;
    CryptoContext m_context;
    HostIdentity m_identity;
    std::optional<HipLookup> m_lookup;
    std::vector<DnsQuestion> m_questions;
};

using Texts = std::vector<std::string>;

} // namespace

TEST_F(HipLookupTest, AsksForTheRecordAndThenForTheAgent)
{
    EXPECT_EQ(Ask(), Texts{"hip.foo.com. HIP"});
    EXPECT_TRUE(m_lookup->TakeQuestions().empty()) << "once";
    Answer(0, DnsStatus::FOUND, {MakeHip(MakeHipRecord(m_identity, {"rvs.foo.com"}))});
    EXPECT_EQ(Ask(), (Texts{"rvs.foo.com. AAAA", "rvs.foo.com. A"}));
    Answer(1, DnsStatus::FOUND, {MakeAddress("rvs.foo.com.", "203.0.113.1")});
    EXPECT_FALSE(m_lookup->GetFinding()) << "the other question is still open";
    Answer(0, DnsStatus::FOUND, {MakeAddress("rvs.foo.com.", "3ffe:200::1")});
    const HipFinding finding = m_lookup->GetFinding().value();
    EXPECT_EQ(finding.kind, HipFinding::Kind::FOUND);
    EXPECT_EQ(finding.hit, m_identity.GetHit());
    EXPECT_EQ(finding.locators, (std::vector{Ip("3ffe:200::1"), Ip("203.0.113.1")}));
    EXPECT_TRUE(finding.hasAgent);
    EXPECT_EQ(finding.ttl, 600U) << "of the addresses";
}

TEST_F(HipLookupTest, AsksForTheHostItselfWithoutAgent)
{
    Ask();
    Answer(0, DnsStatus::FOUND, {MakeHip(MakeHipRecord(m_identity), 60)});
    EXPECT_EQ(Ask(), (Texts{"hip.foo.com. AAAA", "hip.foo.com. A"}));
    Answer(0, DnsStatus::NO_DATA);
    Answer(1, DnsStatus::FOUND, {MakeAddress("hip.foo.com.", "203.0.113.9")});
    EXPECT_FALSE(m_lookup->GetFinding()->hasAgent);
    EXPECT_EQ(m_lookup->GetFinding()->ttl, 60U) << "of the HIP record";
}

TEST_F(HipLookupTest, FindsAllAgentsInTheOrderOfTheRecord)
{
    Ask();
    Answer(0, DnsStatus::FOUND, {MakeHip(MakeHipRecord(m_identity, {"b.foo.com", "a.foo.com"}))});
    const Texts questions{"b.foo.com. AAAA", "b.foo.com. A", "a.foo.com. AAAA", "a.foo.com. A"};
    EXPECT_EQ(Ask(), questions);
    Answer(3, DnsStatus::FOUND, {MakeAddress("a.foo.com.", "203.0.113.1")});
    Answer(2, DnsStatus::FOUND, {MakeAddress("a.foo.com.", "3ffe:200::1")});
    Answer(0, DnsStatus::FOUND, {MakeAddress("b.foo.com.", "3ffe:200::2")});
    EXPECT_FALSE(m_lookup->GetFinding()) << "one question is still open";
    Answer(1, DnsStatus::FOUND, {MakeAddress("b.foo.com.", "203.0.113.2")});
    EXPECT_EQ(
        m_lookup->GetFinding()->locators,
        (std::vector{Ip("3ffe:200::2"), Ip("3ffe:200::1"), Ip("203.0.113.2"), Ip("203.0.113.1")}));
}

TEST_F(HipLookupTest, FindsTheOtherAgentIfOneHasNoAddress)
{
    Ask();
    Answer(0, DnsStatus::FOUND, {MakeHip(MakeHipRecord(m_identity, {"a.foo.com", "b.foo.com"}))});
    Ask();
    Answer(0, DnsStatus::NO_NAME);
    Answer(1, DnsStatus::TIMED_OUT);
    Answer(2, DnsStatus::FOUND, {MakeAddress("b.foo.com.", "3ffe:200::2")});
    Answer(3, DnsStatus::NO_DATA);
    EXPECT_EQ(GetKind(), HipFinding::Kind::FOUND);
    EXPECT_EQ(m_lookup->GetFinding()->locators, std::vector{Ip("3ffe:200::2")});
}

TEST_F(HipLookupTest, AsksForNoMoreThanFourAgents)
{
    Ask();
    Answer(0,
           DnsStatus::FOUND,
           {MakeHip(MakeHipRecord(m_identity, {"a.b", "c.d", "e.f", "g.h", "i.j", "k.l"}))});
    const std::size_t asked = Ask().size();
    EXPECT_EQ(asked, 2U * 4U);
    for (std::size_t question = 0; question < asked; ++question)
    {
        Answer(question, DnsStatus::NO_DATA);
    }
    EXPECT_EQ(GetKind(), HipFinding::Kind::NO_ADDRESS);
}

TEST_F(HipLookupTest, TellsNoAddressFromNoAnswer)
{
    Ask();
    Answer(0, DnsStatus::FOUND, {MakeHip(MakeHipRecord(m_identity))});
    Ask();
    Answer(0, DnsStatus::NO_DATA);
    Answer(1, DnsStatus::FAILED);
    EXPECT_EQ(GetKind(), HipFinding::Kind::FAILED);
}

TEST_F(HipLookupTest, EndsWithoutHipRecord)
{
    const std::pair<DnsStatus, HipFinding::Kind> cases[] = {
        {DnsStatus::NO_DATA, HipFinding::Kind::NO_HIP},
        {DnsStatus::NO_NAME, HipFinding::Kind::NO_HIP},
        {DnsStatus::FAILED, HipFinding::Kind::NO_HIP}, // it does not know this type
        {DnsStatus::TIMED_OUT, HipFinding::Kind::FAILED},
    };
    for (const auto& [status, kind] : cases)
    {
        m_lookup.emplace(Name("hip.foo.com."), GetHipv2(), m_context);
        Ask();
        Answer(0, status);
        EXPECT_EQ(GetKind(), kind);
    }
}

TEST_F(HipLookupTest, TakesAServerThatFailsForNoWordAboutTheName)
{
    Ask();
    DnsMessage message = DnsMessage::MakeQuery(1, Name("hip.foo.com."), DnsType::HIP, 0, true);
    message.rcode = DnsRcode::SERVER_FAILURE;
    m_lookup->Handle(m_questions.at(0), DnsStatus::FAILED, message);
    EXPECT_EQ(GetKind(), HipFinding::Kind::FAILED);
}

TEST_F(HipLookupTest, PassesOverRecordsItCannotTrust)
{
    HipRecord forged = MakeHipRecord(m_identity);
    forged.publicKey[5] ^= 1;
    DnsRecord broken = MakeHip(forged);
    broken.rdata.resize(10);
    Ask();
    Answer(0, DnsStatus::FOUND, {broken, MakeHip(forged), MakeHip(MakeHipRecord(m_identity))});
    const auto refusals = m_lookup->TakeRefusals();
    ASSERT_EQ(refusals.size(), 2U);
    EXPECT_EQ(refusals[0], DropReason::BAD_DNS_MESSAGE);
    EXPECT_TRUE(m_lookup->TakeRefusals().empty());
    EXPECT_EQ(Ask().size(), 2U) << "the third one is good";
}

TEST_F(HipLookupTest, TakesTheRecordOfItsOwnDialect)
{
    const draft2003::HostIdentity old(
        draft2003::ReadPrivateKey(m_context, GetTestKey(1, 1, KeyKind::DSA_1024)));
    const std::vector<DnsRecord> both{MakeHip(MakeHipRecord(m_identity)),
                                      MakeHip(draft2003::MakeHipRecord(old))};
    const std::pair<const Dialect*, Hit> cases[] = {
        {&GetHipv2(), m_identity.GetHit()},
        {&draft2003::GetDraft2003(), old.GetHit()},
    };
    for (const auto& [dialect, hit] : cases)
    {
        m_lookup.emplace(Name("hip.foo.com."), *dialect, m_context);
        Ask();
        Answer(0, DnsStatus::FOUND, both);
        Ask();
        Answer(0, DnsStatus::FOUND, {MakeAddress("hip.foo.com.", "3ffe:200::1")});
        Answer(1, DnsStatus::NO_DATA);
        EXPECT_EQ(m_lookup->GetFinding().value().hit, hit);
    }
}

TEST_F(HipLookupTest, TakesNoHitForAnAddress)
{
    const draft2003::HostIdentity old(
        draft2003::ReadPrivateKey(m_context, GetTestKey(1, 1, KeyKind::DSA_1024)));
    m_lookup.emplace(Name("hip.foo.com."), draft2003::GetDraft2003(), m_context);
    Ask();
    Answer(0, DnsStatus::FOUND, {MakeHip(draft2003::MakeHipRecord(old))});
    Ask();
    Answer(0, DnsStatus::FOUND, {MakeAddress("hip.foo.com.", old.GetHit().ToString())});
    Answer(1, DnsStatus::NO_DATA);
    EXPECT_EQ(GetKind(), HipFinding::Kind::NO_ADDRESS) << "hip-06 put HITs into AAAA records";
}

TEST_F(HipLookupTest, FailsIfNoRecordCanBeTrusted)
{
    HipRecord forged = MakeHipRecord(m_identity);
    forged.hit = Ip("2001:21::1");
    Ask();
    Answer(0, DnsStatus::FOUND, {MakeHip(forged)});
    EXPECT_EQ(GetKind(), HipFinding::Kind::FAILED);
    EXPECT_TRUE(m_lookup->TakeQuestions().empty());
}

TEST_F(HipLookupTest, UsesNoAddressThatIsNobodys)
{
    Ask();
    Answer(0, DnsStatus::FOUND, {MakeHip(MakeHipRecord(m_identity))});
    Ask();
    Answer(0,
           DnsStatus::FOUND,
           {MakeAddress("hip.foo.com.", "::"),
            MakeAddress("hip.foo.com.", "ff02::1"),
            MakeAddress("hip.foo.com.", "2001:21::1"),
            MakeAddress("hip.foo.com.", "3ffe:500::9")});
    Answer(1, DnsStatus::NO_DATA);
    EXPECT_EQ(m_lookup->GetFinding()->locators, std::vector{Ip("3ffe:500::9")});
}

} // namespace hip::test
