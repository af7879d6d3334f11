// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/record-source.h"

#include <algorithm>
#include <utility>

namespace hip
{

RecordSource::RecordSource(const StubOptions& options,
                           AuthoritativeServer* ownZones,
                           RandomSource& random)
    : m_ownZones(ownZones),
      m_stub(options, random)
{
}

RecordSource::Started
RecordSource::Query(const DnsQuestion& question, const std::vector<IpAddress>& servers, Time now)
{
    const std::uint64_t handle = ++m_lastHandle;
    LocalFinding local = FindLocally(question);
    if (local.outcome)
    {
        local.outcome->handle = handle;
        m_local.push_back(std::move(*local.outcome));
        return {handle, false};
    }
    m_handles[m_stub.Query(local.next, question.type, servers, now)] = handle;
    return {handle, true};
}

void
RecordSource::Cancel(std::uint64_t handle)
{
    const auto isIt = [handle](const auto& entry) { return entry.second == handle; };
    const auto found = std::find_if(m_handles.begin(), m_handles.end(), isIt);
    if (found != m_handles.end())
    {
        m_stub.Cancel(found->first);
        m_handles.erase(found);
    }
}

std::optional<DropReason>
RecordSource::HandleResponse(ByteSpan response,
                             const IpAddress& server,
                             std::uint16_t localPort,
                             DnsTransport transport,
                             Time now)
{
    const DropCounters before = m_stub.GetDrops();
    m_stub.HandleResponse(response, server, localPort, transport, now);
    for (const auto reason : {DropReason::BAD_DNS_MESSAGE, DropReason::UNMATCHED_DNS_RESPONSE})
    {
        if (m_stub.GetDrops().Get(reason) != before.Get(reason))
        {
            return reason;
        }
    }
    return std::nullopt;
}

void
RecordSource::HandleTimeout(Time now)
{
    m_stub.HandleTimeout(now);
}

DnsOutput
RecordSource::Poll()
{
    while (m_local.empty())
    {
        DnsOutput output = m_stub.Poll();
        auto* outcome = std::get_if<QueryOutcome>(&output);
        if (outcome == nullptr)
        {
            return output;
        }
        const auto found = m_handles.find(outcome->handle);
        if (found != m_handles.end()) // else it was cancelled when it had its outcome already
        {
            outcome->handle = found->second;
            m_handles.erase(found);
            return output;
        }
    }
    DnsOutput output = std::move(m_local.front());
    m_local.pop_front();
    return output;
}

std::optional<DnsMessage>
RecordSource::AskOwnZones(ByteSpan query) const
{
    if (m_ownZones == nullptr)
    {
        return std::nullopt;
    }
    auto response = DnsMessage::Parse(m_ownZones->Answer(query, DnsTransport::TCP));
    const bool isTheirs = response && response->isAuthoritative;
    return isTheirs ? std::optional(std::move(*response)) : std::nullopt;
}

RecordSource::LocalFinding
RecordSource::FindLocally(const DnsQuestion& question) const
{
    const DnsMessage query = DnsMessage::MakeQuery(0, question.name, question.type, 0, false);
    auto response = AskOwnZones(query.Write());
    if (!response)
    {
        return {std::nullopt, question.name};
    }
    const bool isFound = !response->GetAnswers(question.type).empty();
    const DnsName end = response->FollowCnames(question.name);
    if (!isFound && end != question.name && FindSoa(response->authority) == nullptr)
    {
        return {std::nullopt, end}; // an alias leads out of the own zones
    }
    const bool isName = response->rcode == DnsRcode::NO_PROBLEM;
    const bool isNoName = response->rcode == DnsRcode::NAME_ERROR;
    const DnsStatus status = isFound    ? DnsStatus::FOUND
                             : isName   ? DnsStatus::NO_DATA
                             : isNoName ? DnsStatus::NO_NAME
                                        : DnsStatus::FAILED;
    return {QueryOutcome{0, status, std::move(*response)}, question.name};
}

} // namespace hip
