// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/token-bucket.h"
#include "test/core/proxy/proxy-support.h"

#include <gtest/gtest.h>

namespace hip::test
{

TEST(TokenBucket, LetsABurstPassAndThenTheRate)
{
    TokenBucket bucket(10, 3);
    unsigned passed = 0;
    for (Time now = START; now < START + 2s; now += 1ms)
    {
        passed += bucket.Take(now) ? 1 : 0;
    }
    EXPECT_EQ(passed, 3U + 19U) << "the burst, and 10 a second";
}

TEST(TokenBucket, SavesUpNoMoreThanABurst)
{
    TokenBucket bucket(10, 3);
    for (const Time now : {START, START + 1h})
    {
        EXPECT_TRUE(bucket.Take(now));
        EXPECT_TRUE(bucket.Take(now));
        EXPECT_TRUE(bucket.Take(now));
        EXPECT_FALSE(bucket.Take(now));
    }
}

TEST(TokenBucket, LetsNothingPassAtRateZero)
{
    TokenBucket bucket(0, 10);
    EXPECT_FALSE(bucket.Take(START));
    EXPECT_FALSE(bucket.Take(START + 1h));
}

TEST(TokenBucket, GainsNothingFromATimeThatGoesBack)
{
    TokenBucket bucket(10, 1);
    EXPECT_TRUE(bucket.Take(START + 10s));
    EXPECT_FALSE(bucket.Take(START));
    EXPECT_FALSE(bucket.Take(START + 10s));
    EXPECT_TRUE(bucket.Take(START + 10s + 100ms));
}

} // namespace hip::test
