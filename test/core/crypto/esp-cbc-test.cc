// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/esp-cbc.h"
#include "core/crypto/hash.h"
#include "core/util/endian.h"
#include "test/core/support/hex.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

using test::FromHex;
using test::ToHex;

const DigestPtr SHA256(EVP_MD_fetch(nullptr, "SHA2-256", nullptr));
const DigestPtr SHA1(EVP_MD_fetch(nullptr, "SHA1", nullptr));
const EspSuiteInfo& LONG_SUITE = GetEspSuiteInfo(EspSuite::AES_128_CBC_SHA256);
const EspSuiteInfo& DES_SUITE = GetEspSuiteInfo(EspSuite::TRIPLE_DES_CBC_SHA1);
const CipherPtr TRIPLE_DES_CBC(EVP_CIPHER_fetch(nullptr, "DES-EDE3-CBC", nullptr));
const CipherPtr AES_128_CBC(EVP_CIPHER_fetch(nullptr, "AES-128-CBC", nullptr));
const CipherPtr AES_256_CBC(EVP_CIPHER_fetch(nullptr, "AES-256-CBC", nullptr));

/// Keys and packet of the wire reference, section 17.9; openssl agrees with them.
class CipherReferencePacket : public testing::Test
{
  protected:
    CbcEspCipher m_cipher{
        AES_128_CBC.get(),
        FromHex("cfd4dbc7e57ecc20c34149f56696a24f"),
        EspHmac(SHA256.get(),
                LONG_SUITE,
                FromHex("636370a0c89f26020d54715c999ebaf47140f066905bc2b2e13411e0d1bca26b"))};
    const Bytes m_header = FromHex("281f460f00000001");
    const Bytes m_iv = FromHex("a0a1a2a3a4a5a6a7a8a9aaabacadaeaf");
    const Bytes m_icv = FromHex("c2bc4b4d98f7cb0ed6ee90688a90f6b7");
    Bytes m_text = FromHex("31b7952d59d25b20c6f899fbc27fa4c50b432d404d9b2314f3a215a5ca2db934");
};

TEST_F(CipherReferencePacket, Opens)
{
    ASSERT_TRUE(m_cipher.Open(m_header, 1, m_iv, m_text, m_icv));
    EXPECT_EQ(ToHex(m_text), "13881389001070794849502d424545540102030405060708090a0b0c0d0e0e11");
}

TEST_F(CipherReferencePacket, OpensWithTheHighHalfOfItsNumberOnly)
{
    const std::uint64_t sequence = (std::uint64_t{1} << 32) | 1;
    EXPECT_FALSE(m_cipher.Open(m_header, sequence, m_iv, m_text, m_icv));
    const Bytes withoutHighHalf = FromHex("4b6fe1250054d895c1f64ac57bd3828b");
    EXPECT_FALSE(m_cipher.Open(m_header, 1, m_iv, m_text, withoutHighHalf));
    EXPECT_FALSE(m_cipher.Open(m_header, sequence, m_iv, m_text, withoutHighHalf));
    const Bytes withHighHalf = FromHex("0d825d4627e497f9ba55b1aacf6a04ec");
    EXPECT_TRUE(m_cipher.Open(m_header, sequence, m_iv, m_text, withHighHalf));
}

TEST_F(CipherReferencePacket, KeepsItsTextWhenItIsRefused)
{
    const Bytes before = m_text;
    EXPECT_FALSE(m_cipher.Open(FromHex("281f460f00000002"), 2, m_iv, m_text, m_icv));
    EXPECT_EQ(m_text, before);
}

/// What OpenSSL's plain modes make of one input.
Bytes
Encrypt(const char* name, ByteSpan key, ByteSpan iv, ByteSpan text)
{
    const CipherPtr cipher(EVP_CIPHER_fetch(nullptr, name, nullptr));
    const CipherContextPtr context(EVP_CIPHER_CTX_new());
    Bytes out(text.size());
    int length = 0;
    EVP_EncryptInit_ex2(context.get(), cipher.get(), key.data(), iv.data(), nullptr);
    EVP_CIPHER_CTX_set_padding(context.get(), 0);
    EVP_EncryptUpdate(context.get(),
                      out.data(),
                      &length,
                      text.data(),
                      static_cast<int>(text.size()));
    return out;
}

