// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/crypto-context.h"
#include "core/crypto/openssl-ptr.h"
#include "core/crypto/random.h"

#include <gtest/gtest.h>
#include <openssl/rand.h>
#include <stdexcept>

namespace hip
{
namespace
{

Bytes
Draw(OSSL_LIB_CTX* library, std::size_t length)
{
    Bytes bytes(length);
    EXPECT_EQ(RAND_priv_bytes_ex(library, bytes.data(), bytes.size(), 0), 1);
    return bytes;
}

/// The private scalar of a fresh key.
Bytes
GenerateScalar(OSSL_LIB_CTX* library)
{
    const PkeyPtr key(EVP_PKEY_Q_keygen(library, nullptr, "EC", "P-256"));
    BIGNUM* scalar = nullptr;
    EXPECT_EQ(EVP_PKEY_get_bn_param(key.get(), "priv", &scalar), 1);
    const BignumPtr owner(scalar);
    Bytes bytes(32);
    BN_bn2binpad(scalar, bytes.data(), 32);
    return bytes;
}

class FailingRandom : public RandomSource
{
  public:
    void Fill(MutableByteSpan) override
    {
        throw std::runtime_error("empty");
    }
};

TEST(CryptoContext, DrawsFromItsSourceAndFromNothingElse)
{
    SeededRandom source(1, 0, "test");
    SeededRandom same(1, 0, "test");
    const CryptoContext context(source);
    const Bytes drawn = Draw(context.GetLibrary(), 100);
    Bytes expected(100);
    same.Fill(expected);
    EXPECT_EQ(drawn, expected);
    EXPECT_EQ(&context.GetRandom(), &source);
}

TEST(CryptoContext, GivesTheSameKeysForTheSameSeed)
{
    SeededRandom first(7, 0, "keys");
    SeededRandom second(7, 0, "keys");
    SeededRandom other(8, 0, "keys");
    const CryptoContext a(first);
    const CryptoContext b(second);
    const CryptoContext c(other);
    const Bytes key = GenerateScalar(a.GetLibrary());
    EXPECT_EQ(GenerateScalar(b.GetLibrary()), key);
    EXPECT_NE(GenerateScalar(c.GetLibrary()), key);
}

TEST(CryptoContext, LeavesTheDefaultContextAlone)
{
    SeededRandom source(1, 0, "test");
    SeededRandom same(1, 0, "test");
    const CryptoContext context(source);
    const Bytes first = Draw(nullptr, 32);
    EXPECT_NE(Draw(nullptr, 32), first);
    Bytes expected(32);
    same.Fill(expected);
    EXPECT_EQ(Draw(context.GetLibrary(), 32), expected) << "the default context drew from ours";
}

TEST(CryptoContext, TurnsAFailingSourceIntoAnErrorOfOpenSsl)
{
    FailingRandom source;
    const CryptoContext context(source);
    const OpenSslErrorScope errors;
    Byte byte = 0;
    EXPECT_LE(RAND_bytes_ex(context.GetLibrary(), &byte, 1, 0), 0);
}

} // namespace
} // namespace hip
