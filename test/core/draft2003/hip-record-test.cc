// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/draft2003/hip-record.h"
#include "test/core/draft2003/sample-keys.h"
#include "test/core/support/hex.h"

#include <gtest/gtest.h>

namespace hip::draft2003
{
namespace
{

class HipRecord2003Test : public testing::Test
{
  protected:
    HostIdentity MakeIdentity(const std::string& pem)
    {
        return HostIdentity(ReadPrivateKey(m_context, pem));
    }

    SeededRandom m_random{1, 0, "hip-record-2003"};
    CryptoContext m_context{m_random};
};

TEST_F(HipRecord2003Test, HoldsTheKeyInTheFormOfItsAlgorithm)
{
    const HipRecord dsa = MakeHipRecord(MakeIdentity(test::DSA_1024_PEM));
    EXPECT_EQ(dsa.algorithm, 1) << "IPSECKEY's number of DSA (RFC 4025 §2.4)";
    EXPECT_EQ(hip::test::ToHex(dsa.publicKey), test::DSA_1024_HOST_IDENTITY);
    const HipRecord rsa = MakeHipRecord(MakeIdentity(test::RSA_1024_PEM));
    EXPECT_EQ(rsa.algorithm, 2);
    EXPECT_EQ(rsa.publicKey.size(), 1 + 3 + 128U) << "RFC 3110: length, exponent, modulus";
}

TEST_F(HipRecord2003Test, ComesBackFromItsWireForm)
{
    for (const std::string& pem : {test::DSA_1024_PEM, test::RSA_1024_PEM})
    {
        const HostIdentity identity = MakeIdentity(pem);
        Bytes rdata;
        MakeHipRecord(identity, {"fa.foo.com"}).Write(rdata);
        const auto record = HipRecord::Parse(rdata);
        ASSERT_TRUE(record);
        EXPECT_EQ(record->hit, identity.GetHit());
        EXPECT_EQ(record->rendezvousServers.size(), 1U);
        const auto key = draft2003::VerifyHipRecord(m_context, *record);
        ASSERT_TRUE(key);
        EXPECT_EQ(key->GetHostIdentity(), identity.GetPublicKey().GetHostIdentity());
    }
}

TEST_F(HipRecord2003Test, IsRefusedIfItsHitIsNotThatOfItsKey)
{
    HipRecord record = MakeHipRecord(MakeIdentity(test::DSA_1024_PEM));
    record.hit = MakeIdentity(test::OTHER_DSA_1024_PEM).GetHit();
    EXPECT_EQ(draft2003::VerifyHipRecord(m_context, record).error(), DropReason::HIT_MISMATCH);
}

TEST_F(HipRecord2003Test, IsOfOneDialect)
{
    const HostIdentity identity = MakeIdentity(test::RSA_1024_PEM);
    EXPECT_FALSE(hip::VerifyHipRecord(m_context, MakeHipRecord(identity)));
    const hip::HostIdentity other(PrivateKey::GenerateEcdsa(m_context, KeyKind::ECDSA_P256));
    EXPECT_EQ(draft2003::VerifyHipRecord(m_context, hip::MakeHipRecord(other)).error(),
              DropReason::BAD_PARAMETER);
    const hip::HostIdentity rsa(PrivateKey::GenerateRsa(m_context, 2048));
    EXPECT_EQ(draft2003::VerifyHipRecord(m_context, hip::MakeHipRecord(rsa)).error(),
              DropReason::HIT_MISMATCH);
}

} // namespace
} // namespace hip::draft2003
