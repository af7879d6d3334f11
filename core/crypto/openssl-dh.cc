// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/openssl-dh.h"

#include <algorithm>
#include <cstring>
#include <openssl/core_names.h>
#include <openssl/dh.h>
#include <openssl/param_build.h>
#include <openssl/params.h>

namespace hip
{

namespace
{

using ParametersPtr = OpenSslPtr<OSSL_PARAM, OSSL_PARAM_free>;
using ParameterBuilderPtr = OpenSslPtr<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;

constexpr unsigned GENERATOR = 2; // of all groups without a name

/// OpenSSL writes points as 0x04 | x | y; DIFFIE_HELLMAN carries x | y.
constexpr Byte UNCOMPRESSED_POINT = 4;

bool
IsCurve(const DhGroupInfo& info)
{
    return std::strcmp(info.keyType, "EC") == 0;
}

/// @return the peer's key; null if its value is not valid
PkeyPtr
MakePeerKey(EVP_PKEY* key, const DhGroupInfo& info, ByteSpan publicValue)
{
    const std::size_t prefix = IsCurve(info) ? 1 : 0;
    Bytes encoded(prefix + publicValue.size(), UNCOMPRESSED_POINT);
    std::copy(publicValue.begin(), publicValue.end(), encoded.data() + prefix);
    PkeyPtr peer(RequireOpenSslObject(EVP_PKEY_new(), "DH"));
    RequireOpenSsl(EVP_PKEY_copy_parameters(peer.get(), key) == 1, "DH");
    // Here OpenSSL refuses points off the curve, and MODP values outside [2, p - 2]. As these
    // groups have safe primes and the curves cofactor 1, no small subgroup is left.
    const bool isValid =
        EVP_PKEY_set1_encoded_public_key(peer.get(), encoded.data(), encoded.size()) == 1;
    return isValid ? std::move(peer) : nullptr;
}

/// The parameters of a group of which OpenSSL knows the prime only. No q is told, though it is
/// (p - 1) / 2: with one, OpenSSL refuses to make keys in groups of so few bits.
PkeyPtr
MakeParameters(OSSL_LIB_CTX* library, const DhGroupInfo& info)
{
    const BignumPtr p(RequireOpenSslObject(info.getPrime(nullptr), "DH"));
    const BignumPtr g(RequireOpenSslObject(BN_new(), "DH"));
    const ParameterBuilderPtr builder(RequireOpenSslObject(OSSL_PARAM_BLD_new(), "DH"));
    RequireOpenSsl(BN_set_word(g.get(), GENERATOR) == 1 &&
                       OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_FFC_P, p.get()) == 1 &&
                       OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_FFC_G, g.get()) == 1,
                   "DH");
    const ParametersPtr parameters(
        RequireOpenSslObject(OSSL_PARAM_BLD_to_param(builder.get()), "DH"));
    const PkeyContextPtr context(
        RequireOpenSslObject(EVP_PKEY_CTX_new_from_name(library, info.keyType, nullptr), "DH"));
    EVP_PKEY* key = nullptr;
    RequireOpenSsl(
        EVP_PKEY_fromdata_init(context.get()) == 1 &&
            EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_KEY_PARAMETERS, parameters.get()) == 1,
        "DH");
    return PkeyPtr(key);
}

/// @return what makes keys in the group
PkeyContextPtr
MakeGenerator(OSSL_LIB_CTX* library, const DhGroupInfo& info)
{
    if (info.name == nullptr)
    {
        const PkeyPtr parameters = MakeParameters(library, info);
        PkeyContextPtr context(
            RequireOpenSslObject(EVP_PKEY_CTX_new_from_pkey(library, parameters.get(), nullptr),
                                 "DH"));
        RequireOpenSsl(EVP_PKEY_keygen_init(context.get()) == 1, "DH");
        return context;
    }
    PkeyContextPtr context(
        RequireOpenSslObject(EVP_PKEY_CTX_new_from_name(library, info.keyType, nullptr), "DH"));
    RequireOpenSsl(EVP_PKEY_keygen_init(context.get()) == 1 &&
                       EVP_PKEY_CTX_set_group_name(context.get(), info.name) == 1,
                   "DH");
    return context;
}

/// Draws a private value from the generator of @p library.
PkeyPtr
GenerateKey(OSSL_LIB_CTX* library, const DhGroupInfo& info)
{
    const PkeyContextPtr context = MakeGenerator(library, info);
    EVP_PKEY* key = nullptr;
    RequireOpenSsl(EVP_PKEY_generate(context.get(), &key) == 1, "generate a DH key");
    return PkeyPtr(key);
}

/// @return the public value at full width
Bytes
EncodePublicValue(EVP_PKEY* key, const DhGroupInfo& info)
{
    unsigned char* octets = nullptr;
    const std::size_t length = EVP_PKEY_get1_encoded_public_key(key, &octets);
    const std::size_t prefix = IsCurve(info) ? 1 : 0;
    RequireOpenSsl(length == prefix + info.publicValueLength, "encode a DH key");
    Bytes value(octets + prefix, octets + length);
    OPENSSL_free(octets);
    return value;
}

Result<Bytes>
ComputeSecretWith(OSSL_LIB_CTX* library,
                  EVP_PKEY* key,
                  const DhGroupInfo& info,
                  ByteSpan peerPublicValue)
{
    if (peerPublicValue.size() != info.publicValueLength)
    {
        return DropReason::BAD_DH_VALUE;
    }
    const OpenSslErrorScope errors;
    const PkeyPtr peer = MakePeerKey(key, info, peerPublicValue);
    if (peer == nullptr)
    {
        return DropReason::BAD_DH_VALUE;
    }
    const PkeyContextPtr context(
        RequireOpenSslObject(EVP_PKEY_CTX_new_from_pkey(library, key, nullptr), "DH"));
    RequireOpenSsl(EVP_PKEY_derive_init(context.get()) == 1, "DH");
    // Kij has full width; OpenSSL strips the leading zeros of MODP secrets unless asked not to.
    RequireOpenSsl(IsCurve(info) || EVP_PKEY_CTX_set_dh_pad(context.get(), 1) == 1, "DH");
    Bytes secret(info.secretLength);
    std::size_t length = secret.size();
    if (EVP_PKEY_derive_set_peer_ex(context.get(), peer.get(), 0) != 1 ||
        EVP_PKEY_derive(context.get(), secret.data(), &length) != 1 || length != secret.size())
    {
        return DropReason::BAD_DH_VALUE;
    }
    return secret;
}

} // namespace

OpenSslDhKeyPair::OpenSslDhKeyPair(OSSL_LIB_CTX* library, DhGroup group)
    : OpenSslDhKeyPair(library, group, GenerateKey(library, GetDhGroupInfo(group)))
{
}

OpenSslDhKeyPair::OpenSslDhKeyPair(OSSL_LIB_CTX* library, DhGroup group, PkeyPtr key)
    : m_library(library),
      m_group(group),
      m_info(&GetDhGroupInfo(group)),
      m_key(std::move(key)),
      m_publicValue(EncodePublicValue(m_key.get(), *m_info))
{
}

DhGroup
OpenSslDhKeyPair::GetGroup() const
{
    return m_group;
}

ByteSpan
OpenSslDhKeyPair::GetPublicValue() const
{
    return m_publicValue;
}

Result<Bytes>
OpenSslDhKeyPair::ComputeSecret(ByteSpan peerPublicValue) const
{
    return ComputeSecretWith(m_library, m_key.get(), *m_info, peerPublicValue);
}

} // namespace hip
