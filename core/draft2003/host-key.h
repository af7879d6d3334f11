// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_DRAFT2003_HOST_KEY_H
#define HIP_CORE_DRAFT2003_HOST_KEY_H

#include "core/crypto/host-key.h"

namespace hip::draft2003
{

// Host keys of 2003: DSA and RSA that sign with SHA-1, in the types that all dialects share. The
// CryptoEngine signs with them.

/**
 * @param algorithm of HOST_ID
 * @param hostIdentity the key in HOST_ID: DSA as RFC 2536 §2, RSA as RFC 3110 §2. Kept exactly as
 *        received, since the HIT is a hash of it.
 * @return the key; else BAD_PARAMETER, also if its numbers cannot be those of a key
 */
Result<PublicKey> ParsePublicKey(CryptoContext& context,
                                 HiAlgorithm algorithm,
                                 ByteSpan hostIdentity);

/// 1024 bits, the most that RFC 2536 has room for. @throw std::runtime_error
PrivateKey GenerateDsaKey(CryptoContext& context);

/// Much faster: a DSA key with the prime numbers of another one, which hosts may share.
/// @throw std::runtime_error
PrivateKey GenerateDsaKey(CryptoContext& context, const PrivateKey& other);

/// @param bits 1024 to 4096, a multiple of 8. @throw std::invalid_argument, std::runtime_error
PrivateKey GenerateRsaKey(CryptoContext& context, unsigned bits);

/**
 * @param pem an unencrypted PKCS#8 or traditional PEM private key
 * @throw std::invalid_argument with a one-line cause: no PEM, encrypted, truncated, a key type or
 *        size that HIP did not use in 2003
 */
PrivateKey ReadPrivateKey(CryptoContext& context, const std::string& pem);

} // namespace hip::draft2003

#endif // HIP_CORE_DRAFT2003_HOST_KEY_H
