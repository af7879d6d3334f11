// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/mapping-table.h"

#include <cassert>
#include <stdexcept>
#include <utility>

namespace hip
{

MappingTable::MappingTable(const MappingTableConfig& config)
    : m_config(config)
{
    if (config.pool6)
    {
        m_pool6.emplace(*config.pool6);
    }
    if (config.pool4)
    {
        m_pool4.emplace(*config.pool4);
    }
    if ((config.pool6 && config.pool6->prefix.IsV4()) ||
        (config.pool4 && !config.pool4->prefix.IsV4()))
    {
        throw std::invalid_argument("substitute pool: prefix of the wrong family");
    }
    if (config.lifetime <= Duration::zero())
    {
        throw std::invalid_argument("mapping lifetime: must be positive");
    }
}

Result<MappingTable::Acquired>
MappingTable::Acquire(const MappingRequest& request, Time now)
{
    Entry* entry = Find(request.hit);
    const bool isNew = entry == nullptr;
    if (!isNew && !entry->GetSubstitute(request.isV4).IsUnspecified())
    {
        SetResolved(*entry, request.locators);
        Refresh(*entry, now);
        return Acquired{entry, entry->GetSubstitute(request.isV4), false};
    }
    if (isNew && m_byHit.size() >= m_config.maxMappings)
    {
        return DropReason::POOL_EXHAUSTED;
    }
    // Two hosts behind one address can be told apart by substitutes only.
    const bool isReal = request.realAddress && m_byAddress.count(*request.realAddress) == 0;
    const auto address = isReal ? request.realAddress : AllocateFromPool(request.isV4, now);
    if (!address)
    {
        return DropReason::POOL_EXHAUSTED;
    }
    if (isNew)
    {
        auto owned = std::make_unique<Entry>();
        entry = owned.get();
        entry->hit = request.hit;
        entry->name = request.name;
        m_byHit.emplace(request.hit, std::move(owned));
    }
    SetResolved(*entry, request.locators);
    (request.isV4 ? entry->substitute4 : entry->substitute6) = *address;
    (request.isV4 ? entry->isPooled4 : entry->isPooled6) = !isReal;
    m_byAddress.emplace(*address, entry);
    Refresh(*entry, now);
    return Acquired{entry, *address, isNew};
}

bool
MappingTable::HasPool(bool isV4) const
{
    return isV4 ? m_pool4.has_value() : m_pool6.has_value();
}

const Mapping*
MappingTable::FindByAddress(const IpAddress& address) const
{
    const auto found = m_byAddress.find(address);
    return found == m_byAddress.end() ? nullptr : found->second;
}

const Mapping*
MappingTable::FindByHit(const Hit& hit) const
{
    return Find(hit);
}

void
MappingTable::SetLocators(const Hit& hit, const std::vector<IpAddress>& locators)
{
    if (Entry* entry = Find(hit))
    {
        entry->locators = locators;
    }
}

void
MappingTable::RestoreLocators(const Hit& hit)
{
    if (Entry* entry = Find(hit))
    {
        entry->locators = entry->resolved;
    }
}

void
MappingTable::SetNameServers(const Hit& hit, const std::vector<IpAddress>& servers)
{
    if (Entry* entry = Find(hit))
    {
        entry->nameServers = servers;
    }
}

const Mapping*
MappingTable::Renew(const Hit& hit, const std::vector<IpAddress>& resolved)
{
    Entry* entry = Find(hit);
    if (entry != nullptr)
    {
        SetResolved(*entry, resolved);
    }
    return entry;
}

void
MappingTable::SetInnerMtu(const Hit& hit, std::size_t octets)
{
    if (Entry* entry = Find(hit))
    {
        entry->innerMtu = octets;
    }
}

bool
MappingTable::IsPoolAddress(const IpAddress& address) const
{
    return (m_pool6 && m_pool6->Contains(address)) || (m_pool4 && m_pool4->Contains(address));
}

DropReason
MappingTable::ExplainMiss(const IpAddress& address) const
{
    const auto& pool = address.IsV4() ? m_pool4 : m_pool6;
    return pool && pool->WasAllocated(address) ? DropReason::MAPPING_EXPIRED
                                               : DropReason::NO_MAPPING;
}

void
MappingTable::AddUse(const Mapping& mapping)
{
    Entry* entry = Find(mapping.hit);
    assert(entry == &mapping);
    if (entry->uses++ == 0)
    {
        m_idle.erase(m_idle.iterator_to(*entry));
        entry->expires = NEVER;
    }
}

void
MappingTable::ReleaseUse(const Mapping& mapping, Time now)
{
    Entry* entry = Find(mapping.hit);
    assert(entry == &mapping && entry->uses > 0);
    if (--entry->uses == 0)
    {
        Refresh(*entry, now);
    }
}

std::vector<Mapping>
MappingTable::Expire(Time now)
{
    std::vector<Mapping> removed;
    while (!m_idle.empty() && m_idle.front().expires <= now)
    {
        removed.push_back(m_idle.front());
        Remove(m_idle.front(), now);
    }
    return removed;
}

Time
MappingTable::GetDeadline() const
{
    return m_idle.empty() ? NEVER : m_idle.front().expires;
}

Duration
MappingTable::GetRemainingLife(const Mapping& mapping, Time now) const
{
    return mapping.expires == NEVER ? m_config.lifetime : mapping.expires - now;
}

std::size_t
MappingTable::GetSize() const
{
    return m_byHit.size();
}

MappingTable::Entry*
MappingTable::Find(const Hit& hit) const
{
    const auto found = m_byHit.find(hit);
    return found == m_byHit.end() ? nullptr : found->second.get();
}

std::optional<IpAddress>
MappingTable::AllocateFromPool(bool isV4, Time now)
{
    auto& pool = isV4 ? m_pool4 : m_pool6;
    return pool ? pool->Allocate(now) : std::nullopt;
}

void
MappingTable::SetResolved(Entry& entry, const std::vector<IpAddress>& addresses)
{
    if (entry.locators == entry.resolved)
    {
        entry.locators = addresses;
    }
    entry.resolved = addresses;
}

/// Lifetimes are all the same, so the end of the list is where the newest deadline belongs.
void
MappingTable::Refresh(Entry& entry, Time now)
{
    if (entry.uses > 0)
    {
        return;
    }
    if (entry.is_linked())
    {
        m_idle.erase(m_idle.iterator_to(entry));
    }
    entry.expires = now + m_config.lifetime;
    m_idle.push_back(entry);
}

void
MappingTable::Remove(Entry& entry, Time now)
{
    m_idle.erase(m_idle.iterator_to(entry));
    for (const bool isV4 : {false, true})
    {
        const IpAddress& address = entry.GetSubstitute(isV4);
        m_byAddress.erase(address);
        if (isV4 ? entry.isPooled4 : entry.isPooled6)
        {
            (isV4 ? m_pool4 : m_pool6)->Release(address, now);
        }
    }
    const Hit hit = entry.hit;
    m_byHit.erase(hit);
}

} // namespace hip
