// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/hash.h"
#include "core/crypto/secret-bytes.h"
#include "test/core/support/hex.h"

#include <gtest/gtest.h>
#include <stdexcept>

namespace hip
{
namespace
{

using test::FromHex;
using test::FromText;
using test::ToHex;

TEST(Hash, AgreesWithFips180)
{
    EXPECT_EQ(ToHex(Hash(HashKind::SHA256, {FromText("abc")})),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(ToHex(Hash(HashKind::SHA384, {FromText("abc")})),
              "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
              "8086072ba1e7cc2358baeca134c825a7");
    EXPECT_EQ(ToHex(Hash(HashKind::SHA1, {FromText("abc")})),
              "a9993e364706816aba3e25717850c26c9cd0d89d");
    EXPECT_EQ(ToHex(Hash(HashKind::SHA256, {})),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Hash, JoinsItsParts)
{
    EXPECT_EQ(Hash(HashKind::SHA384, {FromText("a"), {}, FromText("bc")}),
              Hash(HashKind::SHA384, {FromText("abc")}));
}

TEST(Hash, TakesThePuzzleInTheOrderOfRfc7401)
{
    const Bytes i = FromHex("5072da36311b5ae055d9957dc3feaf723c20d46b36e21f3a86b59f1c67022de9");
    const Bytes initiator = FromHex("20010021f99e07fe79f9028af631f89e");
    const Bytes responder = FromHex("20010021cede2a06494fd3ca0b0e1ab3");
    Bytes j(32);
    j[29] = 0x01;
    j[30] = 0x0c;
    j[31] = 0x13;
    const Bytes digest = Hash(HashKind::SHA256, {i, initiator, responder, j});
    EXPECT_EQ(ToHex(ByteSpan(digest).first(4)), "60122e42");
    EXPECT_EQ(ToHex(ByteSpan(digest).last(4)), "b0290000");
}

struct HmacVector
{
    std::string key;
    std::string data;
    const char* sha256;
    const char* sha384;
};

/// RFC 4231, test cases 1, 2, 3, 4, 6 and 7.
std::vector<HmacVector>
GetRfc4231()
{
    return {{std::string(20, '\x0b'),
             "Hi There",
             "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
             "afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59c"
             "faea9ea9076ede7f4af152e8b2fa9cb6"},
            {"Jefe",
             "what do ya want for nothing?",
             "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
             "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e"
             "8e2240ca5e69e2c78b3239ecfab21649"},
            {std::string(20, '\xaa'),
             std::string(50, '\xdd'),
             "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
             "88062608d3e6ad8a0aa2ace014c8a86f0aa635d947ac9febe83ef4e55966144b"
             "2a5ab39dc13814b94e3ab6e101a34f27"},
            {"\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11\x12\x13\x14"
             "\x15\x16\x17\x18\x19",
             std::string(50, '\xcd'),
             "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
             "3e8a69b7783c25851933ab6290af6ca77a9981480850009cc5577c6e1f573b4e"
             "6801dd23c4a7d679ccf8a386c674cffb"},
            {std::string(131, '\xaa'),
             "Test Using Larger Than Block-Size Key - Hash Key First",
             "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
             "4ece084485813e9088d2c63a041bc5b44f9ef1012a2b588f3cd11f05033ac4c6"
             "0c2ef6ab4030fe8296248df163f44952"},
            {std::string(131, '\xaa'),
             "This is a test using a larger than block-size key and a larger than block-size data. "
             "The key needs to be hashed before being used by the HMAC algorithm.",
             "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
             "6617178e941f020d351e2f254e8fd32c602420feb0b8fb9adccebb82461e99c5"
             "a678cc31e799176d3860e6110c46523e"}};
}

TEST(Hmac, AgreesWithRfc4231)
{
    for (const HmacVector& vector : GetRfc4231())
    {
        const Bytes key = FromText(vector.key);
        const Bytes data = FromText(vector.data);
        EXPECT_EQ(ToHex(Hmac(HashKind::SHA256, key, {data})), vector.sha256);
        EXPECT_EQ(ToHex(Hmac(HashKind::SHA384, key, {data})), vector.sha384);
    }
}

TEST(Hmac, AgreesWithRfc2202)
{
    const auto hmac = [](const Bytes& key, const std::string& text) {
        return ToHex(Hmac(HashKind::SHA1, key, {FromText(text)}));
    };
    EXPECT_EQ(hmac(Bytes(20, 0x0b), "Hi There"), "b617318655057264e28bc0b6fb378c8ef146be00");
    EXPECT_EQ(hmac(FromText("Jefe"), "what do ya want for nothing?"),
              "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
    EXPECT_EQ(hmac(Bytes(80, 0xaa), "Test Using Larger Than Block-Size Key - Hash Key First"),
              "aa4ae5e15272d00e95705637ce8a3b55ed402112");
}

TEST(Hmac, GivesTheRvsHmacOfARelayedI1)
{
    const Bytes key = FromHex("b4ab1ab6e2803afd6db8183d8bf0f439787b77103799fbcce6c94ec815a3870a");
    const Bytes header = FromHex("3b080121 00000000");
    const Bytes initiator = FromHex("20010020000000000000000000000001");
    const Bytes responder = FromHex("20010020000000000000000000000002");
    const Bytes parameters = FromHex("01ff000303040800 ffda0010 00000000000000000000ffffc0000201"
                                     "00000000");
    EXPECT_EQ(ToHex(Hmac(HashKind::SHA256, key, {header, initiator, responder, parameters})),
              "62bd332b62ee61de58c9ac3595eaefb21088d72d677b95befa363296d5b4a382");
}

TEST(Hmac, TakesAnEmptyKey)
{
    EXPECT_EQ(ToHex(Hmac(HashKind::SHA256, {}, {})),
              "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(Hkdf, AgreesWithRfc5869)
{
    const Bytes salt = FromHex("000102030405060708090a0b0c");
    const Bytes info = FromHex("f0f1f2f3f4f5f6f7f8f9");
    const Bytes secret(22, 0x0b);
    EXPECT_EQ(
        ToHex(Hkdf(HashKind::SHA256, salt, secret, info, 42)),
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
    EXPECT_EQ(
        ToHex(Hkdf(HashKind::SHA256, {}, secret, {}, 42)),
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

TEST(Hkdf, AgreesWithTheSecondTestCaseOfRfc5869)
{
    Bytes octets(80 + 176);
    for (std::size_t n = 0; n < octets.size(); ++n)
    {
        octets[n] = static_cast<Byte>(n);
    }
    const ByteSpan all(octets);
    const Bytes key = Hkdf(HashKind::SHA256,
                           all.subspan(0x60, 80),
                           all.subspan(0x00, 80),
                           all.subspan(0xb0, 80),
                           82);
    EXPECT_EQ(ToHex(key),
              "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c"
              "59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71"
              "cc30c58179ec3e87c14c01d5c1f3434f1d87");
}

TEST(Hkdf, GivesTheKeyMaterialOfAHipAssociation)
{
    Bytes kij(32);
    for (std::size_t n = 0; n < kij.size(); ++n)
    {
        kij[n] = static_cast<Byte>(n);
    }
    const Bytes salt = FromHex("5c4f8d42b30e6369c8ce303582a0bf79e0ab6779203c598830414fd859c97e02"
                               "00000000000000000000000000000000000000000000000000000000000034ee");
    const Bytes info = FromHex("200100211010fb60685eada017cf59872001002117ff0234b200ad270767f466");
    EXPECT_EQ(ToHex(Hkdf(HashKind::SHA256, salt, kij, info, 192)),
              "3d8feb4c95c57ca1556de7aa69d26801"
              "b4ab1ab6e2803afd6db8183d8bf0f439787b77103799fbcce6c94ec815a3870a"
              "89fb579b06f8199baf0d8ad82823635d"
              "85ba640bac517c378d9ba9065efb8209da2257e23c1da8c00fbd9213ffebba72"
              "cfd4dbc7e57ecc20c34149f56696a24f"
              "636370a0c89f26020d54715c999ebaf47140f066905bc2b2e13411e0d1bca26b"
              "bbcd8266606b15c935e79742e6e9c4f6"
              "b53e1576dc8879354efe2f4343ada7f3c3e1862ea3978d703264ccb5de8ea7cf");
}

TEST(Hkdf, GivesTheKeyMaterialOfADeployedImplementation)
{
    const Bytes kij =
        FromHex("01b670ac5e603dd1cfa0b0d374a67863eb0f6586f08ec0eff693f333c47883de3148b4ce1679866e6d"
                "36d6b6c89f45c75d089b17dad105250760e8b2941911dc02b7");
    const Bytes salt =
        FromHex("bce24373f10bd9d90b50d9a4d3c3313eb0d82740564b9e5ed640f5b7d8c961819a0e056f7591d3e601"
                "ededb87b9e4203"
                "126f5e4fa380eaeb6e97a6f631441c61b770616010a7b9f2fedc7e91e9ed9d3c54f57590a0e5e281fc"
                "41b138fdecb6d7");
    const Bytes info = FromHex("200120023032249dc5eace81667f949c2001200281447565f50174df396adc5c");
    const Bytes keys = Hkdf(HashKind::SHA384, salt, kij, info, 240);
    EXPECT_EQ(ToHex(ByteSpan(keys).first(80)),
              "40199f0a2e89a9b58bfddca61327b8a217066cf7ac6513afbfb6141ee35e0150"
              "f17de41f29e4c2ef89772259e06dbb1a4b4365dad8eaf1ff9e7dfd8671477d47ea1282eb0e91aca5dbb1"
              "6c90406e8097");
    EXPECT_EQ(ToHex(ByteSpan(keys).subspan(160)),
              "c8d635a36741ef009f2be0eb95806935b8983b5362f1eca2c8793d5bbb97a904"
              "98b281b40bcec9ac42818af4059bec6202f9bebf8365ce50aa7012ee70002c70da12d8ac0644177c70d2"
              "7e037eda9664");
}

TEST(Hkdf, RefusesMoreThan255Hashes)
{
    const Bytes secret(32, 1);
    EXPECT_EQ(Hkdf(HashKind::SHA256, {}, secret, {}, 255 * 32).size(), 255U * 32);
    EXPECT_THROW(Hkdf(HashKind::SHA256, {}, secret, {}, 255 * 32 + 1), std::invalid_argument);
    EXPECT_TRUE(Hkdf(HashKind::SHA256, {}, secret, {}, 0).empty());
}

TEST(IsEqualConstantTime, ComparesLengthAndOctets)
{
    EXPECT_TRUE(IsEqualConstantTime(FromHex("0102"), FromHex("0102")));
    EXPECT_FALSE(IsEqualConstantTime(FromHex("0102"), FromHex("0103")));
    EXPECT_FALSE(IsEqualConstantTime(FromHex("0102"), FromHex("010200")));
    EXPECT_TRUE(IsEqualConstantTime({}, {}));
}

TEST(PrefixHasher, GivesTheHashOfPrefixAndSuffixEachTime)
{
    for (const HashKind kind : {HashKind::SHA256, HashKind::SHA384, HashKind::SHA1})
    {
        const Bytes prefix(64, 0x17);
        PrefixHasher hasher(kind, prefix);
        for (const std::size_t length : {0, 1, 32, 48, 200})
        {
            const Bytes suffix(length, static_cast<Byte>(length));
            Bytes digest(GetHashLength(kind));
            hasher.Hash(suffix, digest);
            EXPECT_EQ(digest, Hash(kind, {prefix, suffix}));
        }
    }
}

TEST(SecretBytes, WipesWhatItGivesUp)
{
    SecretBytes first(FromHex("0102"));
    const ByteSpan storage = first.Get();
    SecretBytes second(std::move(first));
    EXPECT_EQ(second.Get().data(), storage.data()) << "moving must not leave a copy behind";
    EXPECT_TRUE(first.Get().empty());
    Wipe(second.Get());
    EXPECT_EQ(ToHex(storage), "0000");
}

} // namespace
} // namespace hip
