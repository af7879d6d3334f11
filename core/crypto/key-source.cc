// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/key-source.h"

#include "core/crypto/key-codec.h"

#include <stdexcept>
#include <string>

namespace hip
{

PkeyPtr
GenerateRsaKey(OSSL_LIB_CTX* library, unsigned bits, unsigned minBits)
{
    if (bits < minBits || bits > MAX_RSA_BITS || bits % 8 != 0)
    {
        throw std::invalid_argument(
            "RSA key: " + std::to_string(bits) + " bits; " + std::to_string(minBits) + " to " +
            std::to_string(MAX_RSA_BITS) + " and a multiple of 8 are possible");
    }
    return PkeyPtr(
        RequireOpenSslObject(EVP_PKEY_Q_keygen(library, nullptr, "RSA", std::size_t{bits}),
                             "generate an RSA key"));
}

void
RefuseKey(const EVP_PKEY* key, const char* used)
{
    const char* type = EVP_PKEY_get0_type_name(key);
    throw std::invalid_argument("private key: " + std::string(type ? type : "a key") + " of " +
                                std::to_string(EVP_PKEY_get_bits(key)) + " bits; " + used);
}

void
RequireOneKey(OSSL_LIB_CTX* library, EVP_PKEY* key, SignatureScheme scheme)
{
    const Bytes data{'t', 'r', 'i', 'a', 'l'};
    const OpenSslErrorScope errors;
    bool isOne = false;
    try
    {
        const Bytes signature = MakeSignature(library, key, scheme, data);
        isOne = IsValidSignature(library, key, scheme, data, signature);
    }
    catch (const std::runtime_error&)
    {
        // A key that cannot sign is refused too.
    }
    if (!isOne)
    {
        throw std::invalid_argument("private key: its two halves do not belong together");
    }
}

} // namespace hip
