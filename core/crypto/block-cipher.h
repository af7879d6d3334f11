// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_CRYPTO_BLOCK_CIPHER_H
#define HIP_CORE_CRYPTO_BLOCK_CIPHER_H

#include "core/util/result.h"
#include "core/util/span.h"
#include "core/wire/algorithms.h"

namespace hip
{

// HIP_CIPHER, which protects the ENCRYPTED parameter (RFC 7401 §5.2.8, §5.2.18).

/// @return octets of key: 0, 16 or 32
std::size_t GetKeyLength(HipCipher cipher);

/// @return octets of IV: 0 or 16
std::size_t GetIvLength(HipCipher cipher);

/// Pads (PKCS#5) and encrypts; NULL_ENCRYPT returns the plaintext as it is.
Bytes Encrypt(HipCipher cipher, ByteSpan key, ByteSpan iv, ByteSpan plaintext);

/// @return the plaintext without padding; else BAD_ENCRYPTION
Result<Bytes> Decrypt(HipCipher cipher, ByteSpan key, ByteSpan iv, ByteSpan ciphertext);

} // namespace hip

#endif // HIP_CORE_CRYPTO_BLOCK_CIPHER_H
