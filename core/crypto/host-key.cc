// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/host-key.h"

#include "core/crypto/crypto-context.h"
#include "core/crypto/key-codec.h"
#include "core/crypto/pem.h"
#include "core/crypto/signature.h"

#include <stdexcept>

namespace hip
{

namespace
{

/// A damaged key file may still be well-formed; its signatures would be refused by every peer.
bool
IsConsistent(OSSL_LIB_CTX* library, EVP_PKEY* key, KeyKind kind)
{
    const Bytes data{'t', 'r', 'i', 'a', 'l'};
    try
    {
        const Bytes signature = MakeSignature(library, key, kind, data);
        return IsValidSignature(library, key, kind, data, signature);
    }
    catch (const std::runtime_error&)
    {
        return false;
    }
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
    PublicKey key;
    key.m_key = std::move(*decoded);
    key.m_algorithm = algorithm;
    key.m_kind = *kind;
    key.m_hostIdentity.assign(hostIdentity.begin(), hostIdentity.end());
    return key;
}

HiAlgorithm
PublicKey::GetAlgorithm() const
{
    return m_algorithm;
}

KeyKind
PublicKey::GetKind() const
{
    return m_kind;
}

const Bytes&
PublicKey::GetHostIdentity() const
{
    return m_hostIdentity;
}

std::size_t
PublicKey::GetSignatureLength() const
{
    return hip::GetSignatureLength(m_key.get(), m_kind);
}

EVP_PKEY*
PublicKey::GetHandle() const
{
    return m_key.get();
}

PrivateKey::PrivateKey(std::shared_ptr<EVP_PKEY> key, KeyKind kind)
{
    m_public.m_algorithm = GetHiAlgorithm(kind);
    m_public.m_kind = kind;
    m_public.m_hostIdentity = EncodeHostIdentity(key.get(), kind);
    m_public.m_key = std::move(key);
}

PrivateKey
PrivateKey::GenerateRsa(CryptoContext& context, unsigned bits)
{
    if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS || bits % 8 != 0)
    {
        throw std::invalid_argument("RSA key: " + std::to_string(bits) +
                                    " bits; 2048 to 4096 and a multiple of 8 are possible");
    }
    PkeyPtr key(RequireOpenSslObject(
        EVP_PKEY_Q_keygen(context.GetLibrary(), nullptr, "RSA", std::size_t{bits}),
        "generate an RSA key"));
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
        const char* type = EVP_PKEY_get0_type_name(key.get());
        throw std::invalid_argument("private key: " + std::string(type ? type : "a key") + " of " +
                                    std::to_string(EVP_PKEY_get_bits(key.get())) +
                                    " bits; HIP uses RSA of 2048 to 4096 bits, P-256 and P-384");
    }
    if (!IsConsistent(context.GetLibrary(), key.get(), *kind))
    {
        throw std::invalid_argument("private key: its two halves do not belong together");
    }
    return PrivateKey(std::move(key), *kind);
}

std::string
PrivateKey::ToPem() const
{
    return WritePrivateKeyPem(m_public.GetHandle());
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

} // namespace hip
