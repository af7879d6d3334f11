// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/credit.h"

#include <gtest/gtest.h>

using namespace std::chrono_literals;

namespace hip
{
namespace
{

TEST(Credit, CoversNoMoreThanWasEarned)
{
    Credit credit;
    EXPECT_FALSE(credit.Spend(1, Time{}));
    credit.Earn(100, Time{});
    EXPECT_TRUE(credit.Spend(60, Time{}));
    EXPECT_FALSE(credit.Spend(41, Time{}));
    EXPECT_TRUE(credit.Spend(40, Time{}));
    EXPECT_EQ(credit.Get(Time{}), 0u);
}

/// RFC 8046 §5.6.2: every 5 s, 7/8 of it stay.
TEST(Credit, AgesByAnEighthEveryFiveSeconds)
{
    Credit credit;
    credit.Earn(80000, Time(10s));
    EXPECT_EQ(credit.Get(Time(10s + 4999ms)), 80000u);
    EXPECT_EQ(credit.Get(Time(15s)), 70000u);
    EXPECT_EQ(credit.Get(Time(25s)), 53593u) << "80000 (7/8)^3, rounded down each time";
}

TEST(Credit, IsGoneInTheEnd)
{
    Credit credit;
    credit.Earn(1000000, Time{});
    EXPECT_EQ(credit.Get(Time(1h)), 0u);
    credit.Earn(10, Time(1h));
    EXPECT_EQ(credit.Get(Time(1h + 4s)), 10u) << "its age begins when it is earned";
}

} // namespace
} // namespace hip
