// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/resolver/update-rules.h"

#include <algorithm>
#include <map>
#include <utility>

namespace hip
{

namespace
{

constexpr std::uint16_t FIRST_META_TYPE = 128; // RFC 6895 §3.1

/// RRsets by name and type.
using RecordSets = std::map<std::pair<DnsName, std::uint16_t>, DnsRecords>;

/// @return true for types that no record in a zone has
bool
IsMeta(std::uint16_t type)
{
    return type == 0 || type == DnsType::OPT || (type >= FIRST_META_TYPE && type <= DnsType::ANY);
}

/// @return whether the zone has the name, for ANY, or else the RRset
bool
IsThere(const DnsRecord& meant, const Zone& zone)
{
    return meant.type == DnsType::ANY ? zone.IsInUse(meant.name)
                                      : zone.Find(meant.name, meant.type) != nullptr;
}

/// §3.2.1 to §3.2.4, but for RRsets that must have certain values.
DnsRcode
CheckPrerequisite(const DnsRecord& wanted, const Zone& zone)
{
    if (wanted.ttl != 0)
    {
        return DnsRcode::FORMAT_ERROR;
    }
    if (!wanted.name.IsWithin(zone.GetOrigin()))
    {
        return DnsRcode::NOT_IN_ZONE;
    }
    const bool isName = wanted.type == DnsType::ANY;
    const bool isSound = wanted.rdata.empty() && (isName || !IsMeta(wanted.type));
    switch (wanted.recordClass)
    {
    case DNS_CLASS_ANY:
        return !isSound                ? DnsRcode::FORMAT_ERROR
               : IsThere(wanted, zone) ? DnsRcode::NO_PROBLEM
               : isName                ? DnsRcode::NAME_ERROR
                                       : DnsRcode::NO_RRSET;
    case DNS_CLASS_NONE:
        return !isSound                 ? DnsRcode::FORMAT_ERROR
               : !IsThere(wanted, zone) ? DnsRcode::NO_PROBLEM
               : isName                 ? DnsRcode::NAME_EXISTS
                                        : DnsRcode::RRSET_EXISTS;
    case DNS_CLASS_IN:
        return IsMeta(wanted.type) ? DnsRcode::FORMAT_ERROR : DnsRcode::NO_PROBLEM;
    default:
        return DnsRcode::FORMAT_ERROR;
    }
}

/// §3.2.5: those of class IN make whole RRsets.
bool
HasExactly(const RecordSets& wanted, const Zone& zone)
{
    return std::all_of(wanted.begin(), wanted.end(), [&zone](const auto& set) {
        const auto& [key, records] = set;
        const DnsRecords* found = zone.Find(key.first, key.second);
        const auto isWanted = [&records = records](const DnsRecord& record) {
            return Contains(records, record);
        };
        return found != nullptr && found->size() == records.size() &&
               std::all_of(found->begin(), found->end(), isWanted);
    });
}

DnsRcode
ScanUpdate(const DnsRecord& update, const Zone& zone)
{
    if (!update.name.IsWithin(zone.GetOrigin()))
    {
        return DnsRcode::NOT_IN_ZONE;
    }
    const bool isMeta = IsMeta(update.type);
    bool isSound = false;
    switch (update.recordClass)
    {
    case DNS_CLASS_IN:
        isSound = !isMeta;
        break;
    case DNS_CLASS_ANY:
        isSound =
            update.ttl == 0 && update.rdata.empty() && (!isMeta || update.type == DnsType::ANY);
        break;
    case DNS_CLASS_NONE:
        isSound = update.ttl == 0 && !isMeta;
        break;
    default:
        break;
    }
    return isSound ? DnsRcode::NO_PROBLEM : DnsRcode::FORMAT_ERROR;
}

bool
ApplyUpdate(const DnsRecord& update, Zone& zone)
{
    switch (update.recordClass)
    {
    case DNS_CLASS_ANY:
        return zone.Erase(update.name, update.type);
    case DNS_CLASS_NONE:
        return zone.Erase(update);
    default:
        return zone.Insert(update);
    }
}

} // namespace

DnsRcode
CheckZoneSection(const DnsMessage& update)
{
    const bool isSound =
        update.questions.size() == 1 && update.questions.front().type == DnsType::SOA;
    return isSound ? DnsRcode::NO_PROBLEM : DnsRcode::FORMAT_ERROR;
}

DnsRcode
CheckPrerequisites(const DnsRecords& prerequisites, const Zone& zone)
{
    RecordSets exact;
    for (const DnsRecord& wanted : prerequisites)
    {
        if (const DnsRcode rcode = CheckPrerequisite(wanted, zone); rcode != DnsRcode::NO_PROBLEM)
        {
            return rcode;
        }
        if (wanted.recordClass == DNS_CLASS_IN)
        {
            AddOnce(exact[{wanted.name, wanted.type}], {wanted});
        }
    }
    return HasExactly(exact, zone) ? DnsRcode::NO_PROBLEM : DnsRcode::NO_RRSET;
}

DnsRcode
ScanUpdates(const DnsRecords& updates, const Zone& zone)
{
    for (const DnsRecord& update : updates)
    {
        if (const DnsRcode rcode = ScanUpdate(update, zone); rcode != DnsRcode::NO_PROBLEM)
        {
            return rcode;
        }
    }
    return DnsRcode::NO_PROBLEM;
}

void
ApplyUpdates(const DnsRecords& updates, Zone& zone)
{
    const std::uint32_t serial = zone.GetSoa().GetSoaSerial();
    bool hasChanged = false;
    for (const DnsRecord& update : updates)
    {
        hasChanged |= ApplyUpdate(update, zone);
    }
    if (hasChanged && zone.GetSoa().GetSoaSerial() == serial)
    {
        zone.IncrementSerial();
    }
}

} // namespace hip
