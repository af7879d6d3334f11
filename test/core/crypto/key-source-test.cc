// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/key-source.h"
#include "core/crypto/signature.h"

#include <functional>
#include <gtest/gtest.h>
#include <openssl/x509.h>

namespace hip
{
namespace
{

std::string
GetMessage(const std::function<void()>& work)
{
    try
    {
        work();
    }
    catch (const std::invalid_argument& error)
    {
        return error.what();
    }
    return "nothing was thrown";
}

TEST(KeySource, GeneratesRsaKeysOfTheSizeAskedFor)
{
    const PkeyPtr key = GenerateRsaKey(nullptr, 1032, 1024);
    EXPECT_TRUE(EVP_PKEY_is_a(key.get(), "RSA"));
    EXPECT_EQ(EVP_PKEY_get_bits(key.get()), 1032);
}

TEST(KeySource, RefusesSizesOfRsaBelowAboveAndBetween)
{
    for (const unsigned bits : {1016u, 1028u, 4104u})
    {
        EXPECT_EQ(GetMessage([bits] { GenerateRsaKey(nullptr, bits, 1024); }),
                  "RSA key: " + std::to_string(bits) +
                      " bits; 1024 to 4096 and a multiple of 8 are possible");
    }
}

TEST(KeySource, NamesTheKeyThatItRefuses)
{
    const PkeyPtr key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-521"));
    EXPECT_EQ(GetMessage([&key] { RefuseKey(key.get(), "only RSA is used"); }),
              "private key: EC of 521 bits; only RSA is used");
}

TEST(KeySource, RefusesAPublicKeyForAPrivateOne)
{
    const PkeyPtr key = GenerateRsaKey(nullptr, 2048, 2048);
    EXPECT_NO_THROW(RequireOneKey(nullptr, key.get(), SignatureScheme::RSA_PSS));
    unsigned char* der = nullptr;
    const int length = i2d_PUBKEY(key.get(), &der);
    const unsigned char* in = der;
    const PkeyPtr half(d2i_PUBKEY(nullptr, &in, length));
    OPENSSL_free(der);
    EXPECT_EQ(GetMessage([&half] { RequireOneKey(nullptr, half.get(), SignatureScheme::RSA_PSS); }),
              "private key: its two halves do not belong together");
}

} // namespace
} // namespace hip
