// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/draft2003/diffie-hellman.h"

#include "core/crypto/crypto-context.h"
#include "core/crypto/openssl-dh.h"

#include <openssl/core_names.h>
#include <openssl/dh.h>
#include <openssl/param_build.h>
#include <openssl/params.h>

namespace hip::draft2003
{

namespace
{

using ParametersPtr = OpenSslPtr<OSSL_PARAM, OSSL_PARAM_free>;
using ParameterBuilderPtr = OpenSslPtr<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;

constexpr unsigned GENERATOR = 2; // of all these groups

/// @return OpenSSL's name; nullptr for the two groups of which it knows the prime only
const char*
FindName(DhGroup group)
{
    switch (group)
    {
    case DhGroup::OAKLEY_1:
    case DhGroup::OAKLEY_2:
        return nullptr;
    case DhGroup::MODP_1536:
        return "modp_1536";
    case DhGroup::MODP_2048:
        return "modp_2048";
    case DhGroup::MODP_3072:
        return "modp_3072";
    case DhGroup::MODP_4096:
        return "modp_4096";
    case DhGroup::MODP_6144:
        return "modp_6144";
    case DhGroup::MODP_8192:
        return "modp_8192";
    }
    throw std::invalid_argument("Diffie-Hellman group " +
                                std::to_string(static_cast<unsigned>(group)) +
                                " of 2003 is not supported");
}

DhGroupInfo
MakeInfo(DhGroup group)
{
    const std::size_t length = GetDhLength(group);
    return {"DH", FindName(group), length, length};
}

/// Prime and generator of Oakley group 1 or 2 (RFC 2412, appendix E). No q is told, though it is
/// (p - 1) / 2: with one, OpenSSL refuses to make keys in groups of so few bits.
PkeyPtr
MakeOakleyParameters(OSSL_LIB_CTX* library, DhGroup group)
{
    const BignumPtr p(RequireOpenSslObject(group == DhGroup::OAKLEY_1
                                               ? BN_get_rfc2409_prime_768(nullptr)
                                               : BN_get_rfc2409_prime_1024(nullptr),
                                           "DH"));
    const BignumPtr g(RequireOpenSslObject(BN_new(), "DH"));
    const ParameterBuilderPtr builder(RequireOpenSslObject(OSSL_PARAM_BLD_new(), "DH"));
    RequireOpenSsl(BN_set_word(g.get(), GENERATOR) == 1 &&
                       OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_FFC_P, p.get()) == 1 &&
                       OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_FFC_G, g.get()) == 1,
                   "DH");
    const ParametersPtr parameters(
        RequireOpenSslObject(OSSL_PARAM_BLD_to_param(builder.get()), "DH"));
    const PkeyContextPtr context(
        RequireOpenSslObject(EVP_PKEY_CTX_new_from_name(library, "DH", nullptr), "DH"));
    EVP_PKEY* key = nullptr;
    RequireOpenSsl(
        EVP_PKEY_fromdata_init(context.get()) == 1 &&
            EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_KEY_PARAMETERS, parameters.get()) == 1,
        "DH");
    return PkeyPtr(key);
}

PkeyPtr
GenerateKey(OSSL_LIB_CTX* library, DhGroup group)
{
    const DhGroupInfo info = MakeInfo(group);
    if (info.name != nullptr)
    {
        return GenerateDhKey(library, info);
    }
    const PkeyPtr parameters = MakeOakleyParameters(library, group);
    const PkeyContextPtr context(
        RequireOpenSslObject(EVP_PKEY_CTX_new_from_pkey(library, parameters.get(), nullptr), "DH"));
    EVP_PKEY* key = nullptr;
    RequireOpenSsl(EVP_PKEY_keygen_init(context.get()) == 1 &&
                       EVP_PKEY_generate(context.get(), &key) == 1,
                   "generate a DH key");
    return PkeyPtr(key);
}

} // namespace

DhKeyPair::DhKeyPair(CryptoContext& context, DhGroup group)
    : DhKeyPair(context, group, GenerateKey(context.GetLibrary(), group))
{
}

DhKeyPair::DhKeyPair(CryptoContext& context, DhGroup group, PkeyPtr key)
    : m_context(context),
      m_group(group),
      m_info(MakeInfo(group)),
      m_key(std::move(key)),
      m_publicValue(EncodeDhPublicValue(m_key.get(), m_info))
{
}

DhGroup
DhKeyPair::GetGroup() const
{
    return m_group;
}

ByteSpan
DhKeyPair::GetPublicValue() const
{
    return m_publicValue;
}

Result<Bytes>
DhKeyPair::ComputeSecret(ByteSpan peerPublicValue) const
{
    return ComputeDhSecret(m_context.GetLibrary(), m_key.get(), m_info, peerPublicValue);
}

} // namespace hip::draft2003
