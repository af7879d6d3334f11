// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_MOBILITY_MOVE_H
#define HIP_SCENARIOS_MOBILITY_MOVE_H

#include "scenarios/mobility/mobile-access.h"

#include <algorithm>
#include <string>
#include <vector>

namespace hipscenario
{

/// One move and what came of it; times are simulation times, zero = not yet.
struct Move
{
    std::string kind; ///< "hard", "gapless" or "soft"; with Wi-Fi "away" or "back"
    MobileAccess::Link to;
    ns3::Time silent{};    ///< last sign of the old link, if its loss is noticed later
    ns3::Time lost{};      ///< the old link
    ns3::Time entered{};   ///< the new link
    ns3::Time found{};     ///< the new address: with the link, by a router advertisement or DHCP
    ns3::Time usable{};    ///< it, after duplicate address detection
    ns3::Time told{};      ///< the proxy hears that only the new address is left
    ns3::Time verified{};  ///< by the proxy, the new address
    ns3::Time firstDown{}; ///< data at the new address
    ns3::Time firstUp{};   ///< data from the new address at the proxy
    /// Octets, with IP headers, of the packets that tell and verify the new address, in this order.
    std::vector<uint32_t> signalling{};
    uint32_t before = 0; ///< octets of those that left the host in the same moment before the first

    /// @return whether the host has the new link only
    bool IsSwitched() const
    {
        return !lost.IsZero() && !entered.IsZero();
    }

    /// @return when it began: the host lost one link or got the other
    ns3::Time GetStart() const
    {
        return silent.IsZero() ? std::min(lost, entered) : silent;
    }

    /// @return from when on the host has the new link only
    ns3::Time GetSwitch() const
    {
        return std::max(lost, entered);
    }
};

} // namespace hipscenario

#endif // HIP_SCENARIOS_MOBILITY_MOVE_H
