// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/key-codec.h"
#include "core/util/endian.h"
#include "test/core/support/hex.h"
#include "test/core/support/sample-keys.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

using test::FromHex;

bool
IsAccepted(HiAlgorithm algorithm, ByteSpan field)
{
    const Result<PkeyPtr> key = DecodeHostIdentity(nullptr, algorithm, field);
    EXPECT_TRUE(key || key.error() == DropReason::BAD_PARAMETER);
    return key.has_value();
}

/// RFC 3110 form of an exponent and a modulus.
Bytes
MakeRsaField(const Bytes& exponent, const Bytes& modulus)
{
    Bytes field = exponent;
    field.insert(field.begin(), static_cast<Byte>(exponent.size()));
    Append(field, modulus);
    return field;
}

/// An odd number of so many bits.
Bytes
MakeModulus(std::size_t bits)
{
    Bytes modulus((bits + 7) / 8, 0xa5);
    modulus[0] = static_cast<Byte>(1U << ((bits - 1) % 8));
    return modulus;
}

const Bytes EXPONENT{1, 0, 1};

TEST(KeyCodec, EncodesRsaAsRfc3110)
{
    const PkeyPtr& key = test::GetRsaKey();
    BIGNUM* modulus = nullptr;
    ASSERT_EQ(EVP_PKEY_get_bn_param(key.get(), "n", &modulus), 1);
    const BignumPtr owner(modulus);
    Bytes octets(256);
    BN_bn2bin(modulus, octets.data());
    EXPECT_EQ(EncodeHostIdentity(key.get(), KeyKind::RSA_2048), MakeRsaField(EXPONENT, octets));
}

