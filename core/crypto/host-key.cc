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
                     *kind,
                     algorithm,
                     Bytes(hostIdentity.begin(), hostIdentity.end()));
}

PublicKey::PublicKey(std::shared_ptr<EVP_PKEY> key,
                     KeyKind kind,
                     HiAlgorithm algorithm,
                     Bytes hostIdentity)
    : PublicKeyBase(std::move(key), algorithm, std::move(hostIdentity)),
      m_kind(kind)
{
}

KeyKind
PublicKey::GetKind() const
{
    return m_kind;
}

std::size_t
PublicKey::GetSignatureLength() const
{
    return hip::GetSignatureLength(GetHandle(), m_kind);
}

PrivateKey::PrivateKey(std::shared_ptr<EVP_PKEY> key, KeyKind kind)
    : PrivateKeyBase(
          PublicKey(key, kind, GetHiAlgorithm(kind), EncodeHostIdentity(key.get(), kind)))
{
}

PrivateKey
PrivateKey::GenerateRsa(CryptoContext& context, unsigned bits)
{
    PkeyPtr key = GenerateRsaKey(context.GetLibrary(), bits, MIN_RSA_BITS);
    const std::optional<KeyKind> kind = GetKeyKind(key.get());
    RequireOpenSsl(kind.has_value(), "generate an RSA key");
    return PrivateKey(std::move(key), *kind);
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
    return PrivateKey(std::move(key), kind);
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
    RequireOneKey(context.GetLibrary(), key.get(), *kind);
    return PrivateKey(std::move(key), *kind);
}

std::string
PrivateKey::ToPem() const
{
    return WritePrivateKeyPem(GetHandle());
}

} // namespace hip
