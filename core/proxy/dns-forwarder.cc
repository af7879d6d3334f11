// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/dns-forwarder.h"

#include "core/proxy/dns-answer.h"
#include "core/proxy/dns-reply-sender.h"

#include <utility>

namespace hip
{

DnsForwarder::DnsForwarder(ProxyContext& context)
    : m_context(context),
      m_relay(context.random, context.config.dns.maxPending, context.config.dns.timeout)
{
}

Verdict
DnsForwarder::Pass(InterceptedQuery query, Time now)
{
    const bool hasServer = !query.isToProxy || !m_context.config.dns.upstream.empty();
    const bool isForwardable = !query.packet.empty() && !query.isToProxy;
    if (isForwardable || !hasServer)
    {
        return Verdict{Verdict::Kind::PASS};
    }
    return Relay(std::move(query), now);
}

void
DnsForwarder::PassLater(InterceptedQuery query, Time now)
{
    const bool hasServer = !query.isToProxy || !m_context.config.dns.upstream.empty();
    if (!query.packet.empty() && !query.isToProxy)
    {
        ForwardDnsQuery(m_context.outbox, query);
    }
    else if (hasServer)
    {
        Relay(std::move(query), now);
    }
    else
    {
        Refuse(query);
    }
}

Verdict
DnsForwarder::Relay(InterceptedQuery query, Time now)
{
    const Path path{query.client.address, query.server};
    const IpAddress server = query.isToProxy ? m_context.config.dns.upstream.front() : query.server;
    auto send = m_relay.Start(std::move(query), server, now);
    if (!send)
    {
        return m_context.Drop(DropReason::DNS_QUEUE_FULL, path);
    }
    m_context.outbox.Put(std::move(*send));
    return Verdict{Verdict::Kind::CONSUMED};
}

bool
DnsForwarder::HandleResponse(ByteSpan response,
                             const IpAddress& server,
                             std::uint16_t localPort,
                             DnsTransport transport)
{
    const auto query = m_relay.HandleResponse(response, server, localPort, transport);
    if (query)
    {
        SendDnsReply(m_context.outbox, *query, Bytes(response.begin(), response.end()));
    }
    return query.has_value();
}

void
DnsForwarder::HandleTimeout(Time now)
{
    for (const InterceptedQuery& query : m_relay.HandleTimeout(now))
    {
        Refuse(query);
    }
}

void
DnsForwarder::Refuse(const InterceptedQuery& query)
{
    if (const auto asked = DnsMessage::Parse(query.message))
    {
        SendDnsReply(m_context.outbox, query, MakeFailure(*asked).Write());
    }
}

Time
DnsForwarder::GetDeadline() const
{
    return m_relay.GetDeadline();
}

} // namespace hip
