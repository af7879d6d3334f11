// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/crypto-context.h"
#include "core/crypto/random.h"
#include "core/identity/host-identity.h"
#include "core/wire/hip-packet.h"
#include "test/core/draft2003/sample-keys.h"
#include "test/core/support/hex.h"
#include "test/core/support/pcap-reader.h"
#include "test/core/support/sample-keys.h"

#include <gtest/gtest.h>
#include <stdexcept>

namespace hip
{
namespace
{

using test::FromHex;

class HostIdentityTest : public testing::Test
{
  protected:
    SeededRandom m_random{1, 0, "host-identity-test"};
    CryptoContext m_context{m_random};
};

HostIdParameter
MakeHostId(HiAlgorithm algorithm, Bytes hostIdentity)
{
    HostIdParameter hostId;
    hostId.algorithm = algorithm;
    hostId.hostIdentity = std::move(hostIdentity);
    return hostId;
}

/// From the debug log of a deployed implementation.
const char* const P384_HOST_IDENTITY =
    "0002851c4e640f0d32a247922d772d89ca0f24b2771adc8af5344f4d558f4579542536b5b15daad5482622ec9670af"
    "41b45aada2591f9c18e01dc6d7241c94def9fca179a364d792fcd8eb6ec1673abd683b5e5a03e796269a1031568e6d"
    "c06c7872";

TEST_F(HostIdentityTest, DerivesTheHitsOfACapture)
{
    const auto packets =
        test::ReadPcap(std::string(HIP_TEST_DATA_DIR) + "/hipv2-base-exchange.pcap");
    const std::pair<std::size_t, const char*> senders[] = {
        {1, "2001:21:cede:2a06:494f:d3ca:b0e:1ab3"},
        {2, "2001:21:f99e:7fe:79f9:28a:f631:f89e"}};
    for (const auto& [frame, hit] : senders)
    {
        const auto packet = PacketView::Parse(packets.at(frame).payload);
        ASSERT_TRUE(packet);
        const auto hostId = packet->Get<HostIdParameter>();
        ASSERT_TRUE(hostId);
        EXPECT_EQ(MakeHit(HitSuite::RSA_SHA256, hostId->hostIdentity).ToString(), hit);
        const auto key = VerifyHostId(m_context, *hostId, packet->GetSender());
        ASSERT_TRUE(key);
        EXPECT_EQ(key->GetKind(), KeyKind::RSA_2048);
        EXPECT_EQ(VerifyHostId(m_context, *hostId, packet->GetReceiver()).error(),
                  DropReason::HIT_MISMATCH);
    }
}

TEST_F(HostIdentityTest, DerivesTheHitOfAnEcdsaKey)
{
    const Bytes field = FromHex(P384_HOST_IDENTITY);
    const Hit hit = MakeHit(HitSuite::ECDSA_SHA384, field);
    EXPECT_EQ(hit.ToString(), "2001:22:9c94:7f66:81ce:eac5:9d24:3230");
    const auto key = VerifyHostId(m_context, MakeHostId(HiAlgorithm::ECDSA, field), hit);
    ASSERT_TRUE(key);
    EXPECT_EQ(key->GetKind(), KeyKind::ECDSA_P384);
}

TEST_F(HostIdentityTest, HashesThePointInTheFormReceived)
{
    Bytes field = FromHex(P384_HOST_IDENTITY);
    field.insert(field.begin() + 2, 4);
    const Hit hit = MakeHit(HitSuite::ECDSA_SHA384, field);
    EXPECT_NE(hit, MakeHit(HitSuite::ECDSA_SHA384, FromHex(P384_HOST_IDENTITY)));
    EXPECT_TRUE(VerifyHostId(m_context, MakeHostId(HiAlgorithm::ECDSA, field), hit));
}

TEST_F(HostIdentityTest, ShowsItselfInHostId)
{
    const HostIdentity identity(PrivateKey::FromPem(m_context, test::TRADITIONAL_P256_PEM),
                                "host.example",
                                true);
    const HostIdParameter& hostId = identity.GetHostId();
    EXPECT_EQ(hostId.algorithm, HiAlgorithm::ECDSA);
    EXPECT_EQ(test::ToHex(hostId.hostIdentity), test::P256_HOST_IDENTITY);
    EXPECT_EQ(hostId.domainIdentifierType, 1);
    EXPECT_EQ(test::ToHex(hostId.domainIdentifier), "04686f7374076578616d706c6500");
    EXPECT_TRUE(identity.IsAnonymous());
    EXPECT_EQ(identity.GetSuite(), HitSuite::ECDSA_SHA384);
    const auto peer = VerifyHostId(m_context, hostId, identity.GetHit());
    ASSERT_TRUE(peer);
    EXPECT_EQ(peer->GetHostIdentity(), identity.GetPublicKey().GetHostIdentity());
    EXPECT_EQ(identity.GetKey().GetHandle(), identity.GetPublicKey().GetHandle());
}

TEST_F(HostIdentityTest, HasNoDomainIdentifierUnlessGiven)
{
    const HostIdentity identity(PrivateKey::FromPem(m_context, test::TRADITIONAL_P256_PEM));
    EXPECT_EQ(identity.GetHostId().domainIdentifierType, 0);
    EXPECT_TRUE(identity.GetHostId().domainIdentifier.empty());
    EXPECT_FALSE(identity.IsAnonymous());
}

TEST_F(HostIdentityTest, RefusesABadDomainIdentifier)
{
    EXPECT_THROW(HostIdentity(PrivateKey::FromPem(m_context, test::TRADITIONAL_P256_PEM), "a..b"),
                 std::invalid_argument);
}

TEST_F(HostIdentityTest, VerifiesEachOctetOfTheHit)
{
    const Bytes field = FromHex(test::P256_HOST_IDENTITY);
    const HostIdParameter hostId = MakeHostId(HiAlgorithm::ECDSA, field);
    const Hit good = MakeHit(HitSuite::ECDSA_SHA384, field);
    for (std::size_t n = 0; n < 16; ++n)
    {
        std::array<Byte, 16> octets = good.GetBytes();
        octets[n] ^= 1;
        const auto key = VerifyHostId(m_context, hostId, Hit(octets));
        ASSERT_FALSE(key) << n;
        const DropReason expected =
            n == 3 ? DropReason::UNSUPPORTED_HIT_SUITE : DropReason::HIT_MISMATCH;
        EXPECT_EQ(key.error(), expected) << n;
    }
}

TEST_F(HostIdentityTest, RefusesAKeyOfAnotherSuiteThanTheHit)
{
    const Bytes field = FromHex(test::P256_HOST_IDENTITY);
    const Hit hit = MakeHit(HitSuite::RSA_SHA256, field);
    EXPECT_EQ(VerifyHostId(m_context, MakeHostId(HiAlgorithm::ECDSA, field), hit).error(),
              DropReason::HIT_MISMATCH);
}

TEST_F(HostIdentityTest, RefusesAHitThatDerivesFromWhatIsNoKey)
{
    const Bytes field = FromHex("0001 1234");
    const Hit hit = MakeHit(HitSuite::ECDSA_SHA384, field);
    EXPECT_EQ(VerifyHostId(m_context, MakeHostId(HiAlgorithm::ECDSA, field), hit).error(),
              DropReason::BAD_PARAMETER);
    EXPECT_EQ(VerifyHostId(m_context, MakeHostId(static_cast<HiAlgorithm>(13), field), hit).error(),
              DropReason::BAD_PARAMETER);
}

TEST_F(HostIdentityTest, KnowsTheSuiteAndHashOfAHit)
{
    const auto parse = [](const char* text) { return *IpAddress::Parse(text); };
    EXPECT_EQ(GetHitSuite(parse("2001:21::1")), HitSuite::RSA_SHA256);
    EXPECT_EQ(GetHash(parse("2001:21::1")), HashKind::SHA256);
    EXPECT_EQ(GetHitSuite(parse("2001:22::1")), HitSuite::ECDSA_SHA384);
    EXPECT_EQ(GetHash(parse("2001:22::1")), HashKind::SHA384);
    for (const char* other : {"2001:20::1", "2001:23::1", "2001:25::1", "2001:11::1", "::"})
    {
        EXPECT_FALSE(GetHitSuite(parse(other))) << other;
        EXPECT_FALSE(GetHash(parse(other))) << other;
    }
}

TEST(HostIdentity, HasNoKeyOfTheDialectOf2003)
{
    draft2003::test::SampleContext context;
    for (const std::string& pem : {draft2003::test::DSA_1024_PEM, draft2003::test::RSA_1024_PEM})
    {
        EXPECT_THROW(HostIdentity(draft2003::ReadPrivateKey(context.crypto, pem)),
                     std::invalid_argument);
    }
}

} // namespace
} // namespace hip
