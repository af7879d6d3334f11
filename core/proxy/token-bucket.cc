// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/token-bucket.h"

#include <algorithm>

namespace hip
{

TokenBucket::TokenBucket(unsigned perSecond, unsigned burst)
    : m_interval(perSecond == 0 ? Duration::zero() : Duration(std::chrono::seconds(1)) / perSecond),
      m_capacity(m_interval * burst),
      m_level(m_capacity)
{
}

bool
TokenBucket::Take(Time now)
{
    const Duration passed = std::clamp(now - m_last, Duration::zero(), m_capacity);
    m_level = std::min(m_level + passed, m_capacity);
    m_last = std::max(m_last, now);
    if (m_interval == Duration::zero() || m_level < m_interval)
    {
        return false;
    }
    m_level -= m_interval;
    return true;
}

} // namespace hip
