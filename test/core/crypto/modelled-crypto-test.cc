// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/crypto-context.h"
#include "core/crypto/host-key.h"
#include "core/crypto/modelled-crypto.h"
#include "core/crypto/random.h"
#include "test/core/draft2003/sample-keys.h"
#include "test/core/support/hex.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

/// What it shares with the real engine is tested in crypto-engine-test.cc.
class ModelledCryptoTest : public testing::Test
{
  protected:
    SeededRandom m_random{1, 0, "modelled-crypto-test"};
    CryptoContext m_context{m_random};
    ModelledCrypto m_crypto{m_context};
};

TEST_F(ModelledCryptoTest, SignsWithoutRandomness)
{
    const PrivateKey key = PrivateKey::GenerateEcdsa(m_context, KeyKind::ECDSA_P256);
    const Bytes data = test::FromText("data");
    EXPECT_EQ(m_crypto.Sign(key, data), m_crypto.Sign(key, data));
}

TEST_F(ModelledCryptoTest, GivesAnotherSecretForAnyChangedOctetOfAPublicValue)
{
    const auto mine = m_crypto.MakeDhKeyPair(DhGroup::P521);
    const auto peers = m_crypto.MakeDhKeyPair(DhGroup::P521);
    const Bytes secret = *mine->ComputeSecret(peers->GetPublicValue());
    Bytes value(peers->GetPublicValue().begin(), peers->GetPublicValue().end());
    for (Byte& octet : value)
    {
        octet ^= 1;
        EXPECT_NE(*mine->ComputeSecret(value), secret);
        octet ^= 1;
    }
}

TEST_F(ModelledCryptoTest, BeginsSignaturesOfDsaWithTheSizeOfTheKey)
{
    const PrivateKey key = draft2003::ReadPrivateKey(m_context, draft2003::test::DSA_1024_PEM);
    const Bytes signature = m_crypto.Sign(key, test::FromText("data"));
    EXPECT_EQ(signature.size(), 41u);
    EXPECT_EQ(signature[0], 8) << "T of 1024 bits (RFC 2536)";
}

TEST_F(ModelledCryptoTest, FillsLongValuesToTheirEnd)
{
    const auto pair = m_crypto.MakeDhKeyPair(DhGroup::MODP_3072);
    const ByteSpan value = pair->GetPublicValue();
    for (std::size_t at = 0; at < value.size(); at += 16)
    {
        const ByteSpan part = value.subspan(at, 16);
        EXPECT_NE(Bytes(part.begin(), part.end()), Bytes(16)) << at;
    }
}

} // namespace
} // namespace hip
