// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/modelled-esp-cipher.h"
#include "test/core/support/hex.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

using test::FromHex;

TEST(ModelledEspCipher, LeavesTheTextAsItIs)
{
    ModelledEspCipher cipher(Bytes(16), Bytes(32), 16);
    const Bytes plaintext = test::FromText("sixteen octets..");
    Bytes iv(16);
    Bytes text = plaintext;
    Bytes icv(16);
    cipher.Seal(FromHex("281f460f00000001"), 1, iv, text, icv);
    EXPECT_EQ(text, plaintext);
    EXPECT_TRUE(cipher.Open(FromHex("281f460f00000001"), 1, iv, text, icv));
    EXPECT_EQ(text, plaintext);
}

TEST(ModelledEspCipher, WritesTheNumberIntoTheEndOfTheIv)
{
    ModelledEspCipher cipher(Bytes(16), Bytes(32), 16);
    Bytes text(16);
    Bytes icv(16);
    Bytes longIv(16, 0xff);
    cipher.Seal(Bytes(8), 0x0102030405060708, longIv, text, icv);
    EXPECT_EQ(test::ToHex(longIv), "00000000000000000102030405060708");
    Bytes shortIv(8, 0xff);
    cipher.Seal(Bytes(8), 0x0102030405060708, shortIv, text, icv);
    EXPECT_EQ(test::ToHex(shortIv), "0102030405060708");
}

TEST(ModelledEspCipher, FindsAnyTwoChangedOctets)
{
    ModelledEspCipher cipher(Bytes(16, 1), Bytes(32, 2), 8);
    Bytes text(100, 3);
    Bytes icv(8);
    cipher.Seal(Bytes(8), 1, {}, text, icv);
    for (std::size_t a = 0; a < text.size(); ++a)
    {
        for (std::size_t b = 0; b < a; ++b)
        {
            text[a] ^= 0x80;
            text[b] ^= 0x80;
            ASSERT_FALSE(cipher.Open(Bytes(8), 1, {}, text, icv)) << a << " and " << b;
            text[a] ^= 0x80;
            text[b] ^= 0x80;
        }
    }
    EXPECT_TRUE(cipher.Open(Bytes(8), 1, {}, text, icv));
}

} // namespace
} // namespace hip
