// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_CRYPTO_KEY_SOURCE_H
#define HIP_CORE_CRYPTO_KEY_SOURCE_H

#include "core/crypto/openssl-ptr.h"
#include "core/util/span.h"

#include <stdexcept>
#include <string>

namespace hip
{

// Private keys of a new host or of its key file, whatever the dialect.

/// @param bits @p minBits to 4096, a multiple of 8. @throw std::invalid_argument,
/// std::runtime_error
PkeyPtr GenerateRsaKey(OSSL_LIB_CTX* library, unsigned bits, unsigned minBits);

/// Refuses a key of a type or size that HIP does not use.
/// @param used the types and sizes that it does use, for the message. @throw std::invalid_argument
[[noreturn]] void RefuseKey(const EVP_PKEY* key, const char* used);

/**
 * A damaged key file may still be well-formed; its signatures would be refused by every peer.
 *
 * @param algorithm as MakeSignature of the dialect takes it
 * @throw std::invalid_argument if the public half does not verify what the private one signs
 */
template <class Algorithm>
void
RequireOneKey(OSSL_LIB_CTX* library, EVP_PKEY* key, Algorithm algorithm)
{
    const Bytes data{'t', 'r', 'i', 'a', 'l'};
    const OpenSslErrorScope errors;
    bool isOne = false;
    try
    {
        const Bytes signature = MakeSignature(library, key, algorithm, data);
        isOne = IsValidSignature(library, key, algorithm, data, signature);
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

#endif // HIP_CORE_CRYPTO_KEY_SOURCE_H
