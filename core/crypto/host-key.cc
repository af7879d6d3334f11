// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/host-key.h"

#include "core/crypto/crypto-context.h"
#include "core/crypto/key-codec.h"
#include "core/crypto/key-source.h"
#include "core/crypto/pem.h"
#include "core/crypto/signature.h"

#include <stdexcept>

namespace hip
{

namespace
{

KeyType
GetKeyType(KeyKind kind)
{
    return {GetHiAlgorithm(kind), kind, GetSignatureScheme(kind)};
}

PrivateKey
MakePrivateKey(PkeyPtr key, KeyKind kind)
{
    Bytes hostIdentity = EncodeHostIdentity(key.get(), kind);
    return PrivateKey(PublicKey(std::move(key), GetKeyType(kind), std::move(hostIdentity)));
}

} // namespace

Result<PublicKey>
PublicKey::Parse(CryptoContext& context, HiAlgorithm algorithm, ByteSpan hostIdentity)
{
    Result<PkeyPtr> decoded = DecodeHostIdentity(context.GetLibrary(), algorithm, hostIdentity);
    if (!decoded)
    {
        return decoded.error();
    }
    const std::optional<KeyKind> kind = GetKeyKind(decoded->get());
    if (!kind)
    {
        return DropReason::BAD_PARAMETER;
    }
    return PublicKey(std::move(*decoded),
                     GetKeyType(*kind),
                     Bytes(hostIdentity.begin(), hostIdentity.end()));
}

PublicKey::PublicKey(std::shared_ptr<EVP_PKEY> key, KeyType type, Bytes hostIdentity)
    : m_key(std::move(key)),
      m_type(type),
      m_hostIdentity(std::move(hostIdentity))
{
}

HiAlgorithm
PublicKey::GetAlgorithm() const
{
    return m_type.algorithm;
}

KeyKind
PublicKey::GetKind() const
{
    return m_type.kind;
}

SignatureScheme
PublicKey::GetScheme() const
{
    return m_type.scheme;
}

const Bytes&
PublicKey::GetHostIdentity() const
{
    return m_hostIdentity;
}

std::size_t
PublicKey::GetSignatureLength() const
{
    return hip::GetSignatureLength(GetHandle(), m_type.scheme);
}

EVP_PKEY*
PublicKey::GetHandle() const
{
    return m_key.get();
}

PrivateKey::PrivateKey(PublicKey key)
    : m_public(std::move(key))
{
}

const PublicKey&
PrivateKey::GetPublic() const
{
    return m_public;
}

EVP_PKEY*
PrivateKey::GetHandle() const
{
    return m_public.GetHandle();
}

PrivateKey
PrivateKey::GenerateRsa(CryptoContext& context, unsigned bits)
{
    PkeyPtr key = GenerateRsaKey(context.GetLibrary(), bits, MIN_RSA_BITS);
    const std::optional<KeyKind> kind = GetKeyKind(key.get());
    RequireOpenSsl(kind.has_value(), "generate an RSA key");
    return MakePrivateKey(std::move(key), *kind);
}

PrivateKey
PrivateKey::GenerateEcdsa(CryptoContext& context, KeyKind kind)
{
    if (kind != KeyKind::ECDSA_P256 && kind != KeyKind::ECDSA_P384)
    {
        throw std::invalid_argument("ECDSA key: only P-256 and P-384 are possible");
    }
    const char* curve = kind == KeyKind::ECDSA_P256 ? "P-256" : "P-384";
    PkeyPtr key(RequireOpenSslObject(EVP_PKEY_Q_keygen(context.GetLibrary(), nullptr, "EC", curve),
                                     "generate an ECDSA key"));
    return MakePrivateKey(std::move(key), kind);
}

PrivateKey
PrivateKey::FromPem(CryptoContext& context, const std::string& pem)
{
    PkeyPtr key = ReadPrivateKeyPem(context.GetLibrary(), pem);
    const std::optional<KeyKind> kind = GetKeyKind(key.get());
    if (!kind || EVP_PKEY_get_bits(key.get()) > MAX_RSA_BITS)
    {
        RefuseKey(key.get(), "HIP uses RSA of 2048 to 4096 bits, P-256 and P-384");
    }
    RequireOneKey(context.GetLibrary(), key.get(), GetSignatureScheme(*kind));
    return MakePrivateKey(std::move(key), *kind);
}

std::string
PrivateKey::ToPem() const
{
    return WritePrivateKeyPem(GetHandle());
}

} // namespace hip
