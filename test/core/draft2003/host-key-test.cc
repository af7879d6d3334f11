// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/draft2003/host-key.h"
#include "test/core/draft2003/sample-keys.h"
#include "test/core/support/hex.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <stdexcept>

namespace hip::draft2003
{
namespace
{

using namespace test;
using hip::test::FromHex;
using hip::test::FromText;
using hip::test::ToHex;

TEST(Draft2003PublicKey, KeepsWhatItWasReadFrom)
{
    SampleContext context;
    const Bytes field = FromHex(DSA_1024_HOST_IDENTITY);
    const auto key = ParsePublicKey(context.crypto, HiAlgorithm::DSA, field);
    ASSERT_TRUE(key);
    EXPECT_EQ(key->GetAlgorithm(), HiAlgorithm::DSA);
    EXPECT_EQ(key->GetHostIdentity(), field);
    EXPECT_EQ(key->GetSignatureLength(), 41u);
    EXPECT_EQ(ParsePublicKey(context.crypto, HiAlgorithm::RSA, {}).error(),
              DropReason::BAD_PARAMETER);
}

TEST(Draft2003PrivateKey, SignsWhatItsPublicHalfVerifies)
{
    SampleContext context;
    for (const std::string& pem : {DSA_1024_PEM, RSA_1024_PEM})
    {
        const PrivateKey key = ReadPrivateKey(context.crypto, pem);
        const PublicKey& own = key.GetPublic();
        const Bytes signature = context.engine->Sign(key, FromText("data"));
        EXPECT_EQ(signature.size(), own.GetSignatureLength());
        const auto read = ParsePublicKey(context.crypto, own.GetAlgorithm(), own.GetHostIdentity());
        ASSERT_TRUE(read);
        EXPECT_TRUE(context.engine->Verify(*read, FromText("data"), signature));
        EXPECT_FALSE(context.engine->Verify(*read, FromText("date"), signature));
        const PrivateKey again = ReadPrivateKey(context.crypto, key.ToPem());
        EXPECT_EQ(again.GetPublic().GetHostIdentity(), own.GetHostIdentity());
    }
}

TEST(Draft2003PrivateKey, OfAnotherHostDoesNotVerify)
{
    SampleContext context;
    const PrivateKey key = ReadPrivateKey(context.crypto, DSA_1024_PEM);
    const PrivateKey other = ReadPrivateKey(context.crypto, OTHER_DSA_1024_PEM);
    const Bytes signature = context.engine->Sign(key, FromText("data"));
    EXPECT_FALSE(context.engine->Verify(other.GetPublic(), FromText("data"), signature));
}

TEST(Draft2003PrivateKey, MayShareThePrimesOfAnother)
{
    SampleContext context;
    const PrivateKey first = GenerateDsaKey(context.crypto);
    const PrivateKey second = GenerateDsaKey(context.crypto, first);
    EXPECT_EQ(EVP_PKEY_parameters_eq(first.GetHandle(), second.GetHandle()), 1);
    EXPECT_EQ(EVP_PKEY_eq(first.GetHandle(), second.GetHandle()), 0);
}

TEST(Draft2003PrivateKey, IsMadeFromTheSeed)
{
    const auto make = [](std::uint64_t seed) {
        SampleContext context(seed);
        const PrivateKey dsa = GenerateDsaKey(context.crypto);
        const PrivateKey rsa = GenerateRsaKey(context.crypto, 1024);
        EXPECT_EQ(dsa.GetPublic().GetHostIdentity().size(), 405u);
        EXPECT_EQ(rsa.GetPublic().GetSignatureLength(), 128u);
        EXPECT_TRUE(context.engine->Verify(dsa.GetPublic(),
                                           FromText("data"),
                                           context.engine->Sign(dsa, FromText("data"))));
        return ToHex(dsa.GetPublic().GetHostIdentity()) + ToHex(rsa.GetPublic().GetHostIdentity());
    };
    const std::string first = make(1);
    EXPECT_EQ(make(1), first);
    EXPECT_NE(make(2), first);
}

TEST(Draft2003PrivateKey, RefusesOtherSizesAndText)
{
    SampleContext context;
    EXPECT_THROW(GenerateRsaKey(context.crypto, 1016), std::invalid_argument);
    EXPECT_THROW(GenerateRsaKey(context.crypto, 1025), std::invalid_argument);
    EXPECT_THROW(GenerateRsaKey(context.crypto, 4104), std::invalid_argument);
    EXPECT_THROW(ReadPrivateKey(context.crypto, DSA_Q224_PEM), std::invalid_argument);
    EXPECT_THROW(ReadPrivateKey(context.crypto, "no key"), std::invalid_argument);
}

} // namespace
} // namespace hip::draft2003
