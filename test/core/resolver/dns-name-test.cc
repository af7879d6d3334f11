// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/resolver/dns-name.h"
#include "test/core/resolver/dns-support.h"
#include "test/core/support/hex.h"

#include <gtest/gtest.h>
#include <set>

namespace hip
{
namespace
{

using test::FromHex;
using test::Name;

TEST(DnsName, IsTheRootByDefault)
{
    EXPECT_EQ(DnsName().ToString(), ".");
    EXPECT_TRUE(DnsName().IsRoot());
    EXPECT_EQ(DnsName().GetWire(), Bytes{0});
    EXPECT_EQ(DnsName().GetParent(), DnsName());
    EXPECT_EQ(DnsName().GetLabelCount(), 0u);
}

TEST(DnsName, ReadsTextAsMasterFilesHaveIt)
{
    EXPECT_EQ(Name("hip.foo.com.").GetWire(), FromHex("03686970 03666f6f 03636f6d 00"));
    EXPECT_EQ(Name("hip.foo.com").GetWire(), Name("hip.foo.com.").GetWire());
    EXPECT_EQ(Name("a\\.b.c").GetWire(), FromHex("03 612e62 01 63 00"));
    EXPECT_EQ(Name("\\000x.c").GetWire(), FromHex("02 0078 01 63 00"));
    EXPECT_EQ(Name("a\\.b.c").ToString(), "a\\.b.c.");
}

TEST(DnsName, AppendsTheOriginToRelativeNamesOnly)
{
    EXPECT_EQ(DnsName::Parse("hip", Name("foo.com")), Name("hip.foo.com"));
    EXPECT_EQ(DnsName::Parse("hip.", Name("foo.com")), Name("hip"));
}

TEST(DnsName, RefusesWhatIsTooLongOrEmpty)
{
    const std::string label63(63, 'a');
    EXPECT_TRUE(DnsName::Parse(label63));
    EXPECT_FALSE(DnsName::Parse(label63 + "a"));
    EXPECT_FALSE(DnsName::Parse(""));
    EXPECT_FALSE(DnsName::Parse("a..b"));
    EXPECT_FALSE(DnsName::Parse(".a"));
    EXPECT_FALSE(DnsName::Parse("a\\25"));
    EXPECT_FALSE(DnsName::Parse("a\\256"));
    EXPECT_FALSE(DnsName::Parse(std::string("a\0b", 3)));
    const std::string three = label63 + "." + label63 + "." + label63 + ".";
    EXPECT_TRUE(DnsName::Parse(three + std::string(61, 'b'))); // 255 octets on the wire
    EXPECT_FALSE(DnsName::Parse(three + std::string(62, 'b')));
    EXPECT_FALSE(DnsName::Parse(std::string(61, 'b'), Name(three + "c")));
}

TEST(DnsName, TakesOneWholeUncompressedNameFromTheWire)
{
    EXPECT_EQ(DnsName::FromWire(FromHex("03 636f6d 00")), Name("com"));
    EXPECT_FALSE(DnsName::FromWire({}));
    EXPECT_FALSE(DnsName::FromWire(FromHex("03 636f6d")));
    EXPECT_FALSE(DnsName::FromWire(FromHex("03 636f6d 00 00")));
    EXPECT_FALSE(DnsName::FromWire(FromHex("01 61 c000")));
    EXPECT_FALSE(DnsName::FromWire(FromHex("40 61")));
}

TEST(DnsName, ComparesWithoutCaseAndKeepsIt)
{
    EXPECT_EQ(Name("HIP.foo.COM"), Name("hip.FOO.com"));
    EXPECT_EQ(hash_value(Name("HIP.foo.COM")), hash_value(Name("hip.FOO.com")));
    EXPECT_NE(hash_value(Name("hip.foo.com")), hash_value(Name("hipf.oo.com")));
    EXPECT_EQ(Name("HIP.foo.COM").ToString(), "HIP.foo.COM.");
    EXPECT_NE(Name("foo.com"), Name("foo.org"));
}

TEST(DnsName, SortsInTheOrderOfRfc4034)
{
    // RFC 4034, section 6.1, has this list.
    const std::vector<std::string> sorted = {"example",
                                             "a.example",
                                             "yljkjljk.a.example",
                                             "Z.a.example",
                                             "zABC.a.EXAMPLE",
                                             "z.example",
                                             "\\001.z.example",
                                             "*.z.example",
                                             "\\200.z.example"};
    for (std::size_t i = 1; i < sorted.size(); ++i)
    {
        EXPECT_LT(Name(sorted[i - 1]), Name(sorted[i])) << sorted[i];
        EXPECT_FALSE(Name(sorted[i]) < Name(sorted[i - 1])) << sorted[i];
    }
}

TEST(DnsName, KnowsWhatIsWithinWhat)
{
    EXPECT_TRUE(Name("hip.foo.com").IsWithin(Name("FOO.com")));
    EXPECT_TRUE(Name("foo.com").IsWithin(Name("foo.com")));
    EXPECT_TRUE(Name("foo.com").IsWithin(DnsName()));
    EXPECT_FALSE(Name("foo.com").IsWithin(Name("hip.foo.com")));
    EXPECT_FALSE(Name("barfoo.com").IsWithin(Name("foo.com")));
    EXPECT_FALSE(Name("foo.com.org").IsWithin(Name("foo.com")));
}

TEST(DnsName, GivesItsParts)
{
    const DnsName name = Name("a.b.foo.com");
    EXPECT_EQ(name.GetLabelCount(), 4u);
    EXPECT_EQ(name.GetParent(), Name("b.foo.com"));
    EXPECT_EQ(name.GetSuffix(2), Name("foo.com"));
    EXPECT_EQ(name.GetSuffix(0), DnsName());
    EXPECT_EQ(name.GetSuffix(9), name);
}

TEST(DnsName, MakesWildcards)
{
    EXPECT_EQ(Name("foo.com").GetWildcard(), Name("*.foo.com"));
    EXPECT_EQ(DnsName().GetWildcard(), Name("*"));
    EXPECT_TRUE(Name("*.foo.com").IsWildcard());
    EXPECT_FALSE(Name("**.foo.com").IsWildcard());
    EXPECT_FALSE(DnsName().IsWildcard());
    const std::string label(63, 'a');
    const DnsName full = Name(label + "." + label + "." + label + "." + std::string(61, 'b'));
    EXPECT_FALSE(full.GetWildcard());
}

TEST(DnsName, ReplacesItsEnd)
{
    EXPECT_EQ(Name("x.y.old.com").ReplaceSuffix(Name("OLD.com"), Name("new.org")),
              Name("x.y.new.org"));
    EXPECT_EQ(Name("old.com").ReplaceSuffix(Name("old.com"), DnsName()), DnsName());
    EXPECT_FALSE(Name("x.old.com").ReplaceSuffix(Name("other.com"), Name("new.org")));
    const std::string label(63, 'a');
    const DnsName longer = Name(label + "." + label + "." + label);
    EXPECT_FALSE(Name(label + "." + label + ".old").ReplaceSuffix(Name("old"), longer));
}

} // namespace
} // namespace hip
