// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/resolver/stub-resolver.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace hip
{

namespace
{

constexpr unsigned MAX_TRIES_PER_SERVER = 16;

const StubOptions&
Check(const StubOptions& options)
{
    if (options.triesPerServer < 1 || options.triesPerServer > MAX_TRIES_PER_SERVER)
    {
        throw std::invalid_argument("a stub resolver tries each server 1 to 16 times");
    }
    if (options.timeout <= Duration::zero())
    {
        throw std::invalid_argument("the timeout of a stub resolver must be positive");
    }
    return options;
}

/// @return how a response ends a query; FAILED if its rcode is an error
DnsStatus
ToStatus(const DnsMessage& response, std::uint16_t type)
{
    if (response.rcode == DnsRcode::NAME_ERROR)
    {
        return DnsStatus::NO_NAME;
    }
    if (response.rcode != DnsRcode::NO_PROBLEM)
    {
        return DnsStatus::FAILED;
    }
    const bool isFound =
        type == DnsType::ANY ? !response.answer.empty() : !response.GetAnswers(type).empty();
    return isFound ? DnsStatus::FOUND : DnsStatus::NO_DATA;
}

} // namespace

Duration
GetLongestWait(const StubOptions& options, std::size_t servers)
{
    Duration sum{};
    for (unsigned tries = 0; tries < options.triesPerServer; ++tries)
    {
        sum += GetDoubledWait(options.timeout, tries);
    }
    return sum * static_cast<Duration::rep>(servers);
}

StubResolver::StubResolver(const StubOptions& options, RandomSource& random)
    : m_options(Check(options)),
      m_random(random)
{
}

std::uint64_t
StubResolver::Query(const DnsName& name,
                    std::uint16_t type,
                    const std::vector<IpAddress>& servers,
                    Time now)
{
    const std::uint64_t handle = ++m_lastHandle;
    const bool isFull = m_pending.size() >= m_options.maxQueries;
    if (isFull)
    {
        m_drops.Add(DropReason::DNS_QUEUE_FULL);
    }
    if (isFull || servers.empty())
    {
        m_outputs.push_back(QueryOutcome{handle, DnsStatus::FAILED, {}});
        return handle;
    }
    const auto query =
        m_pending.emplace(handle,
                          Pending(DnsQuestion{name, type, DNS_CLASS_IN}, m_options.triesPerServer));
    for (const IpAddress& server : servers)
    {
        query.first->second.servers.AddAddress(server);
    }
    TryNext(query.first, now);
    return handle;
}

void
StubResolver::Cancel(std::uint64_t handle)
{
    m_pending.erase(handle);
    const auto isItsOutcome = [handle](const DnsOutput& output) {
        const auto* outcome = std::get_if<QueryOutcome>(&output);
        return outcome != nullptr && outcome->handle == handle;
    };
    m_outputs.erase(std::remove_if(m_outputs.begin(), m_outputs.end(), isItsOutcome),
                    m_outputs.end());
}

void
StubResolver::TryNext(PendingQueries::iterator query, Time now)
{
    Pending& pending = query->second;
    const ServerList::Choice choice = pending.servers.Next();
    if (!choice.address)
    {
        const bool hasError = pending.lastError.has_value();
        Finish(query,
               hasError ? DnsStatus::FAILED : DnsStatus::TIMED_OUT,
               hasError ? *pending.lastError : DnsMessage{});
        return;
    }
    pending.server = *choice.address;
    pending.triesBefore = choice.triesBefore;
    Send(pending, m_options.transport, m_options.ednsUdpSize != 0, now);
}

void
StubResolver::Send(Pending& query, DnsTransport transport, bool withEdns, Time now)
{
    DnsTransaction& transaction = query.transaction;
    transaction = DnsTransaction::Draw(m_random, transport);
    transaction.deadline = now + GetDoubledWait(m_options.timeout, query.triesBefore);
    query.hasEdns = withEdns;
    const DnsMessage message = DnsMessage::MakeQuery(transaction.id,
                                                     query.question.name,
                                                     query.question.type,
                                                     withEdns ? m_options.ednsUdpSize : 0,
                                                     m_options.recursionDesired);
    m_outputs.push_back(SendQuery{query.server, transaction.localPort, transport, message.Write()});
}

StubResolver::PendingQueries::iterator
StubResolver::Match(const DnsMessage& response,
                    const IpAddress& server,
                    std::uint16_t localPort,
                    DnsTransport transport)
{
    return std::find_if(m_pending.begin(), m_pending.end(), [&](const auto& entry) {
        const Pending& query = entry.second;
        return response.Answers(query.question) && server == query.server &&
               query.transaction.IsRepeatedBy(response, localPort, transport);
    });
}

void
StubResolver::HandleResponse(ByteSpan response,
                             const IpAddress& server,
                             std::uint16_t localPort,
                             DnsTransport transport,
                             Time now)
{
    const Result<DnsMessage> message = DnsMessage::Parse(response);
    if (!message)
    {
        m_drops.Add(message.error());
        return;
    }
    const auto query = Match(*message, server, localPort, transport);
    if (query == m_pending.end())
    {
        m_drops.Add(DropReason::UNMATCHED_DNS_RESPONSE);
        return;
    }
    Pending& pending = query->second;
    if (message->isTruncated && transport == DnsTransport::UDP)
    {
        Send(pending, DnsTransport::TCP, pending.hasEdns, now);
        return;
    }
    const DnsStatus status = ToStatus(*message, pending.question.type);
    if (status == DnsStatus::FAILED)
    {
        HandleError(query, *message, now);
        return;
    }
    Finish(query, status, *message);
}

void
StubResolver::HandleError(PendingQueries::iterator query, const DnsMessage& response, Time now)
{
    Pending& pending = query->second;
    if (pending.hasEdns && response.RefusesEdns())
    {
        Send(pending, pending.transaction.transport, false, now); // RFC 6891 §6.2.2
        return;
    }
    pending.servers.GiveUp(pending.server);
    pending.lastError = response;
    TryNext(query, now);
}

void
StubResolver::Finish(PendingQueries::iterator query, DnsStatus status, const DnsMessage& message)
{
    m_outputs.push_back(QueryOutcome{query->first, status, message});
    m_pending.erase(query);
}

void
StubResolver::HandleTimeout(Time now)
{
    for (auto query = m_pending.begin(); query != m_pending.end();)
    {
        const auto next = std::next(query); // TryNext may erase this one, but no other
        if (query->second.transaction.deadline <= now)
        {
            TryNext(query, now);
        }
        query = next;
    }
}

Time
StubResolver::GetDeadline() const
{
    Time deadline = NEVER;
    for (const auto& [handle, query] : m_pending)
    {
        deadline = std::min(deadline, query.transaction.deadline);
    }
    return deadline;
}

DnsOutput
StubResolver::Poll()
{
    if (m_outputs.empty())
    {
        return DnsIdle{GetDeadline()};
    }
    DnsOutput output = DnsIdle{}; // swapped: of a moved one GCC 12 warns that it is uninitialized
    output.swap(m_outputs.front());
    m_outputs.pop_front();
    return output;
}

} // namespace hip
