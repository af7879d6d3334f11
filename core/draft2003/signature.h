// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_DRAFT2003_SIGNATURE_H
#define HIP_CORE_DRAFT2003_SIGNATURE_H

#include "core/draft2003/algorithms.h"
#include "core/util/span.h"

#include <openssl/types.h>

namespace hip::draft2003
{

// Signatures as HIP_SIGNATURE carries them (hip-08 §6.2.12), all over SHA-1. DSA: T | r | s in 41
// octets (RFC 2536 §3). RSA: PKCS#1 v1.5 (RFC 3110 §3).

/// @return octets of a signature with this key
std::size_t GetSignatureLength(const EVP_PKEY* key, HiAlgorithm algorithm);

/// Nonces of DSA come from the generator of @p library. @throw std::runtime_error if @p key has no
/// private half
Bytes MakeSignature(OSSL_LIB_CTX* library, EVP_PKEY* key, HiAlgorithm algorithm, ByteSpan data);

bool IsValidSignature(OSSL_LIB_CTX* library,
                      EVP_PKEY* key,
                      HiAlgorithm algorithm,
                      ByteSpan data,
                      ByteSpan signature);

} // namespace hip::draft2003

#endif // HIP_CORE_DRAFT2003_SIGNATURE_H
