// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/pem.h"
#include "core/crypto/signature.h"
#include "test/core/draft2003/sample-keys.h"
#include "test/core/support/hex.h"

#include <gtest/gtest.h>
#include <openssl/dsa.h>
#include <openssl/rsa.h>

namespace hip::draft2003
{
namespace
{

using namespace test;
using hip::test::FromText;

const Bytes DATA = FromText("covered by the signature");

/// DER of SEQUENCE { INTEGER r, INTEGER s }, written out here so that OpenSSL alone judges.
Bytes
ToDer(ByteSpan form)
{
    const auto append = [](Bytes& out, ByteSpan number) {
        std::size_t skip = 0;
        while (skip + 1 < number.size() && number[skip] == 0)
        {
            ++skip;
        }
        const bool isPadded = number[skip] >= 0x80;
        out.push_back(2);
        out.push_back(static_cast<Byte>(number.size() - skip + (isPadded ? 1 : 0)));
        if (isPadded)
        {
            out.push_back(0);
        }
        out.insert(out.end(), number.begin() + static_cast<std::ptrdiff_t>(skip), number.end());
    };
    Bytes numbers;
    append(numbers, form.subspan(1, 20));
    append(numbers, form.subspan(21, 20));
    Bytes der{0x30, static_cast<Byte>(numbers.size())};
    der.insert(der.end(), numbers.begin(), numbers.end());
    return der;
}

bool
OpenSslVerifies(EVP_PKEY* key, const Bytes& signature)
{
    const DigestContextPtr context(EVP_MD_CTX_new());
    return EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha1(), nullptr, key) == 1 &&
           EVP_DigestVerify(context.get(),
                            signature.data(),
                            signature.size(),
                            DATA.data(),
                            DATA.size()) == 1;
}

TEST(Draft2003Signature, OfDsaIsTAndTwoScalarsThatOpenSslVerifies)
{
    const PkeyPtr key = ReadPrivateKeyPem(nullptr, DSA_1024_PEM);
    EXPECT_EQ(GetSignatureLength(key.get(), SignatureScheme::DSA_SHA1), 41u);
    for (int round = 0; round < 20; ++round)
    {
        const Bytes signature = MakeSignature(nullptr, key.get(), SignatureScheme::DSA_SHA1, DATA);
        ASSERT_EQ(signature.size(), 41u);
        EXPECT_EQ(signature[0], 8);
        EXPECT_TRUE(OpenSslVerifies(key.get(), ToDer(signature)));
        EXPECT_TRUE(
            IsValidSignature(nullptr, key.get(), SignatureScheme::DSA_SHA1, DATA, signature));
    }
}

TEST(Draft2003Signature, OfRsaIsPkcs1WithSha1)
{
    const PkeyPtr key = ReadPrivateKeyPem(nullptr, RSA_1024_PEM);
    EXPECT_EQ(GetSignatureLength(key.get(), SignatureScheme::RSA_SHA1), 128u);
    const Bytes signature = MakeSignature(nullptr, key.get(), SignatureScheme::RSA_SHA1, DATA);
    EXPECT_EQ(signature.size(), 128u);
    EXPECT_TRUE(OpenSslVerifies(key.get(), signature));
    EXPECT_TRUE(IsValidSignature(nullptr, key.get(), SignatureScheme::RSA_SHA1, DATA, signature));

    // What RSA makes of it must be the block of RFC 2313 with the identifier of SHA-1.
    const PkeyContextPtr context(EVP_PKEY_CTX_new(key.get(), nullptr));
    Bytes block(128);
    std::size_t length = block.size();
    ASSERT_EQ(EVP_PKEY_verify_recover_init(context.get()), 1);
    ASSERT_EQ(EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_NO_PADDING), 1);
    ASSERT_EQ(EVP_PKEY_verify_recover(context.get(),
                                      block.data(),
                                      &length,
                                      signature.data(),
                                      signature.size()),
              1);
    EXPECT_EQ(hip::test::ToHex(ByteSpan(block).first(3)), "0001ff");
    EXPECT_EQ(hip::test::ToHex(ByteSpan(block).subspan(128 - 36, 16)),
              "003021300906052b0e03021a05000414");
}

/// Nonces and blinding come from the library context, whose randomness repeats.
TEST(Draft2003Signature, IsTheSameForTheSameSeed)
{
    for (const auto& [pem, scheme] : {std::pair(DSA_1024_PEM, SignatureScheme::DSA_SHA1),
                                      std::pair(RSA_1024_PEM, SignatureScheme::RSA_SHA1)})
    {
        const auto sign = [&pem = pem, scheme = scheme](std::uint64_t seed) {
            SampleContext context(seed);
            OSSL_LIB_CTX* library = context.crypto.GetLibrary();
            const PkeyPtr key = ReadPrivateKeyPem(library, pem);
            MakeSignature(library, key.get(), scheme, DATA);
            return MakeSignature(library, key.get(), scheme, DATA);
        };
        EXPECT_EQ(sign(1), sign(1));
        EXPECT_EQ(sign(1) == sign(2), scheme == SignatureScheme::RSA_SHA1);
    }
}

TEST(Draft2003Signature, RefusesAnyChangedOctet)
{
    for (const auto& [pem, scheme] : {std::pair(DSA_1024_PEM, SignatureScheme::DSA_SHA1),
                                      std::pair(RSA_1024_PEM, SignatureScheme::RSA_SHA1)})
    {
        const PkeyPtr key = ReadPrivateKeyPem(nullptr, pem);
        const Bytes signature = MakeSignature(nullptr, key.get(), scheme, DATA);
        const auto isValid = [&, scheme = scheme](const Bytes& changed) {
            return IsValidSignature(nullptr, key.get(), scheme, DATA, changed);
        };
        for (std::size_t at = 0; at < signature.size(); ++at)
        {
            Bytes changed = signature;
            changed[at] ^= 1;
            EXPECT_FALSE(isValid(changed)) << at;
        }
        EXPECT_FALSE(isValid(Bytes(signature.begin(), signature.end() - 1)));
        EXPECT_FALSE(isValid(Bytes(signature.size())));
        EXPECT_FALSE(isValid(Bytes(signature.size(), 0xff)));
        EXPECT_FALSE(isValid({}));
        EXPECT_FALSE(IsValidSignature(nullptr, key.get(), scheme, FromText("else"), signature));
    }
}

} // namespace
} // namespace hip::draft2003
