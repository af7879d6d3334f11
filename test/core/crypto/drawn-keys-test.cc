// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/drawn-keys.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

const Bytes KEYMAT{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};

TEST(DrawnKeys, GiveTheFirstHostTheFirstTwo)
{
    const HipKeys keys = CutHipKeys(KEYMAT, 2, 3, true);
    EXPECT_EQ(keys.encryptionOut, (Bytes{0, 1}));
    EXPECT_EQ(keys.macOut, (Bytes{2, 3, 4}));
    EXPECT_EQ(keys.encryptionIn, (Bytes{5, 6}));
    EXPECT_EQ(keys.macIn, (Bytes{7, 8, 9}));
}

TEST(DrawnKeys, GiveTheOtherHostTheSameTheOtherWayRound)
{
    const EspKeys keys = CutEspKeys(KEYMAT, 2, 3, false);
    EXPECT_EQ(keys.encryptionOut, (Bytes{5, 6}));
    EXPECT_EQ(keys.authenticationOut, (Bytes{7, 8, 9}));
    EXPECT_EQ(keys.encryptionIn, (Bytes{0, 1}));
    EXPECT_EQ(keys.authenticationIn, (Bytes{2, 3, 4}));
}

/// As of ESP with the NULL cipher.
TEST(DrawnKeys, MayBeEmpty)
{
    const EspKeys keys = CutEspKeys(KEYMAT, 0, 6, true);
    EXPECT_TRUE(keys.encryptionOut.empty());
    EXPECT_EQ(keys.authenticationOut, (Bytes{0, 1, 2, 3, 4, 5}));
    EXPECT_TRUE(keys.encryptionIn.empty());
    EXPECT_EQ(keys.authenticationIn, (Bytes{6, 7, 8, 9, 10, 11}));
}

} // namespace
} // namespace hip
