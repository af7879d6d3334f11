// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_HOST_CONTEXT_H
#define HIP_CORE_ASSOCIATION_HOST_CONTEXT_H

#include "core/association/config.h"
#include "core/association/outbox.h"
#include "core/association/spi-table.h"
#include "core/crypto/crypto-context.h"
#include "core/crypto/crypto-engine.h"
#include "core/identity/host-identity.h"
#include "core/util/random-source.h"

#include <vector>

namespace hip
{

class RendezvousService;

/// What all associations of one host share. The endpoint owns it; they borrow it.
struct HostContext
{
    EndpointConfig config;
    std::vector<HostIdentity> identities; ///< never changes, so that addresses of its items hold
    CryptoContext& crypto;
    CryptoEngine& engine;
    RandomSource& random;
    RendezvousService* service = nullptr; ///< set on registrars
    std::vector<IpAddress> locators;      ///< own addresses, most preferred first
    Outbox outbox;
    SpiTable spis;

    /// @return the most preferred own address of the peer address's family; else unspecified
    IpAddress ChooseLocal(const IpAddress& peer) const
    {
        for (const IpAddress& locator : locators)
        {
            if (locator.IsV4() == peer.IsV4())
            {
                return locator;
            }
        }
        return IpAddress();
    }

    Work& GetWork()
    {
        return outbox.GetWork();
    }
};

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_HOST_CONTEXT_H
