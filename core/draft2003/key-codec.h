// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_DRAFT2003_KEY_CODEC_H
#define HIP_CORE_DRAFT2003_KEY_CODEC_H

#include "core/crypto/host-key.h"
#include "core/crypto/openssl-ptr.h"
#include "core/util/result.h"

#include <optional>

namespace hip::draft2003
{

// Keys in the form of DNSSEC to and from OpenSSL's: DSA as RFC 2536 §2, RSA as RFC 3110 §2.

/// Bits of an RSA modulus (RFC 3110 §2).
inline constexpr int MIN_RSA_BITS = 512;
inline constexpr int MAX_RSA_BITS = 4096;

/// Bits of a DSA modulus (RFC 2536 §2); that of q is always 160.
inline constexpr int MIN_DSA_BITS = 512;
inline constexpr int MAX_DSA_BITS = 1024;
inline constexpr int DSA_Q_BITS = 160;

/// @return the algorithm of a key; nothing if HIP does not use its type or size
std::optional<HiAlgorithm> GetHiAlgorithm(const EVP_PKEY* key);

/// @return what a key for which there is an algorithm is
KeyType GetKeyType(const EVP_PKEY* key, HiAlgorithm algorithm);

Bytes EncodeHostIdentity(const EVP_PKEY* key, HiAlgorithm algorithm);

/// @return the key; else BAD_PARAMETER: see ParsePublicKey
Result<PkeyPtr> DecodeHostIdentity(OSSL_LIB_CTX* library, HiAlgorithm algorithm, ByteSpan field);

} // namespace hip::draft2003

#endif // HIP_CORE_DRAFT2003_KEY_CODEC_H
