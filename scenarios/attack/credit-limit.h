// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_ATTACK_CREDIT_LIMIT_H
#define HIP_SCENARIOS_ATTACK_CREDIT_LIMIT_H

#include "ns3/nstime.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace hipscenario
{

/**
 * The most that a specification-abiding peer may have sent to an address that it has not verified
 * (RFC 8046 §5.6): worked out from what came from the host that told it, apart from the core.
 *
 * What came before the address was told has lost an eighth every CreditAgingInterval of 5 s, by
 * which it is smaller; what comes after counts in full, since a sender with enough to send spends
 * it at once.
 */
class CreditLimit
{
  public:
    /// @param octets of an IP packet that came from the host
    void NoteArrival(ns3::Time at, std::uint64_t octets)
    {
        m_arrivals.emplace_back(at, octets);
        m_total += octets;
    }

    /// @param told when the address was told. @return octets until @p at
    double Get(ns3::Time told, ns3::Time at) const;

    /// Octets without ageing.
    std::uint64_t GetTotal() const
    {
        return m_total;
    }

  private:
    std::vector<std::pair<ns3::Time, std::uint64_t>> m_arrivals;
    std::uint64_t m_total = 0;
};

} // namespace hipscenario

#endif // HIP_SCENARIOS_ATTACK_CREDIT_LIMIT_H
