// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/resolver/authoritative-server.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace hip
{

namespace
{

constexpr unsigned MAX_STEPS = 12; // the query's name and 11 aliases, as BIND's max-query-restarts
constexpr std::uint16_t FIRST_META_TYPE = 249;
constexpr DnsRcode NAME_TOO_LONG = static_cast<DnsRcode>(6); // YXDOMAIN (RFC 6672 §2.2)

bool
Contains(const DnsRecords& section, const DnsRecord& record)
{
    return std::any_of(section.begin(), section.end(), [&](const DnsRecord& other) {
        return other.IsSameData(record);
    });
}

/// Adds records that are not there yet, so that a CNAME loop shows each link once.
void
AddOnce(DnsRecords& section, const DnsRecords& records)
{
    for (const DnsRecord& record : records)
    {
        if (!Contains(section, record))
        {
            section.push_back(record);
        }
    }
}

void
AddSoa(const Zone& zone, DnsMessage& response)
{
    DnsRecord soa = zone.GetSoa();
    soa.ttl = GetNegativeTtl(soa); // RFC 2308 §3
    response.authority.push_back(std::move(soa));
}

/// The addresses of @p name that this zone has, as its own data or as glue.
DnsRecords
FindAddresses(const Zone& zone, const DnsName& name)
{
    DnsRecords addresses;
    if (!name.IsWithin(zone.GetOrigin()))
    {
        return addresses;
    }
    for (const std::uint16_t type : {DnsType::A, DnsType::AAAA})
    {
        const ZoneAnswer answer = zone.Lookup(name, type);
        if (answer.kind == ZoneAnswer::Kind::FOUND)
        {
            AddOnce(addresses, answer.records);
        }
        else if (const DnsRecords* glue = zone.Find(name, type))
        {
            AddOnce(addresses, *glue);
        }
    }
    return addresses;
}

/**
 * Adds the addresses of the names that NS, MX and SRV records point to (RFC 1034 §4.3.2, step 6).
 *
 * @return how many of them a referral cannot do without: servers inside the delegated zone
 */
std::size_t
AddAdditional(const Zone& zone, DnsMessage& response)
{
    DnsRecords needed;
    DnsRecords useful;
    for (const DnsRecords* section : {&response.answer, &response.authority})
    {
        for (const DnsRecord& record : *section)
        {
            const bool isPointer = record.type == DnsType::NS || record.type == DnsType::MX ||
                                   record.type == DnsType::SRV;
            const std::optional<DnsName> target = isPointer ? record.GetTarget() : std::nullopt;
            if (target)
            {
                const bool isNeeded =
                    section == &response.authority && target->IsWithin(record.name);
                AddOnce(isNeeded ? needed : useful, FindAddresses(zone, *target));
            }
        }
    }
    const std::size_t required = needed.size();
    AddOnce(needed, useful);
    for (DnsRecord& record : needed)
    {
        if (!Contains(response.answer, record))
        {
            response.additional.push_back(std::move(record));
        }
    }
    return std::min(required, response.additional.size());
}

/// @return the alias a DNAME makes of @p name (RFC 6672 §3.1); nothing if its target is too long
std::optional<DnsRecord>
MakeCname(const DnsRecord& dname, const DnsName& name)
{
    const std::optional<DnsName> to = dname.GetTarget();
    const std::optional<DnsName> target = to ? name.ReplaceSuffix(dname.name, *to) : std::nullopt;
    if (!target)
    {
        return std::nullopt;
    }
    DnsRecord cname;
    cname.name = name;
    cname.type = DnsType::CNAME;
    cname.ttl = dname.ttl;
    cname.rdata = target->GetWire();
    return cname;
}

/// @return why a question is not looked up at all; NO_PROBLEM if it is
DnsRcode
CheckQuestion(const DnsQuestion& question, DnsTransport transport)
{
    if (question.questionClass != DNS_CLASS_IN)
    {
        return DnsRcode::QUERY_REFUSED;
    }
    switch (question.type)
    {
    case DnsType::ANY:
        return DnsRcode::NO_PROBLEM;
    case DnsType::AXFR:
        return transport == DnsTransport::TCP ? DnsRcode::QUERY_REFUSED : DnsRcode::FORMAT_ERROR;
    case DnsType::IXFR:
        return DnsRcode::QUERY_REFUSED;
    case DnsType::MAILA:
    case DnsType::MAILB:
        return DnsRcode::NOT_IMPLEMENTED;
    default:
        break;
    }
    const bool isMeta = question.type == 0 || question.type == DnsType::OPT ||
                        (question.type >= FIRST_META_TYPE && question.type < DnsType::ANY);
    return isMeta ? DnsRcode::FORMAT_ERROR : DnsRcode::NO_PROBLEM;
}

} // namespace

void
AuthoritativeServer::AddZone(Zone zone)
{
    const DnsName origin = zone.GetOrigin();
    if (!m_zones.emplace(origin, std::move(zone)).second)
    {
        throw std::invalid_argument("zone " + origin.ToString() + " is given twice");
    }
}

Bytes
AuthoritativeServer::Answer(ByteSpan query, DnsTransport transport)
{
    const std::optional<DnsMessage> header = DnsMessage::ParseHeader(query);
    if (!header || header->isResponse)
    {
        m_drops.Add(DropReason::BAD_DNS_MESSAGE);
        return {};
    }
    const Result<DnsMessage> parsed = DnsMessage::Parse(query);
    if (!parsed)
    {
        m_drops.Add(parsed.error());
        DnsMessage response = header->MakeResponse();
        response.rcode = DnsRcode::FORMAT_ERROR;
        return response.Write();
    }
    std::size_t required = 0;
    const DnsMessage response = Respond(*parsed, transport, required);
    const bool isUdp = transport == DnsTransport::UDP;
    return response.WriteWithin(isUdp ? GetUdpLimit(*parsed) : DNS_MAX_SIZE, required);
}

DnsMessage
AuthoritativeServer::Respond(const DnsMessage& query,
                             DnsTransport transport,
                             std::size_t& required) const
{
    DnsMessage response = query.MakeResponse();
    if (query.edns && query.edns->version != 0)
    {
        response.rcode = DnsRcode::BAD_VERSION;
        return response;
    }
    if (query.opcode != DNS_OPCODE_QUERY)
    {
        response.rcode = DnsRcode::NOT_IMPLEMENTED;
        return response;
    }
    if (query.questions.size() != 1)
    {
        response.rcode = DnsRcode::FORMAT_ERROR;
        return response;
    }
    const DnsQuestion& question = query.questions.front();
    response.rcode = CheckQuestion(question, transport);
    if (response.rcode != DnsRcode::NO_PROBLEM)
    {
        return response;
    }
    const Zone* zone = FindZone(question.name, question.type);
    if (zone == nullptr)
    {
        response.rcode = DnsRcode::QUERY_REFUSED;
        return response;
    }
    Resolve(*zone, question, response);
    required = AddAdditional(*zone, response);
    return response;
}

const Zone*
AuthoritativeServer::FindZone(const DnsName& name, std::uint16_t type) const
{
    const Zone* exact = nullptr;
    for (std::size_t labels = name.GetLabelCount() + 1; labels-- > 0;)
    {
        const auto found = m_zones.find(name.GetSuffix(labels));
        if (found == m_zones.end())
        {
            continue;
        }
        // DS records stand in the parent's zone, if we have that one too.
        if (type != DnsType::DS || labels < name.GetLabelCount())
        {
            return &found->second;
        }
        exact = &found->second;
    }
    return exact;
}

void
AuthoritativeServer::Resolve(const Zone& zone,
                             const DnsQuestion& question,
                             DnsMessage& response) const
{
    response.isAuthoritative = true; // speaks about the first name only (RFC 1035 §4.1.1)
    std::optional<DnsName> name = question.name;
    for (unsigned step = 0; step < MAX_STEPS && name; ++step)
    {
        if (!name->IsWithin(zone.GetOrigin()))
        {
            return;
        }
        name = AddStep(zone, *name, question.type, response);
    }
}

std::optional<DnsName>
AuthoritativeServer::AddStep(const Zone& zone,
                             const DnsName& name,
                             std::uint16_t type,
                             DnsMessage& response) const
{
    const ZoneAnswer found = zone.Lookup(name, type);
    switch (found.kind)
    {
    case ZoneAnswer::Kind::FOUND:
        AddOnce(response.answer, found.records);
        return std::nullopt;
    case ZoneAnswer::Kind::ALIAS:
        AddOnce(response.answer, found.records);
        return found.records.front().GetTarget();
    case ZoneAnswer::Kind::REDIRECT: {
        AddOnce(response.answer, found.records);
        const std::optional<DnsRecord> cname = MakeCname(found.records.front(), name);
        if (!cname)
        {
            response.rcode = NAME_TOO_LONG;
            return std::nullopt;
        }
        AddOnce(response.answer, {*cname});
        return type == DnsType::CNAME ? std::nullopt : cname->GetTarget();
    }
    case ZoneAnswer::Kind::REFERRAL:
        response.isAuthoritative = !response.answer.empty();
        AddOnce(response.authority, found.records);
        return std::nullopt;
    case ZoneAnswer::Kind::NO_NAME:
        response.rcode = DnsRcode::NAME_ERROR;
        AddSoa(zone, response);
        return std::nullopt;
    case ZoneAnswer::Kind::NO_DATA:
        AddSoa(zone, response);
        return std::nullopt;
    }
    return std::nullopt;
}

} // namespace hip
