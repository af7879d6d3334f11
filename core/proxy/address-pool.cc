// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/address-pool.h"

#include "core/util/endian.h"

#include <limits>
#include <stdexcept>

namespace hip
{

namespace
{

constexpr std::uint64_t MAX_INDEX = std::numeric_limits<std::uint64_t>::max();

/// The low half of an address, in which the pool counts.
std::uint64_t
GetLowHalf(const IpAddress& address)
{
    return ReadU64(address.GetBytes(), 8);
}

IpAddress
WithLowHalf(const IpAddress& address, std::uint64_t low)
{
    auto bytes = address.GetBytes();
    WriteU64(bytes, 8, low);
    return IpAddress(bytes);
}

/// The last address of the prefix, as far as the low half reaches.
std::uint64_t
GetLastLowHalf(const IpAddress& prefix, unsigned hostBits)
{
    const std::uint64_t mask = hostBits >= 64 ? MAX_INDEX : (std::uint64_t{1} << hostBits) - 1;
    return GetLowHalf(prefix) | mask;
}

/// Clears what lies behind the prefix length.
IpAddress
MaskAddress(const IpAddress& address, unsigned hostBits)
{
    auto bytes = address.GetBytes();
    for (std::size_t i = 16; i > 0 && hostBits > 0; --i)
    {
        const unsigned bits = hostBits < 8 ? hostBits : 8;
        bytes[i - 1] = static_cast<Byte>(bytes[i - 1] & (0xffU << bits));
        hostBits -= bits;
    }
    return IpAddress(bytes);
}

} // namespace

AddressPool::AddressPool(const AddressPoolConfig& config)
    : m_config(config)
{
    const bool isV4 = config.prefix.IsV4();
    const unsigned width = isV4 ? 32 : 128;
    if (config.prefixLength > width)
    {
        throw std::invalid_argument("substitute pool: prefix length beyond the address");
    }
    const unsigned hostBits = width - config.prefixLength;
    m_config.prefix = MaskAddress(config.prefix, hostBits);
    // The lowest address names the subnet (IPv4) or any of its routers (RFC 4291 §2.6.1), the
    // highest one of IPv4 is its broadcast address; point-to-point prefixes have neither.
    const bool hasSpecials = hostBits > 1;
    if (config.first.IsUnspecified())
    {
        m_config.first = WithLowHalf(m_config.prefix, GetLowHalf(m_config.prefix) + hasSpecials);
    }
    if (m_config.first.IsV4() != isV4 ||
        !m_config.first.SharesPrefix(m_config.prefix, m_config.prefixLength))
    {
        throw std::invalid_argument("substitute pool: the first address is outside of the prefix");
    }
    std::uint64_t last = GetLastLowHalf(m_config.prefix, hostBits);
    last -= isV4 && hasSpecials ? 1 : 0;
    const std::uint64_t first = GetLowHalf(m_config.first);
    if (first > last || (hasSpecials && m_config.first == m_config.prefix))
    {
        throw std::invalid_argument("substitute pool: no usable address");
    }
    m_capacity = last - first == MAX_INDEX ? MAX_INDEX : last - first + 1;
}

std::optional<IpAddress>
AddressPool::Allocate(Time now)
{
    if (!m_quarantine.empty() && m_quarantine.front().until <= now)
    {
        const IpAddress address = m_quarantine.front().address;
        m_quarantine.pop_front();
        return address;
    }
    if (m_fresh == m_capacity)
    {
        return std::nullopt;
    }
    return MakeAddress(m_fresh++);
}

void
AddressPool::Release(const IpAddress& address, Time now)
{
    m_quarantine.push_back({address, now + m_config.quarantine});
}

bool
AddressPool::Contains(const IpAddress& address) const
{
    return address.IsV4() == m_config.prefix.IsV4() &&
           address.SharesPrefix(m_config.prefix, m_config.prefixLength);
}

bool
AddressPool::WasAllocated(const IpAddress& address) const
{
    if (!Contains(address) || !address.SharesPrefix(m_config.first, address.IsV4() ? 0 : 64))
    {
        return false;
    }
    const std::uint64_t first = GetLowHalf(m_config.first);
    const std::uint64_t low = GetLowHalf(address);
    return low >= first && low - first < m_fresh;
}

std::uint64_t
AddressPool::GetAllocatedCount() const
{
    return m_fresh - m_quarantine.size();
}

std::uint64_t
AddressPool::GetCapacity() const
{
    return m_capacity;
}

IpAddress
AddressPool::MakeAddress(std::uint64_t index) const
{
    return WithLowHalf(m_config.first, GetLowHalf(m_config.first) + index);
}

} // namespace hip
