// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/esp-hmac.h"
#include "core/crypto/hash.h"
#include "test/core/support/hex.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

using test::FromHex;
using test::FromText;
using test::ToHex;

const DigestPtr SHA256(EVP_MD_fetch(nullptr, "SHA2-256", nullptr));
const DigestPtr SHA1(EVP_MD_fetch(nullptr, "SHA1", nullptr));
const EspSuiteInfo& LONG_SUITE = GetEspSuiteInfo(EspSuite::NULL_SHA256);
const EspSuiteInfo& SHORT_SUITE = GetEspSuiteInfo(EspSuite::NULL_SHA1);

Bytes
Compute(EspHmac& hmac,
        const EspSuiteInfo& info,
        ByteSpan header,
        ByteSpan iv,
        ByteSpan text,
        std::uint64_t sequence)
{
    Bytes icv(info.icvLength);
    hmac.Compute(header, iv, text, sequence, icv);
    EXPECT_TRUE(hmac.Verify(header, iv, text, sequence, icv));
    icv.back() ^= 1;
    EXPECT_FALSE(hmac.Verify(header, iv, text, sequence, icv));
    icv.back() ^= 1;
    EXPECT_FALSE(hmac.Verify(header, iv, text, sequence, ByteSpan(icv).first(icv.size() - 1)));
    return icv;
}

TEST(EspHmac, AgreesWithAnEspPacketOfTheReference)
{
    const Bytes key = FromHex("636370a0c89f26020d54715c999ebaf47140f066905bc2b2e13411e0d1bca26b");
    const Bytes header = FromHex("281f460f00000001");
    const Bytes iv = FromHex("a0a1a2a3a4a5a6a7a8a9aaabacadaeaf");
    const Bytes text = FromHex("31b7952d59d25b20c6f899fbc27fa4c50b432d404d9b2314f3a215a5ca2db934");
    EspHmac hmac(SHA256.get(), LONG_SUITE, key);
    EXPECT_EQ(ToHex(Compute(hmac, LONG_SUITE, header, iv, text, 1)),
              "c2bc4b4d98f7cb0ed6ee90688a90f6b7");
    EXPECT_EQ(ToHex(Compute(hmac, LONG_SUITE, header, iv, text, (std::uint64_t{1} << 32) | 1)),
              "0d825d4627e497f9ba55b1aacf6a04ec");
}

/// Cases 1 to 5 of RFC 2202 §3, cut to 96 bits (RFC 2404 §2); ESP keys are never longer than a
/// block, as those of cases 6 and 7 are.
TEST(EspHmac, WithSha1AgreesWithRfc2202)
{
    struct Case
    {
        Bytes key;
        Bytes data;
        const char* icv;
    };

    const Case cases[] = {
        {Bytes(20, 0x0b), FromText("Hi There"), "b617318655057264e28bc0b6"},
        {FromText("Jefe"), FromText("what do ya want for nothing?"), "effcdf6ae5eb2fa2d27416d5"},
        {Bytes(20, 0xaa), Bytes(50, 0xdd), "125d7342b9ac11cd91a39af4"},
        {FromHex("0102030405060708090a0b0c0d0e0f10111213141516171819"),
         Bytes(50, 0xcd),
         "4c9007f4026250c6bc8414f9"},
        {Bytes(20, 0x0c), FromText("Test With Truncation"), "4c1a03424b55e07fe7f27be1"},
    };
    for (const Case& c : cases)
    {
        EspHmac hmac(SHA1.get(), SHORT_SUITE, c.key);
        EXPECT_EQ(ToHex(Compute(hmac, SHORT_SUITE, {}, {}, c.data, 1)), c.icv);
        const ByteSpan data = c.data;
        EXPECT_EQ(
            ToHex(
                Compute(hmac, SHORT_SUITE, data.first(3), data.subspan(3, 2), data.subspan(5), 1)),
            c.icv);
    }
}

TEST(EspHmac, CoversTheHighHalfOnlyOfLongNumbers)
{
    EspHmac shortHmac(SHA1.get(), SHORT_SUITE, Bytes(20, 7));
    EspHmac longHmac(SHA256.get(), LONG_SUITE, Bytes(32, 7));
    constexpr std::uint64_t HIGH = std::uint64_t{1} << 32;
    EXPECT_EQ(Compute(shortHmac, SHORT_SUITE, {}, {}, Bytes(8), 1),
              Compute(shortHmac, SHORT_SUITE, {}, {}, Bytes(8), HIGH + 1));
    EXPECT_NE(Compute(longHmac, LONG_SUITE, {}, {}, Bytes(8), 1),
              Compute(longHmac, LONG_SUITE, {}, {}, Bytes(8), HIGH + 1));
}

/// The OpenSSL HMAC behind Hmac() is another implementation than the two kept states.
TEST(EspHmac, IsHmacForKeysAndTextsOfAnyLength)
{
    for (const std::size_t keyLength : {0, 1, 32, 63, 64})
    {
        const Bytes key(keyLength, 0x5a);
        EspHmac hmac(SHA256.get(), LONG_SUITE, key);
        EspHmac sha1Hmac(SHA1.get(), SHORT_SUITE, key);
        for (std::size_t length = 0; length < 150; ++length)
        {
            const Bytes text(length, static_cast<Byte>(length));
            Bytes expected =
                Hmac(HashKind::SHA256, key, {FromHex("0102"), {}, text, FromHex("00000007")});
            expected.resize(16);
            EXPECT_EQ(ToHex(Compute(hmac, LONG_SUITE, FromHex("0102"), {}, text, 0x700000000)),
                      ToHex(expected));
            Bytes expectedSha1 = Hmac(HashKind::SHA1, key, {FromHex("0102"), {}, text});
            expectedSha1.resize(12);
            EXPECT_EQ(ToHex(Compute(sha1Hmac, SHORT_SUITE, FromHex("0102"), {}, text, 7)),
                      ToHex(expectedSha1));
        }
    }
}

} // namespace
} // namespace hip
