// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_CRYPTO_CRYPTO_CONTEXT_H
#define HIP_CORE_CRYPTO_CRYPTO_CONTEXT_H

#include "core/util/random-source.h"

#include <memory>
#include <openssl/types.h>

namespace hip
{

/**
 * An OpenSSL library context of its own, whose only source of randomness is the given RandomSource:
 * OpenSSL's key generation, ECDSA nonces and PSS salts become repeatable, and the default context
 * of the process is left alone.
 *
 * Like its source it serves one thread at a time. It loads algorithms on first use, which takes
 * milliseconds, so many hosts better share one. Keys and engines made with it must go before it.
 */
class CryptoContext
{
  public:
    /**
     * @param random outlives the context
     * @throw std::runtime_error if OpenSSL cannot make the context
     */
    explicit CryptoContext(RandomSource& random);
    ~CryptoContext();

    CryptoContext(const CryptoContext&) = delete;
    CryptoContext& operator=(const CryptoContext&) = delete;

    OSSL_LIB_CTX* GetLibrary() const;

    RandomSource& GetRandom() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace hip

#endif // HIP_CORE_CRYPTO_CRYPTO_CONTEXT_H
