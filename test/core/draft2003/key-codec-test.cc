// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/pem.h"
#include "core/draft2003/key-codec.h"
#include "test/core/draft2003/sample-keys.h"
#include "test/core/support/hex.h"

#include <gtest/gtest.h>

namespace hip::draft2003
{
namespace
{

using namespace test;
using hip::test::FromHex;
using hip::test::ToHex;

DropReason
GetRefusal(HiAlgorithm algorithm, const Bytes& field)
{
    const auto key = DecodeHostIdentity(nullptr, algorithm, field);
    EXPECT_FALSE(key) << "accepted: " << ToHex(field);
    return key ? DropReason::DNS_LOOP : key.error();
}

void
ExpectRefused(HiAlgorithm algorithm, const Bytes& field)
{
    EXPECT_EQ(GetRefusal(algorithm, field), DropReason::BAD_PARAMETER);
}

TEST(Draft2003KeyCodec, GivesDsaTheFormOfRfc2536)
{
    const PkeyPtr key = ReadPrivateKeyPem(nullptr, DSA_1024_PEM);
    EXPECT_EQ(GetHiAlgorithm(key.get()), HiAlgorithm::DSA);
    EXPECT_EQ(GetDsaSize(key.get()), 8);
    const KeyType type = GetKeyType(key.get(), HiAlgorithm::DSA);
    EXPECT_EQ(type.kind, KeyKind::DSA_1024);
    EXPECT_EQ(type.scheme, SignatureScheme::DSA_SHA1);
    const Bytes field = EncodeHostIdentity(key.get(), HiAlgorithm::DSA);
    EXPECT_EQ(ToHex(field), DSA_1024_HOST_IDENTITY);
    EXPECT_EQ(field.size(), 405u);
    const auto decoded = DecodeHostIdentity(nullptr, HiAlgorithm::DSA, field);
    ASSERT_TRUE(decoded);
    EXPECT_EQ(EVP_PKEY_eq(decoded->get(), key.get()), 1);
}

TEST(Draft2003KeyCodec, GivesRsaTheFormOfRfc3110)
{
    const PkeyPtr key = ReadPrivateKeyPem(nullptr, RSA_1024_PEM);
    EXPECT_EQ(GetHiAlgorithm(key.get()), HiAlgorithm::RSA);
    const KeyType type = GetKeyType(key.get(), HiAlgorithm::RSA);
    EXPECT_EQ(type.kind, KeyKind::RSA_1024);
    EXPECT_EQ(type.scheme, SignatureScheme::RSA_SHA1);
    const Bytes field = EncodeHostIdentity(key.get(), HiAlgorithm::RSA);
    EXPECT_EQ(ToHex(field), RSA_1024_HOST_IDENTITY);
    const auto decoded = DecodeHostIdentity(nullptr, HiAlgorithm::RSA, field);
    ASSERT_TRUE(decoded);
    EXPECT_EQ(EVP_PKEY_eq(decoded->get(), key.get()), 1);
}

TEST(Draft2003KeyCodec, KnowsNoOtherKeys)
{
    EXPECT_FALSE(GetHiAlgorithm(ReadPrivateKeyPem(nullptr, DSA_Q224_PEM).get()));
    const PkeyPtr curve(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
    EXPECT_FALSE(GetHiAlgorithm(curve.get()));
    ExpectRefused(HiAlgorithm{7}, FromHex(DSA_1024_HOST_IDENTITY));
}

TEST(Draft2003KeyCodec, RefusesEveryOtherLengthOfDsa)
{
    Bytes field = FromHex(DSA_1024_HOST_IDENTITY);
    field.push_back(0);
    for (std::size_t length = 0; length <= field.size(); ++length)
    {
        if (length != field.size() - 1)
        {
            ExpectRefused(HiAlgorithm::DSA, Bytes(field.begin(), field.begin() + length));
        }
    }
}

TEST(Draft2003KeyCodec, RefusesDsaNumbersThatCannotBeThoseOfAKey)
{
    const Bytes field = FromHex(DSA_1024_HOST_IDENTITY);
    constexpr std::size_t AT_Q = 1;
    constexpr std::size_t AT_P = 21;
    constexpr std::size_t AT_G = AT_P + 128;
    constexpr std::size_t AT_Y = AT_G + 128;
    const auto with = [&field](std::size_t at, const Bytes& octets) {
        Bytes changed = field;
        std::copy(octets.begin(), octets.end(), changed.begin() + static_cast<std::ptrdiff_t>(at));
        return changed;
    };
    const Bytes p(field.begin() + AT_P, field.begin() + AT_G);
    Bytes one(128);
    one.back() = 1;
    ExpectRefused(HiAlgorithm::DSA, with(0, {9}));
    ExpectRefused(HiAlgorithm::DSA, with(AT_Q, {0x7f}));     // 159 bits
    ExpectRefused(HiAlgorithm::DSA, with(AT_P - 1, {0x02})); // even q
    ExpectRefused(HiAlgorithm::DSA, with(AT_G - 1, {0x02})); // even p
    ExpectRefused(HiAlgorithm::DSA, with(AT_P, Bytes(8)));   // T is too large for p
    for (const std::size_t at : {AT_G, AT_Y})
    {
        ExpectRefused(HiAlgorithm::DSA, with(at, Bytes(128)));
        ExpectRefused(HiAlgorithm::DSA, with(at, one));
        ExpectRefused(HiAlgorithm::DSA, with(at, p));
    }
}

TEST(Draft2003KeyCodec, RefusesRsaThatIsShortOrCutOff)
{
    ExpectRefused(HiAlgorithm::RSA, {});
    ExpectRefused(HiAlgorithm::RSA, {0});
    ExpectRefused(HiAlgorithm::RSA, {0, 0, 3, 1, 0, 1});
    ExpectRefused(HiAlgorithm::RSA, {3, 1, 0, 1});
    Bytes small = FromHex(RSA_1024_HOST_IDENTITY);
    small.resize(4 + 63); // 504 bits
    small.back() |= 1;
    ExpectRefused(HiAlgorithm::RSA, small);
}

/// RFC 3110 ends at 4096 bits.
TEST(Draft2003KeyCodec, RefusesRsaThatIsLong)
{
    Bytes field = FromHex("03010001");
    field.resize(4 + 512, 0xff);
    EXPECT_TRUE(DecodeHostIdentity(nullptr, HiAlgorithm::RSA, field));
    field.insert(field.begin() + 4, 0x01); // 4097 bits
    ExpectRefused(HiAlgorithm::RSA, field);
}

} // namespace
} // namespace hip::draft2003
