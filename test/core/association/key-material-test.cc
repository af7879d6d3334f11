// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/key-material.h"
#include "test/core/support/hex.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

using namespace hip::test;

const Hit SMALLER = Hit::FromBytes(FromHex("200100211010fb60685eada017cf5987"));
const Hit LARGER = Hit::FromBytes(FromHex("2001002117ff0234b200ad270767f466"));

/// An exchange with SHA-256 whose KEYMAT openssl's HKDF has computed too.
KeyMaterial
MakeSha256(const Hit& local, const Hit& peer)
{
    return KeyMaterial(HashKind::SHA256,
                       local,
                       peer,
                       FromHex("5c4f8d42b30e6369c8ce303582a0bf79e0ab6779203c598830414fd859c97e02"),
                       FromHex("00000000000000000000000000000000000000000000000000000000000034ee"),
                       FromHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"));
}

/// The published log of a deployed implementation, ECDSA HITs and group P-521.
KeyMaterial
MakeSha384(const Hit& local, const Hit& peer)
{
    return KeyMaterial(
        HashKind::SHA384,
        local,
        peer,
        FromHex("bce24373f10bd9d90b50d9a4d3c3313eb0d82740564b9e5e"
                "d640f5b7d8c961819a0e056f7591d3e601ededb87b9e4203"),
        FromHex("126f5e4fa380eaeb6e97a6f631441c61b770616010a7b9f2"
                "fedc7e91e9ed9d3c54f57590a0e5e281fc41b138fdecb6d7"),
        FromHex("01b670ac5e603dd1cfa0b0d374a67863eb0f6586f08ec0eff693f333c47883de31"
                "48b4ce1679866e6d36d6b6c89f45c75d089b17dad105250760e8b2941911dc02b7"));
}

TEST(KeyMaterial, GivesTheHostWithTheLargerHitTheFirstOfEachPair)
{
    const HipKeys keys = MakeSha256(LARGER, SMALLER).DrawHipKeys(HipCipher::AES_128_CBC);
    EXPECT_EQ(ToHex(keys.encryptionOut), "3d8feb4c95c57ca1556de7aa69d26801");
    EXPECT_EQ(ToHex(keys.macOut),
              "b4ab1ab6e2803afd6db8183d8bf0f439787b77103799fbcce6c94ec815a3870a");
    EXPECT_EQ(ToHex(keys.encryptionIn), "89fb579b06f8199baf0d8ad82823635d");
    EXPECT_EQ(ToHex(keys.macIn),
              "85ba640bac517c378d9ba9065efb8209da2257e23c1da8c00fbd9213ffebba72");
}

TEST(KeyMaterial, GivesTheOtherHostTheSameKeysTheOtherWayRound)
{
    const HipKeys larger = MakeSha256(LARGER, SMALLER).DrawHipKeys(HipCipher::AES_128_CBC);
    const HipKeys smaller = MakeSha256(SMALLER, LARGER).DrawHipKeys(HipCipher::AES_128_CBC);
    EXPECT_EQ(smaller.encryptionOut, larger.encryptionIn);
    EXPECT_EQ(smaller.encryptionIn, larger.encryptionOut);
    EXPECT_EQ(smaller.macOut, larger.macIn);
    EXPECT_EQ(smaller.macIn, larger.macOut);
}

TEST(KeyMaterial, DrawsTheEspKeysOfTheVectorBehindThoseOfHip)
{
    const KeyMaterial keymat = MakeSha256(LARGER, SMALLER);
    ASSERT_EQ(keymat.GetEspIndex(HipCipher::AES_128_CBC), 96);
    const auto keys = keymat.DrawEspKeys(96, EspSuite::AES_128_CBC_SHA256);
    ASSERT_TRUE(keys);
    EXPECT_EQ(ToHex(keys->encryptionOut), "cfd4dbc7e57ecc20c34149f56696a24f");
    EXPECT_EQ(ToHex(keys->authenticationOut),
              "636370a0c89f26020d54715c999ebaf47140f066905bc2b2e13411e0d1bca26b");
    EXPECT_EQ(ToHex(keys->encryptionIn), "bbcd8266606b15c935e79742e6e9c4f6");
    EXPECT_EQ(ToHex(keys->authenticationIn),
              "b53e1576dc8879354efe2f4343ada7f3c3e1862ea3978d703264ccb5de8ea7cf");
    const auto other = MakeSha256(SMALLER, LARGER).DrawEspKeys(96, EspSuite::AES_128_CBC_SHA256);
    EXPECT_EQ(other->encryptionIn, keys->encryptionOut);
    EXPECT_EQ(other->authenticationIn, keys->authenticationOut);
    EXPECT_EQ(other->encryptionOut, keys->encryptionIn);
}

TEST(KeyMaterial, AgreesWithTheLogOfAnotherImplementation)
{
    const Hit smaller = Hit::FromBytes(FromHex("200120023032249dc5eace81667f949c"));
    const Hit larger = Hit::FromBytes(FromHex("2001200281447565f50174df396adc5c"));
    const KeyMaterial keymat = MakeSha384(larger, smaller);
    const HipKeys keys = keymat.DrawHipKeys(HipCipher::AES_256_CBC);
    EXPECT_EQ(ToHex(keys.encryptionOut),
              "40199f0a2e89a9b58bfddca61327b8a217066cf7ac6513afbfb6141ee35e0150");
    EXPECT_EQ(ToHex(keys.macOut),
              "f17de41f29e4c2ef89772259e06dbb1a4b4365dad8eaf1ff"
              "9e7dfd8671477d47ea1282eb0e91aca5dbb16c90406e8097");
    ASSERT_EQ(keymat.GetEspIndex(HipCipher::AES_256_CBC), 160);
    const auto esp = keymat.DrawEspKeys(160, EspSuite::AES_256_CBC_SHA256);
    EXPECT_EQ(ToHex(esp->encryptionOut),
              "c8d635a36741ef009f2be0eb95806935b8983b5362f1eca2c8793d5bbb97a904");
    EXPECT_EQ(ToHex(esp->authenticationOut),
              "98b281b40bcec9ac42818af4059bec6202f9bebf8365ce50aa7012ee70002c70")
        << "32 of the 48 octets that the log's suite draws";
    EXPECT_EQ(MakeSha384(smaller, larger).DrawHipKeys(HipCipher::AES_256_CBC).macIn, keys.macOut);
}

TEST(KeyMaterial, KnowsWhereTheEspKeysBegin)
{
    const KeyMaterial sha256 = MakeSha256(LARGER, SMALLER);
    const KeyMaterial sha384 = MakeSha384(LARGER, SMALLER);
    EXPECT_EQ(sha256.GetEspIndex(HipCipher::NULL_ENCRYPT), 64);
    EXPECT_EQ(sha256.GetEspIndex(HipCipher::AES_128_CBC), 96);
    EXPECT_EQ(sha256.GetEspIndex(HipCipher::AES_256_CBC), 128);
    EXPECT_EQ(sha384.GetEspIndex(HipCipher::AES_128_CBC), 128);
    EXPECT_EQ(sha384.GetEspIndex(HipCipher::AES_256_CBC), 160);
}

TEST(KeyMaterial, DrawsNoEncryptionKeysForNull)
{
    const HipKeys keys = MakeSha256(LARGER, SMALLER).DrawHipKeys(HipCipher::NULL_ENCRYPT);
    EXPECT_TRUE(keys.encryptionOut.empty());
    EXPECT_EQ(ToHex(keys.macOut).substr(0, 32), "3d8feb4c95c57ca1556de7aa69d26801");
}

TEST(KeyMaterial, DrawsTheKeyLengthsOfEachSuite)
{
    const KeyMaterial keymat = MakeSha256(LARGER, SMALLER);
    for (const auto& [suite, encryption, authentication] :
         {std::tuple(EspSuite::NULL_SHA256, 0, 32),
          std::tuple(EspSuite::AES_128_CBC_SHA256, 16, 32),
          std::tuple(EspSuite::AES_256_CBC_SHA256, 32, 32),
          std::tuple(EspSuite::AES_128_GCM_8, 20, 0),
          std::tuple(EspSuite::AES_128_GCM_16, 20, 0)})
    {
        const auto keys = keymat.DrawEspKeys(96, suite);
        ASSERT_TRUE(keys);
        EXPECT_EQ(keys->encryptionOut.size(), static_cast<std::size_t>(encryption));
        EXPECT_EQ(keys->authenticationIn.size(), static_cast<std::size_t>(authentication));
        EXPECT_EQ(KeyMaterial::GetEspKeysLength(suite),
                  static_cast<std::size_t>(2 * (encryption + authentication)));
    }
}

TEST(KeyMaterial, EndsAfter255Blocks)
{
    const KeyMaterial keymat = MakeSha256(LARGER, SMALLER);
    const std::size_t last = 255 * 32 - KeyMaterial::GetEspKeysLength(EspSuite::AES_128_GCM_16);
    EXPECT_TRUE(keymat.DrawEspKeys(last, EspSuite::AES_128_GCM_16));
    EXPECT_FALSE(keymat.DrawEspKeys(last + 1, EspSuite::AES_128_GCM_16));
    EXPECT_FALSE(keymat.DrawEspKeys(65535, EspSuite::AES_128_GCM_16));
}

TEST(KeyMaterial, OfARekeyChangesOnlyTheSecret)
{
    const KeyMaterial first = MakeSha256(LARGER, SMALLER);
    const auto renewed = first.Renew(Bytes(32, 0x55));
    EXPECT_EQ(renewed->GetLength(), first.GetLength());
    EXPECT_EQ(renewed->GetSecret(), Bytes(32, 0x55));
    EXPECT_NE(renewed->DrawEspKeys(0, EspSuite::AES_128_GCM_16)->encryptionOut,
              first.DrawEspKeys(0, EspSuite::AES_128_GCM_16)->encryptionOut);
    EXPECT_EQ(
        first.Renew(first.GetSecret())->DrawEspKeys(96, EspSuite::NULL_SHA256)->authenticationIn,
        first.DrawEspKeys(96, EspSuite::NULL_SHA256)->authenticationIn)
        << "HITs, I and J still count";
}

} // namespace
} // namespace hip
