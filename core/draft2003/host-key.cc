// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/draft2003/host-key.h"

#include "core/crypto/crypto-context.h"
#include "core/crypto/key-source.h"
#include "core/crypto/pem.h"
#include "core/draft2003/key-codec.h"

#include <openssl/dsa.h>

namespace hip::draft2003
{

namespace
{

constexpr unsigned MIN_GENERATED_RSA_BITS = 1024;

/// The prime numbers of a DSA key.
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

PrivateKey
MakePrivateKey(PkeyPtr key, HiAlgorithm algorithm)
{
    const KeyType type = GetKeyType(key.get(), algorithm);
    Bytes hostIdentity = EncodeHostIdentity(key.get(), algorithm);
    return PrivateKey(PublicKey(std::move(key), type, std::move(hostIdentity)));
}

/// @param parameters whose prime numbers the key has, too
PrivateKey
GenerateDsaKeyOf(OSSL_LIB_CTX* library, EVP_PKEY* parameters)
{
    const PkeyContextPtr generator(
        RequireOpenSslObject(EVP_PKEY_CTX_new_from_pkey(library, parameters, nullptr), "DSA"));
    EVP_PKEY* key = nullptr;
    RequireOpenSsl(EVP_PKEY_keygen_init(generator.get()) == 1 &&
                       EVP_PKEY_generate(generator.get(), &key) == 1,
                   "generate a DSA key");
    return MakePrivateKey(PkeyPtr(key), HiAlgorithm::DSA);
}

} // namespace

Result<PublicKey>
ParsePublicKey(CryptoContext& context, HiAlgorithm algorithm, ByteSpan hostIdentity)
{
    Result<PkeyPtr> decoded = DecodeHostIdentity(context.GetLibrary(), algorithm, hostIdentity);
    if (!decoded)
    {
        return decoded.error();
    }
    const KeyType type = GetKeyType(decoded->get(), algorithm);
    return PublicKey(std::move(*decoded), type, Bytes(hostIdentity.begin(), hostIdentity.end()));
}

PrivateKey
GenerateDsaKey(CryptoContext& context)
{
    const PkeyPtr parameters = GenerateDsaParameters(context.GetLibrary());
    return GenerateDsaKeyOf(context.GetLibrary(), parameters.get());
}

PrivateKey
GenerateDsaKey(CryptoContext& context, const PrivateKey& other)
{
    return GenerateDsaKeyOf(context.GetLibrary(), other.GetHandle());
}

PrivateKey
GenerateRsaKey(CryptoContext& context, unsigned bits)
{
    return MakePrivateKey(hip::GenerateRsaKey(context.GetLibrary(), bits, MIN_GENERATED_RSA_BITS),
                          HiAlgorithm::RSA);
}

PrivateKey
ReadPrivateKey(CryptoContext& context, const std::string& pem)
{
    PkeyPtr key = ReadPrivateKeyPem(context.GetLibrary(), pem);
    const std::optional<HiAlgorithm> algorithm = GetHiAlgorithm(key.get());
    if (!algorithm)
    {
        RefuseKey(key.get(),
                  "HIP of 2003 uses DSA of 512 to 1024 bits with a q of 160, and RSA of 512 to "
                  "4096 bits");
    }
    RequireOneKey(context.GetLibrary(), key.get(), GetKeyType(key.get(), *algorithm).scheme);
    return MakePrivateKey(std::move(key), *algorithm);
}

} // namespace hip::draft2003
