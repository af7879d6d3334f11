// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/crypto-context.h"
#include "core/crypto/host-key.h"
#include "core/crypto/openssl-crypto.h"
#include "core/crypto/random.h"
#include "core/crypto/signature.h"
#include "test/core/support/hex.h"
#include "test/core/support/sample-keys.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

/// All that two hosts of a run with one seed would send, as one text.
std::string
Record(std::uint64_t seed)
{
    SeededRandom random(seed, 0, "openssl-crypto-test");
    CryptoContext context(random);
    OpenSslCrypto crypto(context);
    const Bytes data = test::FromText("data");
    std::string record;
    for (const KeyKind kind : {KeyKind::ECDSA_P256, KeyKind::ECDSA_P384})
    {
        const PrivateKey key = PrivateKey::GenerateEcdsa(context, kind);
        record += test::ToHex(crypto.Sign(key, data)) + test::ToHex(crypto.Sign(key, data));
    }
    for (const DhGroup group : {DhGroup::MODP_1536, DhGroup::P256, DhGroup::P521})
    {
        const auto mine = crypto.MakeDhKeyPair(group);
        const auto peers = crypto.MakeDhKeyPair(group);
        record += test::ToHex(*mine->ComputeSecret(peers->GetPublicValue()));
    }
    return record;
}

TEST(OpenSslCrypto, RepeatsItselfWithTheSeed)
{
    const std::string record = Record(1);
    EXPECT_EQ(Record(1), record);
    EXPECT_NE(Record(2), record);
}

TEST(OpenSslCrypto, SaltsEverySignatureAnew)
{
    SeededRandom random(1, 0, "openssl-crypto-test");
    CryptoContext context(random);
    OpenSslCrypto crypto(context);
    const Bytes data = test::FromText("data");
    const PrivateKey key = PrivateKey::GenerateEcdsa(context, KeyKind::ECDSA_P256);
    EXPECT_NE(crypto.Sign(key, data), crypto.Sign(key, data));
}

/// OpenSSL's default context knows nothing of ours.
TEST(OpenSslCrypto, SignsWhatOthersVerify)
{
    SeededRandom random(1, 0, "openssl-crypto-test");
    CryptoContext context(random);
    OpenSslCrypto crypto(context);
    const Bytes data = test::FromText("data");
    const PrivateKey key = PrivateKey::FromPem(context, test::ToPrivatePem(test::GetRsaKey()));
    const Bytes signature = crypto.Sign(key, data);
    SystemRandom system;
    CryptoContext other(system);
    const auto peer = PublicKey::Parse(other, HiAlgorithm::RSA, key.GetPublic().GetHostIdentity());
    ASSERT_TRUE(peer);
    EXPECT_TRUE(OpenSslCrypto(other).Verify(*peer, data, signature));
}

} // namespace
} // namespace hip
