// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/util/drop-reason.h"

#include <gtest/gtest.h>
#include <set>
#include <string>

namespace hip
{
namespace
{

TEST(DropReason, EveryReasonHasANameOfItsOwnInKebabCase)
{
    std::set<std::string> names;
    for (std::size_t i = 0; i < DROP_REASON_COUNT; ++i)
    {
        const std::string name = ToString(static_cast<DropReason>(i));
        EXPECT_TRUE(names.insert(name).second) << name << " appears twice";
        EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-"), name.npos)
            << name;
    }
    EXPECT_EQ(names.count("unknown"), 0U);
}

TEST(DropReason, NamesFollowTheEnumerators)
{
    EXPECT_STREQ(ToString(DropReason::TRUNCATED), "truncated");
    EXPECT_STREQ(ToString(DropReason::BAD_MAC), "bad-mac");
    EXPECT_STREQ(ToString(DropReason::DNS_LOOP), "dns-loop");
}

TEST(DropReason, AValueBehindTheLastIsUnknown)
{
    EXPECT_STREQ(ToString(static_cast<DropReason>(DROP_REASON_COUNT)), "unknown");
}

TEST(DropCounters, CountEachReasonApart)
{
    DropCounters drops;
    drops.Add(DropReason::REPLAYED);
    drops.Add(DropReason::REPLAYED);
    drops.Add(DropReason::DNS_LOOP); // the last one: the array is long enough
    EXPECT_EQ(drops.Get(DropReason::REPLAYED), 2U);
    EXPECT_EQ(drops.Get(DropReason::DNS_LOOP), 1U);
    EXPECT_EQ(drops.Get(DropReason::TRUNCATED), 0U);
    EXPECT_EQ(drops.GetTotal(), 3U);
}

TEST(DropCounters, AddHandsItsReasonBack)
{
    DropCounters drops;
    EXPECT_EQ(drops.Add(DropReason::BAD_ICV), DropReason::BAD_ICV);
}

} // namespace
} // namespace hip
