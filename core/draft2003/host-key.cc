// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/draft2003/host-key.h"

#include "core/crypto/crypto-context.h"
#include "core/crypto/key-source.h"
#include "core/crypto/pem.h"
#include "core/draft2003/key-codec.h"
#include "core/draft2003/signature.h"

#include <openssl/dsa.h>

namespace hip::draft2003
{

namespace
{

constexpr unsigned MIN_GENERATED_RSA_BITS = 1024;

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
    return PublicKey(std::move(*decoded),
                     algorithm,
                     Bytes(hostIdentity.begin(), hostIdentity.end()));
}

std::size_t
PublicKey::GetSignatureLength() const
{
    return draft2003::GetSignatureLength(GetHandle(), GetAlgorithm());
}

PrivateKey::PrivateKey(std::shared_ptr<EVP_PKEY> key, HiAlgorithm algorithm)
    : PrivateKeyBase(PublicKey(key, algorithm, EncodeHostIdentity(key.get(), algorithm)))
{
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
    return PrivateKey(GenerateRsaKey(context.GetLibrary(), bits, MIN_GENERATED_RSA_BITS),
                      HiAlgorithm::RSA);
}

PrivateKey
PrivateKey::FromPem(CryptoContext& context, const std::string& pem)
{
    PkeyPtr key = ReadPrivateKeyPem(context.GetLibrary(), pem);
    const std::optional<HiAlgorithm> algorithm = GetHiAlgorithm(key.get());
    if (!algorithm)
    {
        RefuseKey(key.get(),
                  "HIP of 2003 uses DSA of 512 to 1024 bits with a q of 160, and RSA of 512 to "
                  "4096 bits");
    }
    RequireOneKey(context.GetLibrary(), key.get(), *algorithm);
    return PrivateKey(std::move(key), *algorithm);
}

std::string
PrivateKey::ToPem() const
{
    return WritePrivateKeyPem(GetHandle());
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
