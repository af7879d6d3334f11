// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/dns-relay.h"

namespace hip
{

namespace
{

constexpr std::uint32_t FIRST_PORT = 49152; // RFC 6335 §6: nobody else's
constexpr std::uint32_t PORTS = 16384;
constexpr unsigned PORT_TRIES = 16;

} // namespace

DnsRelay::DnsRelay(RandomSource& random, std::size_t maxPending, Duration timeout)
    : m_random(random),
      m_maxPending(maxPending),
      m_timeout(timeout)
{
}

std::optional<SendQuery>
DnsRelay::Start(InterceptedQuery query, const IpAddress& server, Time now)
{
    const DnsTransport transport = query.client.transport;
    for (unsigned i = 0; i < PORT_TRIES && m_pending.size() < m_maxPending; ++i)
    {
        const auto port = static_cast<std::uint16_t>(FIRST_PORT + m_random.GetBelow(PORTS));
        const Key key{transport, port};
        if (m_pending.count(key) == 0)
        {
            SendQuery send{server, port, transport, query.message};
            const Time deadline = now + m_timeout;
            m_deadlines.emplace(deadline, key);
            m_pending.emplace(key, Pending{std::move(query), server, deadline});
            return send;
        }
    }
    return std::nullopt;
}

std::optional<InterceptedQuery>
DnsRelay::HandleResponse(ByteSpan response,
                         const IpAddress& server,
                         std::uint16_t localPort,
                         DnsTransport transport)
{
    const Key key{transport, localPort};
    const auto found = m_pending.find(key);
    if (found == m_pending.end() || found->second.server != server)
    {
        return std::nullopt;
    }
    const auto asked = DnsMessage::ParseFront(found->second.query.message);
    const auto answer = DnsMessage::ParseFront(response);
    if (!answer || !answer->isResponse || (asked && asked->id != answer->id))
    {
        return std::nullopt;
    }
    InterceptedQuery query = std::move(found->second.query);
    m_deadlines.erase({found->second.deadline, key});
    m_pending.erase(found);
    return query;
}

std::vector<InterceptedQuery>
DnsRelay::HandleTimeout(Time now)
{
    std::vector<InterceptedQuery> unanswered;
    while (GetDeadline() <= now && !m_deadlines.empty())
    {
        const auto pending = m_pending.find(m_deadlines.begin()->second);
        unanswered.push_back(std::move(pending->second.query));
        m_pending.erase(pending);
        m_deadlines.erase(m_deadlines.begin());
    }
    return unanswered;
}

Time
DnsRelay::GetDeadline() const
{
    return m_deadlines.empty() ? NEVER : m_deadlines.begin()->first;
}

} // namespace hip
