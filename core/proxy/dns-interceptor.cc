// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/dns-interceptor.h"

#include "core/proxy/dns-answer.h"
#include "core/proxy/dns-reply-sender.h"
#include "core/resolver/query-reader.h"

#include <algorithm>
#include <utility>

namespace hip
{

namespace
{

/// Longer ones are not worth the memory: a question needs 271 octets, and options some more.
constexpr std::size_t MAX_QUERY = 4096;

/// Of a lookup, each with a query that may take all tries: the record, then the addresses.
constexpr int STEPS = 2;

/// A full stub would look like a server that refuses, and names of HIP hosts would pass.
StubOptions
MakeStubOptions(const DnsInterceptorConfig& config)
{
    constexpr std::size_t perLookup = 2; // AAAA and A
    StubOptions options;
    options.maxQueries = perLookup * config.maxPending;
    return options;
}

/// @return true for one ordinary question about the Internet
bool
IsOrdinary(const DnsMessage& query)
{
    return !query.isResponse && query.opcode == DNS_OPCODE_QUERY && query.questions.size() == 1 &&
           query.questions.front().questionClass == DNS_CLASS_IN &&
           (!query.edns || query.edns->version == 0);
}

bool
IsForAddress(const DnsMessage& query)
{
    const std::uint16_t type = query.questions.front().type;
    return type == DnsType::A || type == DnsType::AAAA;
}

template <class Clients, class Client>
bool
IsCopy(const Clients& clients, const Client& client)
{
    return std::any_of(clients.begin(), clients.end(), [&client](const Client& other) {
        return other.query.client == client.query.client &&
               other.query.message == client.query.message;
    });
}

Bytes
Write(const InterceptedQuery& query, const DnsMessage& asked, const DnsMessage& response)
{
    return response.WriteWithin(GetSizeLimit(asked, query.client.transport));
}

} // namespace

DnsInterceptor::DnsInterceptor(ProxyContext& context,
                               PeerMonitor& monitor,
                               CryptoContext& crypto,
                               AuthoritativeServer* ownZones)
    : m_context(context),
      m_crypto(crypto),
      m_answerer(context, monitor),
      m_source(MakeStubOptions(context.config.dns), ownZones, context.random),
      m_forwarder(context)
{
}

Verdict
DnsInterceptor::HandleQuery(InterceptedQuery query, Time now)
{
    const auto& upstream = m_context.config.dns.upstream;
    if (query.isToProxy && upstream.empty() && !m_source.HasOwnZones())
    {
        return Verdict{Verdict::Kind::PASS};
    }
    auto message = query.message.size() > MAX_QUERY ? Result<DnsMessage>(DropReason::TOO_LONG)
                                                    : DnsMessage::Parse(query.message);
    if (!message || !IsOrdinary(*message))
    {
        return m_forwarder.Pass(std::move(query), now);
    }
    if (!IsForAddress(*message))
    {
        return AnswerFromOwnZones(query) ? Verdict{Verdict::Kind::CONSUMED}
                                         : m_forwarder.Pass(std::move(query), now);
    }
    return Intercept(Client{std::move(query), std::move(*message)}, now);
}

bool
DnsInterceptor::AnswerFromOwnZones(const InterceptedQuery& query)
{
    const auto response = m_source.AskOwnZones(query.message);
    const auto asked = DnsMessage::Parse(query.message);
    if (!response || !asked)
    {
        return false;
    }
    SendDnsReply(m_context.outbox, query, Write(query, *asked, *response));
    return true;
}

Verdict
DnsInterceptor::Intercept(Client client, Time now)
{
    const IpAddress& server = client.query.server;
    const Key key{client.message.questions.front().name, server};
    const auto found = m_pending.find(key);
    if (found != m_pending.end() && IsCopy(found->second.clients, client))
    {
        return Verdict{Verdict::Kind::CONSUMED}; // the legacy host is impatient
    }
    if (m_clients >= m_context.config.dns.maxPending)
    {
        return m_context.Drop(DropReason::DNS_QUEUE_FULL, {client.query.client.address, server});
    }
    m_answerer.Emit(ProxyStep::QUERY_INTERCEPTED, client.query, client.message, {});
    ++m_clients;
    if (found != m_pending.end())
    {
        found->second.clients.push_back(std::move(client));
        return Verdict{Verdict::Kind::CONSUMED};
    }
    Pending& pending = Begin(key, GetServers(client.query), now);
    pending.clients.push_back(std::move(client));
    Ask(pending, key, now);
    Drain(now);
    return Verdict{Verdict::Kind::CONSUMED};
}

void
DnsInterceptor::Refresh(const Mapping& mapping, Time now)
{
    const std::optional<DnsName> name = DnsName::Parse(mapping.name);
    const auto& servers = mapping.nameServers;
    const Key key{name.value_or(DnsName()), servers.empty() ? IpAddress() : servers.front()};
    if (name && m_pending.count(key) == 0)
    {
        Ask(Begin(key, servers, now), key, now);
        Drain(now);
    }
}

DnsInterceptor::Pending&
DnsInterceptor::Begin(const Key& key, std::vector<IpAddress> servers, Time now)
{
    const Duration limit =
        STEPS * GetLongestWait(MakeStubOptions(m_context.config.dns), servers.size());
    Pending pending{HipLookup(key.first, m_context.endpoint.GetDialect(), m_crypto),
                    {},
                    std::move(servers),
                    {},
                    now + limit};
    m_deadlines.emplace(pending.deadline, key);
    return m_pending.emplace(key, std::move(pending)).first->second;
}

/// Never the proxy itself.
std::vector<IpAddress>
DnsInterceptor::GetServers(const InterceptedQuery& query) const
{
    const auto& upstream = m_context.config.dns.upstream;
    return upstream.empty() && !query.isToProxy ? std::vector{query.server} : upstream;
}

void
DnsInterceptor::Ask(Pending& pending, const Key& key, Time now)
{
    for (const DnsQuestion& question : pending.lookup.TakeQuestions())
    {
        const RecordSource::Started started = m_source.Query(question, pending.servers, now);
        pending.handles.insert(started.handle);
        m_asked.emplace(started.handle, Asked{key, question});
        if (started.isExternal && question.type == DnsType::HIP && !pending.clients.empty())
        {
            const Client& client = pending.clients.front();
            m_answerer.Emit(ProxyStep::QUERY_SENT, client.query, client.message, {});
        }
    }
}

bool
DnsInterceptor::HandleResponse(ByteSpan response,
                               const IpAddress& server,
                               std::uint16_t localPort,
                               DnsTransport transport,
                               Time now)
{
    if (m_forwarder.HandleResponse(response, server, localPort, transport))
    {
        return true;
    }
    if (const auto refused = m_source.HandleResponse(response, server, localPort, transport, now))
    {
        m_context.outbox.Drop(*refused, {server, {}});
        return false;
    }
    Drain(now);
    return true;
}

/// Lets all lookups go on as far as they can.
void
DnsInterceptor::Drain(Time now)
{
    while (true)
    {
        DnsOutput output = m_source.Poll();
        if (auto* query = std::get_if<SendQuery>(&output))
        {
            m_context.outbox.Put(std::move(*query));
        }
        else if (const auto* outcome = std::get_if<QueryOutcome>(&output))
        {
            Handle(*outcome, now);
        }
        else if (const auto* idle = std::get_if<DnsIdle>(&output))
        {
            m_sourceDeadline = idle->deadline;
            return;
        }
    }
}

void
DnsInterceptor::Handle(const QueryOutcome& outcome, Time now)
{
    const auto asked = m_asked.find(outcome.handle);
    if (asked == m_asked.end())
    {
        return;
    }
    const auto [key, question] = asked->second;
    m_asked.erase(asked);
    const auto pending = m_pending.find(key);
    pending->second.handles.erase(outcome.handle);
    HipLookup& lookup = pending->second.lookup;
    lookup.Handle(question, outcome.status, outcome.message);
    for (const DropReason reason : lookup.TakeRefusals())
    {
        m_context.outbox.Drop(reason, {key.second, {}});
    }
    if (lookup.GetFinding())
    {
        Finish(pending, *lookup.GetFinding(), now);
    }
    else
    {
        Ask(pending->second, key, now);
    }
}

/// Answers all who have asked, and forgets the lookup.
void
DnsInterceptor::Finish(PendingMap::iterator pending, HipFinding finding, Time now)
{
    for (const std::uint64_t handle : pending->second.handles)
    {
        m_source.Cancel(handle);
        m_asked.erase(handle);
    }
    std::vector<Client> clients = std::move(pending->second.clients);
    const std::vector<IpAddress> servers = std::move(pending->second.servers);
    m_deadlines.erase({pending->second.deadline, pending->first});
    m_pending.erase(pending);
    m_clients -= clients.size();
    if (clients.empty())
    {
        if (finding.kind == HipFinding::Kind::FOUND)
        {
            m_answerer.Renew(finding);
        }
        return;
    }
    if (finding.kind == HipFinding::Kind::FOUND)
    {
        const Client& first = clients.front();
        m_answerer.Emit(ProxyStep::ANSWER_RECEIVED, first.query, first.message, finding);
    }
    // The proxy itself needs no proxy.
    const bool isForeign =
        finding.kind == HipFinding::Kind::NO_HIP || m_context.endpoint.IsLocalHit(finding.hit);
    for (Client& client : clients)
    {
        if (!isForeign)
        {
            const DnsMessage answer = m_answerer.Answer(client.query, client.message, finding, now);
            SendDnsReply(m_context.outbox,
                         client.query,
                         Write(client.query, client.message, answer));
        }
        else if (!AnswerFromOwnZones(client.query))
        {
            m_forwarder.PassLater(std::move(client.query), now);
        }
    }
    m_context.mappings.SetNameServers(finding.hit, servers);
}

void
DnsInterceptor::HandleTimeout(Time now)
{
    m_source.HandleTimeout(now);
    Drain(now);
    while (!m_deadlines.empty() && m_deadlines.begin()->first <= now)
    {
        Finish(m_pending.find(m_deadlines.begin()->second), HipFinding(), now);
    }
    m_forwarder.HandleTimeout(now);
}

Time
DnsInterceptor::GetDeadline() const
{
    const Time lookup = m_deadlines.empty() ? NEVER : m_deadlines.begin()->first;
    return std::min({lookup, m_sourceDeadline, m_forwarder.GetDeadline()});
}

} // namespace hip
