// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// The part of Zone that changes it while it is served (RFC 2136 §3.4.2).

#include "core/resolver/zone.h"

#include <algorithm>
#include <utility>

namespace hip
{

namespace
{

/// Serial number arithmetic (RFC 1982 §3.2).
bool
IsLater(std::uint32_t serial, std::uint32_t than)
{
    return serial != than && serial - than < std::uint32_t{1} << 31;
}

bool
IsSingle(std::uint16_t type)
{
    return type == DnsType::CNAME || type == DnsType::DNAME || type == DnsType::SOA;
}

/// @return whether both have the same records, and TTL
bool
IsSame(const DnsRecords& before, const DnsRecords& after)
{
    const bool isSameTtl =
        before.empty() || after.empty() || before.front().ttl == after.front().ttl;
    return before.size() == after.size() && isSameTtl &&
           std::all_of(before.begin(), before.end(), [&after](const DnsRecord& record) {
               return Contains(after, record);
           });
}

} // namespace

bool
Zone::IsInUse(const DnsName& name) const
{
    return FindNode(name) != nullptr;
}

DnsRecord&
Zone::GetOwnSoa()
{
    return m_nodes.at(m_origin).at(DnsType::SOA).front();
}

bool
Zone::Insert(DnsRecord record)
{
    const bool isSoa = record.type == DnsType::SOA;
    if (isSoa &&
        (record.name != m_origin || !IsLater(record.GetSoaSerial(), GetOwnSoa().GetSoaSerial())))
    {
        return false;
    }
    const Node* node = FindNode(record.name);
    const std::size_t aliases = node == nullptr ? 0 : node->count(DnsType::CNAME);
    const bool isAlias = record.type == DnsType::CNAME;
    if (node != nullptr && (isAlias ? node->size() > aliases : aliases != 0))
    {
        return false;
    }
    DnsRecords& records = m_nodes[record.name][record.type];
    const DnsRecords before = records;
    const std::uint32_t ttl = record.ttl;
    if (IsSingle(record.type))
    {
        records.clear();
    }
    records.erase(
        std::remove_if(records.begin(),
                       records.end(),
                       [&record](const DnsRecord& old) { return old.IsSameData(record); }),
        records.end());
    records.push_back(std::move(record));
    for (DnsRecord& one : records)
    {
        one.ttl = ttl;
    }
    return !IsSame(before, records);
}

bool
Zone::Erase(const DnsName& name, std::uint16_t type)
{
    const auto node = m_nodes.find(name);
    if (node == m_nodes.end())
    {
        return false;
    }
    bool hasChanged = false;
    for (auto records = node->second.begin(); records != node->second.end();)
    {
        const bool isVital =
            name == m_origin && (records->first == DnsType::SOA || records->first == DnsType::NS);
        const bool isMeant = type == DnsType::ANY || type == records->first;
        hasChanged |= isMeant && !isVital;
        records = isMeant && !isVital ? node->second.erase(records) : std::next(records);
    }
    if (node->second.empty())
    {
        m_nodes.erase(node);
    }
    return hasChanged;
}

bool
Zone::Erase(const DnsRecord& record)
{
    const auto node = m_nodes.find(record.name);
    const auto found = node == m_nodes.end() ? Node::iterator() : node->second.find(record.type);
    if (node == m_nodes.end() || found == node->second.end())
    {
        return false;
    }
    DnsRecords& records = found->second;
    const bool isLastNs =
        record.type == DnsType::NS && record.name == m_origin && records.size() == 1;
    const auto same = std::find_if(records.begin(), records.end(), [&record](const DnsRecord& old) {
        return old.rdata == record.rdata;
    });
    if (same == records.end() || isLastNs || record.type == DnsType::SOA)
    {
        return false;
    }
    records.erase(same);
    if (records.empty())
    {
        Erase(DnsName(record.name), record.type);
    }
    return true;
}

void
Zone::IncrementSerial()
{
    DnsRecord& soa = GetOwnSoa();
    const std::uint32_t next = soa.GetSoaSerial() + 1;
    soa.SetSoaSerial(next == 0 ? 1 : next);
}

} // namespace hip
