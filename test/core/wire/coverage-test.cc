// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/openssl-ptr.h"
#include "core/wire/coverage.h"
#include "core/wire/hip-packet.h"
#include "core/wire/parameters.h"
#include "test/core/support/hex.h"
#include "test/core/support/pcap-reader.h"

#include <gtest/gtest.h>
#include <memory>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

namespace hip
{
namespace
{

using test::FromHex;
using test::ToHex;

template <class T, void (*free)(T*)>
struct Free
{
    void operator()(T* object) const
    {
        free(object);
    }
};

template <class T, void (*free)(T*)>
using Owned = std::unique_ptr<T, Free<T, free>>;

using KeyPtr = Owned<EVP_PKEY, EVP_PKEY_free>;

/// @param hostIdentity RFC 3110: length of the exponent, exponent, modulus
KeyPtr
MakeRsaKey(ByteSpan hostIdentity)
{
    const std::size_t length = hostIdentity[0];
    const ByteSpan e = hostIdentity.subspan(1, length);
    const ByteSpan n = hostIdentity.subspan(1 + length);
    const Owned<BIGNUM, BN_free> exponent(BN_bin2bn(e.data(), static_cast<int>(e.size()), nullptr));
    const Owned<BIGNUM, BN_free> modulus(BN_bin2bn(n.data(), static_cast<int>(n.size()), nullptr));
    const Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free> builder(OSSL_PARAM_BLD_new());
    OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get());
    OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get());
    const Owned<OSSL_PARAM, OSSL_PARAM_free> params(OSSL_PARAM_BLD_to_param(builder.get()));
    const Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free> maker(
        EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
    EVP_PKEY* key = nullptr;
    EVP_PKEY_fromdata_init(maker.get());
    EVP_PKEY_fromdata(maker.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get());
    return KeyPtr(key);
}

/// RSASSA-PSS with SHA-256 and a salt of 32 octets (RFC 7401 §5.2.9).
bool
Verifies(EVP_PKEY* key, const Bytes& signature, const Bytes& covered)
{
    const OpenSslErrorScope forgotten;
    const Owned<EVP_MD_CTX, EVP_MD_CTX_free> verifier(EVP_MD_CTX_new());
    EVP_PKEY_CTX* options = nullptr;
    EVP_DigestVerifyInit(verifier.get(), &options, EVP_sha256(), nullptr, key);
    EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING);
    EVP_PKEY_CTX_set_rsa_pss_saltlen(options, 32);
    return EVP_DigestVerify(verifier.get(),
                            signature.data(),
                            signature.size(),
                            covered.data(),
                            covered.size()) == 1;
}

class CapturedSignatures : public testing::Test
{
  protected:
    void SetUp() override
    {
        packets = test::ReadPcap(HIP_TEST_DATA_DIR "/hipv2-base-exchange.pcap");
        const auto r1 = PacketView::Parse(packets.at(1).payload);
        const auto i2 = PacketView::Parse(packets.at(2).payload);
        ASSERT_TRUE(r1 && i2);
        responderKey = MakeRsaKey(r1->Get<HostIdParameter>()->hostIdentity);
        initiatorKey = MakeRsaKey(i2->Get<HostIdParameter>()->hostIdentity);
    }

    std::vector<test::CapturedPacket> packets;
    KeyPtr responderKey;
    KeyPtr initiatorKey;
};

TEST_F(CapturedSignatures, OfR1CoversWhatHipSignature2Covers)
{
    const auto r1 = PacketView::Parse(packets[1].payload);
    const Bytes signature = r1->Get<HipSignature2Parameter>()->signature;
    const auto type = ParameterType::HIP_SIGNATURE_2;
    EXPECT_TRUE(
        Verifies(responderKey.get(), signature, r1->GetCovered(Coverage::SIGNATURE_2, type)));
    EXPECT_FALSE(
        Verifies(responderKey.get(), signature, r1->GetCovered(Coverage::SIGNATURE, type)));
}

TEST_F(CapturedSignatures, OfI2CoversWhatHipSignatureCovers)
{
    const auto i2 = PacketView::Parse(packets[2].payload);
    const Bytes signature = i2->Get<HipSignatureParameter>()->signature;
    const auto type = ParameterType::HIP_SIGNATURE;
    EXPECT_TRUE(Verifies(initiatorKey.get(), signature, i2->GetCovered(Coverage::SIGNATURE, type)));
    EXPECT_FALSE(
        Verifies(initiatorKey.get(), signature, i2->GetCovered(Coverage::SIGNATURE_2, type)));
}

TEST_F(CapturedSignatures, OfR2CoversWhatHipSignatureCoversUnderItsOddType)
{
    // This daemon puts the R2 signature into HIP_SIGNATURE_2, over the octets of HIP_SIGNATURE.
    const auto r2 = PacketView::Parse(packets[3].payload);
    EXPECT_TRUE(Verifies(responderKey.get(),
                         r2->Get<HipSignature2Parameter>()->signature,
                         r2->GetCovered(Coverage::SIGNATURE, ParameterType::HIP_SIGNATURE_2)));
}

const std::string START = "3b00022100000000";
const std::string SENDER = "20010020000000000000000000000001";
const std::string RECEIVER = "20010020000000000000000000000002";
const std::string NOBODY(32, '0');
const std::string PUZZLE = "0101000c 0a25abcd 1122334455667788";

std::string
Cover(Coverage coverage, const std::string& packet, const std::string& hostIdTlv = "")
{
    return ToHex(CopyCovered(FromHex(packet), coverage, FromHex(hostIdTlv)));
}

TEST(Coverage, ZeroesTheChecksumAndSetsTheHeaderLength)
{
    for (const auto coverage : {Coverage::MAC, Coverage::SIGNATURE})
    {
        EXPECT_EQ(Cover(coverage, "3bee0221abcd0001" + SENDER + RECEIVER + PUZZLE),
                  "3b06022100000001" + SENDER + RECEIVER + "0101000c0a25abcd1122334455667788");
    }
}

TEST(Coverage, OfSignature2LeavesOutReceiverOpaqueAndI)
{
    EXPECT_EQ(Cover(Coverage::SIGNATURE_2, START + SENDER + RECEIVER + PUZZLE),
              "3b06022100000000" + SENDER + NOBODY + "0101000c0a2500000000000000000000");
}

TEST(Coverage, OfSignature2DoesNotTripOverAPuzzleWithoutContents)
{
    EXPECT_EQ(Cover(Coverage::SIGNATURE_2, START + SENDER + RECEIVER + "0101000122334455"),
              "3b05022100000000" + SENDER + NOBODY + "0101000122334455");
    EXPECT_EQ(Cover(Coverage::SIGNATURE_2, START + SENDER + RECEIVER + "0101000022334455"),
              "3b05022100000000" + SENDER + NOBODY + "0101000022334455");
}

TEST(Coverage, OfMac2CountsTheAppendedHostId)
{
    const std::string hostIdTlv = "02c10008000200000007000100000000";
    EXPECT_EQ(Cover(Coverage::MAC_2, START + SENDER + RECEIVER, hostIdTlv),
              "3b06022100000000" + SENDER + RECEIVER + hostIdTlv);
}

} // namespace
} // namespace hip
