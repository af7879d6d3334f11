// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/hash.h"
#include "core/crypto/openssl-esp-cipher.h"
#include "test/core/support/hex.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

using test::FromHex;
using test::ToHex;

const Bytes HEADER = FromHex("281f460f00000001");

TEST(OpenSslEspCiphers, AuthenticateOnlyInTheNullSuite)
{
    const OpenSslEspCiphers ciphers(nullptr);
    const Bytes key(32, 0x33);
    const auto cipher = ciphers.Make(EspSuite::NULL_SHA256, {}, key);
    const Bytes plaintext = FromHex("0102030405060708");
    Bytes text = plaintext;
    Bytes icv(16);
    cipher->Seal(HEADER, 0x200000001, {}, text, icv);
    EXPECT_EQ(text, plaintext);
    const Bytes mac = Hmac(HashKind::SHA256, key, {HEADER, text, FromHex("00000002")});
    EXPECT_EQ(ToHex(icv), ToHex(ByteSpan(mac).first(16)));
    EXPECT_TRUE(cipher->Open(HEADER, 0x200000001, {}, text, icv));
    EXPECT_FALSE(cipher->Open(HEADER, 1, {}, text, icv));
}

/// Suites 8 and 9 differ in the key length only, so a mix-up would not show in sizes.
TEST(OpenSslEspCiphers, TellTheKeyLengthsApart)
{
    const OpenSslEspCiphers ciphers(nullptr);
    const Bytes key(32, 0x44);
    const auto aes128 =
        ciphers.Make(EspSuite::AES_128_CBC_SHA256, ByteSpan(key).first(16), Bytes(32));
    const auto aes256 = ciphers.Make(EspSuite::AES_256_CBC_SHA256, key, Bytes(32));
    Bytes iv128(16);
    Bytes iv256(16);
    Bytes text(16);
    Bytes icv(16);
    aes128->Seal(HEADER, 1, iv128, text, icv);
    aes256->Seal(HEADER, 1, iv256, text, icv);
    EXPECT_NE(iv128, iv256);
}

TEST(OpenSslEspCiphers, AuthenticateWithSha1In2003)
{
    const OpenSslEspCiphers ciphers(nullptr);
    const Bytes key(20, 0x33);
    for (const EspSuite suite :
         {EspSuite::NULL_SHA1, EspSuite::AES_128_CBC_SHA1, EspSuite::TRIPLE_DES_CBC_SHA1})
    {
        const EspSuiteInfo& info = GetEspSuiteInfo(suite);
        const auto cipher = ciphers.Make(suite, Bytes(info.encryptionKeyLength, 0x55), key);
        Bytes iv(info.ivLength);
        Bytes text(32);
        Bytes icv(12);
        cipher->Seal(HEADER, 1, iv, text, icv);
        EXPECT_EQ(text == Bytes(32), suite == EspSuite::NULL_SHA1);
        Bytes mac = Hmac(HashKind::SHA1, key, {HEADER, iv, text});
        mac.resize(12);
        EXPECT_EQ(ToHex(icv), ToHex(mac));
        EXPECT_TRUE(cipher->Open(HEADER, 1, iv, text, icv));
        EXPECT_EQ(text, Bytes(32));
    }
}

TEST(OpenSslEspCiphers, OutliveTheirMaker)
{
    std::unique_ptr<EspCipher> cipher;
    {
        const OpenSslEspCiphers ciphers(nullptr);
        cipher = ciphers.Make(EspSuite::AES_128_GCM_16, Bytes(20), {});
    }
    Bytes iv(8);
    Bytes text(4);
    Bytes icv(16);
    cipher->Seal(HEADER, 1, iv, text, icv);
    EXPECT_TRUE(cipher->Open(HEADER, 1, iv, text, icv));
}

} // namespace
} // namespace hip
