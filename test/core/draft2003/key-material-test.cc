// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/hash.h"
#include "core/draft2003/key-material.h"
#include "core/util/endian.h"
#include "test/core/support/hex.h"

#include <gtest/gtest.h>
#include <numeric>

namespace hip::draft2003
{
namespace
{

using hip::test::ToHex;

const Hit SMALL = *Hit::Parse("4000::1");
const Hit LARGE = *Hit::Parse("4000::2");

Bytes
MakeSecret()
{
    Bytes secret(192);
    std::iota(secret.begin(), secret.end(), Byte{1});
    return secret;
}

TEST(Draft2003KeyMaterial, BeginsWithTheKeysOfTheVector)
{
    const std::string expected = "4f3c1c04eb05577b1b4b2dd872a0be2a27686444"
                                 "fcbd48b0b0deac27a2d33eccbc6382ca96b693e9"
                                 "534537f5303a9686b3243ab8fd7ed48dace4c638"
                                 "0873d567131ccf92520e5b54458731dd8b200f4d";
    for (const Role role : {Role::INITIATOR, Role::RESPONDER})
    {
        EXPECT_EQ(ToHex(KeyMaterial(role, SMALL, LARGE, MakeSecret()).Expand(80)), expected);
        EXPECT_EQ(ToHex(KeyMaterial(role, LARGE, SMALL, MakeSecret()).Expand(80)), expected);
    }
}

/// K255 uses 0xff, K256 uses 0x00.
TEST(Draft2003KeyMaterial, CountsItsBlocksModulo256)
{
    const Bytes keymat = KeyMaterial(Role::INITIATOR, SMALL, LARGE, MakeSecret()).Expand(20 * 258);
    const auto block = [&keymat](std::size_t n) {
        return ByteSpan(keymat).subspan(20 * (n - 1), 20);
    };
    for (const std::size_t n : {2, 255, 256, 257})
    {
        const Bytes counter{static_cast<Byte>(n % 256)};
        EXPECT_EQ(ToHex(block(n)),
                  ToHex(Hash(HashKind::SHA1, {MakeSecret(), block(n - 1), counter})))
            << n;
    }
}

/// The offsets of hip-08 §9 for 3DES and SHA-1.
TEST(Draft2003KeyMaterial, IsDrawnInTheOrderOfTheDraft)
{
    const Suite suite = Suite::TRIPLE_DES_CBC_SHA1;
    const KeyMaterial initiator(Role::INITIATOR, LARGE, SMALL, MakeSecret());
    const Bytes keymat = initiator.Expand(200);
    const auto at = [&keymat](std::size_t offset, std::size_t length) {
        return Bytes(keymat.begin() + static_cast<std::ptrdiff_t>(offset),
                     keymat.begin() + static_cast<std::ptrdiff_t>(offset + length));
    };
    const HipKeys hip = initiator.DrawHipKeys(suite);
    EXPECT_EQ(hip.encryptionOut, at(0, 24));
    EXPECT_EQ(hip.macOut, at(24, 20));
    EXPECT_EQ(hip.encryptionIn, at(44, 24));
    EXPECT_EQ(hip.macIn, at(68, 20));
    EXPECT_EQ(KeyMaterial::GetEspIndex(suite), 88u);
    const auto esp = initiator.DrawEspKeys(88, suite);
    ASSERT_TRUE(esp);
    EXPECT_EQ(esp->encryptionOut, at(88, 24));
    EXPECT_EQ(esp->authenticationOut, at(112, 20));
    EXPECT_EQ(esp->encryptionIn, at(132, 24));
    EXPECT_EQ(esp->authenticationIn, at(156, 20));
    EXPECT_EQ(88 + KeyMaterial::GetEspKeysLength(suite), 176u);
}

TEST(Draft2003KeyMaterial, GivesBothEndsTheSameKeysForEverySuite)
{
    const KeyMaterial initiator(Role::INITIATOR, LARGE, SMALL, MakeSecret());
    const KeyMaterial responder(Role::RESPONDER, SMALL, LARGE, MakeSecret());
    for (unsigned number = 1; number <= 6; ++number)
    {
        const auto suite = static_cast<Suite>(number);
        const HipKeys hipOfInitiator = initiator.DrawHipKeys(suite);
        const HipKeys hipOfResponder = responder.DrawHipKeys(suite);
        EXPECT_EQ(hipOfInitiator.encryptionOut, hipOfResponder.encryptionIn);
        EXPECT_EQ(hipOfInitiator.macOut, hipOfResponder.macIn);
        EXPECT_EQ(hipOfInitiator.encryptionIn, hipOfResponder.encryptionOut);
        EXPECT_EQ(hipOfInitiator.macIn, hipOfResponder.macOut);
        const auto espOfInitiator = initiator.DrawEspKeys(7, suite);
        const auto espOfResponder = responder.DrawEspKeys(7, suite);
        ASSERT_TRUE(espOfInitiator && espOfResponder);
        EXPECT_EQ(espOfInitiator->encryptionOut, espOfResponder->encryptionIn);
        EXPECT_EQ(espOfInitiator->authenticationOut, espOfResponder->authenticationIn);
        EXPECT_EQ(espOfInitiator->encryptionIn, espOfResponder->encryptionOut);
        EXPECT_EQ(espOfInitiator->authenticationIn, espOfResponder->authenticationOut);
        const SuiteInfo& info = GetSuiteInfo(suite);
        EXPECT_EQ(espOfInitiator->encryptionOut.size(), info.encryptionKeyLength);
        EXPECT_EQ(espOfInitiator->authenticationOut.size(), info.authenticationKeyLength);
    }
}

TEST(Draft2003KeyMaterial, EndsWhereAnIndexCannotPoint)
{
    const KeyMaterial keymat(Role::INITIATOR, LARGE, SMALL, MakeSecret());
    const Suite suite = Suite::NULL_SHA1; // 40 octets
    EXPECT_TRUE(keymat.DrawEspKeys(32767 - 40, suite));
    EXPECT_FALSE(keymat.DrawEspKeys(32767 - 39, suite));
    EXPECT_FALSE(keymat.DrawEspKeys(32768, suite));
    EXPECT_FALSE(keymat.DrawEspKeys(~std::size_t{0}, suite));
}

TEST(Draft2003KeyMaterial, IsRenewedByANewSecretOnly)
{
    const KeyMaterial first(Role::RESPONDER, LARGE, SMALL, MakeSecret());
    Bytes secret = MakeSecret();
    const std::size_t index = 176;
    const Suite suite = Suite::AES_CBC_SHA1;
    const auto draw = [&](const Keymat& keymat) {
        return keymat.DrawEspKeys(index, ToEspSuite(suite).value())->encryptionOut;
    };
    EXPECT_EQ(draw(*first.Renew(secret)), draw(first));
    secret[0] ^= 1;
    EXPECT_NE(draw(*first.Renew(secret)), draw(first));
    EXPECT_EQ(draw(*first.Renew(secret)), draw(KeyMaterial(Role::RESPONDER, LARGE, SMALL, secret)));
}

} // namespace
} // namespace hip::draft2003
