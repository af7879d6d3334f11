// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/crypto-context.h"
#include "core/crypto/host-key.h"
#include "core/crypto/random.h"
#include "core/crypto/signature.h"
#include "test/core/support/hex.h"
#include "test/core/support/sample-keys.h"

#include <gtest/gtest.h>
#include <stdexcept>

namespace hip
{
namespace
{

/// A context with its own seeded source.
struct Source
{
    explicit Source(std::uint64_t seed)
        : random(seed, 0, "host-key-test")
    {
    }

    SeededRandom random;
    CryptoContext context{random};
};

/// Keys of each type and some signatures of theirs, as one text.
std::string
Record(CryptoContext& context)
{
    const Bytes data = test::FromText("data");
    std::string record;
    for (const PrivateKey& key : {PrivateKey::GenerateRsa(context, 2048),
                                  PrivateKey::GenerateEcdsa(context, KeyKind::ECDSA_P256),
                                  PrivateKey::GenerateEcdsa(context, KeyKind::ECDSA_P384)})
    {
        record += key.ToPem();
        // More than the 32 uses after which OpenSSL renews the blinding of RSA.
        for (int n = 0; n < 40; ++n)
        {
            record += test::ToHex(MakeSignature(context.GetLibrary(),
                                                key.GetHandle(),
                                                key.GetPublic().GetScheme(),
                                                data));
        }
    }
    return record;
}

TEST(PrivateKey, AndItsSignaturesRepeatWithTheSeed)
{
    Source first(1);
    Source second(1);
    Source other(2);
    const std::string record = Record(first.context);
    EXPECT_EQ(Record(second.context), record);
    EXPECT_NE(Record(other.context), record);
}

TEST(PrivateKey, SurvivesPem)
{
    Source source(3);
    for (const PrivateKey& key :
         {PrivateKey::FromPem(source.context, test::ToPrivatePem(test::GetRsaKey())),
          PrivateKey::GenerateEcdsa(source.context, KeyKind::ECDSA_P384)})
    {
        const PrivateKey read = PrivateKey::FromPem(source.context, key.ToPem());
        EXPECT_EQ(read.GetPublic().GetHostIdentity(), key.GetPublic().GetHostIdentity());
        EXPECT_EQ(read.GetPublic().GetKind(), key.GetPublic().GetKind());
        EXPECT_EQ(read.ToPem(), key.ToPem());
    }
}

TEST(PrivateKey, ReadsATraditionalPem)
{
    Source source(4);
    const PrivateKey key = PrivateKey::FromPem(source.context, test::TRADITIONAL_P256_PEM);
    EXPECT_EQ(test::ToHex(key.GetPublic().GetHostIdentity()), test::P256_HOST_IDENTITY);
    EXPECT_EQ(key.GetPublic().GetKind(), KeyKind::ECDSA_P256);
    EXPECT_EQ(key.GetPublic().GetAlgorithm(), HiAlgorithm::ECDSA);
    EXPECT_EQ(key.GetPublic().GetSignatureLength(), 64U);
}

/// @return the cause of the refusal; empty if there is none
std::string
GetCause(const std::string& pem)
{
    Source source(5);
    try
    {
        PrivateKey::FromPem(source.context, pem);
        return {};
    }
    catch (const std::invalid_argument& error)
    {
        return error.what();
    }
}

TEST(PrivateKey, TellsWhyItRefusesAPem)
{
    const PkeyPtr ed25519(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
    const PkeyPtr p521(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-521"));
    const PkeyPtr& rsa = test::GetRsaKey();
    const std::pair<std::string, std::string> causes[] = {
        {"", "empty"},
        {"garbage", "no PEM block"},
        {test::ToPrivatePem(rsa).substr(0, 500), "truncated"},
        {test::ENCRYPTED_PKCS8_PEM, "encrypted"},
        {test::ToPublicPem(rsa), "only a PUBLIC KEY"},
        {test::ToPrivatePem(test::MakeRsaKey(1024)), "RSA of 1024 bits"},
        {test::ToPrivatePem(ed25519), "ED25519"},
        {test::ToPrivatePem(p521), "EC of 521 bits"},
    };
    for (const auto& [pem, cause] : causes)
    {
        const std::string told = GetCause(pem);
        EXPECT_NE(told.find(cause), std::string::npos) << "told: " << told;
        EXPECT_EQ(told.find('\n'), std::string::npos);
    }
}

TEST(PrivateKey, RefusesAPemWhoseHalvesDoNotBelongTogether)
{
    std::string pem = test::TRADITIONAL_P256_PEM;
    pem.replace(pem.find("PM2g5pz2"), 8, "PM2g5pz3");
    EXPECT_NE(GetCause(pem).find("do not belong together"), std::string::npos);
}

TEST(PrivateKey, IsNotGeneratedInSizesThatHipDoesNotUse)
{
    Source source(6);
    for (const unsigned bits : {0U, 1024U, 2040U, 2049U, 4104U, 1U << 31})
    {
        EXPECT_THROW(PrivateKey::GenerateRsa(source.context, bits), std::invalid_argument) << bits;
    }
    EXPECT_THROW(PrivateKey::GenerateEcdsa(source.context, KeyKind::RSA_2048),
                 std::invalid_argument);
}

TEST(PublicKey, KeepsTheHostIdentityAsReceived)
{
    Source source(7);
    Bytes field = test::FromHex(test::P256_HOST_IDENTITY);
    field.insert(field.begin() + 2, 4);
    const auto key = PublicKey::Parse(source.context, HiAlgorithm::ECDSA, field);
    ASSERT_TRUE(key);
    EXPECT_EQ(key->GetHostIdentity(), field);
    EXPECT_EQ(key->GetKind(), KeyKind::ECDSA_P256);
}

TEST(PublicKey, VerifiesWhatThePrivateKeySigned)
{
    Source source(8);
    const PrivateKey key =
        PrivateKey::FromPem(source.context, test::ToPrivatePem(test::GetRsaKey()));
    const auto parsed =
        PublicKey::Parse(source.context, HiAlgorithm::RSA, key.GetPublic().GetHostIdentity());
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->GetSignatureLength(), 256U);
    OSSL_LIB_CTX* library = source.context.GetLibrary();
    const Bytes data = test::FromText("data");
    const Bytes signature = MakeSignature(library, key.GetHandle(), SignatureScheme::RSA_PSS, data);
    EXPECT_TRUE(
        IsValidSignature(library, parsed->GetHandle(), SignatureScheme::RSA_PSS, data, signature));
}

TEST(PublicKey, RefusesWhatIsNoKey)
{
    Source source(9);
    const auto key = PublicKey::Parse(source.context, HiAlgorithm::RSA, {});
    ASSERT_FALSE(key);
    EXPECT_EQ(key.error(), DropReason::BAD_PARAMETER);
}

} // namespace
} // namespace hip
