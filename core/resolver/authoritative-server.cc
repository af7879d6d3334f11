// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/resolver/authoritative-server.h"

#include "core/resolver/additional-section.h"
#include "core/resolver/query-reader.h"

#include <stdexcept>
#include <utility>

namespace hip
{

namespace
{

constexpr unsigned MAX_STEPS = 12; // the query's name and 11 aliases, as BIND's max-query-restarts

void
AddSoa(const Zone& zone, DnsMessage& response)
{
    DnsRecord soa = zone.GetSoa();
    soa.ttl = GetNegativeTtl(soa); // RFC 2308 §3
    response.authority.push_back(std::move(soa));
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
    Bytes refusal;
    const Result<DnsMessage> parsed = ReadQuery(query, transport, refusal);
    if (!parsed)
    {
        m_drops.Add(parsed.error());
        return refusal;
    }
    bool needsAdditional = false;
    const DnsMessage response = Respond(*parsed, needsAdditional);
    return response.WriteWithin(GetSizeLimit(*parsed, transport), needsAdditional);
}

DnsMessage
AuthoritativeServer::Respond(const DnsMessage& query, bool& needsAdditional) const
{
    DnsMessage response = query.MakeResponse();
    const DnsQuestion& question = query.questions.front();
    const Zone* zone = FindZone(question.name, question.type);
    if (zone == nullptr)
    {
        response.rcode = DnsRcode::QUERY_REFUSED;
        return response;
    }
    Resolve(*zone, question, response);
    if (question.type != DnsType::ANY || response.answer.empty()) // else it is long enough
    {
        needsAdditional = AddAdditional(*zone, response);
    }
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
    if (name)
    {
        response.rcode = DnsRcode::SERVER_FAILURE; // a loop, or too long a chain
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
            response.rcode = DnsRcode::NAME_EXISTS; // its target is too long (RFC 6672 §2.2)
            return std::nullopt;
        }
        AddOnce(response.answer, DnsRecords{*cname});
        return type == DnsType::CNAME || type == DnsType::ANY ? std::nullopt : cname->GetTarget();
    }
    case ZoneAnswer::Kind::REFERRAL:
        response.isAuthoritative = !response.answer.empty();
        AddOnce(response.authority, found.records);
        return std::nullopt;
    case ZoneAnswer::Kind::NO_NAME:
        response.rcode = DnsRcode::NAME_ERROR;
        AddSoa(zone, response);
        if (type == DnsType::SOA)
        {
            response.authority.back().ttl = 0; // whoever looks for a zone's top will ask again
        }
        return std::nullopt;
    case ZoneAnswer::Kind::NO_DATA:
        AddSoa(zone, response);
        return std::nullopt;
    }
    return std::nullopt;
}

} // namespace hip
