// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/resolver/record-publisher.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace hip
{

namespace
{

constexpr UpdateOutcome NOT_FOUND{UpdateOutcome::Status::TIMED_OUT, DnsRcode::SERVER_FAILURE};

PublisherConfig
Check(PublisherConfig config)
{
    if (config.resolvers.empty() && (!config.zone || config.primaries.empty()))
    {
        throw std::invalid_argument("without a resolver, zone and primary server of " +
                                    config.name.ToString() + " must be given");
    }
    return config;
}

} // namespace

RecordPublisher::RecordPublisher(PublisherConfig config,
                                 std::optional<TsigKey> key,
                                 RandomSource& random)
    : m_config(Check(std::move(config))),
      m_stub(m_config.stub, random),
      m_client(m_config.update, std::move(key), random),
      m_zone(m_config.zone),
      m_primaries(m_config.primaries)
{
}

void
RecordPublisher::Publish(std::vector<IpAddress> addresses, Time now)
{
    m_addresses = std::move(addresses);
    m_client.Cancel();
    m_retryAt = NEVER;
    if (m_queries.empty()) // else what is sought will be used for these
    {
        Send(now);
    }
}

/// Sends the UPDATE, or first finds out where to.
void
RecordPublisher::Send(Time now)
{
    if (m_zone && !m_primaries.empty())
    {
        m_client.Start(MakeUpdate(), m_primaries, now);
    }
    else
    {
        Ask(m_config.name, DnsType::SOA, now);
    }
}

void
RecordPublisher::Ask(const DnsName& name, std::uint16_t type, Time now)
{
    m_queries.emplace(m_stub.Query(name, type, m_config.resolvers, now), type);
}

ZoneUpdate
RecordPublisher::MakeUpdate() const
{
    ZoneUpdate update;
    update.zone = *m_zone;
    DnsRecord record;
    record.name = m_config.name;
    if (!m_hasHipRecord && !m_config.hipRdata.empty())
    {
        update.updates.push_back(DeleteSet(m_config.name, DnsType::HIP));
        record.type = DnsType::HIP;
        record.ttl = m_config.hipTtl;
        record.rdata = m_config.hipRdata;
        update.updates.push_back(record);
    }
    update.updates.push_back(DeleteSet(m_config.name, DnsType::AAAA));
    update.updates.push_back(DeleteSet(m_config.name, DnsType::A));
    record.ttl = m_config.ttl;
    for (const IpAddress& address : m_addresses)
    {
        const ByteSpan octets = address.GetWireBytes();
        record.type = address.IsV4() ? DnsType::A : DnsType::AAAA;
        record.rdata.assign(octets.begin(), octets.end());
        update.updates.push_back(record);
    }
    return update;
}

void
RecordPublisher::Handle(const QueryOutcome& outcome, Time now)
{
    const auto asked = m_queries.find(outcome.handle);
    const bool isSoa = asked->second == DnsType::SOA;
    m_queries.erase(asked);
    if (isSoa)
    {
        HandleSoa(outcome.message, now);
    }
    else
    {
        HandleAddresses(outcome.message, now);
    }
}

void
RecordPublisher::HandleAddresses(const DnsMessage& answer, Time now)
{
    for (const IpAddress& address : answer.GetAddresses())
    {
        m_primaries.push_back(address);
    }
    if (!m_queries.empty())
    {
        return; // of the other family
    }
    if (m_primaries.empty())
    {
        Handle(NOT_FOUND, now);
    }
    else
    {
        Send(now);
    }
}

/// The name's zone is that of the SOA record, be it an answer or the reason for none.
void
RecordPublisher::HandleSoa(const DnsMessage& answer, Time now)
{
    const DnsRecord* soa = FindSoa(answer.answer);
    soa = soa == nullptr ? FindSoa(answer.authority) : soa;
    const auto primary = soa == nullptr ? std::nullopt : soa->GetSoaPrimary();
    if (!primary || !m_config.name.IsWithin(soa->name))
    {
        Handle(NOT_FOUND, now);
        return;
    }
    m_zone = m_config.zone.value_or(soa->name);
    if (m_primaries.empty())
    {
        Ask(*primary, DnsType::AAAA, now);
        Ask(*primary, DnsType::A, now);
    }
    else
    {
        Send(now);
    }
}

void
RecordPublisher::Handle(const UpdateOutcome& outcome, Time now)
{
    m_outcome = outcome;
    if (outcome.status == UpdateOutcome::Status::DONE)
    {
        m_hasHipRecord = true;
        return;
    }
    m_retryAt = now + m_config.retryInterval;
    m_zone = m_config.zone; // which may have another primary server by then
    m_primaries = m_config.primaries;
}

void
RecordPublisher::HandleResponse(ByteSpan response,
                                const IpAddress& server,
                                std::uint16_t localPort,
                                DnsTransport transport,
                                Time now)
{
    const std::optional<DnsMessage> front = DnsMessage::ParseFront(response);
    if (front && front->opcode == DNS_OPCODE_UPDATE)
    {
        m_client.HandleResponse(response, server, localPort, transport, now);
    }
    else
    {
        m_stub.HandleResponse(response, server, localPort, transport, now);
    }
}

void
RecordPublisher::HandleTimeout(Time now)
{
    m_stub.HandleTimeout(now);
    m_client.HandleTimeout(now);
    if (m_retryAt <= now)
    {
        m_retryAt = NEVER;
        Send(now);
    }
}

UpdateOutput
RecordPublisher::Poll(Time now)
{
    while (true)
    {
        DnsOutput found = m_stub.Poll();
        if (auto* query = std::get_if<SendQuery>(&found))
        {
            return std::move(*query);
        }
        if (const auto* outcome = std::get_if<QueryOutcome>(&found))
        {
            Handle(*outcome, now);
            continue;
        }
        UpdateOutput output = m_client.Poll();
        if (std::holds_alternative<SendQuery>(output))
        {
            return output;
        }
        if (const auto* outcome = std::get_if<UpdateOutcome>(&output))
        {
            Handle(*outcome, now);
        }
        if (m_outcome)
        {
            return *std::exchange(m_outcome, std::nullopt);
        }
        return DnsIdle{std::min(
            {std::get<DnsIdle>(found).deadline, std::get<DnsIdle>(output).deadline, m_retryAt})};
    }
}

DropCounters
RecordPublisher::GetDrops() const
{
    DropCounters all = m_stub.GetDrops();
    for (std::size_t i = 0; i < DROP_REASON_COUNT; ++i)
    {
        const auto reason = static_cast<DropReason>(i);
        for (std::uint64_t n = 0; n < m_client.GetDrops().Get(reason); ++n)
        {
            all.Add(reason);
        }
    }
    return all;
}

} // namespace hip
