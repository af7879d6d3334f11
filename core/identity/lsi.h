// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_IDENTITY_LSI_H
#define HIP_CORE_IDENTITY_LSI_H

#include "core/wire/ip-address.h"

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <optional>

namespace hip
{

/// @return true for 1.0.0.0/8, from which hosts take Local Scope Identifiers
bool IsLsi(const IpAddress& address);

/**
 * Local Scope Identifiers: IPv4 addresses that stand for HITs towards IPv4 applications of one host
 * (RFC 5338 §2). They mean nothing to other hosts and never appear on the wire.
 *
 * The LSI of a HIT follows from the HIT's low bits, so that it is the same in every run; of two
 * HITs with equal bits, the later gets the next free one.
 */
class LsiTable
{
  public:
    /// All of 1.0.0.0/8 but its first and last address.
    static constexpr std::size_t MAX_CAPACITY = (1U << 24) - 2;

    /// @param capacity how many HITs may have an LSI at a time; at most MAX_CAPACITY count
    explicit LsiTable(std::size_t capacity);

    /// @return the LSI of @p hit, a new one if it has none; nothing if the table is full
    std::optional<IpAddress> Assign(const Hit& hit);

    /// @return the LSI of @p hit, if it has one
    std::optional<IpAddress> FindLsi(const Hit& hit) const;

    /// @return the HIT for which @p lsi stands, if any
    std::optional<Hit> FindHit(const IpAddress& lsi) const;

    /// Takes the LSI of @p hit back, if it has one.
    void Release(const Hit& hit);

    std::size_t GetSize() const;

  private:
    std::size_t m_capacity;
    boost::unordered_flat_map<Hit, IpAddress> m_lsiOf;
    boost::unordered_flat_map<IpAddress, Hit> m_hitOf;
};

} // namespace hip

#endif // HIP_CORE_IDENTITY_LSI_H