TEST(KeyCodec, DecodesWhatItEncodes)
{
    const PkeyPtr& rsa = test::GetRsaKey();
    const PkeyPtr p256(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
    const PkeyPtr p384(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-384"));
    for (const PkeyPtr* key : {&rsa, &p256, &p384})
    {
        const KeyKind kind = GetKeyKind(key->get()).value();
        const Bytes field = EncodeHostIdentity(key->get(), kind);
        const auto decoded = DecodeHostIdentity(nullptr, GetHiAlgorithm(kind), field);
        ASSERT_TRUE(decoded);
        EXPECT_EQ(EVP_PKEY_eq(key->get(), decoded->get()), 1);
        EXPECT_EQ(GetKeyKind(decoded->get()), kind);
    }
}

TEST(KeyCodec, TellsTheKindOfAKey)
{
    const std::pair<std::size_t, std::optional<KeyKind>> kinds[] = {{2048, KeyKind::RSA_2048},
                                                                    {2552, KeyKind::RSA_2048},
                                                                    {2560, KeyKind::RSA_3072},
                                                                    {3584, KeyKind::RSA_4096},
                                                                    {8000, KeyKind::RSA_4096}};
    for (const auto& [bits, kind] : kinds)
    {
        const auto key = DecodeHostIdentity(nullptr,
                                            HiAlgorithm::RSA,
                                            MakeRsaField(EXPONENT, MakeModulus(bits)));
        ASSERT_TRUE(key) << bits;
        EXPECT_EQ(GetKeyKind(key->get()), kind) << bits;
    }
    EXPECT_FALSE(GetKeyKind(test::MakeRsaKey(1024).get()));
    EXPECT_FALSE(GetKeyKind(PkeyPtr(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")).get()));
    EXPECT_FALSE(GetKeyKind(PkeyPtr(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-521")).get()));
}

TEST(KeyCodec, RefusesRsaFieldsThatAreNotAKeyOfHip)
{
    const Bytes modulus = MakeModulus(2048);
    Bytes even = modulus;
    even.back() = 0xa4;
    Bytes zeroFirst = modulus;
    zeroFirst.insert(zeroFirst.begin(), 0);
    EXPECT_TRUE(IsAccepted(HiAlgorithm::RSA, MakeRsaField(EXPONENT, modulus)));
    EXPECT_TRUE(IsAccepted(HiAlgorithm::RSA, MakeRsaField({3}, modulus)));
    const std::pair<const char*, Bytes> fields[] = {
        {"2047 bits", MakeRsaField(EXPONENT, MakeModulus(2047))},
        {"1024 bits", MakeRsaField(EXPONENT, MakeModulus(1024))},
        {"too many bits for any packet", MakeRsaField(EXPONENT, MakeModulus(8001))},
        {"even modulus", MakeRsaField(EXPONENT, even)},
        {"even exponent", MakeRsaField({1, 0, 2}, modulus)},
        {"exponent 1", MakeRsaField({1}, modulus)},
        {"no exponent", MakeRsaField({}, modulus)},
        {"long exponent", MakeRsaField(Bytes(9, 0x11), modulus)},
        {"zero in front of the exponent", MakeRsaField({0, 1, 0, 1}, modulus)},
        {"zero in front of the modulus", MakeRsaField(EXPONENT, zeroFirst)},
        {"no modulus", MakeRsaField(EXPONENT, {})},
        {"exponent longer than the field", {200, 1, 0, 1}},
        {"cut off length", {0, 1}},
        {"nothing", {}},
    };
    for (const auto& [what, field] : fields)
    {
        EXPECT_FALSE(IsAccepted(HiAlgorithm::RSA, field)) << what;
    }
}

TEST(KeyCodec, TakesTheExponentsLengthInItsLongForm)
{
    Bytes field{0, 0, 3};
    Append(field, EXPONENT);
    Append(field, MakeModulus(2048));
    EXPECT_TRUE(IsAccepted(HiAlgorithm::RSA, field));
}

TEST(KeyCodec, TakesBothFormsOfAPoint)
{
    Bytes field = FromHex(test::P256_HOST_IDENTITY);
    EXPECT_TRUE(IsAccepted(HiAlgorithm::ECDSA, field));
    field.insert(field.begin() + 2, 4);
    EXPECT_TRUE(IsAccepted(HiAlgorithm::ECDSA, field));
    field[2] = 6; // the hybrid form
    EXPECT_FALSE(IsAccepted(HiAlgorithm::ECDSA, field));
}

TEST(KeyCodec, RefusesPointsThatAreNotOnTheirCurve)
{
    const Bytes good = FromHex(test::P256_HOST_IDENTITY);
    for (std::size_t n = 0; n < good.size(); ++n)
    {
        Bytes changed = good;
        changed[n] ^= 1;
        EXPECT_FALSE(IsAccepted(HiAlgorithm::ECDSA, changed)) << n;
        EXPECT_FALSE(IsAccepted(HiAlgorithm::ECDSA, ByteSpan(good).first(n))) << n;
    }
    Bytes origin = good;
    std::fill(origin.begin() + 2, origin.end(), Byte{0});
    EXPECT_FALSE(IsAccepted(HiAlgorithm::ECDSA, origin));
}

TEST(KeyCodec, RefusesAlgorithmsItDoesNotKnow)
{
    const Bytes field = FromHex(test::P256_HOST_IDENTITY);
    for (const std::uint16_t algorithm : {0, 1, 3, 9, 13, 65535})
    {
        EXPECT_FALSE(IsAccepted(static_cast<HiAlgorithm>(algorithm), field)) << algorithm;
    }
}

TEST(KeyCodec, TellsKindsOfRsaKeysByTheirSize)
{
    const std::pair<int, KeyKind> sizes[] = {{512, KeyKind::RSA_1024},
                                             {1535, KeyKind::RSA_1024},
                                             {1536, KeyKind::RSA_2048},
                                             {2559, KeyKind::RSA_2048},
                                             {2560, KeyKind::RSA_3072},
                                             {3583, KeyKind::RSA_3072},
                                             {3584, KeyKind::RSA_4096}};
    for (const auto& [bits, kind] : sizes)
    {
        EXPECT_EQ(GetRsaKind(bits), kind) << bits;
    }
}

TEST(KeyCodec, HasOneSchemeForEachKindOfHipv2)
{
    EXPECT_EQ(GetSignatureScheme(KeyKind::RSA_3072), SignatureScheme::RSA_PSS);
    EXPECT_EQ(GetSignatureScheme(KeyKind::ECDSA_P256), SignatureScheme::ECDSA_P256);
    EXPECT_EQ(GetSignatureScheme(KeyKind::ECDSA_P384), SignatureScheme::ECDSA_P384);
}

} // namespace
} // namespace hip
