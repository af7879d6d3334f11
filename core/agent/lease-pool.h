// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_AGENT_LEASE_POOL_H
#define HIP_CORE_AGENT_LEASE_POOL_H

#include "core/association/lease-client.h"

#include <cstddef>
#include <optional>
#include <set>

namespace hip
{

/// What an agent has to lend (mm-00 §4.4).
struct LeasePoolConfig
{
    /// First of the IPv6 addresses, one for each client, whose low 32 bits count up; unspecified =
    /// none. Packets to them have to reach the agent.
    IpAddress firstV6;
    IpAddress sharedV4;         ///< that all clients share; unspecified = none
    std::uint32_t spis = 256;   ///< of the shared address, for each client
    std::size_t slots = 100000; ///< clients at once
};

/**
 * Addresses and SPI ranges by slot, so that the client of a packet is found without any table: slot
 * n has the n-th IPv6 address, and the n-th range of SPIs of the shared IPv4 address.
 */
class LeasePool
{
  public:
    /// First SPI of the first slot; those below are not usable (RFC 4303 §2.1).
    static constexpr std::uint32_t FIRST_SPI = 256;

    /// @throw std::invalid_argument if an address is of the wrong family, or there are not as many
    /// SPIs or addresses as slots
    explicit LeasePool(const LeasePoolConfig& config);

    /// Takes a slot: @p wish if it is free, else the first that is. @return nothing if none is
    std::optional<std::uint32_t> Take(std::optional<std::uint32_t> wish);

    void Return(std::uint32_t slot);

    /// @return the IPv6 address of a slot; nothing if there are none
    std::optional<LeasedAddress> GetV6(std::uint32_t slot) const;

    /// @return the shared address with the slot's SPIs; nothing if there is none
    std::optional<LeasedAddress> GetV4(std::uint32_t slot) const;

    /// @return the slot that an address of the pool stands for, with the SPI if it is shared;
    /// whether somebody has that slot is another matter
    std::optional<std::uint32_t> Find(const IpAddress& address, std::uint32_t spi) const;

  private:
    LeasePoolConfig m_config;
    std::set<std::uint32_t> m_returned;
    std::uint32_t m_next = 0; ///< from here on all are free
};

} // namespace hip

#endif // HIP_CORE_AGENT_LEASE_POOL_H
