// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "helper/near-names.h"

#include <gtest/gtest.h>

namespace hip
{

namespace
{

using Names = std::vector<std::string>;

TEST(NearNames, CountsEdits)
{
    EXPECT_EQ(EditDistance("", ""), 0U);
    EXPECT_EQ(EditDistance("", "abc"), 3U);
    EXPECT_EQ(EditDistance("abc", ""), 3U);
    EXPECT_EQ(EditDistance("kitten", "sitting"), 3U);
    EXPECT_EQ(EditDistance("saturday", "sunday"), 3U);
}

TEST(NearNames, LowersOnlyAscii)
{
    EXPECT_EQ(ToLower("AZaz09-\xC3\x84"), "azaz09-\xC3\x84");
}

TEST(NearNames, OffersTypingErrorsAndPartsOfNamesNearestFirst)
{
    const Names cities = {"Kansas City", "Denver", "New York", "Houston", "Denver"};
    EXPECT_EQ(FindNearNames("dnever", cities, 5), Names({"Denver"}));
    EXPECT_EQ(FindNearNames("kansas", cities, 5), Names({"Kansas City"}));
    EXPECT_EQ(FindNearNames("New York City", cities, 5), Names({"New York"}));
    EXPECT_EQ(FindNearNames("Paris", cities, 5), Names());
    EXPECT_EQ(FindNearNames("", cities, 5), Names());
    EXPECT_EQ(FindNearNames("ab", {"cb", "ab", "ac", "xy"}, 2), Names({"ab", "ac"}));
}

} // namespace

} // namespace hip
