// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/agent/lease-pool.h"

#include "core/util/endian.h"

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace hip
{

namespace
{

constexpr std::uint64_t MAX_U32 = std::numeric_limits<std::uint32_t>::max();
constexpr std::size_t COUNTER_AT = 12; ///< where the low 32 bits of an IPv6 address begin

} // namespace

LeasePool::LeasePool(const LeasePoolConfig& config)
    : m_config(config)
{
    if (config.firstV6.IsV4() || (!config.sharedV4.IsUnspecified() && !config.sharedV4.IsV4()))
    {
        throw std::invalid_argument("addresses to be lent are of the wrong family");
    }
    const std::uint64_t first = ReadU32(config.firstV6.GetBytes(), COUNTER_AT);
    if (config.slots == 0 || config.spis == 0 || first + config.slots - 1 > MAX_U32 ||
        config.slots > (MAX_U32 - FIRST_SPI) / config.spis)
    {
        throw std::invalid_argument("an agent has not as many addresses or SPIs to lend");
    }
}

std::optional<std::uint32_t>
LeasePool::Take(std::optional<std::uint32_t> wish)
{
    if (wish && m_returned.erase(*wish) > 0)
    {
        return wish;
    }
    if (wish && *wish >= m_next && *wish < m_config.slots)
    {
        while (m_next < *wish) // those below stay free
        {
            m_returned.insert(m_next++);
        }
        return m_next++;
    }
    if (!m_returned.empty())
    {
        const std::uint32_t slot = *m_returned.begin();
        m_returned.erase(m_returned.begin());
        return slot;
    }
    return m_next < m_config.slots ? std::optional(m_next++) : std::nullopt;
}

void
LeasePool::Return(std::uint32_t slot)
{
    m_returned.insert(slot);
}

std::optional<LeasedAddress>
LeasePool::GetV6(std::uint32_t slot) const
{
    if (m_config.firstV6.IsUnspecified())
    {
        return std::nullopt;
    }
    auto bytes = m_config.firstV6.GetBytes();
    WriteU32(bytes, COUNTER_AT, ReadU32(bytes, COUNTER_AT) + slot);
    return LeasedAddress{IpAddress::FromBytes(bytes)};
}

std::optional<LeasedAddress>
LeasePool::GetV4(std::uint32_t slot) const
{
    if (m_config.sharedV4.IsUnspecified())
    {
        return std::nullopt;
    }
    const std::uint32_t first = FIRST_SPI + slot * m_config.spis;
    return LeasedAddress{m_config.sharedV4, first, first + m_config.spis - 1};
}

std::optional<std::uint32_t>
LeasePool::Find(const IpAddress& address, std::uint32_t spi) const
{
    if (address.IsV4())
    {
        const bool isShared = address == m_config.sharedV4 && spi >= FIRST_SPI;
        const std::uint32_t slot = isShared ? (spi - FIRST_SPI) / m_config.spis : 0;
        return isShared && slot < m_config.slots ? std::optional(slot) : std::nullopt;
    }
    const auto& bytes = address.GetBytes();
    const auto& first = m_config.firstV6.GetBytes();
    if (m_config.firstV6.IsUnspecified() ||
        !std::equal(first.begin(), first.begin() + COUNTER_AT, bytes.begin()))
    {
        return std::nullopt;
    }
    const std::uint32_t slot = ReadU32(bytes, COUNTER_AT) - ReadU32(first, COUNTER_AT);
    return slot < m_config.slots ? std::optional(slot) : std::nullopt;
}

} // namespace hip
