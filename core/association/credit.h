// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_CREDIT_H
#define HIP_CORE_ASSOCIATION_CREDIT_H

#include "core/util/clock.h"

#include <cstddef>
#include <cstdint>

namespace hip
{

/**
 * What a host may send to an address of its peer that is not verified yet: no more than it has
 * lately received from that peer, so that a false address amplifies nothing (RFC 8046 §5.6).
 */
class Credit
{
  public:
    /// CreditAgingInterval and CreditAgingFactor, as RFC 8046 §5.6.2 recommends them.
    static constexpr Duration AGING_INTERVAL = std::chrono::seconds(5);
    static constexpr std::uint64_t AGING_NUMERATOR = 7;
    static constexpr std::uint64_t AGING_DENOMINATOR = 8;

    /// @param octets of a packet that came from the peer
    void Earn(std::size_t octets, Time now)
    {
        Age(now);
        m_octets += octets;
    }

    /// @param octets of a packet to an unverified address. @return whether it may be sent
    bool Spend(std::size_t octets, Time now)
    {
        Age(now);
        if (m_octets < octets)
        {
            return false;
        }
        m_octets -= octets;
        return true;
    }

    std::uint64_t Get(Time now)
    {
        Age(now);
        return m_octets;
    }

  private:
    /// Does what the timer of the specification would have done since the last call.
    void Age(Time now)
    {
        if (m_octets == 0)
        {
            m_nextAging = now + AGING_INTERVAL;
        }
        while (m_nextAging <= now && m_octets > 0)
        {
            m_octets = m_octets * AGING_NUMERATOR / AGING_DENOMINATOR;
            m_nextAging += AGING_INTERVAL;
        }
    }

    std::uint64_t m_octets = 0;
    Time m_nextAging{};
};

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_CREDIT_H
