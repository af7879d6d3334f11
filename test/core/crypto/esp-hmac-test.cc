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
using test::ToHex;

const DigestPtr SHA256(EVP_MD_fetch(nullptr, "SHA2-256", nullptr));

TEST(EspHmac, AgreesWithAnEspPacketOfTheReference)
{
    const Bytes key = FromHex("636370a0c89f26020d54715c999ebaf47140f066905bc2b2e13411e0d1bca26b");
    const Bytes header = FromHex("281f460f00000001");
    const Bytes iv = FromHex("a0a1a2a3a4a5a6a7a8a9aaabacadaeaf");
    const Bytes text = FromHex("31b7952d59d25b20c6f899fbc27fa4c50b432d404d9b2314f3a215a5ca2db934");
    EspHmac hmac(SHA256.get(), key);
    EXPECT_EQ(ToHex(hmac.Compute(header, iv, text, 1)), "c2bc4b4d98f7cb0ed6ee90688a90f6b7");
    EXPECT_EQ(ToHex(hmac.Compute(header, iv, text, (std::uint64_t{1} << 32) | 1)),
              "0d825d4627e497f9ba55b1aacf6a04ec");
}

/// The OpenSSL HMAC behind Hmac() is another implementation than the two kept states.
TEST(EspHmac, IsHmacForKeysAndTextsOfAnyLength)
{
    for (const std::size_t keyLength : {0, 1, 32, 63, 64})
    {
        const Bytes key(keyLength, 0x5a);
        EspHmac hmac(SHA256.get(), key);
        for (std::size_t length = 0; length < 150; ++length)
        {
            const Bytes text(length, static_cast<Byte>(length));
            Bytes expected =
                Hmac(HashKind::SHA256, key, {FromHex("0102"), {}, text, FromHex("00000007")});
            expected.resize(EspHmac::ICV_LENGTH);
            EXPECT_EQ(ToHex(hmac.Compute(FromHex("0102"), {}, text, 0x700000000)), ToHex(expected));
        }
    }
}

} // namespace
} // namespace hip
