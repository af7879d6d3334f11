// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/wire/registration-lifetime.h"

#include <cmath>
#include <gtest/gtest.h>

namespace hip
{
namespace
{

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(RegistrationLifetime, FollowsTheFormulaOfRfc8003)
{
    EXPECT_EQ(DecodeRegistrationLifetime(0), Duration::zero());
    for (int code = 1; code <= 255; ++code)
    {
        const double expected = std::pow(2.0, (code - 64) / 8.0) * 1e9;
        const auto decoded = DecodeRegistrationLifetime(static_cast<Byte>(code)).count();
        EXPECT_NEAR(static_cast<double>(decoded), expected, 0.5 + expected * 1e-15) << code;
    }
}

TEST(RegistrationLifetime, HasWholeSecondsEveryEightCodes)
{
    EXPECT_EQ(DecodeRegistrationLifetime(64), seconds(1));
    EXPECT_EQ(DecodeRegistrationLifetime(112), seconds(64));
    EXPECT_EQ(DecodeRegistrationLifetime(120), seconds(128));
    EXPECT_EQ(DecodeRegistrationLifetime(40), milliseconds(125));
}

TEST(RegistrationLifetime, EveryCodeIsEncodedAgain)
{
    for (int code = 0; code <= 255; ++code)
    {
        const auto lifetime = DecodeRegistrationLifetime(static_cast<Byte>(code));
        EXPECT_EQ(EncodeRegistrationLifetime(lifetime), code);
    }
}

TEST(RegistrationLifetime, IsNeverLongerThanWhatWasMeant)
{
    for (const auto meant : {seconds(10), seconds(120), seconds(600), seconds(86400)})
    {
        const Byte code = EncodeRegistrationLifetime(meant);
        EXPECT_LE(DecodeRegistrationLifetime(code), meant);
        EXPECT_GT(DecodeRegistrationLifetime(static_cast<Byte>(code + 1)), meant);
    }
}

TEST(RegistrationLifetime, OnlyNoTimeCancels)
{
    EXPECT_EQ(EncodeRegistrationLifetime(Duration(-1)), 0);
    EXPECT_EQ(EncodeRegistrationLifetime(Duration(0)), 0);
    EXPECT_EQ(EncodeRegistrationLifetime(Duration(1)), 1);
    EXPECT_EQ(EncodeRegistrationLifetime(Duration::max()), 255);
}

} // namespace
} // namespace hip
