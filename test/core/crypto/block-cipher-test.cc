// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/block-cipher.h"
#include "test/core/support/hex.h"

#include <gtest/gtest.h>
#include <stdexcept>

namespace hip
{
namespace
{

using test::FromHex;
using test::ToHex;

const Bytes KEY_128 = FromHex("2b7e151628aed2a6abf7158809cf4f3c");
const Bytes KEY_256 = FromHex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4");
const Bytes IV = FromHex("000102030405060708090a0b0c0d0e0f");
const Bytes PLAINTEXT = FromHex("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
                                "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710");

/// NIST SP 800-38A, F.2.1 and F.2.5; behind it a block of padding follows here.
TEST(BlockCipher, AgreesWithSp80038A)
{
    const Bytes small = Encrypt(HipCipher::AES_128_CBC, KEY_128, IV, PLAINTEXT);
    const Bytes large = Encrypt(HipCipher::AES_256_CBC, KEY_256, IV, PLAINTEXT);
    ASSERT_EQ(small.size(), 80U);
    ASSERT_EQ(large.size(), 80U);
    EXPECT_EQ(ToHex(ByteSpan(small).first(64)),
              "7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2"
              "73bed6b8e3c1743b7116e69e222295163ff1caa1681fac09120eca307586e1a7");
    EXPECT_EQ(ToHex(ByteSpan(large).first(64)),
              "f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d"
              "39f23369a9d9bacfa530e26304231461b2eb05e2c39be9fcda6c19078c6a9d1b");
}

TEST(BlockCipher, DecryptsWhatItEncryptsAtAnyLength)
{
    for (std::size_t length = 0; length <= PLAINTEXT.size(); ++length)
    {
        const ByteSpan part = ByteSpan(PLAINTEXT).first(length);
        const Bytes ciphertext = Encrypt(HipCipher::AES_128_CBC, KEY_128, IV, part);
        EXPECT_EQ(ciphertext.size(), length / 16 * 16 + 16);
        const auto plaintext = Decrypt(HipCipher::AES_128_CBC, KEY_128, IV, ciphertext);
        ASSERT_TRUE(plaintext);
        EXPECT_EQ(ToHex(*plaintext), ToHex(part));
    }
}

TEST(BlockCipher, RefusesWhatIsNoCiphertext)
{
    const Bytes good = Encrypt(HipCipher::AES_128_CBC, KEY_128, IV, PLAINTEXT);
    const auto getReason = [](ByteSpan iv, ByteSpan ciphertext) {
        const auto plaintext = Decrypt(HipCipher::AES_128_CBC, KEY_128, iv, ciphertext);
        EXPECT_FALSE(plaintext);
        return plaintext.error();
    };
    EXPECT_EQ(getReason(IV, {}), DropReason::BAD_ENCRYPTION);
    EXPECT_EQ(getReason(IV, ByteSpan(good).first(79)), DropReason::BAD_ENCRYPTION);
    EXPECT_EQ(getReason(IV, ByteSpan(good).first(64)), DropReason::BAD_ENCRYPTION) << "no padding";
    EXPECT_EQ(getReason(ByteSpan(IV).first(15), good), DropReason::BAD_ENCRYPTION);
    EXPECT_EQ(getReason({}, good), DropReason::BAD_ENCRYPTION);
}

TEST(BlockCipher, LeavesNoPaddingToNullEncryption)
{
    EXPECT_EQ(Encrypt(HipCipher::NULL_ENCRYPT, {}, {}, PLAINTEXT), PLAINTEXT);
    EXPECT_EQ(*Decrypt(HipCipher::NULL_ENCRYPT, {}, {}, PLAINTEXT), PLAINTEXT);
    EXPECT_TRUE(Decrypt(HipCipher::NULL_ENCRYPT, {}, {}, {})->empty());
}

TEST(BlockCipher, KnowsItsLengths)
{
    EXPECT_EQ(GetKeyLength(HipCipher::NULL_ENCRYPT), 0U);
    EXPECT_EQ(GetIvLength(HipCipher::NULL_ENCRYPT), 0U);
    EXPECT_EQ(GetKeyLength(HipCipher::AES_128_CBC), 16U);
    EXPECT_EQ(GetIvLength(HipCipher::AES_128_CBC), 16U);
    EXPECT_EQ(GetKeyLength(HipCipher::AES_256_CBC), 32U);
    EXPECT_EQ(GetIvLength(HipCipher::AES_256_CBC), 16U);
    EXPECT_THROW(GetKeyLength(static_cast<HipCipher>(3)), std::invalid_argument);
}

TEST(BlockCipher, RefusesKeysOfWrongLength)
{
    EXPECT_THROW(Encrypt(HipCipher::AES_256_CBC, KEY_128, IV, PLAINTEXT), std::invalid_argument);
    EXPECT_THROW(Decrypt(HipCipher::AES_128_CBC, KEY_256, IV, PLAINTEXT).has_value(),
                 std::invalid_argument);
}

} // namespace
} // namespace hip
