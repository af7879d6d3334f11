// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_CRYPTO_HOST_KEY_BASE_H
#define HIP_CORE_CRYPTO_HOST_KEY_BASE_H

#include "core/util/span.h"

#include <memory>
#include <openssl/types.h>
#include <string>
#include <utility>

namespace hip
{

// What host keys of HIPv2 and of HIP of 2003 (core/draft2003) have in common.

/// @tparam Algorithm the dialect's HiAlgorithm
template <class Algorithm>
class PublicKeyBase
{
  public:
    Algorithm GetAlgorithm() const
    {
        return m_algorithm;
    }

    /// The key as HOST_ID carries it (RFC 7401 §5.2.9), without flags and algorithm before it.
    const Bytes& GetHostIdentity() const
    {
        return m_hostIdentity;
    }

    EVP_PKEY* GetHandle() const
    {
        return m_key.get();
    }

  protected:
    PublicKeyBase(std::shared_ptr<EVP_PKEY> key, Algorithm algorithm, Bytes hostIdentity)
        : m_key(std::move(key)),
          m_algorithm(algorithm),
          m_hostIdentity(std::move(hostIdentity))
    {
    }

  private:
    std::shared_ptr<EVP_PKEY> m_key; ///< shared with the private key it belongs to, if any
    Algorithm m_algorithm;
    Bytes m_hostIdentity;
};

/// @tparam PublicKey the dialect's
template <class PublicKey>
class PrivateKeyBase
{
  public:
    const PublicKey& GetPublic() const
    {
        return m_public;
    }

    EVP_PKEY* GetHandle() const
    {
        return m_public.GetHandle();
    }

  protected:
    explicit PrivateKeyBase(PublicKey publicKey)
        : m_public(std::move(publicKey))
    {
    }

  private:
    PublicKey m_public; ///< its handle holds the secret too
};

} // namespace hip

#endif // HIP_CORE_CRYPTO_HOST_KEY_BASE_H
