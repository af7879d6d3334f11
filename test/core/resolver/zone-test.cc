// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/resolver/zone.h"
#include "test/core/resolver/dns-support.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdexcept>

namespace hip
{
namespace
{

using test::LoadZone;
using test::MakeZone;
using test::Name;
using test::ToText;
using testing::ElementsAre;

using Kind = ZoneAnswer::Kind;

std::string
Error(const std::string& lines)
{
    try
    {
        MakeZone("foo.com", lines);
    }
    catch (const std::invalid_argument& error)
    {
        return error.what();
    }
    return "no error";
}

/// The kind of answer of the test zone foo.com.
Kind
Ask(const std::string& name, std::uint16_t type = DnsType::A)
{
    static const Zone zone = LoadZone("foo.com.zone", "foo.com");
    return zone.Lookup(Name(name), type).kind;
}

TEST(Zone, ReadsTheZonesOfTheTestWorld)
{
    const Zone zone = LoadZone("foo.com.zone", "foo.com");
    EXPECT_EQ(zone.GetOrigin(), Name("foo.com"));
    EXPECT_EQ(zone.GetSoa().GetSoaMinimum(), 300u);
    ASSERT_NE(zone.Find(Name("hip.foo.com"), DnsType::HIP), nullptr);
    EXPECT_THAT(ToText(*zone.Find(Name("hip.foo.com"), DnsType::AAAA)),
                ElementsAre("hip.foo.com. 60 IN AAAA 3ffe:200::1"));
    EXPECT_EQ(LoadZone("root.zone", ".").GetOrigin(), DnsName());
    EXPECT_GT(LoadZone("com.zone", "com").GetRecordCount(), 20u);
}

TEST(Zone, FindsRecordsWithoutCase)
{
    const Zone zone = MakeZone("foo.com", "Www A 192.0.2.1\n");
    const ZoneAnswer answer = zone.Lookup(Name("wWW.FOO.com"), DnsType::A);
    EXPECT_EQ(answer.kind, Kind::FOUND);
    EXPECT_THAT(ToText(answer.records), ElementsAre("Www.foo.com. 100 IN A 192.0.2.1"));
}

TEST(Zone, TellsNoDataFromNoName)
{
    EXPECT_EQ(Ask("legacy.foo.com"), Kind::FOUND);
    EXPECT_EQ(Ask("legacy.foo.com", DnsType::MX), Kind::NO_DATA);
    EXPECT_EQ(Ask("nothing.foo.com"), Kind::NO_NAME);
    EXPECT_EQ(Ask("under.legacy.foo.com"), Kind::NO_NAME);
    EXPECT_EQ(Ask("foo.com", DnsType::SOA), Kind::FOUND);
}

TEST(Zone, SeesEmptyNonTerminals)
{
    EXPECT_EQ(Ask("b.c.d.foo.com"), Kind::NO_DATA);
    EXPECT_EQ(Ask("d.foo.com"), Kind::NO_DATA);
    EXPECT_EQ(Ask("x.d.foo.com"), Kind::NO_NAME);
}

TEST(Zone, FillsInWildcards)
{
    const Zone zone = LoadZone("foo.com.zone", "foo.com");
    EXPECT_THAT(ToText(zone.Lookup(Name("x.y.wild.foo.com"), DnsType::A).records),
                ElementsAre("x.y.wild.foo.com. 3600 IN A 192.0.2.100"));
    EXPECT_EQ(Ask("x.wild.foo.com", DnsType::AAAA), Kind::NO_DATA);
    EXPECT_EQ(Ask("x.aliases.foo.com"), Kind::ALIAS);
    EXPECT_EQ(Ask("x.star.foo.com"), Kind::NO_DATA); // the wildcard is an empty non-terminal
}

TEST(Zone, KeepsWildcardsFromNamesThatExist)
{
    EXPECT_EQ(Ask("host.wild.foo.com"), Kind::NO_DATA);
    EXPECT_EQ(Ask("x.host.wild.foo.com"), Kind::NO_NAME);
    EXPECT_EQ(Ask("below.wild.foo.com"), Kind::NO_DATA);
    EXPECT_EQ(Ask("x.below.wild.foo.com"), Kind::NO_NAME);
}

TEST(Zone, FindsAliasesUnlessTheyAreAskedFor)
{
    EXPECT_EQ(Ask("www.foo.com"), Kind::ALIAS);
    EXPECT_EQ(Ask("www.foo.com", DnsType::CNAME), Kind::FOUND);
    EXPECT_EQ(Ask("www.foo.com", DnsType::ANY), Kind::FOUND);
}

TEST(Zone, RefersToTheTopmostCut)
{
    const Zone zone = LoadZone("foo.com.zone", "foo.com");
    for (const char* name : {"sub.foo.com", "ns.sub.foo.com", "a.b.host.sub.foo.com"})
    {
        const ZoneAnswer answer = zone.Lookup(Name(name), DnsType::AAAA);
        EXPECT_EQ(answer.kind, Kind::REFERRAL) << name;
        EXPECT_EQ(answer.records.size(), 3u);
        EXPECT_EQ(answer.records.front().name, Name("sub.foo.com"));
    }
    EXPECT_EQ(Ask("y.enclosed.foo.com"), Kind::NO_DATA);
    EXPECT_EQ(Ask("z.x.y.enclosed.foo.com"), Kind::REFERRAL);
}

TEST(Zone, AnswersForDsAboveTheCut)
{
    EXPECT_EQ(Ask("sibling.foo.com", DnsType::DS), Kind::FOUND);
    EXPECT_EQ(Ask("sub.foo.com", DnsType::DS), Kind::NO_DATA);
    EXPECT_EQ(Ask("x.sibling.foo.com", DnsType::DS), Kind::REFERRAL);
    EXPECT_EQ(LoadZone("root.zone", ".").Lookup(DnsName(), DnsType::DS).kind, Kind::NO_DATA);
}

TEST(Zone, RedirectsBelowADname)
{
    EXPECT_EQ(Ask("redirect.foo.com", DnsType::DNAME), Kind::FOUND);
    EXPECT_EQ(Ask("redirect.foo.com"), Kind::NO_DATA);
    EXPECT_EQ(Ask("x.redirect.foo.com"), Kind::REDIRECT);
}

TEST(Zone, GivesAnRrsetOneTtlAndNoDuplicates)
{
    const Zone zone = MakeZone("foo.com", "a 10 A 192.0.2.1\na 20 A 192.0.2.2\nA 10 A 192.0.2.1\n");
    EXPECT_THAT(ToText(*zone.Find(Name("a.foo.com"), DnsType::A)),
                ElementsAre("a.foo.com. 10 IN A 192.0.2.1", "a.foo.com. 10 IN A 192.0.2.2"));
}

TEST(Zone, RefusesWhatCannotBeServed)
{
    EXPECT_EQ(Error("a.bar. A 192.0.2.1"), "test.zone:4: a.bar. is outside zone foo.com.");
    EXPECT_EQ(Error("a SOA b c 1 2 3 4 5"), "test.zone:4: SOA of a.foo.com. in zone foo.com.");
    EXPECT_EQ(Error("@ SOA b c 1 2 3 4 5"), "test.zone:4: foo.com. has a second SOA record");
    EXPECT_EQ(Error("a CNAME b\na CNAME c"), "test.zone:5: a.foo.com. has a second CNAME record");
    EXPECT_EQ(Error("a CNAME b\nA A 192.0.2.1"),
              "test.zone:5: A.foo.com. has a CNAME record and other data");
    EXPECT_EQ(Error("a A 192.0.2.1\na CNAME b"),
              "test.zone:5: a.foo.com. has a CNAME record and other data");
    EXPECT_EQ(Error("a CNAME b\na CNAME b"), "no error");
}

TEST(Zone, NeedsSoaAndNameServers)
{
    const auto error = [](const std::string& text) -> std::string {
        try
        {
            Zone::Parse(text, "f", Name("foo.com"));
        }
        catch (const std::invalid_argument& caught)
        {
            return caught.what();
        }
        return "";
    };
    EXPECT_EQ(error(""), "f:1: zone foo.com. has no SOA record at its origin");
    EXPECT_EQ(error("@ 1 SOA a b 1 2 3 4 5\n"),
              "f:1: zone foo.com. has no NS record at its origin");
}

} // namespace
} // namespace hip
