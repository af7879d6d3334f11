// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/openssl-ptr.h"
#include "core/draft2003/algorithms.h"
#include "test/core/draft2003/sample-keys.h"
#include "test/core/support/hex.h"

#include <gtest/gtest.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <stdexcept>

namespace hip::draft2003
{
namespace
{

using test::SampleContext;

BignumPtr
GetPrime(DhGroup group)
{
    switch (group)
    {
    case DhGroup::OAKLEY_1:
        return BignumPtr(BN_get_rfc2409_prime_768(nullptr));
    case DhGroup::OAKLEY_2:
        return BignumPtr(BN_get_rfc2409_prime_1024(nullptr));
    case DhGroup::MODP_1536:
        return BignumPtr(BN_get_rfc3526_prime_1536(nullptr));
    case DhGroup::MODP_2048:
        return BignumPtr(BN_get_rfc3526_prime_2048(nullptr));
    case DhGroup::MODP_3072:
        return BignumPtr(BN_get_rfc3526_prime_3072(nullptr));
    case DhGroup::MODP_4096:
        return BignumPtr(BN_get_rfc3526_prime_4096(nullptr));
    case DhGroup::MODP_6144:
        return BignumPtr(BN_get_rfc3526_prime_6144(nullptr));
    case DhGroup::MODP_8192:
        return BignumPtr(BN_get_rfc3526_prime_8192(nullptr));
    }
    return nullptr;
}

Bytes
ToBytes(const BIGNUM* number, std::size_t width)
{
    Bytes octets(width);
    EXPECT_EQ(BN_bn2binpad(number, octets.data(), static_cast<int>(width)),
              static_cast<int>(width));
    return octets;
}

class Draft2003DhKeyPair : public testing::TestWithParam<unsigned>
{
  protected:
    SampleContext context;

    DhGroup GetGroup() const
    {
        return static_cast<DhGroup>(GetParam());
    }

    static std::unique_ptr<DhKeyPair> MakePair(SampleContext& from, DhGroup group)
    {
        return from.engine->MakeDhKeyPair(ToDhGroup(group).value());
    }
};

INSTANTIATE_TEST_SUITE_P(Groups, Draft2003DhKeyPair, testing::Range(1u, 9u));

TEST_P(Draft2003DhKeyPair, AgreesWithItsPeerAtFullWidth)
{
    const auto one = MakePair(context, GetGroup());
    const auto other = MakePair(context, GetGroup());
    EXPECT_EQ(one->GetGroup(), ToDhGroup(GetGroup()));
    EXPECT_EQ(one->GetPublicValue().size(), GetDhLength(GetGroup()));
    const auto secret = one->ComputeSecret(other->GetPublicValue());
    ASSERT_TRUE(secret);
    EXPECT_EQ(secret->size(), GetDhLength(GetGroup()));
    EXPECT_EQ(*secret, *other->ComputeSecret(one->GetPublicValue()));
    EXPECT_NE(Bytes(one->GetPublicValue().begin(), one->GetPublicValue().end()),
              Bytes(other->GetPublicValue().begin(), other->GetPublicValue().end()));
}

TEST_P(Draft2003DhKeyPair, RefusesValuesThatGiveTheSecretAway)
{
    const auto pair = MakePair(context, GetGroup());
    const std::size_t width = GetDhLength(GetGroup());
    const BignumPtr number = GetPrime(GetGroup());
    const auto expectRefused = [&pair](const Bytes& value) {
        const auto secret = pair->ComputeSecret(value);
        ASSERT_FALSE(secret);
        EXPECT_EQ(secret.error(), DropReason::BAD_DH_VALUE);
    };
    expectRefused(ToBytes(number.get(), width)); // p
    BN_sub_word(number.get(), 1);
    expectRefused(ToBytes(number.get(), width)); // p - 1
    BN_add_word(number.get(), 2);
    expectRefused(ToBytes(number.get(), width)); // p + 1
    BN_set_word(number.get(), 1);
    expectRefused(ToBytes(number.get(), width));
    expectRefused(Bytes(width));
    expectRefused(Bytes(width, 0xff));
    expectRefused({});
    const ByteSpan own = pair->GetPublicValue();
    expectRefused(Bytes(own.begin(), own.end() - 1));
    Bytes longer(own.begin(), own.end());
    longer.insert(longer.begin(), 0);
    expectRefused(longer);
}

/// With the peer's value 4 = 2^2, Kij is the square of the own value: OpenSSL's numbers judge.
TEST_P(Draft2003DhKeyPair, ComputesPowersModuloThePrimeOfTheGroup)
{
    const auto pair = MakePair(context, GetGroup());
    const std::size_t width = GetDhLength(GetGroup());
    Bytes four(width);
    four.back() = 4;
    const auto secret = pair->ComputeSecret(four);
    ASSERT_TRUE(secret);
    const ByteSpan own = pair->GetPublicValue();
    const BignumPtr value(BN_bin2bn(own.data(), static_cast<int>(own.size()), nullptr));
    const BignumPtr prime = GetPrime(GetGroup());
    const OpenSslPtr<BN_CTX, BN_CTX_free> work(BN_CTX_new());
    ASSERT_EQ(BN_mod_sqr(value.get(), value.get(), prime.get(), work.get()), 1);
    EXPECT_EQ(*secret, ToBytes(value.get(), width));
}

TEST_P(Draft2003DhKeyPair, IsMadeFromTheSeed)
{
    const auto make = [this](std::uint64_t seed) {
        SampleContext seeded(seed);
        const auto pair = MakePair(seeded, GetGroup());
        return hip::test::ToHex(pair->GetPublicValue());
    };
    EXPECT_EQ(make(1), make(1));
    EXPECT_NE(make(1), make(2));
}

TEST(Draft2003DhGroups, AreThoseOfBothDialectsUnderOtherNumbers)
{
    for (unsigned number = 1; number <= 8; ++number)
    {
        const auto group = ToDhGroup(static_cast<DhGroup>(number));
        ASSERT_TRUE(group) << number;
        EXPECT_EQ(FromDhGroup(*group), static_cast<DhGroup>(number));
        EXPECT_EQ(IsHipv2(*group), number == 3 || number == 5) << number;
    }
    EXPECT_EQ(ToDhGroup(DhGroup::MODP_1536), hip::DhGroup::MODP_1536);
    EXPECT_EQ(ToDhGroup(DhGroup::MODP_3072), hip::DhGroup::MODP_3072);
    for (const unsigned number : {0u, 9u, 0xe1u, 0xffu})
    {
        EXPECT_FALSE(ToDhGroup(static_cast<DhGroup>(number))) << number;
    }
    EXPECT_FALSE(FromDhGroup(hip::DhGroup::P256));
}

} // namespace
} // namespace hip::draft2003
