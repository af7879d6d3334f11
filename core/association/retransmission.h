// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_RETRANSMISSION_H
#define HIP_CORE_ASSOCIATION_RETRANSMISSION_H

#include "core/association/config.h"
#include "core/util/clock.h"

#include <algorithm>

namespace hip
{

/// Waits for an answer with exponential back-off (RFC 7401 §6.6, §6.8, §6.11).
class Retransmission
{
  public:
    void Start(const EndpointConfig& config, Time now)
    {
        m_wait = config.retransmission;
        m_retries = 0;
        m_deadline = now + m_wait;
    }

    void Stop()
    {
        m_deadline = NEVER;
    }

    /// Counts one more try. @return false, and stops, once the maximum is passed
    bool Retry(const EndpointConfig& config, Time now)
    {
        if (++m_retries > config.maxRetries)
        {
            Stop();
            return false;
        }
        Again(config, now);
        return true;
    }

    /// Waits once more, however often that was already.
    void Again(const EndpointConfig& config, Time now)
    {
        m_wait = std::min(2 * m_wait, config.maxRetransmission);
        m_deadline = now + m_wait;
    }

    unsigned GetRetries() const
    {
        return m_retries;
    }

    /// NEVER if nothing is waited for.
    Time GetDeadline() const
    {
        return m_deadline;
    }

  private:
    Duration m_wait{};
    Time m_deadline = NEVER;
    unsigned m_retries = 0;
};

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_RETRANSMISSION_H
