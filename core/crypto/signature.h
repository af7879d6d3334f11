// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_CRYPTO_SIGNATURE_H
#define HIP_CORE_CRYPTO_SIGNATURE_H

#include "core/util/span.h"
#include "core/wire/algorithms.h"

#include <openssl/types.h>

namespace hip
{

// Signatures as HIP_SIGNATURE carries them (RFC 7401 §5.2.14). RSA: RSASSA-PSS with SHA-256,
// MGF1-SHA-256 and 32 octets of salt. ECDSA: r|s at full width; P-256 with SHA-256, P-384 with
// SHA-384 (RFC 4754).

/// @return octets of a signature with this key
std::size_t GetSignatureLength(const EVP_PKEY* key, KeyKind kind);

/// @throw std::runtime_error if @p key has no private half
Bytes MakeSignature(OSSL_LIB_CTX* library, EVP_PKEY* key, KeyKind kind, ByteSpan data);

bool IsValidSignature(OSSL_LIB_CTX* library,
                      EVP_PKEY* key,
                      KeyKind kind,
                      ByteSpan data,
                      ByteSpan signature);

// Pieces of these, for signatures in the forms of 2003.

/**
 * @param digest OpenSSL's name of the hash
 * @param parameters of the signature scheme; null for those that OpenSSL takes by itself
 * @return the signature in OpenSSL's form. @throw std::runtime_error if @p key has no private half
 */
Bytes SignWithDigest(OSSL_LIB_CTX* library,
                     EVP_PKEY* key,
                     const char* digest,
                     const OSSL_PARAM* parameters,
                     ByteSpan data);

/// @param signature in OpenSSL's form; the rest as for SignWithDigest
bool VerifyWithDigest(OSSL_LIB_CTX* library,
                      EVP_PKEY* key,
                      const char* digest,
                      const OSSL_PARAM* parameters,
                      ByteSpan data,
                      ByteSpan signature);

/// DSA and ECDSA have one DER form (RFC 3279 §2.2). @return r|s, each in @p width octets
Bytes ToFixedWidth(ByteSpan der, std::size_t width);

/// @param fixedWidth r|s
Bytes ToDer(ByteSpan fixedWidth);

} // namespace hip

#endif // HIP_CORE_CRYPTO_SIGNATURE_H
