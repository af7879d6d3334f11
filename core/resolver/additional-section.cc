// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/resolver/additional-section.h"

#include <optional>
#include <utility>

namespace hip
{

namespace
{

bool
NeedsAddresses(std::uint16_t type)
{
    return type == DnsType::NS || type == DnsType::MX || type == DnsType::AFSDB ||
           type == DnsType::SRV;
}

/// What may stand in the additional section for the target of a record.
struct AddressRule
{
    bool isData; ///< addresses that are the zone's own data
    bool isGlue; ///< addresses at or below a delegation
};

/// BIND's choice: glue goes with NS records only; a referral has nothing but glue.
AddressRule
GetAddressRule(const DnsRecord& record, bool isReferral)
{
    return AddressRule{!isReferral, record.type == DnsType::NS};
}

/// The addresses of @p name that this zone has.
DnsRecords
FindAddresses(const Zone& zone, const DnsName& name, const AddressRule& rule)
{
    DnsRecords addresses;
    if (!name.IsWithin(zone.GetOrigin()))
    {
        return addresses;
    }
    for (const std::uint16_t type : {DnsType::A, DnsType::AAAA})
    {
        const ZoneAnswer answer = zone.Lookup(name, type);
        const DnsRecords* glue =
            answer.kind == ZoneAnswer::Kind::REFERRAL ? zone.Find(name, type) : nullptr;
        if (rule.isData && answer.kind == ZoneAnswer::Kind::FOUND)
        {
            AddOnce(addresses, answer.records);
        }
        else if (rule.isGlue && glue != nullptr)
        {
            AddOnce(addresses, *glue);
        }
    }
    return addresses;
}

} // namespace

bool
AddAdditional(const Zone& zone, DnsMessage& response)
{
    DnsRecords needed;
    DnsRecords useful;
    for (const DnsRecords* section : {&response.answer, &response.authority})
    {
        for (const DnsRecord& record : *section)
        {
            const std::optional<DnsName> target =
                NeedsAddresses(record.type) ? record.GetTarget() : std::nullopt;
            if (target)
            {
                const bool isReferral = section == &response.authority;
                const bool isNeeded = isReferral && target->IsWithin(record.name);
                AddOnce(isNeeded ? needed : useful,
                        FindAddresses(zone, *target, GetAddressRule(record, isReferral)));
            }
        }
    }
    const bool isRequired = !needed.empty();
    AddOnce(needed, useful);
    for (DnsRecord& record : needed)
    {
        if (!Contains(response.answer, record))
        {
            response.additional.push_back(std::move(record));
        }
    }
    return isRequired;
}

} // namespace hip
