// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/key-codec.h"
#include "core/crypto/signature.h"
#include "core/wire/hip-packet.h"
#include "core/wire/parameters.h"
#include "test/core/support/hex.h"
#include "test/core/support/pcap-reader.h"
#include "test/core/support/sample-keys.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

using test::FromHex;
using test::FromText;

PkeyPtr
DecodeKey(HiAlgorithm algorithm, ByteSpan hostIdentity)
{
    Result<PkeyPtr> key = DecodeHostIdentity(nullptr, algorithm, hostIdentity);
    EXPECT_TRUE(key);
    return std::move(*key);
}

/// RFC 6979, A.2.5 and A.2.6: the signatures of "sample".
TEST(Signature, VerifiesEcdsaVectorsOfRfc6979)
{
    const Bytes p256 = FromHex("0001"
                               "60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6"
                               "7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299");
    const Bytes p256Signature =
        FromHex("EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716"
                "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8");
    const Bytes p384 = FromHex("0002"
                               "EC3A4E415B4E19A4568618029F427FA5DA9A8BC4AE92E02E06AAE5286B300C64"
                               "DEF8F0EA9055866064A254515480BC13"
                               "8015D9B72D7D57244EA8EF9AC0C621896708A59367F9DFB9F54CA84B3F1C9DB1"
                               "288B231C3AE0D4FE7344FD2533264720");
    const Bytes p384Signature =
        FromHex("94EDBB92A5ECB8AAD4736E56C691916B3F88140666CE9FA73D64C4EA95AD133C"
                "81A648152E44ACF96E36DD1E80FABE46"
                "99EF4AEB15F178CEA1FE40DB2603138F130E740A19624526203B6351D0A3A94F"
                "A329C145786E679E7B82C71A38628AC8");
    EXPECT_TRUE(IsValidSignature(nullptr,
                                 DecodeKey(HiAlgorithm::ECDSA, p256).get(),
                                 SignatureScheme::ECDSA_P256,
                                 FromText("sample"),
                                 p256Signature));
    EXPECT_TRUE(IsValidSignature(nullptr,
                                 DecodeKey(HiAlgorithm::ECDSA, p384).get(),
                                 SignatureScheme::ECDSA_P384,
                                 FromText("sample"),
                                 p384Signature));
}

/// Checks one signature of the capture with the key that its packet carries, or that of @p keyFrom.
template <class T>
bool
IsCaptureValid(const Bytes& packet, const Bytes& keyFrom, Coverage coverage)
{
    const auto view = PacketView::Parse(packet);
    const auto keyView = PacketView::Parse(keyFrom);
    EXPECT_TRUE(view && keyView);
    const auto signature = view->Get<T>();
    const auto hostId = keyView->Get<HostIdParameter>();
    EXPECT_TRUE(signature && hostId);
    const PkeyPtr key = DecodeKey(hostId->algorithm, hostId->hostIdentity);
    return IsValidSignature(nullptr,
                            key.get(),
                            SignatureScheme::RSA_PSS,
                            view->GetCovered(coverage, T::TYPE),
                            signature->signature);
}

TEST(Signature, VerifiesThoseOfAnotherImplementation)
{
    const auto packets =
        test::ReadPcap(std::string(HIP_TEST_DATA_DIR) + "/hipv2-base-exchange.pcap");
    ASSERT_GE(packets.size(), 4U);
    const Bytes& r1 = packets[1].payload;
    const Bytes& i2 = packets[2].payload;
    const Bytes& r2 = packets[3].payload;
    EXPECT_TRUE(IsCaptureValid<HipSignature2Parameter>(r1, r1, Coverage::SIGNATURE_2));
    EXPECT_FALSE(IsCaptureValid<HipSignature2Parameter>(r1, r1, Coverage::SIGNATURE));
    EXPECT_TRUE(IsCaptureValid<HipSignatureParameter>(i2, i2, Coverage::SIGNATURE));
    EXPECT_FALSE(IsCaptureValid<HipSignatureParameter>(i2, r1, Coverage::SIGNATURE));
    // That implementation sends the signature of R2 with the type of R1's.
    EXPECT_TRUE(IsCaptureValid<HipSignature2Parameter>(r2, r1, Coverage::SIGNATURE));
}

class SignatureOfEachKind : public testing::TestWithParam<SignatureScheme>
{
  protected:
    static PkeyPtr ShareRsaKey()
    {
        EVP_PKEY* key = test::GetRsaKey().get();
        EVP_PKEY_up_ref(key);
        return PkeyPtr(key);
    }

    static PkeyPtr MakeKey()
    {
        switch (GetParam())
        {
        case SignatureScheme::ECDSA_P256:
            return PkeyPtr(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
        case SignatureScheme::ECDSA_P384:
            return PkeyPtr(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-384"));
        default:
            return ShareRsaKey();
        }
    }

    const PkeyPtr m_key = MakeKey();
    const Bytes m_data = FromText("what is signed");
    const Bytes m_signature = MakeSignature(nullptr, m_key.get(), GetParam(), m_data);

    bool IsValid(ByteSpan data, ByteSpan signature) const
    {
        return IsValidSignature(nullptr, m_key.get(), GetParam(), data, signature);
    }
};

TEST_P(SignatureOfEachKind, HasItsLengthAndVerifies)
{
    EXPECT_EQ(m_signature.size(), GetSignatureLength(m_key.get(), GetParam()));
    EXPECT_TRUE(IsValid(m_data, m_signature));
}

TEST_P(SignatureOfEachKind, RefusesAnyChangedOctet)
{
    for (std::size_t n = 0; n < m_signature.size(); ++n)
    {
        Bytes changed = m_signature;
        changed[n] ^= 0x80;
        EXPECT_FALSE(IsValid(m_data, changed)) << n;
    }
    Bytes changed = m_data;
    changed[0] ^= 1;
    EXPECT_FALSE(IsValid(changed, m_signature));
}

TEST_P(SignatureOfEachKind, RefusesOtherLengths)
{
    Bytes longer = m_signature;
    longer.push_back(0);
    EXPECT_FALSE(IsValid(m_data, longer));
    EXPECT_FALSE(IsValid(m_data, ByteSpan(m_signature).first(m_signature.size() - 1)));
    EXPECT_FALSE(IsValid(m_data, {}));
    EXPECT_FALSE(IsValid(m_data, Bytes(m_signature.size(), 0)));
    EXPECT_FALSE(IsValid(m_data, Bytes(m_signature.size(), 0xff)));
}

INSTANTIATE_TEST_SUITE_P(Signature,
                         SignatureOfEachKind,
                         testing::Values(SignatureScheme::RSA_PSS,
                                         SignatureScheme::ECDSA_P256,
                                         SignatureScheme::ECDSA_P384));

TEST(Signature, OfEcdsaKeepsItsWidthWhenANumberIsSmall)
{
    const PkeyPtr key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
    bool wasSmall = false;
    for (int n = 0; n < 5000 && !wasSmall; ++n)
    {
        const Bytes data = FromText(std::to_string(n));
        const Bytes signature =
            MakeSignature(nullptr, key.get(), SignatureScheme::ECDSA_P256, data);
        ASSERT_EQ(signature.size(), 64U);
        wasSmall = signature[0] == 0 || signature[32] == 0;
        ASSERT_TRUE(
            IsValidSignature(nullptr, key.get(), SignatureScheme::ECDSA_P256, data, signature));
    }
    EXPECT_TRUE(wasSmall);
}

} // namespace
} // namespace hip
