// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/resolver/zone.h"
#include "test/core/resolver/dns-support.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hip
{
namespace
{

using test::MakeZone;
using test::Name;
using test::Record;
using test::ToText;
using testing::ElementsAre;

class ZoneEdit : public testing::Test
{
  protected:
    std::vector<std::string> Find(const std::string& name, std::uint16_t type) const
    {
        const DnsRecords* found = m_zone.Find(Name(name), type);
        return found == nullptr ? std::vector<std::string>() : ToText(*found);
    }

    Zone m_zone = MakeZone("foo.com",
                           "host A 192.0.2.1\nhost A 192.0.2.2\nhost TXT x\nalias CNAME host\n"
                           "@ NS ns2.example.\n@ A 192.0.2.9\n");
};

TEST_F(ZoneEdit, AddsARecordOnce)
{
    EXPECT_TRUE(m_zone.Insert(Record("new.foo.com. 5 IN AAAA 3ffe::1")));
    EXPECT_FALSE(m_zone.Insert(Record("NEW.foo.com. 5 IN AAAA 3ffe::1")));
    EXPECT_THAT(Find("new.foo.com", DnsType::AAAA), ElementsAre("NEW.foo.com. 5 IN AAAA 3ffe::1"));
    EXPECT_TRUE(m_zone.IsInUse(Name("new.foo.com")));
}

TEST_F(ZoneEdit, GivesAnRrsetTheTtlOfItsNewestRecord)
{
    EXPECT_TRUE(m_zone.Insert(Record("host.foo.com. 5 IN A 192.0.2.3")));
    EXPECT_THAT(Find("host.foo.com", DnsType::A),
                ElementsAre("host.foo.com. 5 IN A 192.0.2.1",
                            "host.foo.com. 5 IN A 192.0.2.2",
                            "host.foo.com. 5 IN A 192.0.2.3"));
    EXPECT_TRUE(m_zone.Insert(Record("host.foo.com. 6 IN A 192.0.2.3")));
    EXPECT_EQ(Find("host.foo.com", DnsType::A).size(), 3u);
}

TEST_F(ZoneEdit, LetsNoCnameStandBesideOtherData)
{
    EXPECT_FALSE(m_zone.Insert(Record("host.foo.com. 5 IN CNAME other.foo.com.")));
    EXPECT_FALSE(m_zone.Insert(Record("alias.foo.com. 5 IN A 192.0.2.3")));
    EXPECT_TRUE(m_zone.Insert(Record("alias.foo.com. 100 IN CNAME other.foo.com.")));
    EXPECT_THAT(Find("alias.foo.com", DnsType::CNAME),
                ElementsAre("alias.foo.com. 100 IN CNAME other.foo.com."));
}

TEST_F(ZoneEdit, TakesAnSoaOnlyWithAHigherSerial)
{
    const std::string rest = " 2 3 4 50";
    const std::string soa = "foo.com. 100 IN SOA ns.foo.com. hostmaster.foo.com. ";
    EXPECT_FALSE(m_zone.Insert(Record(soa + "1" + rest)));
    EXPECT_FALSE(m_zone.Insert(Record(soa + "2147483650" + rest))); // before 1, as numbers go round
    EXPECT_TRUE(m_zone.Insert(Record(soa + "2147483648" + rest)));
    EXPECT_EQ(m_zone.GetSoa().GetSoaSerial(), 2147483648u);
    EXPECT_FALSE(m_zone.Insert(Record("x." + soa + "2147483649" + rest)));
}

TEST_F(ZoneEdit, DeletesRrsetsAndNames)
{
    EXPECT_TRUE(m_zone.Erase(Name("host.foo.com"), DnsType::A));
    EXPECT_FALSE(m_zone.Erase(Name("host.foo.com"), DnsType::A));
    EXPECT_TRUE(m_zone.IsInUse(Name("host.foo.com")));
    EXPECT_TRUE(m_zone.Erase(Name("host.foo.com"), DnsType::ANY));
    EXPECT_FALSE(m_zone.IsInUse(Name("host.foo.com")));
    EXPECT_EQ(m_zone.Lookup(Name("host.foo.com"), DnsType::A).kind, ZoneAnswer::Kind::NO_NAME);
    EXPECT_FALSE(m_zone.Erase(Name("nobody.foo.com"), DnsType::ANY));
}

TEST_F(ZoneEdit, DeletesSingleRecordsAndWithTheLastTheName)
{
    EXPECT_TRUE(m_zone.Erase(Record("host.foo.com. 0 IN A 192.0.2.1")));
    EXPECT_FALSE(m_zone.Erase(Record("host.foo.com. 0 IN A 192.0.2.1")));
    EXPECT_THAT(Find("host.foo.com", DnsType::A), ElementsAre("host.foo.com. 100 IN A 192.0.2.2"));
    EXPECT_TRUE(m_zone.Erase(Record("host.foo.com. 0 IN A 192.0.2.2")));
    EXPECT_TRUE(m_zone.Erase(Record("host.foo.com. 0 IN TXT x")));
    EXPECT_FALSE(m_zone.IsInUse(Name("host.foo.com")));
    EXPECT_FALSE(m_zone.Erase(Record("nobody.foo.com. 0 IN A 192.0.2.1")));
}

TEST_F(ZoneEdit, KeepsTheSoaAndTheLastNsOfTheZone)
{
    EXPECT_FALSE(m_zone.Erase(Name("foo.com"), DnsType::SOA));
    EXPECT_FALSE(m_zone.Erase(Name("foo.com"), DnsType::NS));
    EXPECT_FALSE(m_zone.Erase(m_zone.GetSoa()));
    EXPECT_TRUE(m_zone.Erase(Name("foo.com"), DnsType::ANY));
    EXPECT_TRUE(Find("foo.com", DnsType::A).empty());
    EXPECT_TRUE(m_zone.Erase(Record("foo.com. 0 IN NS ns.example.")));
    EXPECT_FALSE(m_zone.Erase(Record("foo.com. 0 IN NS ns2.example.")));
    EXPECT_EQ(Find("foo.com", DnsType::NS).size(), 1u);
    EXPECT_EQ(Find("foo.com", DnsType::SOA).size(), 1u);
}

TEST_F(ZoneEdit, LeavesOutZeroWhenTheSerialGoesRound)
{
    m_zone.IncrementSerial();
    EXPECT_EQ(m_zone.GetSoa().GetSoaSerial(), 2u);
    DnsRecord soa = m_zone.GetSoa();
    for (const std::uint32_t serial : {0x7fffffffu, 0xfffffffeu})
    {
        soa.SetSoaSerial(serial);
        EXPECT_TRUE(m_zone.Insert(soa));
    }
    m_zone.IncrementSerial();
    EXPECT_EQ(m_zone.GetSoa().GetSoaSerial(), 0xffffffffu);
    m_zone.IncrementSerial();
    EXPECT_EQ(m_zone.GetSoa().GetSoaSerial(), 1u);
    EXPECT_EQ(m_zone.GetSoa().GetSoaMinimum(), 50u);
}

} // namespace
} // namespace hip
