// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/resolver/cache.h"
#include "test/core/resolver/dns-support.h"

#include <chrono>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hip
{
namespace
{

using namespace std::chrono_literals;
using test::Name;
using test::Records;
using test::ToText;
using testing::ElementsAre;
using testing::IsEmpty;
using Kind = Finding::Kind;

constexpr Time START{1h};

class CacheTest : public testing::Test
{
  protected:
    void Put(Kind kind,
             const std::string& name,
             std::uint16_t type,
             const std::vector<std::string>& records,
             Time now = START,
             Credibility credibility = Credibility::ANSWER)
    {
        m_cache.Put(Name(name), type, Finding{kind, Records(records)}, credibility, now);
    }

    void PutAddress(const std::string& name, const std::string& address, Credibility credibility)
    {
        Put(Kind::RECORDS, name, DnsType::A, {name + ". 60 IN A " + address}, START, credibility);
    }

    std::optional<Kind> Find(const std::string& name, std::uint16_t type, Time now = START)
    {
        const std::optional<Finding> found = m_cache.Find(Name(name), type, now);
        return found ? std::optional<Kind>(found->kind) : std::nullopt;
    }

    DnsCache m_cache{4};
};

TEST_F(CacheTest, CountsTtlsDownAndForgetsAtZero)
{
    Put(Kind::RECORDS, "a.b", DnsType::A, {"a.b. 60 IN A 192.0.2.1"});
    EXPECT_THAT(ToText(m_cache.Find(Name("A.b"), DnsType::A, START)->records),
                ElementsAre("a.b. 60 IN A 192.0.2.1"));
    EXPECT_THAT(ToText(m_cache.Find(Name("a.b"), DnsType::A, START + 20500ms)->records),
                ElementsAre("a.b. 40 IN A 192.0.2.1"));
    EXPECT_TRUE(Find("a.b", DnsType::A, START + 59999ms));
    EXPECT_FALSE(Find("a.b", DnsType::A, START + 60s));
    EXPECT_EQ(m_cache.GetSize(), 0u);
}

TEST_F(CacheTest, GivesAnRrsetItsLowestTtl)
{
    Put(Kind::RECORDS, "a.b", DnsType::A, {"a.b. 60 IN A 192.0.2.1", "a.b. 30 IN A 192.0.2.2"});
    EXPECT_THAT(ToText(m_cache.Find(Name("a.b"), DnsType::A, START)->records),
                ElementsAre("a.b. 30 IN A 192.0.2.1", "a.b. 30 IN A 192.0.2.2"));
}

TEST_F(CacheTest, KeepsNothingWithTtlZeroAndNothingForever)
{
    Put(Kind::RECORDS, "a.b", DnsType::A, {"a.b. 0 IN A 192.0.2.1"});
    Put(Kind::RECORDS, "c.b", DnsType::A, {"c.b. 4294967295 IN A 192.0.2.1"}); // top bit: RFC 2181
    EXPECT_EQ(m_cache.GetSize(), 0u);
    Put(Kind::RECORDS, "d.b", DnsType::A, {"d.b. 2147483647 IN A 192.0.2.1"});
    EXPECT_TRUE(Find("d.b", DnsType::A, START + 86399s));
    EXPECT_FALSE(Find("d.b", DnsType::A, START + 86400s));
}

TEST_F(CacheTest, KeepsNegativeAnswersForTheMinimumOfTheSoa)
{
    const std::string soa = "b. 3600 IN SOA x. y. 1 2 3 4 300";
    Put(Kind::NO_DATA, "a.b", DnsType::A, {soa});
    EXPECT_EQ(Find("a.b", DnsType::A), Kind::NO_DATA);
    EXPECT_FALSE(Find("a.b", DnsType::AAAA));
    EXPECT_THAT(ToText(m_cache.Find(Name("a.b"), DnsType::A, START + 100s)->records),
                ElementsAre("b. 200 IN SOA x. y. 1 2 3 4 300"));
    EXPECT_FALSE(Find("a.b", DnsType::A, START + 300s));
}

TEST_F(CacheTest, KnowsThatAMissingNameHasNoTypes)
{
    Put(Kind::NO_NAME, "a.b", DnsType::A, {"b. 3600 IN SOA x. y. 1 2 3 4 300"});
    EXPECT_EQ(Find("a.b", DnsType::HIP), Kind::NO_NAME);
    EXPECT_FALSE(Find("x.a.b", DnsType::HIP));
}

TEST_F(CacheTest, KeepsNoNegativeAnswerWithoutSoaAndNoneForLong)
{
    Put(Kind::NO_NAME, "a.b", DnsType::A, {});
    EXPECT_EQ(m_cache.GetSize(), 0u);
    Put(Kind::NO_DATA, "a.b", DnsType::A, {"b. 99999 IN SOA x. y. 1 2 3 4 99999"});
    EXPECT_FALSE(Find("a.b", DnsType::A, START + 10800s));
}

TEST_F(CacheTest, RemembersFailuresForASecond)
{
    Put(Kind::FAILED, "a.b", DnsType::A, {});
    EXPECT_EQ(Find("a.b", DnsType::A, START + 999ms), Kind::FAILED);
    EXPECT_FALSE(Find("a.b", DnsType::A, START + 1s));
}

TEST_F(CacheTest, FindsTheAliasOfANameForEveryOtherType)
{
    Put(Kind::ALIAS, "a.b", DnsType::CNAME, {"a.b. 60 IN CNAME c.b."});
    EXPECT_EQ(Find("a.b", DnsType::A), Kind::ALIAS);
    EXPECT_EQ(Find("a.b", DnsType::CNAME), Kind::RECORDS);
    EXPECT_FALSE(Find("a.b", DnsType::ANY));
}

TEST_F(CacheTest, AnswersNoQuestionWithGlue)
{
    PutAddress("ns.b", "192.0.2.1", Credibility::REFERRAL);
    EXPECT_FALSE(Find("ns.b", DnsType::A));
    EXPECT_EQ(m_cache.FindAny(Name("ns.b"), DnsType::A, START).size(), 1u);
    EXPECT_THAT(m_cache.FindAny(Name("ns.b"), DnsType::AAAA, START), IsEmpty());
}

TEST_F(CacheTest, PrefersAnswersToGlue)
{
    PutAddress("ns.b", "192.0.2.1", Credibility::REFERRAL);
    PutAddress("ns.b", "192.0.2.2", Credibility::ANSWER);
    PutAddress("ns.b", "192.0.2.3", Credibility::REFERRAL);
    EXPECT_THAT(ToText(m_cache.FindAny(Name("ns.b"), DnsType::A, START)),
                ElementsAre("ns.b. 60 IN A 192.0.2.2"));
    Put(Kind::RECORDS,
        "ns.b",
        DnsType::A,
        {"ns.b. 60 IN A 192.0.2.4"},
        START + 60s, // the answer has expired
        Credibility::REFERRAL);
    EXPECT_THAT(ToText(m_cache.FindAny(Name("ns.b"), DnsType::A, START + 60s)),
                ElementsAre("ns.b. 60 IN A 192.0.2.4"));
}

TEST_F(CacheTest, MakesRoomWhereItWasNotUsedForLongest)
{
    for (const char* name : {"a", "b", "c", "d"})
    {
        PutAddress(name, "192.0.2.1", Credibility::ANSWER);
    }
    EXPECT_TRUE(Find("a", DnsType::A));
    PutAddress("e", "192.0.2.1", Credibility::ANSWER);
    EXPECT_EQ(m_cache.GetSize(), 4u);
    EXPECT_FALSE(Find("b", DnsType::A));
    EXPECT_TRUE(Find("a", DnsType::A));
    EXPECT_TRUE(Find("e", DnsType::A));
}

} // namespace
} // namespace hip
