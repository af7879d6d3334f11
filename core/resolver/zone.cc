// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/resolver/zone.h"

#include "core/resolver/master-file.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace hip
{

Zone::Zone(const DnsName& origin)
    : m_origin(origin)
{
}

Zone
Zone::Parse(const std::string& text, const std::string& fileNameForErrors, const DnsName& origin)
{
    Zone zone(origin);
    MasterFileReader reader(text, fileNameForErrors, origin);
    while (std::optional<DnsRecord> record = reader.Next())
    {
        if (const std::string cause = zone.Add(std::move(*record)); !cause.empty())
        {
            reader.Fail(cause);
        }
    }
    for (const std::uint16_t type : {DnsType::SOA, DnsType::NS})
    {
        if (zone.Find(origin, type) == nullptr)
        {
            reader.Fail("zone " + origin.ToString() + " has no " + DnsTypeToString(type) +
                        " record at its origin");
        }
    }
    return zone;
}

std::string
Zone::Add(DnsRecord record)
{
    const std::string name = record.name.ToString();
    if (!record.name.IsWithin(m_origin))
    {
        return name + " is outside zone " + m_origin.ToString();
    }
    if (record.type == DnsType::SOA && record.name != m_origin)
    {
        return "SOA of " + name + " in zone " + m_origin.ToString();
    }
    Node& node = m_nodes[record.name];
    const auto cname = node.find(DnsType::CNAME);
    if (record.type == DnsType::CNAME ? node.size() > node.count(DnsType::CNAME)
                                      : cname != node.end())
    {
        return name + " has a CNAME record and other data";
    }
    DnsRecords& records = node[record.type];
    for (const DnsRecord& old : records)
    {
        if (old.IsSameData(record))
        {
            return ""; // RFC 2181 §5: an RRset has no duplicates
        }
    }
    const bool isSingle = record.type == DnsType::CNAME || record.type == DnsType::SOA ||
                          record.type == DnsType::DNAME;
    if (isSingle && !records.empty())
    {
        return name + " has a second " + DnsTypeToString(record.type) + " record";
    }
    if (!records.empty())
    {
        record.ttl = records.front().ttl; // RFC 2181 §5.2: one TTL for the RRset
    }
    records.push_back(std::move(record));
    return "";
}

const DnsRecord&
Zone::GetSoa() const
{
    return Find(m_origin, DnsType::SOA)->front();
}

std::size_t
Zone::GetRecordCount() const
{
    std::size_t count = 0;
    for (const auto& [name, node] : m_nodes)
    {
        for (const auto& [type, records] : node)
        {
            count += records.size();
        }
    }
    return count;
}

const Zone::Node*
Zone::FindNode(const DnsName& name) const
{
    const auto node = m_nodes.find(name);
    return node == m_nodes.end() ? nullptr : &node->second;
}

const DnsRecords*
Zone::Find(const DnsName& name, std::uint16_t type) const
{
    const Node* node = FindNode(name);
    if (node == nullptr)
    {
        return nullptr;
    }
    const auto records = node->find(type);
    return records == node->end() ? nullptr : &records->second;
}

bool
Zone::Exists(const DnsName& name) const
{
    const auto next = m_nodes.lower_bound(name); // itself, or the first name below or after it
    return next != m_nodes.end() && next->first.IsWithin(name);
}

const DnsRecords*
Zone::FindCut(const DnsName& name, std::uint16_t type) const
{
    // DS belongs to the parent side of a cut: the cut's own name is answered, not referred.
    const std::size_t last =
        type == DnsType::DS ? name.GetParent().GetLabelCount() : name.GetLabelCount();
    for (std::size_t labels = m_origin.GetLabelCount() + 1; labels <= last; ++labels)
    {
        if (const DnsRecords* cut = Find(name.GetSuffix(labels), DnsType::NS))
        {
            return cut;
        }
    }
    return nullptr;
}

const DnsRecords*
Zone::FindDname(const DnsName& name) const
{
    for (std::size_t labels = m_origin.GetLabelCount(); labels < name.GetLabelCount(); ++labels)
    {
        if (const DnsRecords* dname = Find(name.GetSuffix(labels), DnsType::DNAME))
        {
            return dname;
        }
    }
    return nullptr;
}

const Zone::Node*
Zone::FindSource(const DnsName& name, bool& exists) const
{
    exists = Exists(name);
    if (exists)
    {
        return FindNode(name);
    }
    DnsName encloser = name; // RFC 4592 §3.3.1: the closest one that exists, at last the origin
    while (!Exists(encloser))
    {
        encloser = encloser.GetParent();
    }
    const std::optional<DnsName> wildcard = encloser.GetWildcard();
    exists = wildcard && Exists(*wildcard);
    return exists ? FindNode(*wildcard) : nullptr;
}

ZoneAnswer
Zone::Lookup(const DnsName& name, std::uint16_t type) const
{
    if (const DnsRecords* cut = FindCut(name, type))
    {
        return ZoneAnswer{ZoneAnswer::Kind::REFERRAL, *cut};
    }
    if (const DnsRecords* dname = FindDname(name))
    {
        return ZoneAnswer{ZoneAnswer::Kind::REDIRECT, *dname};
    }
    bool exists = false;
    const Node* node = FindSource(name, exists);
    ZoneAnswer answer{exists ? ZoneAnswer::Kind::NO_DATA : ZoneAnswer::Kind::NO_NAME, {}};
    if (node == nullptr)
    {
        return answer;
    }
    const bool isAlias = node->count(DnsType::CNAME) != 0 && type != DnsType::CNAME;
    for (const auto& [present, records] : *node)
    {
        if (present == type || type == DnsType::ANY || (isAlias && present == DnsType::CNAME))
        {
            answer.records.insert(answer.records.end(), records.begin(), records.end());
        }
    }
    for (DnsRecord& record : answer.records)
    {
        if (record.name != name)
        {
            record.name = name; // a wildcard takes the name that was asked for
        }
    }
    if (!answer.records.empty())
    {
        const bool follow = isAlias && type != DnsType::ANY;
        answer.kind = follow ? ZoneAnswer::Kind::ALIAS : ZoneAnswer::Kind::FOUND;
    }
    return answer;
}

} // namespace hip
