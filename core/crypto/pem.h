// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_CRYPTO_PEM_H
#define HIP_CORE_CRYPTO_PEM_H

#include "core/crypto/openssl-ptr.h"

#include <string>

namespace hip
{

/**
 * @param pem text with a private key of any type, PKCS#8 or traditional; other blocks before it,
 *        such as EC PARAMETERS, are skipped
 * @throw std::invalid_argument with a one-line cause: empty, no PEM, truncated, encrypted, a public
 *        key or a certificate instead, not a key that OpenSSL can read
 */
PkeyPtr ReadPrivateKeyPem(OSSL_LIB_CTX* library, const std::string& pem);

/// PKCS#8, not encrypted.
std::string WritePrivateKeyPem(const EVP_PKEY* key);

} // namespace hip

#endif // HIP_CORE_CRYPTO_PEM_H
