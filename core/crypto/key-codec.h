// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_CRYPTO_KEY_CODEC_H
#define HIP_CORE_CRYPTO_KEY_CODEC_H

#include "core/crypto/openssl-ptr.h"
#include "core/crypto/signature.h"
#include "core/util/result.h"
#include "core/util/span.h"
#include "core/wire/algorithms.h"

#include <optional>

namespace hip
{

// The Host Identity field of HOST_ID (RFC 7401 §5.2.9) to and from OpenSSL's keys.

/// Sizes of RSA keys of our own; a peer's may be larger.
inline constexpr int MIN_RSA_BITS = 2048;
inline constexpr int MAX_RSA_BITS = 4096;

/// @return the kind of a key; nothing if HIP does not use its type, curve or size
std::optional<KeyKind> GetKeyKind(const EVP_PKEY* key);

/// @return the kind of an RSA key of whatever size
KeyKind GetRsaKind(int bits);

// Of HIPv2; in the dialect of 2003, RSA keys of every size sign otherwise.
HiAlgorithm GetHiAlgorithm(KeyKind kind);
SignatureScheme GetSignatureScheme(KeyKind kind);

/// @return the field: RSA e and n (RFC 3110 §2), ECDSA curve:2 | x | y at full width
Bytes EncodeHostIdentity(const EVP_PKEY* key, KeyKind kind);

// Pieces of these, for keys in the forms of 2003.

/// @return the number of this name in a key. @throw std::runtime_error if it has none
BignumPtr GetNumber(const EVP_PKEY* key, const char* name);

/// Appends @p number in @p width octets.
void AppendNumber(Bytes& out, const BIGNUM* number, std::size_t width);

/// @return the key of which @p parameters tell; null if OpenSSL refuses it
PkeyPtr MakePublicKey(OSSL_LIB_CTX* library, const char* type, OSSL_PARAM* parameters);

/// @return the key of e and n (RFC 3110 §2); else BAD_PARAMETER, also below @p minBits
Result<PkeyPtr> DecodeRsa(OSSL_LIB_CTX* library, ByteSpan field, int minBits);

/// @return the key; else BAD_PARAMETER: see PublicKey::Parse
Result<PkeyPtr> DecodeHostIdentity(OSSL_LIB_CTX* library, HiAlgorithm algorithm, ByteSpan field);

} // namespace hip

#endif // HIP_CORE_CRYPTO_KEY_CODEC_H