TEST(CbcEspCipher, SealsWithTheEncryptedNumberAsIv)
{
    const Bytes key(32, 0x21);
    CbcEspCipher cipher(AES_256_CBC.get(), key, EspHmac(SHA256.get(), LONG_SUITE, Bytes(32, 0x22)));
    const Bytes plaintext(48, 0x23);
    for (const std::uint64_t sequence : {std::uint64_t{1}, ~std::uint64_t{0}})
    {
        Bytes iv(16);
        Bytes text = plaintext;
        Bytes icv(16);
        cipher.Seal(Bytes(8), sequence, iv, text, icv);
        Bytes number(8);
        AppendU64(number, sequence);
        EXPECT_EQ(iv, Encrypt("AES-256-ECB", key, Bytes(16), number));
        EXPECT_EQ(text, Encrypt("AES-256-CBC", key, iv, plaintext));
    }
}

TEST(CbcEspCipher, RefusesTextsThatAreNotWholeBlocks)
{
    CbcEspCipher cipher(AES_128_CBC.get(), Bytes(16), EspHmac(SHA256.get(), LONG_SUITE, Bytes(32)));
    Bytes text(15);
    Bytes icv(16);
    EspHmac(SHA256.get(), LONG_SUITE, Bytes(32)).Compute(Bytes(8), Bytes(16), text, 1, icv);
    EXPECT_FALSE(cipher.Open(Bytes(8), 1, Bytes(16), text, icv)) << "although it is authentic";
}

TEST(CbcEspCipher, HasThe8OctetBlocksOf3Des)
{
    Bytes key(24);
    for (std::size_t n = 0; n < key.size(); ++n)
    {
        key[n] = static_cast<Byte>(7 * n);
    }
    const Bytes macKey(20, 0x22);
    CbcEspCipher cipher(TRIPLE_DES_CBC.get(), key, EspHmac(SHA1.get(), DES_SUITE, macKey));
    for (std::size_t length = 8; length <= 200; length += 8)
    {
        const Bytes plaintext(length, static_cast<Byte>(length));
        Bytes iv(8);
        Bytes text = plaintext;
        Bytes icv(12);
        cipher.Seal(FromHex("0102030400000007"), 7, iv, text, icv);
        EXPECT_EQ(iv, Encrypt("DES-EDE3", key, {}, FromHex("0000000000000007")));
        EXPECT_EQ(text, Encrypt("DES-EDE3-CBC", key, iv, plaintext));
        Bytes expected = Hmac(HashKind::SHA1, macKey, {FromHex("0102030400000007"), iv, text});
        expected.resize(12);
        EXPECT_EQ(icv, expected);
        EXPECT_TRUE(cipher.Open(FromHex("0102030400000007"), 7, iv, text, icv));
        EXPECT_EQ(text, plaintext);
    }
}

/// NIST SP 800-67, appendix B.1: three blocks in ECB mode, which is CBC mode behind an IV of zeros.
TEST(CbcEspCipher, Decrypts3DesAsNistDoes)
{
    CbcEspCipher cipher(TRIPLE_DES_CBC.get(),
                        FromHex("0123456789abcdef23456789abcdef01456789abcdef0123"),
                        EspHmac(SHA1.get(), DES_SUITE, Bytes(20)));
    EspHmac hmac(SHA1.get(), DES_SUITE, Bytes(20));
    const std::pair<const char*, const char*> blocks[] = {{"a826fd8ce53b855f", "The qufc"},
                                                          {"cce21c8112256fe6", "k brown "},
                                                          {"68d5c05dd9b6b900", "fox jump"}};
    for (const auto& [ciphertext, plaintext] : blocks)
    {
        Bytes text = FromHex(ciphertext);
        Bytes icv(12);
        hmac.Compute(Bytes(8), Bytes(8), text, 1, icv);
        ASSERT_TRUE(cipher.Open(Bytes(8), 1, Bytes(8), text, icv));
        EXPECT_EQ(text, test::FromText(plaintext));
    }
}

} // namespace
} // namespace hip
