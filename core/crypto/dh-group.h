// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_CRYPTO_DH_GROUP_H
#define HIP_CORE_CRYPTO_DH_GROUP_H

#include "core/wire/algorithms.h"

#include <cstddef>
#include <openssl/types.h>

namespace hip
{

/// A Diffie-Hellman group as OpenSSL knows it, sizes in octets.
struct DhGroupInfo
{
    const char* keyType;                    ///< "DH" or "EC"
    const char* name;                       ///< null if OpenSSL knows the prime only
    std::size_t publicValueLength;          ///< RFC 7401 §5.2.7
    std::size_t secretLength;               ///< full field width
    BIGNUM* (*getPrime)(BIGNUM*) = nullptr; ///< of a group without a name; the generator is 2
};

/// @throw std::invalid_argument if @p group is none of DhGroup's values
const DhGroupInfo& GetDhGroupInfo(DhGroup group);

} // namespace hip

#endif // HIP_CORE_CRYPTO_DH_GROUP_H
