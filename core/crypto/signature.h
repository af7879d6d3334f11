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

} // namespace hip

#endif // HIP_CORE_CRYPTO_SIGNATURE_H
