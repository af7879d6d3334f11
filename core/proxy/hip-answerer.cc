// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/hip-answerer.h"

#include "core/proxy/dns-answer.h"

#include <algorithm>
#include <utility>

namespace hip
{

namespace
{

std::uint32_t
ToSeconds(Duration duration)
{
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(duration).count();
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(seconds, 0, 0x7fffffff));
}

} // namespace

HipAnswerer::HipAnswerer(ProxyContext& context, PeerMonitor& monitor)
    : m_context(context),
      m_monitor(monitor)
{
}

DnsMessage
HipAnswerer::Answer(const InterceptedQuery& query,
                    const DnsMessage& asked,
                    const HipFinding& finding,
                    Time now)
{
    if (finding.kind != HipFinding::Kind::FOUND)
    {
        const bool isEmpty = finding.kind == HipFinding::Kind::NO_ADDRESS;
        return isEmpty ? MakeEmptyAnswer(asked) : MakeFailure(asked);
    }
    const DnsQuestion& question = asked.questions.front();
    MappingRequest request;
    request.hit = finding.hit;
    request.name = question.name.ToString();
    request.locators = finding.locators;
    request.isV4 = question.type == DnsType::A;
    request.realAddress = GetRealAddress(finding, request.isV4);
    if (!request.realAddress && !m_context.mappings.HasPool(request.isV4))
    {
        return MakeEmptyAnswer(asked);
    }
    const auto acquired = m_context.mappings.Acquire(request, now);
    if (!acquired)
    {
        m_context.outbox.Drop(acquired.error(), {query.client.address, query.server});
        return MakeFailure(asked);
    }
    m_monitor.HandleMapping(*acquired->mapping);
    if (acquired->isNew)
    {
        m_context.Emit(ProxyStep::MAPPING_CREATED, *acquired->mapping, request.isV4);
    }
    ProxyEvent sent =
        ProxyContext::MakeEvent(ProxyStep::ANSWER_SENT, *acquired->mapping, request.isV4);
    sent.name = request.name;
    sent.legacyAddress = query.client.address;
    sent.legacyPort = query.client.port;
    m_context.outbox.Put(std::move(sent));
    const Duration life = m_context.mappings.GetRemainingLife(*acquired->mapping, now);
    const std::uint32_t ttl = std::min({finding.ttl, ToSeconds(life), m_context.config.dns.maxTtl});
    return MakeAddressAnswer(asked, acquired->address, ttl);
}

void
HipAnswerer::Renew(const HipFinding& finding)
{
    if (const Mapping* mapping = m_context.mappings.Renew(finding.hit, finding.locators))
    {
        m_monitor.HandleMapping(*mapping);
    }
}

void
HipAnswerer::Emit(ProxyStep step,
                  const InterceptedQuery& query,
                  const DnsMessage& asked,
                  const HipFinding& finding)
{
    ProxyEvent event{};
    event.step = step;
    event.name = asked.questions.front().name.ToString();
    event.hit = finding.hit;
    event.locator = finding.locators.empty() ? IpAddress() : finding.locators.front();
    event.legacyAddress = query.client.address;
    event.protocol = query.client.transport == DnsTransport::TCP ? PROTOCOL_TCP : PROTOCOL_UDP;
    event.legacyPort = query.client.port;
    m_context.outbox.Put(std::move(event));
}

/// The agent's address is not the host's: who sees it could not tell one host from another.
std::optional<IpAddress>
HipAnswerer::GetRealAddress(const HipFinding& finding, bool isV4) const
{
    if (!m_context.config.dns.handOutRealAddresses || finding.hasAgent)
    {
        return std::nullopt;
    }
    const auto address =
        std::find_if(finding.locators.begin(),
                     finding.locators.end(),
                     [isV4](const IpAddress& locator) { return locator.IsV4() == isV4; });
    return address == finding.locators.end() ? std::nullopt : std::optional(*address);
}

} // namespace hip
