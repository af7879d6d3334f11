// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/resolver/recursive-resolver.h"

#include "core/resolver/query-reader.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace hip
{

namespace
{

constexpr std::size_t MAX_ALIASES = 11; // of one answer, as BIND's max-query-restarts

const ResolverOptions&
Check(const ResolverOptions& options)
{
    const bool isUsable = std::any_of(options.rootServers.begin(),
                                      options.rootServers.end(),
                                      [&](const IpAddress& address) {
                                          return address.IsV4() ? options.useIpv4 : options.useIpv6;
                                      });
    if (!isUsable)
    {
        throw std::invalid_argument("a recursive resolver needs the address of a root server");
    }
    return options;
}

} // namespace

RecursiveResolver::RecursiveResolver(const ResolverOptions& options, RandomSource& random)
    : m_options(Check(options)),
      m_cache(options.cacheEntries),
      m_lookups(m_options, m_cache, random, m_drops)
{
}

void
RecursiveResolver::HandleClientQuery(ByteSpan query, const DnsClient& client, Time now)
{
    Bytes refusal;
    Result<DnsMessage> read = ReadQuery(query, client.transport, refusal);
    if (!read)
    {
        m_drops.Add(read.error());
        if (!refusal.empty())
        {
            m_answers.push_back(AnswerClient{client, std::move(refusal)});
        }
        return;
    }
    if (IsKnown(*read, client))
    {
        m_drops.Add(DropReason::DUPLICATE);
        return;
    }
    const DnsName name = read->questions.front().name;
    Request request{client, std::move(*read), name, {}};
    if (m_requests.size() >= m_options.maxRequests)
    {
        m_drops.Add(DropReason::DNS_QUEUE_FULL);
        Answer(request, Finding{});
        return;
    }
    const std::uint64_t id = ++m_lastId;
    m_requests.emplace(id, std::move(request));
    Advance(id, now);
    DistributeFindings(now);
}

bool
RecursiveResolver::IsKnown(const DnsMessage& query, const DnsClient& client) const
{
    return std::any_of(m_requests.begin(), m_requests.end(), [&](const auto& entry) {
        const Request& request = entry.second;
        return request.client == client && request.query.id == query.id &&
               request.query.questions == query.questions;
    });
}

void
RecursiveResolver::HandleServerResponse(ByteSpan response,
                                        const IpAddress& server,
                                        std::uint16_t localPort,
                                        DnsTransport transport,
                                        Time now)
{
    m_lookups.HandleResponse(response, server, localPort, transport, now);
    DistributeFindings(now);
}

void
RecursiveResolver::HandleTimeout(Time now)
{
    m_lookups.HandleTimeout(now);
    DistributeFindings(now);
}

DnsOutput
RecursiveResolver::Poll()
{
    if (std::optional<SendQuery> query = m_lookups.TakeQuery())
    {
        return std::move(*query);
    }
    if (!m_answers.empty())
    {
        AnswerClient answer = std::move(m_answers.front());
        m_answers.pop_front();
        return answer;
    }
    return DnsIdle{m_lookups.GetDeadline()};
}

void
RecursiveResolver::Advance(std::uint64_t id, Time now)
{
    Request& request = m_requests.at(id);
    const std::uint16_t type = request.query.questions.front().type;
    while (const std::optional<Finding> known = m_cache.Find(request.name, type, now))
    {
        if (Apply(request, *known))
        {
            m_requests.erase(id);
            return;
        }
    }
    const DnsQuestion question{request.name, type, DNS_CLASS_IN};
    if (!request.query.recursionDesired || !m_lookups.Start(question, now))
    {
        Apply(request, Finding{}); // without RD only the cache is asked (RFC 1034 §4.3.1)
        m_requests.erase(id);
        return;
    }
    m_waiting[question].push_back(id);
}

void
RecursiveResolver::DistributeFindings(Time now)
{
    while (const std::optional<LookupTable::Settled> settled = m_lookups.TakeSettled())
    {
        const auto waiting = m_waiting.find(settled->question);
        if (waiting == m_waiting.end())
        {
            continue; // the address of a server, which only the lookups needed
        }
        const std::vector<std::uint64_t> ids = std::move(waiting->second);
        m_waiting.erase(waiting);
        for (const std::uint64_t id : ids)
        {
            if (Apply(m_requests.at(id), settled->finding))
            {
                m_requests.erase(id);
            }
            else
            {
                Advance(id, now);
            }
        }
    }
}

bool
RecursiveResolver::Apply(Request& request, const Finding& finding)
{
    if (finding.kind != Finding::Kind::ALIAS)
    {
        Answer(request, finding);
        return true;
    }
    const std::optional<DnsName> target = finding.records.front().GetTarget();
    if (!target || request.aliases.size() >= MAX_ALIASES)
    {
        m_drops.Add(DropReason::DNS_LOOP);
        Answer(request, Finding{});
        return true;
    }
    request.aliases.push_back(finding.records.front());
    request.name = *target;
    return false;
}

void
RecursiveResolver::Answer(const Request& request, const Finding& finding)
{
    DnsMessage response = request.query.MakeResponse();
    response.recursionAvailable = true;
    switch (finding.kind)
    {
    case Finding::Kind::RECORDS:
        response.answer = request.aliases;
        AddOnce(response.answer, finding.records);
        break;
    case Finding::Kind::NO_NAME:
        response.rcode = DnsRcode::NAME_ERROR;
        response.answer = request.aliases;
        response.authority = finding.records;
        break;
    case Finding::Kind::NO_DATA:
        response.answer = request.aliases;
        response.authority = finding.records;
        break;
    case Finding::Kind::ALIAS: // which Apply follows
    case Finding::Kind::FAILED:
        response.rcode = DnsRcode::SERVER_FAILURE;
        break;
    }
    const std::size_t limit = GetSizeLimit(request.query, request.client.transport);
    m_answers.push_back(AnswerClient{request.client, response.WriteWithin(limit)});
}

} // namespace hip
