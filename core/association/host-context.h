// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_HOST_CONTEXT_H
#define HIP_CORE_ASSOCIATION_HOST_CONTEXT_H

#include "core/association/config.h"
#include "core/association/outbox.h"
#include "core/association/spi-table.h"
#include "core/crypto/crypto-context.h"
#include "core/crypto/crypto-engine.h"
#include "core/identity/local-identity.h"
#include "core/util/random-source.h"

#include <algorithm>
#include <memory>
#include <vector>

namespace hip
{

class Dialect;
class LeasingService;
class RendezvousService;

const Dialect& GetHipv2();

/// What all associations of one host share. The endpoint owns it; they borrow it.
struct HostContext
{
    EndpointConfig config;
    std::vector<std::shared_ptr<const LocalIdentity>> identities; ///< of the dialect
    CryptoContext& crypto;
    CryptoEngine& engine;
    RandomSource& random;
    RendezvousService* service = nullptr; ///< set on registrars
    std::vector<IpAddress> locators;      ///< own addresses, most preferred first
    Outbox outbox;
    SpiTable spis;
    const Dialect* dialect = &GetHipv2();
    std::uint64_t birthday = 0;        ///< 2003 only: grows whenever state is lost (hip-08 §4.1.3)
    LeasingService* leasing = nullptr; ///< set on agents of 2003
    std::vector<IpAddress> leased{};   ///< that agents have lent, and that peers are told

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

    /// @return what peers are told: own addresses, then those that agents have lent
    std::vector<IpAddress> GetTold() const
    {
        std::vector<IpAddress> told = locators;
        told.insert(told.end(), leased.begin(), leased.end());
        return told;
    }

    bool HasLocator(const IpAddress& address) const
    {
        return std::find(locators.begin(), locators.end(), address) != locators.end();
    }

    /// State was lost: whoever still has it must believe the next exchange. The time serves those
    /// that forget (hip-08 §4.1.3 lets GMT do so).
    void Age(Time now)
    {
        const auto time = static_cast<std::uint64_t>(now.time_since_epoch().count());
        birthday = std::max(birthday + 1, time);
    }

    Work& GetWork()
    {
        return outbox.GetWork();
    }
};

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_HOST_CONTEXT_H
