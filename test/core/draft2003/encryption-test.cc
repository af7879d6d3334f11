// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/openssl-ptr.h"
#include "core/crypto/random.h"
#include "core/draft2003/encryption.h"
#include "core/draft2003/tlv.h"
#include "test/core/support/hex.h"

#include <gtest/gtest.h>
#include <stdexcept>

namespace hip::draft2003
{
namespace
{

using hip::test::FromHex;
using hip::test::ToHex;

constexpr Suite SUITES[] = {Suite::TRIPLE_DES_CBC_SHA1, Suite::AES_CBC_SHA1, Suite::NULL_SHA1};

Bytes
MakeKey(Suite suite)
{
    Bytes key(GetSuiteInfo(suite).encryptionKeyLength);
    SeededRandom(1, 1, "key").Fill(key);
    return key;
}

Bytes
MakeIv(Suite suite)
{
    return Bytes(GetSuiteInfo(suite).blockLength, 0x55);
}

Bytes
MakeTlv(std::size_t total)
{
    Bytes tlv;
    AppendTlv(tlv, ParameterType::HOST_ID, Bytes(total - 4, 0xab));
    return tlv;
}

/// What OpenSSL makes of one buffer without padding of its own.
Bytes
EncryptByOpenSsl(const EVP_CIPHER* cipher, const Bytes& key, const Bytes& iv, const Bytes& text)
{
    const CipherContextPtr context(EVP_CIPHER_CTX_new());
    Bytes out(text.size());
    int length = 0;
    EXPECT_EQ(EVP_EncryptInit_ex(context.get(), cipher, nullptr, key.data(), iv.data()), 1);
    EVP_CIPHER_CTX_set_padding(context.get(), 0);
    EXPECT_EQ(EVP_EncryptUpdate(context.get(),
                                out.data(),
                                &length,
                                text.data(),
                                static_cast<int>(text.size())),
              1);
    return out;
}

/// HOST_ID of DSA-1024 has 416 octets as a TLV.
TEST(Draft2003Encryption, HasTheSizesOfTheDraft)
{
    const std::size_t totals[] = {432, 440, 424};
    for (std::size_t i = 0; i < std::size(SUITES); ++i)
    {
        const Suite suite = SUITES[i];
        const auto encrypted = Encrypt(suite, MakeKey(suite), MakeIv(suite), MakeTlv(416));
        Bytes contents;
        encrypted.Write(contents);
        Bytes tlv;
        AppendTlv(tlv, ParameterType::ENCRYPTED, contents);
        EXPECT_EQ(tlv.size(), totals[i]) << ToString(suite);
        EXPECT_EQ(contents.size(), 4 + GetSuiteInfo(suite).blockLength + 416);
    }
}

TEST(Draft2003Encryption, IsThatOfOpenSslBehindTheIv)
{
    for (const Suite suite : {Suite::TRIPLE_DES_CBC_SHA1, Suite::AES_CBC_SHA1})
    {
        const Bytes key = MakeKey(suite);
        const Bytes iv = MakeIv(suite);
        Bytes text = MakeTlv(40);
        const Bytes octets = Encrypt(suite, key, iv, text).ivAndCiphertext;
        if (suite == Suite::AES_CBC_SHA1)
        {
            const Bytes padding = FromHex("0102030405060708");
            text.insert(text.end(), padding.begin(), padding.end());
        }
        const EVP_CIPHER* cipher =
            suite == Suite::AES_CBC_SHA1 ? EVP_aes_128_cbc() : EVP_des_ede3_cbc();
        EXPECT_EQ(ToHex(octets), ToHex(iv) + ToHex(EncryptByOpenSsl(cipher, key, iv, text)));
    }
}

TEST(Draft2003Encryption, OfNothingShowsThePlaintext)
{
    const Bytes tlv = MakeTlv(24);
    EXPECT_EQ(Encrypt(Suite::NULL_SHA1, {}, {}, tlv).ivAndCiphertext, tlv);
}

TEST(Draft2003Encryption, IsUndone)
{
    for (const Suite suite : SUITES)
    {
        for (std::size_t total = 8; total <= 64; total += 8)
        {
            const Bytes tlvs = MakeTlv(total);
            const auto encrypted = Encrypt(suite, MakeKey(suite), MakeIv(suite), tlvs);
            const auto decrypted = Decrypt(suite, MakeKey(suite), encrypted);
            ASSERT_TRUE(decrypted) << ToString(suite) << total;
            EXPECT_EQ(*decrypted, tlvs);
        }
    }
}

TEST(Draft2003Encryption, MayHoldSeveralTlvs)
{
    Bytes tlvs = MakeTlv(24);
    AppendTlv(tlvs, ParameterType::CERT, Bytes(3));
    const Suite suite = Suite::AES_CBC_SHA1;
    const auto decrypted =
        Decrypt(suite, MakeKey(suite), Encrypt(suite, MakeKey(suite), MakeIv(suite), tlvs));
    ASSERT_TRUE(decrypted);
    EXPECT_EQ(*decrypted, tlvs);
}

TEST(Draft2003Encryption, RefusesTruncationsAndWrongKeys)
{
    for (const Suite suite : SUITES)
    {
        const auto encrypted = Encrypt(suite, MakeKey(suite), MakeIv(suite), MakeTlv(416));
        for (std::size_t length = 0; length < encrypted.ivAndCiphertext.size(); ++length)
        {
            EncryptedParameter cut = encrypted;
            cut.ivAndCiphertext.resize(length);
            const auto decrypted = Decrypt(suite, MakeKey(suite), cut);
            ASSERT_FALSE(decrypted) << ToString(suite) << length;
            EXPECT_EQ(decrypted.error(), DropReason::BAD_ENCRYPTION);
        }
        Bytes key = MakeKey(suite);
        if (!key.empty())
        {
            key[0] ^= 0x10; // 3DES ignores the lowest bit of an octet
            EXPECT_EQ(Decrypt(suite, key, encrypted).error(), DropReason::BAD_ENCRYPTION);
        }
    }
}

TEST(Draft2003Encryption, RefusesOtherPadding)
{
    const Suite suite = Suite::AES_CBC_SHA1;
    for (const char* padding : {"0000000000000000", "0102030405060700", "0203040506070809"})
    {
        Bytes text = MakeTlv(24);
        const Bytes octets = FromHex(padding);
        text.insert(text.end(), octets.begin(), octets.end());
        const Bytes iv = MakeIv(suite);
        EncryptedParameter encrypted{iv};
        const Bytes ciphertext = EncryptByOpenSsl(EVP_aes_128_cbc(), MakeKey(suite), iv, text);
        encrypted.ivAndCiphertext.insert(encrypted.ivAndCiphertext.end(),
                                         ciphertext.begin(),
                                         ciphertext.end());
        const auto decrypted = Decrypt(suite, MakeKey(suite), encrypted);
        // Eight zeros are a TLV of type 0 without contents; all else is neither TLV nor padding.
        EXPECT_EQ(decrypted.has_value(), padding == std::string("0000000000000000"));
    }
}

TEST(Draft2003Encryption, WantsTheKeyOfTheSuite)
{
    const Bytes tlv = MakeTlv(24);
    const Suite suite = Suite::AES_CBC_SHA1;
    EXPECT_THROW(Encrypt(suite, Bytes(15), Bytes(16), tlv), std::invalid_argument);
    EXPECT_THROW(Encrypt(suite, Bytes(16), Bytes(8), tlv), std::invalid_argument);
    EXPECT_THROW(Decrypt(suite, Bytes(24), EncryptedParameter{Bytes(32)}), std::invalid_argument);
    EXPECT_THROW(Encrypt(Suite{0}, {}, {}, tlv), std::invalid_argument);
}

} // namespace
} // namespace hip::draft2003
