// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_CRYPTO_HASH_H
#define HIP_CORE_CRYPTO_HASH_H

#include "core/util/span.h"
#include "core/wire/algorithms.h"

#include <initializer_list>
#include <memory>

namespace hip
{

/// @return the hash of the concatenation of @p parts, GetHashLength(kind) octets
Bytes Hash(HashKind kind, std::initializer_list<ByteSpan> parts);

/// @return HMAC (RFC 2104) over the concatenation of @p parts, GetHashLength(kind) octets
Bytes Hmac(HashKind kind, ByteSpan key, std::initializer_list<ByteSpan> parts);

/// HKDF-Extract and -Expand (RFC 5869). @param length at most 255 hash lengths
Bytes Hkdf(HashKind kind, ByteSpan salt, ByteSpan secret, ByteSpan info, std::size_t length);

/// Compares in constant time; false if the lengths differ.
bool IsEqualConstantTime(ByteSpan a, ByteSpan b);

/// Overwrites secrets in a way that the compiler does not remove.
void Wipe(MutableByteSpan secret);

/**
 * Hashes many messages that share a prefix and differ in a suffix, without allocating: the puzzle's
 * inner loop.
 */
class PrefixHasher
{
  public:
    PrefixHasher(HashKind kind, ByteSpan prefix);
    ~PrefixHasher();
    PrefixHasher(const PrefixHasher&) = delete;
    PrefixHasher& operator=(const PrefixHasher&) = delete;

    /// Writes Hash(prefix | suffix) to @p digest, GetHashLength(kind) octets.
    void Hash(ByteSpan suffix, MutableByteSpan digest);

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace hip

#endif // HIP_CORE_CRYPTO_HASH_H
