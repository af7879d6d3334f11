// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/resolver/server-reply.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace hip
{

namespace
{

/// The records of @p type, or of all types for ANY, that belong to @p name.
DnsRecords
Select(const DnsRecords& records, const DnsName& name, std::uint16_t type)
{
    DnsRecords selected;
    for (const DnsRecord& record : records)
    {
        const bool isAsked = record.type == type || type == DnsType::ANY;
        if (isAsked && record.recordClass == DNS_CLASS_IN && record.name == name)
        {
            selected.push_back(record);
        }
    }
    return selected;
}

/// Follows the answer section from the question's name to where it ends or leaves the zone.
void
ReadAnswer(const DnsMessage& response,
           const DnsQuestion& question,
           const DnsName& zone,
           ServerReply& reply)
{
    DnsName name = question.name;
    for (std::size_t steps = 0; steps <= response.answer.size() && name.IsWithin(zone); ++steps)
    {
        DnsRecords records = Select(response.answer, name, question.type);
        const bool isEnd = !records.empty();
        if (!isEnd)
        {
            records = Select(response.answer, name, DnsType::CNAME);
        }
        const std::optional<DnsName> target =
            records.size() == 1 ? records.front().GetTarget() : std::nullopt;
        if (records.empty() || (!isEnd && !target))
        {
            return;
        }
        if (steps == 0)
        {
            reply.kind = ServerReply::Kind::FINDING;
            reply.finding.kind = isEnd ? Finding::Kind::RECORDS : Finding::Kind::ALIAS;
            reply.finding.records = std::move(records);
        }
        else
        {
            reply.further.push_back(std::move(records));
        }
        if (isEnd)
        {
            return;
        }
        name = *target;
    }
}

/// Reads a response without answer as "there is none", with the SOA that says for how long.
void
ReadNegative(const DnsMessage& response,
             const DnsQuestion& question,
             const DnsName& zone,
             ServerReply& reply)
{
    reply.kind = ServerReply::Kind::FINDING;
    reply.finding.kind =
        response.rcode == DnsRcode::NAME_ERROR ? Finding::Kind::NO_NAME : Finding::Kind::NO_DATA;
    const DnsRecord* soa = FindSoa(response.authority);
    if (soa != nullptr && soa->name.IsWithin(zone) && question.name.IsWithin(soa->name))
    {
        reply.finding.records.push_back(*soa);
    }
}

/// Reads the authority section as a referral if it leads down towards the question's name.
void
ReadReferral(const DnsMessage& response,
             const DnsQuestion& question,
             const DnsName& zone,
             ServerReply& reply)
{
    for (const DnsRecord& record : response.authority)
    {
        const bool leadsDown = record.type == DnsType::NS && record.name != zone &&
                               record.name.IsWithin(zone) && question.name.IsWithin(record.name);
        if (leadsDown)
        {
            reply.kind = ServerReply::Kind::REFERRAL;
            reply.cut = record.name;
            break;
        }
    }
    if (reply.kind != ServerReply::Kind::REFERRAL)
    {
        return;
    }
    reply.servers = Select(response.authority, reply.cut, DnsType::NS);
    for (const DnsRecord& server : reply.servers)
    {
        const std::optional<DnsName> target = server.GetTarget();
        for (const std::uint16_t type : {DnsType::A, DnsType::AAAA})
        {
            if (target && target->IsWithin(zone))
            {
                AddOnce(reply.glue, Select(response.additional, *target, type));
            }
        }
    }
}

} // namespace

ServerReply
ServerReply::Read(const DnsMessage& response, const DnsQuestion& question, const DnsName& zone)
{
    ServerReply reply;
    const bool isNameError = response.rcode == DnsRcode::NAME_ERROR;
    if (response.rcode != DnsRcode::NO_PROBLEM && !isNameError)
    {
        return reply;
    }
    ReadAnswer(response, question, zone, reply);
    if (reply.kind == Kind::FINDING)
    {
        return reply;
    }
    if (isNameError || FindSoa(response.authority) != nullptr)
    {
        ReadNegative(response, question, zone, reply);
        return reply;
    }
    ReadReferral(response, question, zone, reply);
    if (reply.kind == Kind::USELESS && response.isAuthoritative && response.answer.empty())
    {
        ReadNegative(response, question, zone, reply);
    }
    return reply;
}

} // namespace hip
