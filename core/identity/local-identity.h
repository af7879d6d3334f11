// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_IDENTITY_LOCAL_IDENTITY_H
#define HIP_CORE_IDENTITY_LOCAL_IDENTITY_H

#include "core/crypto/host-key.h"
#include "core/wire/ip-address.h"

#include <utility>

namespace hip
{

/// One identity of this host, in either dialect: its key pair and the name that is made of it.
class LocalIdentity
{
  public:
    virtual ~LocalIdentity() = default;

    const PrivateKey& GetKey() const
    {
        return m_key;
    }

    const PublicKey& GetPublicKey() const
    {
        return m_key.GetPublic();
    }

    const Hit& GetHit() const
    {
        return m_hit;
    }

    /// Whether bit A of the Controls is set: the host is in no directory.
    bool IsAnonymous() const
    {
        return m_isAnonymous;
    }

  protected:
    LocalIdentity(PrivateKey key, const Hit& hit, bool isAnonymous)
        : m_key(std::move(key)),
          m_hit(hit),
          m_isAnonymous(isAnonymous)
    {
    }

    LocalIdentity(const LocalIdentity&) = default;
    LocalIdentity(LocalIdentity&&) = default;
    LocalIdentity& operator=(const LocalIdentity&) = default;
    LocalIdentity& operator=(LocalIdentity&&) = default;

  private:
    PrivateKey m_key;
    Hit m_hit;
    bool m_isAnonymous;
};

} // namespace hip

#endif // HIP_CORE_IDENTITY_LOCAL_IDENTITY_H
