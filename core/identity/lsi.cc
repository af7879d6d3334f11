// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/identity/lsi.h"

#include "core/util/endian.h"

#include <algorithm>

namespace hip
{

namespace
{

constexpr Byte LSI_NETWORK = 1; // 1.0.0.0/8
constexpr std::uint32_t FIRST_NUMBER = 1;
constexpr std::uint32_t LAST_NUMBER = 0xfffffe; // without the network's broadcast address

IpAddress
MakeLsi(std::uint32_t number)
{
    std::array<Byte, 4> octets;
    WriteU32(octets, 0, (std::uint32_t{LSI_NETWORK} << 24) | number);
    return IpAddress::FromBytes(octets);
}

} // namespace

bool
IsLsi(const IpAddress& address)
{
    return address.IsV4() && address.GetWireBytes()[0] == LSI_NETWORK;
}

LsiTable::LsiTable(std::size_t capacity)
    : m_capacity(std::min(capacity, MAX_CAPACITY))
{
}

std::optional<IpAddress>
LsiTable::Assign(const Hit& hit)
{
    if (const std::optional<IpAddress> known = FindLsi(hit))
    {
        return known;
    }
    if (m_lsiOf.size() >= m_capacity)
    {
        return std::nullopt;
    }
    const std::uint32_t wanted = ReadU32(hit.GetBytes(), 12) & 0xffffff;
    std::uint32_t number = std::clamp(wanted, FIRST_NUMBER, LAST_NUMBER);
    // The capacity leaves at least one number free.
    while (m_hitOf.contains(MakeLsi(number)))
    {
        number = number == LAST_NUMBER ? FIRST_NUMBER : number + 1;
    }
    const IpAddress lsi = MakeLsi(number);
    m_lsiOf.emplace(hit, lsi);
    m_hitOf.emplace(lsi, hit);
    return lsi;
}

std::optional<IpAddress>
LsiTable::FindLsi(const Hit& hit) const
{
    const auto found = m_lsiOf.find(hit);
    return found == m_lsiOf.end() ? std::nullopt : std::optional<IpAddress>(found->second);
}

std::optional<Hit>
LsiTable::FindHit(const IpAddress& lsi) const
{
    const auto found = m_hitOf.find(lsi);
    return found == m_hitOf.end() ? std::nullopt : std::optional<Hit>(found->second);
}

void
LsiTable::Release(const Hit& hit)
{
    const auto found = m_lsiOf.find(hit);
    if (found != m_lsiOf.end())
    {
        m_hitOf.erase(found->second);
        m_lsiOf.erase(found);
    }
}

std::size_t
LsiTable::GetSize() const
{
    return m_lsiOf.size();
}

} // namespace hip
