// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CPU_H
#define HIP_CPU_H

#include "ns3/nstime.h"
#include "ns3/simulator.h"

#include <algorithm>

// Private to this module: not installed.

namespace ns3
{

/// The processor of a node as a single server: work waits for the work before it.
class HipCpu
{
  public:
    /**
     * Adds work that arrives now.
     *
     * @param cost how long it takes
     * @return how long from now until it is done
     */
    Time Occupy(Time cost)
    {
        m_freeAt = std::max(m_freeAt, Simulator::Now()) + cost;
        m_busy += cost;
        return m_freeAt - Simulator::Now();
    }

    /// @return the time spent working so far, and committed to
    Time GetBusyTime() const
    {
        return m_busy;
    }

  private:
    Time m_freeAt;
    Time m_busy;
};

} // namespace ns3

#endif // HIP_CPU_H
