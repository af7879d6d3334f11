// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_CRYPTO_SIGNATURE_H
#define HIP_CORE_CRYPTO_SIGNATURE_H

#include "core/util/span.h"

#include <openssl/types.h>

namespace hip
{

/// How a key signs, and in which form HIP_SIGNATURE carries it (RFC 7401 §5.2.14, hip-08 §6.2.12).
enum class SignatureScheme : Byte
{
    RSA_PSS,    ///< SHA-256, MGF1-SHA-256, 32 octets of salt
    ECDSA_P256, ///< SHA-256, r|s at full width (RFC 4754)
    ECDSA_P384, ///< SHA-384, r|s at full width
    DSA_SHA1,   ///< of 2003: T | r | s in 41 octets (RFC 2536 §3)
    RSA_SHA1,   ///< of 2003: PKCS#1 v1.5 (RFC 3110 §3)
};

/// @return octets of a signature with this key
std::size_t GetSignatureLength(const EVP_PKEY* key, SignatureScheme scheme);

/// Nonces come from the generator of @p library. @throw std::runtime_error if @p key has no private
/// half
Bytes MakeSignature(OSSL_LIB_CTX* library, EVP_PKEY* key, SignatureScheme scheme, ByteSpan data);

bool IsValidSignature(OSSL_LIB_CTX* library,
                      EVP_PKEY* key,
                      SignatureScheme scheme,
                      ByteSpan data,
                      ByteSpan signature);

/// T of RFC 2536 §2, which tells the size of a DSA key: p has at most 64 + 8·T octets.
Byte GetDsaSize(const EVP_PKEY* key);

} // namespace hip

#endif // HIP_CORE_CRYPTO_SIGNATURE_H
