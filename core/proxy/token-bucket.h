// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_PROXY_TOKEN_BUCKET_H
#define HIP_CORE_PROXY_TOKEN_BUCKET_H

#include "core/util/clock.h"

namespace hip
{

/// Limits how often something happens, and lets short bursts pass (RFC 4443 §2.4(f)).
class TokenBucket
{
  public:
    /// @param perSecond long-term rate; 0 = never
    /// @param burst how many may follow at once after a silence
    TokenBucket(unsigned perSecond, unsigned burst);

    /// @return true if it may happen now, which is then counted
    bool Take(Time now);

  private:
    Duration m_interval; ///< the time that refills one token; 0 if there are none
    Duration m_capacity;
    Duration m_level; ///< saved-up time
    Time m_last{};
};

} // namespace hip

#endif // HIP_CORE_PROXY_TOKEN_BUCKET_H
