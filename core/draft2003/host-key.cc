// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/draft2003/host-key.h"

#include "core/crypto/crypto-context.h"
#include "core/crypto/pem.h"
#include "core/draft2003/key-codec.h"
#include "core/draft2003/signature.h"

#include <openssl/dsa.h>
#include <stdexcept>

namespace hip::draft2003
{

namespace
{

constexpr unsigned MIN_GENERATED_RSA_BITS = 1024;

/// A damaged key file may still be well-formed; its signatures would be refused by every peer.
bool
IsConsistent(OSSL_LIB_CTX* library, EVP_PKEY* key, HiAlgorithm algorithm)
{
    const Bytes data{'t', 'r', 'i', 'a', 'l'};
    try
    {
        const Bytes signature = MakeSignature(library, key, algorithm, data);
        return IsValidSignature(library, key, algorithm, data, signature);
    }
    catch (const std::runtime_error&)
    {
        return false;
    }
}

/// The prime numbers of a DSA key, which several hosts might share; here each has its own.
PkeyPtr
GenerateDsaParameters(OSSL_LIB_CTX* library)
{
    const PkeyContextPtr context(
        RequireOpenSslObject(EVP_PKEY_CTX_new_from_name(library, "DSA", nullptr), "DSA"));
    EVP_PKEY* parameters = nullptr;
    RequireOpenSsl(EVP_PKEY_paramgen_init(context.get()) == 1 &&
                       EVP_PKEY_CTX_set_dsa_paramgen_bits(context.get(), MAX_DSA_BITS) == 1 &&
                       EVP_PKEY_CTX_set_dsa_paramgen_q_bits(context.get(), DSA_Q_BITS) == 1 &&
                       EVP_PKEY_paramgen(context.get(), &parameters) == 1,
                   "generate DSA parameters");
    return PkeyPtr(parameters);
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
    PublicKey key;
    key.m_key = std::move(*decoded);
    key.m_algorithm = algorithm;
    key.m_hostIdentity.assign(hostIdentity.begin(), hostIdentity.end());
    return key;
}

HiAlgorithm
PublicKey::GetAlgorithm() const
{
    return m_algorithm;
}

const Bytes&
PublicKey::GetHostIdentity() const
{
    return m_hostIdentity;
}

std::size_t
PublicKey::GetSignatureLength() const
{
    return draft2003::GetSignatureLength(m_key.get(), m_algorithm);
}

EVP_PKEY*
PublicKey::GetHandle() const
{
    return m_key.get();
}

PrivateKey::PrivateKey(std::shared_ptr<EVP_PKEY> key, HiAlgorithm algorithm)
{
    m_public.m_algorithm = algorithm;
    m_public.m_hostIdentity = EncodeHostIdentity(key.get(), algorithm);
    m_public.m_key = std::move(key);
}

PrivateKey
PrivateKey::GenerateDsa(CryptoContext& context)
{
    const PkeyPtr parameters = GenerateDsaParameters(context.GetLibrary());
    const PkeyContextPtr generator(RequireOpenSslObject(
        EVP_PKEY_CTX_new_from_pkey(context.GetLibrary(), parameters.get(), nullptr),
        "DSA"));
    EVP_PKEY* key = nullptr;
    RequireOpenSsl(EVP_PKEY_keygen_init(generator.get()) == 1 &&
                       EVP_PKEY_generate(generator.get(), &key) == 1,
                   "generate a DSA key");
    return PrivateKey(PkeyPtr(key), HiAlgorithm::DSA);
}

PrivateKey
PrivateKey::GenerateRsa(CryptoContext& context, unsigned bits)
{
    if (bits < MIN_GENERATED_RSA_BITS || bits > MAX_RSA_BITS || bits % 8 != 0)
    {
        throw std::invalid_argument("RSA key: " + std::to_string(bits) +
                                    " bits; 1024 to 4096 and a multiple of 8 are possible");
    }
    PkeyPtr key(RequireOpenSslObject(
        EVP_PKEY_Q_keygen(context.GetLibrary(), nullptr, "RSA", std::size_t{bits}),
        "generate an RSA key"));
    return PrivateKey(std::move(key), HiAlgorithm::RSA);
}

PrivateKey
PrivateKey::FromPem(CryptoContext& context, const std::string& pem)
{
    PkeyPtr key = ReadPrivateKeyPem(context.GetLibrary(), pem);
    const std::optional<HiAlgorithm> algorithm = GetHiAlgorithm(key.get());
    if (!algorithm)
    {
        const char* type = EVP_PKEY_get0_type_name(key.get());
        throw std::invalid_argument("private key: " + std::string(type ? type : "a key") + " of " +
                                    std::to_string(EVP_PKEY_get_bits(key.get())) +
                                    " bits; HIP of 2003 uses DSA of 512 to 1024 bits with a q of "
                                    "160, and RSA of 512 to 4096 bits");
    }
    if (!IsConsistent(context.GetLibrary(), key.get(), *algorithm))
    {
        throw std::invalid_argument("private key: its two halves do not belong together");
    }
    return PrivateKey(std::move(key), *algorithm);
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

Bytes
Sign(CryptoContext& context, const PrivateKey& key, ByteSpan data)
{
    return MakeSignature(context.GetLibrary(),
                         key.GetHandle(),
                         key.GetPublic().GetAlgorithm(),
                         data);
}

bool
Verify(CryptoContext& context, const PublicKey& key, ByteSpan data, ByteSpan signature)
{
    return IsValidSignature(context.GetLibrary(),
                            key.GetHandle(),
                            key.GetAlgorithm(),
                            data,
                            signature);
}

} // namespace hip::draft2003
