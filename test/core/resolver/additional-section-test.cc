// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/resolver/additional-section.h"
#include "test/core/resolver/dns-support.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hip
{
namespace
{

using test::MakeZone;
using test::Name;
using test::Records;
using test::ToText;
using testing::ElementsAre;
using testing::IsEmpty;

Zone
MakeSample()
{
    return MakeZone("foo.com",
                    "ns A 192.0.2.1\n"
                    "ns AAAA 3ffe::1\n"
                    "sub NS ns.sub\n"
                    "ns.sub A 192.0.2.2\n"
                    "other NS ns.sub\n"
                    "*.wild A 192.0.2.3\n");
}

TEST(AdditionalSection, HasTheAddressesOfTheZonesOwnNames)
{
    DnsMessage response;
    response.answer = Records({"foo.com. 1 IN NS ns.foo.com.",
                               "foo.com. 1 IN MX 5 x.wild.foo.com.",
                               "foo.com. 1 IN SRV 1 2 3 ns.foo.com.",
                               "foo.com. 1 IN PTR ns.foo.com."});
    EXPECT_FALSE(AddAdditional(MakeSample(), response));
    EXPECT_THAT(ToText(response.additional),
                ElementsAre("ns.foo.com. 100 IN A 192.0.2.1",
                            "ns.foo.com. 100 IN AAAA 3ffe::1",
                            "x.wild.foo.com. 100 IN A 192.0.2.3"));
}

TEST(AdditionalSection, HasNothingOfOtherZones)
{
    DnsMessage response;
    response.answer =
        Records({"foo.com. 1 IN MX 1 mail.bar.com.", "foo.com. 1 IN MX 2 ns.sub.foo.com."});
    EXPECT_FALSE(AddAdditional(MakeSample(), response));
    EXPECT_THAT(response.additional, IsEmpty());
}

TEST(AdditionalSection, HasOnlyGlueInAReferral)
{
    DnsMessage response;
    response.authority =
        Records({"sub.foo.com. 1 IN NS ns.foo.com.", "sub.foo.com. 1 IN NS ns.sub.foo.com."});
    EXPECT_TRUE(AddAdditional(MakeSample(), response));
    EXPECT_THAT(ToText(response.additional), ElementsAre("ns.sub.foo.com. 100 IN A 192.0.2.2"));
}

TEST(AdditionalSection, DoesNotDependOnTheGlueOfASibling)
{
    DnsMessage response;
    response.authority = Records({"other.foo.com. 1 IN NS ns.sub.foo.com."});
    EXPECT_FALSE(AddAdditional(MakeSample(), response));
    EXPECT_EQ(response.additional.size(), 1u);
}

TEST(AdditionalSection, DoesNotRepeatTheAnswer)
{
    DnsMessage response;
    response.answer = Records({"foo.com. 1 IN MX 1 ns.foo.com.", "ns.foo.com. 100 IN A 192.0.2.1"});
    AddAdditional(MakeSample(), response);
    EXPECT_THAT(ToText(response.additional), ElementsAre("ns.foo.com. 100 IN AAAA 3ffe::1"));
}

} // namespace
} // namespace hip
