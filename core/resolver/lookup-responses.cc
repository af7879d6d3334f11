// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// The part of LookupTable that is about what comes back from servers, or does not.

#include "core/resolver/lookup-table.h"

#include <algorithm>

namespace hip
{

void
LookupTable::HandleResponse(ByteSpan wire,
                            const IpAddress& server,
                            std::uint16_t localPort,
                            DnsTransport transport,
                            Time now)
{
    const Result<DnsMessage> response = DnsMessage::Parse(wire);
    if (!response)
    {
        m_drops.Add(response.error());
        return;
    }
    Lookup* lookup = Match(*response, server, localPort, transport);
    if (lookup == nullptr)
    {
        m_drops.Add(DropReason::UNMATCHED_DNS_RESPONSE);
        return;
    }
    const bool hadEdns = lookup->inFlight->hasEdns;
    Forget(*lookup);
    if (response->isTruncated && transport == DnsTransport::UDP)
    {
        Send(*lookup, server, DnsTransport::TCP, hadEdns, 0, now);
    }
    else if (hadEdns && response->RefusesEdns())
    {
        Send(*lookup, server, transport, false, 0, now); // RFC 6891 §6.2.2
    }
    else
    {
        HandleReply(*lookup,
                    ServerReply::Read(*response, lookup->question, lookup->servers.GetZone()),
                    server,
                    now);
    }
    Run(now);
}

LookupTable::Lookup*
LookupTable::Match(const DnsMessage& response,
                   const IpAddress& server,
                   std::uint16_t localPort,
                   DnsTransport transport)
{
    const auto found = m_inFlight.find({localPort, response.id});
    Lookup* lookup = found == m_inFlight.end() ? nullptr : Find(found->second);
    const bool isMatch = lookup != nullptr && response.Answers(lookup->question) &&
                         lookup->inFlight->server == server &&
                         lookup->inFlight->transaction.transport == transport;
    return isMatch ? lookup : nullptr;
}

void
LookupTable::HandleReply(Lookup& lookup,
                         const ServerReply& reply,
                         const IpAddress& server,
                         Time now)
{
    Keep(reply, lookup.question, now);
    switch (reply.kind)
    {
    case ServerReply::Kind::FINDING:
        Settle(lookup, reply.finding, now);
        return;
    case ServerReply::Kind::REFERRAL:
        EnterZone(lookup, reply.cut, reply.servers, reply.glue, now);
        break;
    case ServerReply::Kind::USELESS:
        lookup.servers.GiveUp(server);
        break;
    }
    m_ready.push_back(lookup.question);
}

void
LookupTable::Keep(const ServerReply& reply, const DnsQuestion& question, Time now)
{
    if (reply.kind == ServerReply::Kind::FINDING)
    {
        const bool isAlias = reply.finding.kind == Finding::Kind::ALIAS;
        m_cache.Put(question.name,
                    isAlias ? DnsType::CNAME : question.type,
                    reply.finding,
                    Credibility::ANSWER,
                    now);
    }
    for (const DnsRecords& records : reply.further)
    {
        const std::uint16_t type = records.front().type;
        const bool isAlias = type == DnsType::CNAME && question.type != DnsType::CNAME;
        m_cache.Put(records.front().name,
                    isAlias ? type : question.type,
                    Finding{isAlias ? Finding::Kind::ALIAS : Finding::Kind::RECORDS, records},
                    Credibility::ANSWER,
                    now);
    }
    DnsRecords glue = reply.glue;
    const auto keepReferral = [&](const DnsRecords& records) {
        m_cache.Put(records.front().name,
                    records.front().type,
                    Finding{Finding::Kind::RECORDS, records},
                    Credibility::REFERRAL,
                    now);
    };
    if (!reply.servers.empty())
    {
        keepReferral(reply.servers);
    }
    while (!glue.empty())
    {
        const DnsRecord first = glue.front();
        const auto rest = std::stable_partition(glue.begin(), glue.end(), [&](const DnsRecord& r) {
            return r.type == first.type && r.name == first.name;
        });
        keepReferral(DnsRecords(glue.begin(), rest));
        glue.erase(glue.begin(), rest);
    }
}

void
LookupTable::Forget(Lookup& lookup)
{
    if (lookup.inFlight)
    {
        const DnsTransaction& transaction = lookup.inFlight->transaction;
        m_inFlight.erase({transaction.localPort, transaction.id});
        lookup.inFlight.reset();
    }
}

void
LookupTable::Settle(Lookup& lookup, const Finding& finding, Time now)
{
    Forget(lookup);
    const DnsQuestion question = lookup.question;
    const std::vector<DnsQuestion> waiters = std::move(lookup.waiters);
    m_lookups.erase(question);
    if (finding.kind == Finding::Kind::FAILED)
    {
        m_cache.Put(question.name, question.type, finding, Credibility::ANSWER, now);
    }
    for (const DnsQuestion& waiter : waiters)
    {
        Lookup* other = Find(waiter);
        if (other != nullptr && other->waitsFor.erase(question) != 0)
        {
            AddAddresses(*other, finding.records);
            m_ready.push_back(waiter);
        }
    }
    m_settled.push_back(Settled{question, finding});
}

void
LookupTable::HandleTimeout(Time now)
{
    std::vector<DnsQuestion> late;
    for (const auto& [question, lookup] : m_lookups)
    {
        if (lookup.deadline <= now ||
            (lookup.inFlight && lookup.inFlight->transaction.deadline <= now))
        {
            late.push_back(question);
        }
    }
    for (const DnsQuestion& question : late)
    {
        Lookup* lookup = Find(question);
        if (lookup == nullptr)
        {
            continue;
        }
        if (lookup->deadline <= now)
        {
            Settle(*lookup, Finding{}, now);
            continue;
        }
        Forget(*lookup);
        m_ready.push_back(question);
    }
    Run(now);
}

Time
LookupTable::GetDeadline() const
{
    Time deadline = NEVER;
    for (const auto& [question, lookup] : m_lookups)
    {
        deadline = std::min(deadline, lookup.deadline);
        if (lookup.inFlight)
        {
            deadline = std::min(deadline, lookup.inFlight->transaction.deadline);
        }
    }
    return deadline;
}

std::optional<SendQuery>
LookupTable::TakeQuery()
{
    if (m_queries.empty())
    {
        return std::nullopt;
    }
    SendQuery query = std::move(m_queries.front());
    m_queries.pop_front();
    return query;
}

std::optional<LookupTable::Settled>
LookupTable::TakeSettled()
{
    if (m_settled.empty())
    {
        return std::nullopt;
    }
    Settled settled = std::move(m_settled.front());
    m_settled.pop_front();
    return settled;
}

} // namespace hip
