// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/key-codec.h"

#include "core/util/endian.h"

#include <array>
#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <openssl/params.h>

namespace hip
{

namespace
{

using ParametersPtr = OpenSslPtr<OSSL_PARAM, OSSL_PARAM_free>;
using ParameterBuilderPtr = OpenSslPtr<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;

/// Larger exponents only make a verification expensive; OpenSSL sets the same bound for long keys.
constexpr std::size_t MAX_EXPONENT_OCTETS = 8;
/// A longer modulus fits into no R1, which holds key and signature in 2008 octets.
constexpr std::size_t MAX_MODULUS_OCTETS = 1000;

/// A curve of ECDSA host identities.
struct Curve
{
    KeyKind kind;
    std::uint16_t number; ///< in the Host Identity field
    const char* name;     ///< as OpenSSL reports it
    std::size_t width;    ///< octets of a coordinate
};

constexpr std::array<Curve, 2> CURVES{
    {{KeyKind::ECDSA_P256, 1, "prime256v1", 32}, {KeyKind::ECDSA_P384, 2, "secp384r1", 48}}};

const Curve*
FindCurve(KeyKind kind)
{
    for (const Curve& curve : CURVES)
    {
        if (curve.kind == kind)
        {
            return &curve;
        }
    }
    return nullptr;
}

Bytes
EncodeRsa(const EVP_PKEY* key)
{
    const BignumPtr exponent = GetNumber(key, OSSL_PKEY_PARAM_RSA_E);
    const BignumPtr modulus = GetNumber(key, OSSL_PKEY_PARAM_RSA_N);
    const std::size_t exponentLength = static_cast<std::size_t>(BN_num_bytes(exponent.get()));
    Bytes field;
    if (exponentLength > 255)
    {
        field.push_back(0);
        AppendU16(field, static_cast<std::uint16_t>(exponentLength));
    }
    else
    {
        field.push_back(static_cast<Byte>(exponentLength));
    }
    AppendNumber(field, exponent.get(), exponentLength);
    AppendNumber(field, modulus.get(), static_cast<std::size_t>(BN_num_bytes(modulus.get())));
    return field;
}

Bytes
EncodeEcdsa(const EVP_PKEY* key, const Curve& curve)
{
    Bytes field;
    AppendU16(field, curve.number);
    AppendNumber(field, GetNumber(key, OSSL_PKEY_PARAM_EC_PUB_X).get(), curve.width);
    AppendNumber(field, GetNumber(key, OSSL_PKEY_PARAM_EC_PUB_Y).get(), curve.width);
    return field;
}

/// The two numbers of an RSA key, borrowed from its Host Identity field.
struct RsaNumbers
{
    ByteSpan exponent;
    ByteSpan modulus;
};

Result<RsaNumbers>
SplitRsa(ByteSpan field)
{
    std::size_t start = 1;
    if (field.size() < start)
    {
        return DropReason::BAD_PARAMETER;
    }
    std::size_t exponentLength = field[0];
    if (exponentLength == 0)
    {
        start = 3;
        if (field.size() < start)
        {
            return DropReason::BAD_PARAMETER;
        }
        exponentLength = ReadU16(field, 1);
    }
    if (field.size() - start <= exponentLength)
    {
        return DropReason::BAD_PARAMETER;
    }
    return RsaNumbers{field.subspan(start, exponentLength), field.subspan(start + exponentLength)};
}

/// An odd number without leading zeros (which RFC 3110 §2 prohibits).
bool
IsOdd(ByteSpan number)
{
    return !number.empty() && number.front() != 0 && (number.back() & 1) != 0;
}

bool
IsAcceptable(const RsaNumbers& rsa)
{
    return IsOdd(rsa.exponent) && rsa.exponent.size() <= MAX_EXPONENT_OCTETS &&
           (rsa.exponent.size() > 1 || rsa.exponent[0] > 1) && IsOdd(rsa.modulus) &&
           rsa.modulus.size() <= MAX_MODULUS_OCTETS;
}

PkeyPtr
MakeRsa(OSSL_LIB_CTX* library, const RsaNumbers& rsa)
{
    const auto toNumber = [](ByteSpan octets) {
        return BignumPtr(
            RequireOpenSslObject(BN_bin2bn(octets.data(), static_cast<int>(octets.size()), nullptr),
                                 "read a key"));
    };
    const BignumPtr exponent = toNumber(rsa.exponent);
    const BignumPtr modulus = toNumber(rsa.modulus);
    const ParameterBuilderPtr builder(RequireOpenSslObject(OSSL_PARAM_BLD_new(), "read a key"));
    RequireOpenSsl(
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) == 1 &&
            OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) == 1,
        "read a key");
    const ParametersPtr parameters(
        RequireOpenSslObject(OSSL_PARAM_BLD_to_param(builder.get()), "read a key"));
    return MakePublicKey(library, "RSA", parameters.get());
}

/// @return 0x04 | x | y; empty if @p point has neither of the two forms that hosts send
Bytes
ToUncompressedPoint(ByteSpan point, std::size_t width)
{
    constexpr Byte UNCOMPRESSED = 4;
    Bytes octets;
    if (point.size() == 2 * width)
    {
        octets.push_back(UNCOMPRESSED);
        Append(octets, point);
    }
    else if (point.size() == 2 * width + 1 && point[0] == UNCOMPRESSED)
    {
        Append(octets, point);
    }
    return octets;
}

