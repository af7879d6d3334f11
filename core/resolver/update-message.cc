// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/resolver/update-message.h"

namespace hip
{

namespace
{

/// @return a record without TTL and RDATA, which says something about a name and type
DnsRecord
MakeBare(const DnsName& name, std::uint16_t type, std::uint16_t recordClass)
{
    DnsRecord record;
    record.name = name;
    record.type = type;
    record.recordClass = recordClass;
    return record;
}

} // namespace

DnsMessage
ZoneUpdate::ToMessage(std::uint16_t id) const
{
    DnsMessage message;
    message.id = id;
    message.opcode = DNS_OPCODE_UPDATE;
    message.questions.push_back(DnsQuestion{zone, DnsType::SOA, DNS_CLASS_IN});
    message.answer = prerequisites;
    for (DnsRecord& record : message.answer)
    {
        record.ttl = 0; // RFC 2136 §2.4
    }
    message.authority = updates;
    return message;
}

DnsRecord
RequireSet(const DnsName& name, std::uint16_t type)
{
    return MakeBare(name, type, DNS_CLASS_ANY);
}

DnsRecord
RequireNoSet(const DnsName& name, std::uint16_t type)
{
    return MakeBare(name, type, DNS_CLASS_NONE);
}

DnsRecord
RequireName(const DnsName& name)
{
    return MakeBare(name, DnsType::ANY, DNS_CLASS_ANY);
}

DnsRecord
RequireNoName(const DnsName& name)
{
    return MakeBare(name, DnsType::ANY, DNS_CLASS_NONE);
}

DnsRecord
DeleteSet(const DnsName& name, std::uint16_t type)
{
    return MakeBare(name, type, DNS_CLASS_ANY);
}

DnsRecord
DeleteName(const DnsName& name)
{
    return MakeBare(name, DnsType::ANY, DNS_CLASS_ANY);
}

DnsRecord
DeleteRecord(const DnsRecord& one)
{
    DnsRecord record = one;
    record.recordClass = DNS_CLASS_NONE;
    record.ttl = 0;
    return record;
}

} // namespace hip
