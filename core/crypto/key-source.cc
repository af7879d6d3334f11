// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/key-source.h"

#include "core/crypto/key-codec.h"

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

} // namespace hip
