// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_CRYPTO_KEY_SOURCE_H
#define HIP_CORE_CRYPTO_KEY_SOURCE_H

#include "core/crypto/openssl-ptr.h"
#include "core/crypto/signature.h"

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
 * @throw std::invalid_argument if the public half does not verify what the private one signs
 */
void RequireOneKey(OSSL_LIB_CTX* library, EVP_PKEY* key, SignatureScheme scheme);

} // namespace hip

#endif // HIP_CORE_CRYPTO_KEY_SOURCE_H
