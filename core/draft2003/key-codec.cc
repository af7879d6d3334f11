// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/draft2003/key-codec.h"

#include "core/crypto/key-codec.h"

#include <algorithm>
#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <openssl/params.h>

namespace hip::draft2003
{

namespace
{

using ParametersPtr = OpenSslPtr<OSSL_PARAM, OSSL_PARAM_free>;
using ParameterBuilderPtr = OpenSslPtr<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;

constexpr std::size_t Q_LENGTH = DSA_Q_BITS / 8;
constexpr std::size_t MAX_T = 8;

/// Octets of p, g and y.
constexpr std::size_t
GetDsaWidth(std::size_t t)
{
    return 64 + 8 * t;
}

/// The four numbers of a DSA key, borrowed from its RDATA.
struct DsaNumbers
{
    ByteSpan q;
    ByteSpan p;
    ByteSpan g;
    ByteSpan y;
};

Result<DsaNumbers>
SplitDsa(ByteSpan field)
{
    if (field.empty() || field[0] > MAX_T)
    {
        return DropReason::BAD_PARAMETER;
    }
    const std::size_t width = GetDsaWidth(field[0]);
    if (field.size() != 1 + Q_LENGTH + 3 * width)
    {
        return DropReason::BAD_PARAMETER;
    }
    const ByteSpan rest = field.subspan(1 + Q_LENGTH);
    return DsaNumbers{field.subspan(1, Q_LENGTH),
                      rest.first(width),
                      rest.subspan(width, width),
                      rest.last(width)};
}

bool
IsOdd(ByteSpan number)
{
    return (number.back() & 1) != 0;
}

/// @return true if 1 < number < p, for numbers of one width
bool
IsBetweenOneAnd(ByteSpan p, ByteSpan number)
{
    const bool isSmall =
        std::all_of(number.begin(), number.end() - 1, [](Byte octet) { return octet == 0; });
    return !(isSmall && number.back() <= 1) &&
           std::lexicographical_compare(number.begin(), number.end(), p.begin(), p.end());
}

/// What is cheap to see, so that OpenSSL works only on numbers of the form of a key. T must be the
/// smallest that p fits into, since otherwise one key had several HITs.
bool
IsAcceptable(const DsaNumbers& dsa)
{
    const ByteSpan top = dsa.p.first(8);
    return dsa.q[0] >= 0x80 && IsOdd(dsa.q) && IsOdd(dsa.p) &&
           std::any_of(top.begin(), top.end(), [](Byte octet) { return octet != 0; }) &&
           IsBetweenOneAnd(dsa.p, dsa.g) && IsBetweenOneAnd(dsa.p, dsa.y);
}

BignumPtr
ToNumber(ByteSpan octets)
{
    return BignumPtr(
        RequireOpenSslObject(BN_bin2bn(octets.data(), static_cast<int>(octets.size()), nullptr),
                             "read a key"));
}

PkeyPtr
MakeDsa(OSSL_LIB_CTX* library, const DsaNumbers& dsa)
{
    const BignumPtr p = ToNumber(dsa.p);
    const BignumPtr q = ToNumber(dsa.q);
    const BignumPtr g = ToNumber(dsa.g);
    const BignumPtr y = ToNumber(dsa.y);
    const ParameterBuilderPtr builder(RequireOpenSslObject(OSSL_PARAM_BLD_new(), "read a key"));
    RequireOpenSsl(OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_FFC_P, p.get()) == 1 &&
                       OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_FFC_Q, q.get()) == 1 &&
                       OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_FFC_G, g.get()) == 1 &&
                       OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, y.get()) == 1,
                   "read a key");
    const ParametersPtr parameters(
        RequireOpenSslObject(OSSL_PARAM_BLD_to_param(builder.get()), "read a key"));
    return MakePublicKey(library, "DSA", parameters.get());
}

Result<PkeyPtr>
DecodeDsa(OSSL_LIB_CTX* library, ByteSpan field)
{
    const Result<DsaNumbers> dsa = SplitDsa(field);
    if (!dsa || !IsAcceptable(*dsa))
    {
        return DropReason::BAD_PARAMETER;
    }
    PkeyPtr key = MakeDsa(library, *dsa);
    if (key == nullptr)
    {
        return DropReason::BAD_PARAMETER;
    }
    return key;
}

Bytes
EncodeDsa(const EVP_PKEY* key)
{
    Bytes field{GetDsaSize(key)};
    const std::size_t width = GetDsaWidth(field[0]);
    AppendNumber(field, GetNumber(key, OSSL_PKEY_PARAM_FFC_Q).get(), Q_LENGTH);
    AppendNumber(field, GetNumber(key, OSSL_PKEY_PARAM_FFC_P).get(), width);
    AppendNumber(field, GetNumber(key, OSSL_PKEY_PARAM_FFC_G).get(), width);
    AppendNumber(field, GetNumber(key, OSSL_PKEY_PARAM_PUB_KEY).get(), width);
    return field;
}

} // namespace

std::optional<HiAlgorithm>
GetHiAlgorithm(const EVP_PKEY* key)
{
    const int bits = EVP_PKEY_get_bits(key);
    if (EVP_PKEY_is_a(key, "RSA") && bits >= MIN_RSA_BITS && bits <= MAX_RSA_BITS)
    {
        return HiAlgorithm::RSA;
    }
    if (EVP_PKEY_is_a(key, "DSA") && bits >= MIN_DSA_BITS && bits <= MAX_DSA_BITS &&
        BN_num_bits(GetNumber(key, OSSL_PKEY_PARAM_FFC_Q).get()) == DSA_Q_BITS)
    {
        return HiAlgorithm::DSA;
    }
    return std::nullopt;
}

KeyType
GetKeyType(const EVP_PKEY* key, HiAlgorithm algorithm)
{
    if (algorithm == HiAlgorithm::DSA)
    {
        return {algorithm, KeyKind::DSA_1024, SignatureScheme::DSA_SHA1};
    }
    return {algorithm, GetRsaKind(EVP_PKEY_get_bits(key)), SignatureScheme::RSA_SHA1};
}

Bytes
EncodeHostIdentity(const EVP_PKEY* key, HiAlgorithm algorithm)
{
    // RFC 7401 kept RFC 3110 for RSA of whatever size.
    return algorithm == HiAlgorithm::DSA ? EncodeDsa(key)
                                         : hip::EncodeHostIdentity(key, KeyKind::RSA_2048);
}

Result<PkeyPtr>
DecodeHostIdentity(OSSL_LIB_CTX* library, HiAlgorithm algorithm, ByteSpan field)
{
    switch (algorithm)
    {
    case HiAlgorithm::DSA:
        return DecodeDsa(library, field);
    case HiAlgorithm::RSA: {
        Result<PkeyPtr> key = DecodeRsa(library, field, MIN_RSA_BITS);
        if (key && EVP_PKEY_get_bits(key->get()) > MAX_RSA_BITS)
        {
            return DropReason::BAD_PARAMETER;
        }
        return key;
    }
    case HiAlgorithm::ECDSA:
        break; // only HIPv2 has it
    }
    return DropReason::BAD_PARAMETER; // a code point of the peer's that we do not know
}

} // namespace hip::draft2003
