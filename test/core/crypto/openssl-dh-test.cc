// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/openssl-dh.h"
#include "core/util/endian.h"
#include "test/core/support/hex.h"

#include <gtest/gtest.h>
#include <openssl/core_names.h>
#include <openssl/param_build.h>

namespace hip
{
namespace
{

using test::FromHex;
using test::ToHex;

BignumPtr
ToNumber(ByteSpan octets)
{
    return BignumPtr(BN_bin2bn(octets.data(), static_cast<int>(octets.size()), nullptr));
}

BignumPtr
ToNumber(const char* hex)
{
    return ToNumber(ByteSpan(FromHex(hex)));
}

/// A key pair of given numbers on a curve.
OpenSslDhKeyPair
MakePair(DhGroup group, const char* privateValue, const std::string& publicValue)
{
    const BignumPtr scalar = ToNumber(privateValue);
    Bytes point{4};
    Append(point, FromHex(publicValue));
    const OpenSslPtr<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free> builder(OSSL_PARAM_BLD_new());
    OSSL_PARAM_BLD_push_utf8_string(builder.get(), "group", GetDhGroupInfo(group).name, 0);
    OSSL_PARAM_BLD_push_BN(builder.get(), "priv", scalar.get());
    OSSL_PARAM_BLD_push_octet_string(builder.get(), "pub", point.data(), point.size());
    const OpenSslPtr<OSSL_PARAM, OSSL_PARAM_free> parameters(
        OSSL_PARAM_BLD_to_param(builder.get()));
    const PkeyContextPtr context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
    EVP_PKEY* key = nullptr;
    EXPECT_EQ(EVP_PKEY_fromdata_init(context.get()), 1);
    EXPECT_EQ(EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_KEYPAIR, parameters.get()), 1);
    return OpenSslDhKeyPair(nullptr, group, PkeyPtr(key));
}

/// One exchange of RFC 5903, section 8.
struct EcVector
{
    DhGroup group;
    const char* i;
    std::string gi;
    const char* r;
    std::string gr;
    const char* secret;
};

const EcVector RFC_5903[] = {{DhGroup::P256,
                              "C88F01F510D9AC3F70A292DAA2316DE544E9AAB8AFE84049C62A9C57862D1433",
                              "DAD0B65394221CF9B051E1FECA5787D098DFE637FC90B9EF945D0C3772581180"
                              "5271A0461CDB8252D61F1C456FA3E59AB1F45B33ACCF5F58389E0577B8990BB3",
                              "C6EF9C5D78AE012A011164ACB397CE2088685D8F06BF9BE0B283AB46476BEE53",
                              "D12DFB5289C8D4F81208B70270398C342296970A0BCCB74C736FC7554494BF63"
                              "56FBF3CA366CC23E8157854C13C58D6AAC23F046ADA30F8353E74F33039872AB",
                              "d6840f6b42f6edafd13116e0e12565202fef8e9ece7dce03812464d04b9442de"},
                             {DhGroup::P384,
                              "099F3C7034D4A2C699884D73A375A67F7624EF7C6B3C0F160647B67414DCE655"
                              "E35B538041E649EE3FAEF896783AB194",
                              "667842D7D180AC2CDE6F74F37551F55755C7645C20EF73E31634FE72B4C55EE6"
                              "DE3AC808ACB4BDB4C88732AEE95F41AA"
                              "9482ED1FC0EEB9CAFC4984625CCFC23F65032149E0E144ADA024181535A0F38E"
                              "EB9FCFF3C2C947DAE69B4C634573A81C",
                              "41CB0779B4BDB85D47846725FBEC3C9430FAB46CC8DC5060855CC9BDA0AA2942"
                              "E0308312916B8ED2960E4BD55A7448FC",
                              "E558DBEF53EECDE3D3FCCFC1AEA08A89A987475D12FD950D83CFA41732BC509D"
                              "0D1AC43A0336DEF96FDA41D0774A3571"
                              "DCFBEC7AACF3196472169E838430367F66EEBE3C6E70C416DD5F0C68759DD1FF"
                              "F83FA40142209DFF5EAAD96DB9E6386C",
                              "11187331c279962d93d604243fd592cb9d0a926f422e47187521287e7156c5c4"
                              "d603135569b9e9d09cf5d4a270f59746"},
                             {DhGroup::P521,
                              "0037ADE9319A89F4DABDB3EF411AACCCA5123C61ACAB57B5393DCE47608172A0"
                              "95AA85A30FE1C2952C6771D937BA9777F5957B2639BAB072462F68C27A57382D"
                              "4A52",
                              "0015417E84DBF28C0AD3C278713349DC7DF153C897A1891BD98BAB4357C9ECBE"
                              "E1E3BF42E00B8E380AEAE57C2D107564941885942AF5A7F4601723C4195D176C"
                              "ED3E"
                              "017CAE20B6641D2EEB695786D8C946146239D099E18E1D5A514C739D7CB4A10A"
                              "D8A788015AC405D7799DC75E7B7D5B6CF2261A6A7F1507438BF01BEB6CA3926F"
                              "9582",
                              "0145BA99A847AF43793FDD0E872E7CDFA16BE30FDC780F97BCCC3F078380201E"
                              "9C677D600B343757A3BDBF2A3163E4C2F869CCA7458AA4A4EFFC311F5CB15168"
                              "5EB9",
                              "00D0B3975AC4B799F5BEA16D5E13E9AF971D5E9B984C9F39728B5E5739735A21"
                              "9B97C356436ADC6E95BB0352F6BE64A6C2912D4EF2D0433CED2B6171640012D9"
                              "460F"
                              "015C68226383956E3BD066E797B623C27CE0EAC2F551A10C2C724D9852077B87"
                              "220B6536C5C408A1D2AEBB8E86D678AE49CB57091F4732296579AB44FCD17F0F"
                              "C56A",
                              "01144c7d79ae6956bc8edb8e7c787c4521cb086fa64407f97894e5e6b2d79b04"
                              "d1427e73ca4baa240a34786859810c06b3c715a3a8cc3151f2bee417996d19f3"
                              "ddea"}};

TEST(OpenSslDh, AgreesWithRfc5903)
{
    for (const EcVector& vector : RFC_5903)
    {
        const OpenSslDhKeyPair initiator = MakePair(vector.group, vector.i, vector.gi);
        const OpenSslDhKeyPair responder = MakePair(vector.group, vector.r, vector.gr);
        EXPECT_EQ(initiator.GetGroup(), vector.group);
        EXPECT_EQ(ToHex(initiator.GetPublicValue()), ToHex(FromHex(vector.gi)));
        EXPECT_EQ(ToHex(*initiator.ComputeSecret(FromHex(vector.gr))), vector.secret);
        EXPECT_EQ(ToHex(*responder.ComputeSecret(FromHex(vector.gi))), vector.secret);
    }
}

TEST(OpenSslDh, RefusesPointsOffTheCurve)
{
    for (const EcVector& vector : RFC_5903)
    {
        const OpenSslDhKeyPair pair(nullptr, vector.group);
        const Bytes good = FromHex(vector.gi);
        for (std::size_t n = 0; n < good.size(); n += 7)
        {
            Bytes changed = good;
            changed[n] ^= 1;
            const auto secret = pair.ComputeSecret(changed);
            ASSERT_FALSE(secret) << n;
            EXPECT_EQ(secret.error(), DropReason::BAD_DH_VALUE);
        }
    }
}

/// RFC 3526 gives its primes as formulas over pi; the constants of both groups:
/// 2^bits - 2^(bits-64) - 1 + 2^64 * (floor(2^(bits-130) * pi) + added).
struct ModpGroup
{
    DhGroup group;
    std::size_t length; ///< octets
    unsigned long added;
};

const ModpGroup RFC_3526[] = {{DhGroup::MODP_1536, 192, 741804},
                              {DhGroup::MODP_3072, 384, 1690314}};

/// floor(2^bits * pi), by Machin's formula pi = 16 arctan(1/5) - 4 arctan(1/239).
BignumPtr
ComputePi(int bits)
{
    constexpr int GUARD_BITS = 64;
    const auto arctan = [bits](unsigned long inverse) {
        BignumPtr term(BN_new());
        BN_set_bit(term.get(), bits + GUARD_BITS);
        BN_div_word(term.get(), inverse);
        BignumPtr sum(BN_dup(term.get()));
        for (unsigned long n = 3; !BN_is_zero(term.get()); n += 2)
        {
            BN_div_word(term.get(), inverse * inverse);
            BignumPtr part(BN_dup(term.get()));
            BN_div_word(part.get(), n);
            const bool isSubtracted = n % 4 == 3;
            (isSubtracted ? BN_sub : BN_add)(sum.get(), sum.get(), part.get());
        }
        return sum;
    };
    BignumPtr pi = arctan(5);
    BN_mul_word(pi.get(), 16);
    BignumPtr second = arctan(239);
    BN_mul_word(second.get(), 4);
    BN_sub(pi.get(), pi.get(), second.get());
    BN_rshift(pi.get(), pi.get(), GUARD_BITS);
    return pi;
}

BignumPtr
ComputePrime(const ModpGroup& modp)
{
    const int bits = static_cast<int>(8 * modp.length);
    BignumPtr middle = ComputePi(bits - 130);
    BN_add_word(middle.get(), modp.added);
    BN_lshift(middle.get(), middle.get(), 64);
    BignumPtr prime(BN_new());
    BN_set_bit(prime.get(), bits);
    BignumPtr second(BN_new());
    BN_set_bit(second.get(), bits - 64);
    BN_sub(prime.get(), prime.get(), second.get());
    BN_sub_word(prime.get(), 1);
    BN_add(prime.get(), prime.get(), middle.get());
    return prime;
}

Bytes
ToOctets(const BIGNUM* number, std::size_t length)
{
    Bytes octets(length);
    EXPECT_EQ(BN_bn2binpad(number, octets.data(), static_cast<int>(length)),
              static_cast<int>(length));
    return octets;
}

Bytes
Power(ByteSpan base, const BIGNUM* exponent, const BIGNUM* prime, std::size_t length)
{
    const OpenSslPtr<BN_CTX, BN_CTX_free> context(BN_CTX_new());
    const BignumPtr result(BN_new());
    EXPECT_EQ(BN_mod_exp(result.get(), ToNumber(base).get(), exponent, prime, context.get()), 1);
    return ToOctets(result.get(), length);
}

/// As the RFC's group, but not through OpenSSL's code for Diffie-Hellman.
TEST(OpenSslDh, ComputesInTheGroupsOfRfc3526)
{
    for (const ModpGroup& modp : RFC_3526)
    {
        const BignumPtr prime = ComputePrime(modp);
        const OpenSslDhKeyPair pair(nullptr, modp.group);
        const BignumPtr exponent = ToNumber("0123456789abcdef0123456789abcdef");
        const Bytes peer = Power(Bytes{2}, exponent.get(), prime.get(), modp.length);
        const auto secret = pair.ComputeSecret(peer);
        ASSERT_TRUE(secret);
        EXPECT_EQ(*secret, Power(pair.GetPublicValue(), exponent.get(), prime.get(), modp.length));
    }
}

TEST(OpenSslDh, RefusesValuesOfSmallOrderOrOutOfRange)
{
    for (const ModpGroup& modp : RFC_3526)
    {
        const OpenSslDhKeyPair pair(nullptr, modp.group);
        const BignumPtr number = ComputePrime(modp);
        EXPECT_FALSE(pair.ComputeSecret(ToOctets(number.get(), modp.length))) << "p";
        BN_sub_word(number.get(), 1);
        EXPECT_FALSE(pair.ComputeSecret(ToOctets(number.get(), modp.length))) << "p - 1";
        BN_add_word(number.get(), 2);
        EXPECT_FALSE(pair.ComputeSecret(ToOctets(number.get(), modp.length))) << "p + 1";
        EXPECT_FALSE(pair.ComputeSecret(Bytes(modp.length, 0xff))) << "the largest";
        EXPECT_FALSE(pair.ComputeSecret(Bytes(modp.length, 0))) << "0";
        Bytes value(modp.length, 0);
        value.back() = 1;
        EXPECT_FALSE(pair.ComputeSecret(value)) << "1";
        value.back() = 2;
        EXPECT_TRUE(pair.ComputeSecret(value)) << "2";
    }
}

/// One secret of 256 begins with a zero; an implementation that strips it fails now and then.
TEST(OpenSslDh, KeepsTheFullWidthOfSmallSecrets)
{
    for (const DhGroup group : {DhGroup::MODP_1536, DhGroup::P256})
    {
        const OpenSslDhKeyPair pair(nullptr, group);
        bool wasSmall = false;
        for (int n = 0; n < 5000 && !wasSmall; ++n)
        {
            const OpenSslDhKeyPair peer(nullptr, group);
            const auto secret = pair.ComputeSecret(peer.GetPublicValue());
            ASSERT_TRUE(secret);
            ASSERT_EQ(secret->size(), GetDhGroupInfo(group).secretLength);
            ASSERT_EQ(peer.GetPublicValue().size(), GetDhGroupInfo(group).publicValueLength);
            wasSmall = secret->front() == 0;
            if (wasSmall)
            {
                EXPECT_EQ(*peer.ComputeSecret(pair.GetPublicValue()), *secret);
            }
        }
        EXPECT_TRUE(wasSmall);
    }
}

} // namespace
} // namespace hip
