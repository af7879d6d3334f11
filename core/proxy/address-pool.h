// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_PROXY_ADDRESS_POOL_H
#define HIP_CORE_PROXY_ADDRESS_POOL_H

#include "core/util/clock.h"
#include "core/wire/ip-address.h"

#include <cstdint>
#include <deque>
#include <optional>

namespace hip
{

/// Where substitute addresses come from.
struct AddressPoolConfig
{
    IpAddress prefix;
    unsigned prefixLength = 64; ///< bits, of 128 or (IPv4 prefix) of 32
    /// The first address given out; what lies below it is never used. Unspecified: the one behind
    /// the prefix itself.
    IpAddress first;
    /// An address rests so long after its mapping has ended, because caches may still hold it.
    Duration quarantine = std::chrono::minutes(10);
};

/**
 * The substitute addresses (the patent's IP_res) of one family.
 *
 * Addresses are given out in ascending order, except that one whose quarantine is over comes before
 * a fresh one: so memory is bounded by what is in use, and not by what ever was.
 */
class AddressPool
{
  public:
    /// @throw std::invalid_argument if the prefix length is impossible, or the first address lies
    ///        outside of the prefix or leaves no address
    explicit AddressPool(const AddressPoolConfig& config);

    /// @return an address that nobody uses; nothing if there is none at this time
    std::optional<IpAddress> Allocate(Time now);

    /// Puts an address that Allocate gave out into quarantine.
    void Release(const IpAddress& address, Time now);

    /// @return true if the address lies in the pool's prefix, whether it is in use or not
    bool Contains(const IpAddress& address) const;

    /// @return true if the address was given out at some time
    bool WasAllocated(const IpAddress& address) const;

    /// @return addresses in use, without those in quarantine
    std::uint64_t GetAllocatedCount() const;

    /// @return addresses that can be in use at the same time
    std::uint64_t GetCapacity() const;

  private:
    struct Resting
    {
        IpAddress address;
        Time until;
    };

    IpAddress MakeAddress(std::uint64_t index) const;

    AddressPoolConfig m_config;
    std::uint64_t m_capacity = 0;
    std::uint64_t m_fresh = 0; ///< index, counted from `first`, of the next address never given out
    std::deque<Resting> m_quarantine; ///< in order of release, which is that of `until`
};

} // namespace hip

#endif // HIP_CORE_PROXY_ADDRESS_POOL_H
