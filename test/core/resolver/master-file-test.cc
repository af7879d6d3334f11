// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/resolver/master-file.h"
#include "test/core/resolver/dns-support.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdexcept>

namespace hip
{
namespace
{

using test::Name;
using testing::ElementsAre;
using testing::StartsWith;

std::vector<std::string>
Read(const std::string& text)
{
    MasterFileReader reader(text, "test.zone", Name("foo.com"));
    std::vector<std::string> lines;
    while (const std::optional<DnsRecord> record = reader.Next())
    {
        lines.push_back(test::ToText({*record}).front());
    }
    return lines;
}

std::string
Error(const std::string& text)
{
    try
    {
        Read(text);
    }
    catch (const std::invalid_argument& error)
    {
        return error.what();
    }
    return "no error";
}

TEST(MasterFile, TakesTtlAndClassInEitherOrder)
{
    EXPECT_THAT(Read("$TTL 5\n"
                     "a 1 IN A 192.0.2.1\n"
                     "a IN 2 A 192.0.2.1\n"
                     "a 3 A 192.0.2.1\n"
                     "a IN A 192.0.2.1\n"
                     "a A 192.0.2.1\n"
                     "a 0 in a 192.0.2.1\n"),
                ElementsAre("a.foo.com. 1 IN A 192.0.2.1",
                            "a.foo.com. 2 IN A 192.0.2.1",
                            "a.foo.com. 3 IN A 192.0.2.1",
                            "a.foo.com. 5 IN A 192.0.2.1",
                            "a.foo.com. 5 IN A 192.0.2.1",
                            "a.foo.com. 0 IN A 192.0.2.1"));
}

TEST(MasterFile, InheritsOwnersAndFollowsOrigins)
{
    EXPECT_THAT(
        Read("$TTL 1\n@ NS ns\n  NS ns.example.\n$ORIGIN sub\nb CNAME @\n$ORIGIN org.\nc MX 1 d"),
        ElementsAre("foo.com. 1 IN NS ns.foo.com.",
                    "foo.com. 1 IN NS ns.example.",
                    "b.sub.foo.com. 1 IN CNAME sub.foo.com.",
                    "c.org. 1 IN MX 1 d.org."));
}

TEST(MasterFile, InheritsTtlsAsRfc1035AndRfc2308Say)
{
    EXPECT_THAT(Read("a 7 A 192.0.2.1\nb A 192.0.2.2\n$TTL 1m\nc A 192.0.2.3\nd 9 A 192.0.2.4\ne A "
                     "192.0.2.5"),
                ElementsAre("a.foo.com. 7 IN A 192.0.2.1",
                            "b.foo.com. 7 IN A 192.0.2.2",
                            "c.foo.com. 60 IN A 192.0.2.3",
                            "d.foo.com. 9 IN A 192.0.2.4",
                            "e.foo.com. 60 IN A 192.0.2.5"));
    EXPECT_THAT(Read("@ SOA a b 1 2 3 4 50\na A 192.0.2.1"),
                ElementsAre("foo.com. 50 IN SOA a.foo.com. b.foo.com. 1 2 3 4 50",
                            "a.foo.com. 50 IN A 192.0.2.1"));
}

TEST(MasterFile, ReadsHipRecordsOverSeveralLines)
{
    EXPECT_THAT(Read("hip 1 IN HIP ( 2 200100107B1A74DF365639CC39F1D578 ; the HIT\n"
                     "               AwEAAQ==\n rvs rvs.example.org. )\n"),
                ElementsAre("hip.foo.com. 1 IN HIP 2 200100107b1a74df365639cc39f1d578 AwEAAQ== "
                            "rvs.foo.com. rvs.example.org."));
}

TEST(MasterFile, ReadsUnknownTypesAndUnknownSpellingsOfKnownOnes)
{
    EXPECT_THAT(
        Read("$TTL 1\na TYPE65280 \\# 4 c000 0201\na TYPE1 \\# 4 c0000201\na A \\# 4 C0000201\n"
             "a TYPE65281 \\# 0\na TYPE28 3ffe::1\n"),
        ElementsAre("a.foo.com. 1 IN TYPE65280 \\# 4 c0000201",
                    "a.foo.com. 1 IN A 192.0.2.1",
                    "a.foo.com. 1 IN A 192.0.2.1",
                    "a.foo.com. 1 IN TYPE65281 \\# 0",
                    "a.foo.com. 1 IN AAAA 3ffe::1"));
}

TEST(MasterFile, KeepsTextWithinQuotesAsItIs)
{
    EXPECT_THAT(Read("a 1 TXT \"; (x) \\\" y\" \"\" plain \\065\n"),
                ElementsAre("a.foo.com. 1 IN TXT \"; (x) \\\" y\" \"\" \"plain\" \"A\""));
}

TEST(MasterFile, NamesFileLineAndCause)
{
    EXPECT_THAT(Error("a 1 A 192.0.2.1\nb 1 A 192.0.2.256\n"),
                StartsWith("test.zone:2: bad A record: "));
    EXPECT_THAT(Error("a 1 A 192.0.2.1 more"), StartsWith("test.zone:1: bad A record: "));
    EXPECT_THAT(Error("a 1 A"), StartsWith("test.zone:1: bad A record: "));
    EXPECT_THAT(Error("a 1 SOA a b 1 2 3"), StartsWith("test.zone:1: bad SOA record: "));
    EXPECT_THAT(Error("a 1 HIP 2 20010010"), StartsWith("test.zone:1: bad HIP record"));
    EXPECT_THAT(Error("a 1 HIP 2 xyz AwEAAQ=="), StartsWith("test.zone:1: bad HIP record"));
    EXPECT_EQ(Error("\n\na 1 FOO x"), "test.zone:3: unknown type 'FOO'");
    EXPECT_EQ(Error("a A 192.0.2.1"), "test.zone:1: no TTL, and no $TTL before");
    EXPECT_EQ(Error("a 1 IN"), "test.zone:1: missing type");
    EXPECT_EQ(Error("a 1x A 192.0.2.1"), "test.zone:1: bad TTL '1x'");
    EXPECT_EQ(Error(" 1 A 192.0.2.1"), "test.zone:1: the first record has no owner name");
    EXPECT_EQ(Error("a..b 1 A 192.0.2.1"), "test.zone:1: bad name 'a..b'");
    EXPECT_EQ(Error("a 1 CH A 192.0.2.1"), "test.zone:1: class CH is not supported");
    EXPECT_EQ(Error("a 1 OPT x"), "test.zone:1: type OPT cannot be in a zone");
    EXPECT_EQ(Error("a 1 AXFR x"), "test.zone:1: type AXFR cannot be in a zone");
}

TEST(MasterFile, RefusesDirectivesItDoesNotFollow)
{
    EXPECT_EQ(Error("$INCLUDE other"), "test.zone:1: directive $INCLUDE is not supported");
    EXPECT_EQ(Error("$GENERATE 1-9 a$ A 192.0.2.$"),
              "test.zone:1: directive $GENERATE is not supported");
    EXPECT_EQ(Error("$TTL"), "test.zone:1: $TTL needs one value");
    EXPECT_EQ(Error("$TTL x"), "test.zone:1: bad TTL 'x'");
    EXPECT_EQ(Error("$ORIGIN a b"), "test.zone:1: $ORIGIN needs one value");
    EXPECT_EQ(Error("$ORIGIN a..b"), "test.zone:1: bad name 'a..b'");
}

TEST(MasterFile, RefusesBadGenericData)
{
    for (const char* data :
         {"\\#", "\\# x 00", "\\# 2 00", "\\# 1 0", "\\# 1 0g", "\\# 99999999 00"})
    {
        EXPECT_EQ(Error(std::string("a 1 TYPE65280 ") + data),
                  "test.zone:1: bad \\# data (RFC 3597)")
            << data;
    }
    EXPECT_EQ(Error("a 1 A \\# 3 c00002"), "test.zone:1: \\# data does not fit type A");
    EXPECT_EQ(Error("a 1 NS \\# 2 c000"), "test.zone:1: \\# data does not fit type NS");
    EXPECT_EQ(Error("a 1 TYPE65280 abc"),
              "test.zone:1: the data of TYPE65280 must be written as \\# (RFC 3597)");
}

TEST(MasterFile, RefusesNamesThatBecomeTooLongWithTheirOrigin)
{
    const std::string label(60, 'a');
    const std::string origin = "$ORIGIN " + label + "." + label + "." + label + ".\n";
    EXPECT_EQ(Error(origin + label + "." + label + " 1 A 192.0.2.1").find("test.zone:2: bad name"),
              0u);
    EXPECT_EQ(Error(origin + "a 1 NS " + label + "." + label), "test.zone:2: bad NS record");
}

TEST(MasterFile, RefusesRecordsThatAreTooLong)
{
    EXPECT_EQ(Error("a 1 TXT " + std::string(70000, 'x')), "test.zone:1: record too long");
    EXPECT_THAT(Error("a 1 TXT " + std::string(300, 'x')),
                StartsWith("test.zone:1: bad TXT record"));
}

} // namespace
} // namespace hip
