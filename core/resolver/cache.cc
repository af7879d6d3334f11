// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/resolver/cache.h"

#include "core/resolver/dns-message.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace hip
{

namespace
{

/// @return a TTL as it counts: one with the top bit set is 0 (RFC 2181 §8)
std::uint32_t
Clamp(std::uint32_t ttl, std::uint32_t maximum)
{
    return ttl > INT32_MAX ? 0 : std::min(ttl, maximum);
}

/// @return seconds for which a finding holds
std::uint32_t
GetLifetime(const Finding& finding)
{
    if (finding.kind == Finding::Kind::FAILED)
    {
        return DnsCache::FAILURE_TTL;
    }
    const bool isNegative =
        finding.kind == Finding::Kind::NO_DATA || finding.kind == Finding::Kind::NO_NAME;
    if (finding.records.empty())
    {
        return 0;
    }
    if (isNegative)
    {
        return Clamp(GetNegativeTtl(finding.records.front()), DnsCache::MAX_NEGATIVE_TTL);
    }
    std::uint32_t lowest = DnsCache::MAX_TTL;
    for (const DnsRecord& record : finding.records)
    {
        lowest = std::min(lowest, Clamp(record.ttl, DnsCache::MAX_TTL));
    }
    return lowest;
}

} // namespace

DnsCache::DnsCache(std::size_t maxEntries)
    : m_maxEntries(std::max<std::size_t>(maxEntries, 1))
{
}

void
DnsCache::Put(const DnsName& name,
              std::uint16_t type,
              const Finding& finding,
              Credibility credibility,
              Time now)
{
    const std::chrono::seconds lifetime(GetLifetime(finding));
    if (lifetime.count() == 0)
    {
        return;
    }
    const Key key{name, finding.kind == Finding::Kind::NO_NAME ? std::uint16_t{0} : type};
    if (const auto found = m_index.find(key); found != m_index.end())
    {
        const Entry& old = *found->second;
        if (old.credibility > credibility && old.expiry > now)
        {
            return;
        }
        Erase(found->second);
    }
    else if (m_entries.size() >= m_maxEntries)
    {
        Erase(std::prev(m_entries.end()));
    }
    m_entries.push_front(Entry{key, finding, credibility, now, now + lifetime});
    for (DnsRecord& record : m_entries.front().finding.records)
    {
        record.ttl = static_cast<std::uint32_t>(lifetime.count()); // one TTL for all
    }
    m_index[key] = m_entries.begin();
}

std::optional<Finding>
DnsCache::Find(const DnsName& name, std::uint16_t type, Time now)
{
    if (std::optional<Finding> found = Get(Key{name, type}, Credibility::ANSWER, now))
    {
        if (type == DnsType::CNAME && found->kind == Finding::Kind::ALIAS)
        {
            found->kind = Finding::Kind::RECORDS; // asked for itself, it is not followed
        }
        return found;
    }
    if (std::optional<Finding> found = Get(Key{name, DnsType::CNAME}, Credibility::ANSWER, now))
    {
        if (type != DnsType::ANY && found->kind == Finding::Kind::ALIAS)
        {
            return found;
        }
    }
    return Get(Key{name, 0}, Credibility::ANSWER, now);
}

DnsRecords
DnsCache::FindAny(const DnsName& name, std::uint16_t type, Time now)
{
    std::optional<Finding> found = Get(Key{name, type}, Credibility::REFERRAL, now);
    return found && found->kind == Finding::Kind::RECORDS ? std::move(found->records)
                                                          : DnsRecords{};
}

std::optional<Finding>
DnsCache::Get(const Key& key, Credibility atLeast, Time now)
{
    const auto found = m_index.find(key);
    if (found == m_index.end() || found->second->credibility < atLeast)
    {
        return std::nullopt;
    }
    if (found->second->expiry <= now)
    {
        Erase(found->second);
        return std::nullopt;
    }
    m_entries.splice(m_entries.begin(), m_entries, found->second);
    Finding finding = found->second->finding;
    const auto age =
        std::chrono::duration_cast<std::chrono::seconds>(now - found->second->storedAt);
    for (DnsRecord& record : finding.records)
    {
        record.ttl -= static_cast<std::uint32_t>(age.count());
    }
    return finding;
}

void
DnsCache::Erase(Entries::iterator entry)
{
    m_index.erase(entry->key);
    m_entries.erase(entry);
}

} // namespace hip