Result<PkeyPtr>
DecodeEcdsa(OSSL_LIB_CTX* library, ByteSpan field)
{
    constexpr std::size_t CURVE_LENGTH = 2;
    if (field.size() < CURVE_LENGTH)
    {
        return DropReason::BAD_PARAMETER;
    }
    for (const Curve& curve : CURVES)
    {
        Bytes point = ToUncompressedPoint(field.subspan(CURVE_LENGTH), curve.width);
        if (curve.number != ReadU16(field) || point.empty())
        {
            continue;
        }
        std::array<OSSL_PARAM, 3> parameters{
            OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME,
                                             const_cast<char*>(curve.name),
                                             0),
            OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()),
            OSSL_PARAM_construct_end()};
        // OpenSSL refuses points that are not on the curve.
        if (PkeyPtr key = MakePublicKey(library, "EC", parameters.data()))
        {
            return key;
        }
    }
    return DropReason::BAD_PARAMETER;
}

} // namespace

BignumPtr
GetNumber(const EVP_PKEY* key, const char* name)
{
    BIGNUM* number = nullptr;
    RequireOpenSsl(EVP_PKEY_get_bn_param(key, name, &number) == 1, "read a key");
    return BignumPtr(number);
}

void
AppendNumber(Bytes& out, const BIGNUM* number, std::size_t width)
{
    out.resize(out.size() + width);
    const int length = static_cast<int>(width);
    RequireOpenSsl(BN_bn2binpad(number, out.data() + out.size() - width, length) == length,
                   "read a key");
}

PkeyPtr
MakePublicKey(OSSL_LIB_CTX* library, const char* type, OSSL_PARAM* parameters)
{
    const OpenSslErrorScope errors;
    const PkeyContextPtr context(
        RequireOpenSslObject(EVP_PKEY_CTX_new_from_name(library, type, nullptr), "read a key"));
    RequireOpenSsl(EVP_PKEY_fromdata_init(context.get()) == 1, "read a key");
    EVP_PKEY* key = nullptr;
    EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters);
    return PkeyPtr(key);
}

Result<PkeyPtr>
DecodeRsa(OSSL_LIB_CTX* library, ByteSpan field, int minBits)
{
    const Result<RsaNumbers> rsa = SplitRsa(field);
    if (!rsa || !IsAcceptable(*rsa))
    {
        return DropReason::BAD_PARAMETER;
    }
    PkeyPtr key = MakeRsa(library, *rsa);
    if (key == nullptr || EVP_PKEY_get_bits(key.get()) < minBits)
    {
        return DropReason::BAD_PARAMETER;
    }
    return key;
}

std::optional<KeyKind>
GetKeyKind(const EVP_PKEY* key)
{
    if (EVP_PKEY_is_a(key, "RSA"))
    {
        const int bits = EVP_PKEY_get_bits(key);
        return bits < MIN_RSA_BITS ? std::nullopt : std::optional<KeyKind>(GetRsaKind(bits));
    }
    std::array<char, 64> name{};
    if (EVP_PKEY_is_a(key, "EC") &&
        EVP_PKEY_get_group_name(key, name.data(), name.size(), nullptr) == 1)
    {
        for (const Curve& curve : CURVES)
        {
            if (std::string(name.data()) == curve.name)
            {
                return curve.kind;
            }
        }
    }
    return std::nullopt;
}

KeyKind
GetRsaKind(int bits)
{
    return bits < 1536   ? KeyKind::RSA_1024
           : bits < 2560 ? KeyKind::RSA_2048
           : bits < 3584 ? KeyKind::RSA_3072
                         : KeyKind::RSA_4096;
}

SignatureScheme
GetSignatureScheme(KeyKind kind)
{
    switch (kind)
    {
    case KeyKind::ECDSA_P256:
        return SignatureScheme::ECDSA_P256;
    case KeyKind::ECDSA_P384:
        return SignatureScheme::ECDSA_P384;
    case KeyKind::DSA_1024:
        return SignatureScheme::DSA_SHA1;
    case KeyKind::RSA_1024:
        return SignatureScheme::RSA_SHA1;
    case KeyKind::RSA_2048:
    case KeyKind::RSA_3072:
    case KeyKind::RSA_4096:
        break;
    }
    return SignatureScheme::RSA_PSS;
}

HiAlgorithm
GetHiAlgorithm(KeyKind kind)
{
    return FindCurve(kind) != nullptr ? HiAlgorithm::ECDSA : HiAlgorithm::RSA;
}

Bytes
EncodeHostIdentity(const EVP_PKEY* key, KeyKind kind)
{
    const Curve* curve = FindCurve(kind);
    return curve != nullptr ? EncodeEcdsa(key, *curve) : EncodeRsa(key);
}

Result<PkeyPtr>
DecodeHostIdentity(OSSL_LIB_CTX* library, HiAlgorithm algorithm, ByteSpan field)
{
    switch (algorithm)
    {
    case HiAlgorithm::RSA:
        return DecodeRsa(library, field, MIN_RSA_BITS);
    case HiAlgorithm::ECDSA:
        return DecodeEcdsa(library, field);
    case HiAlgorithm::DSA:
        break; // RFC 7401 recommends it, and nobody has it
    }
    return DropReason::BAD_PARAMETER; // a code point of the peer's that we do not know
}

} // namespace hip
