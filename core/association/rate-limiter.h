// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_RATE_LIMITER_H
#define HIP_CORE_ASSOCIATION_RATE_LIMITER_H

#include "core/util/clock.h"
#include "core/wire/ip-address.h"

#include <boost/unordered/unordered_flat_map.hpp>

namespace hip
{

/// Allows so many events for each address in each second (RFC 7401 §6.7: R1s to one address).
class RateLimiter
{
  public:
    /// @param maximum in one second; 0 = no limit
    explicit RateLimiter(unsigned maximum)
        : m_maximum(maximum)
    {
    }

    /// Counts one event. @return false if it exceeds the limit
    bool Allow(const IpAddress& address, Time now)
    {
        const auto second =
            std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch());
        if (second != m_second)
        {
            m_second = second;
            m_counts.clear();
        }
        // A flood of forged addresses must not fill memory: past the bound all share one count.
        const bool isKnown = m_counts.size() < MAX_ADDRESSES || m_counts.contains(address);
        return m_maximum == 0 || ++m_counts[isKnown ? address : IpAddress()] <= m_maximum;
    }

  private:
    static constexpr std::size_t MAX_ADDRESSES = 65536;

    unsigned m_maximum;
    std::chrono::seconds m_second{-1};
    boost::unordered_flat_map<IpAddress, unsigned> m_counts;
};

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_RATE_LIMITER_H
