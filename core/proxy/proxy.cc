// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/proxy.h"

#include "core/proxy/dns-interceptor.h"
#include "core/proxy/dns-query-finder.h"
#include "core/proxy/error-reporter.h"
#include "core/proxy/inbound-path.h"
#include "core/proxy/outbound-path.h"
#include "core/proxy/packet-storage.h"
#include "core/proxy/peer-monitor.h"
#include "core/proxy/proxy-context.h"
#include "core/proxy/record-refresher.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace hip
{

namespace
{

constexpr std::size_t BURST = 32; ///< packets whose lookups overlap

const ProxyConfig&
Check(const ProxyConfig& config)
{
    if (std::min(config.wanMtu, config.lanMtu) < IPV6_MINIMUM_MTU)
    {
        throw std::invalid_argument("proxy: an MTU below the 1280 octets that IPv6 needs");
    }
    return config;
}

} // namespace

struct Proxy::Impl
{
    Impl(const ProxyConfig& config,
         Endpoint& endpoint,
         CryptoContext& crypto,
         RandomSource& random,
         AuthoritativeServer* ownZones)
        : context(Check(config), endpoint, random),
          monitor(context),
          errors(context),
          outbound(context, monitor, errors),
          inbound(context, errors),
          dns(context, monitor, crypto, ownZones),
          refresher(context, dns)
    {
    }

    Verdict HandleForwarded(PacketBuffer& packet,
                            const Result<IpInfo>& info,
                            const OutboundPath::Hint& hint);
    Verdict HandleDns(ByteSpan packet, const IpInfo& info, bool isToProxy);
    void Take(Output output);

    ProxyContext context;
    PeerMonitor monitor;
    ErrorReporter errors;
    OutboundPath outbound;
    InboundPath inbound;
    DnsInterceptor dns;
    RecordRefresher refresher;
    Time now{}; ///< of the last call, for what Poll has to do
};

Verdict
Proxy::Impl::HandleForwarded(PacketBuffer& packet,
                             const Result<IpInfo>& info,
                             const OutboundPath::Hint& hint)
{
    if (!info)
    {
        return outbound.HandleUnreadable(packet.GetPacket(), info.error());
    }
    const Verdict verdict = outbound.Handle(packet, *info, hint, now);
    return verdict.kind == Verdict::Kind::PASS ? HandleDns(packet.GetPacket(), *info, false)
                                               : verdict;
}

/// @return PASS for anything but a query of a legacy host that is ours to answer
Verdict
Proxy::Impl::HandleDns(ByteSpan packet, const IpInfo& info, bool isToProxy)
{
    auto query = context.IsLegacy(info.path.source) ? FindDnsQuery(info, packet) : std::nullopt;
    if (!query)
    {
        return Verdict{Verdict::Kind::PASS};
    }
    query->isToProxy = isToProxy;
    return dns.HandleQuery(std::move(*query), now);
}

/// Passes on what the endpoint puts out.
void
Proxy::Impl::Take(Output output)
{
    if (auto* transmit = std::get_if<Transmit>(&output))
    {
        monitor.NoteTransmit(transmit->packet);
        context.outbox.Put(std::move(*transmit));
    }
    else if (auto* deliver = std::get_if<Deliver>(&output))
    {
        PacketStorage storage(deliver->packet);
        if (inbound.Handle(storage.buffer, now).kind == Verdict::Kind::TRANSMIT)
        {
            context.outbox.Put(Transmit{storage.GetBytes()});
        }
    }
    else if (const auto* event = std::get_if<Event>(&output))
    {
        refresher.HandleEvent(*event, now);
        monitor.HandleEvent(*event);
    }
}

Proxy::Proxy(const ProxyConfig& config,
             Endpoint& endpoint,
             CryptoContext& crypto,
             RandomSource& random,
             AuthoritativeServer* ownZones)
    : m_impl(std::make_unique<Impl>(config, endpoint, crypto, random, ownZones))
{
}

Proxy::~Proxy() = default;

Verdict
Proxy::HandleForwarded(PacketBuffer& packet, Time now)
{
    m_impl->now = now;
    const ByteSpan bytes = packet.GetPacket();
    const auto info = ParseIp(bytes);
    const auto hint = info ? m_impl->outbound.Look(bytes, *info) : OutboundPath::Hint();
    return m_impl->HandleForwarded(packet, info, hint);
}

void
Proxy::HandleForwardedBurst(boost::span<PacketBuffer> packets,
                            boost::span<Verdict> verdicts,
                            Time now)
{
    m_impl->now = now;
    std::array<Result<IpInfo>, BURST> infos;
    std::array<OutboundPath::Hint, BURST> hints;
    for (std::size_t first = 0; first < packets.size(); first += BURST)
    {
        const std::size_t count = std::min(BURST, packets.size() - first);
        for (std::size_t i = 0; i < count; ++i)
        {
            const ByteSpan bytes = std::as_const(packets[first + i]).GetPacket();
            infos[i] = ParseIp(bytes);
            hints[i] = infos[i] ? m_impl->outbound.Look(bytes, *infos[i]) : OutboundPath::Hint();
        }
        for (std::size_t i = 0; i < count; ++i)
        {
            verdicts[first + i] = m_impl->HandleForwarded(packets[first + i], infos[i], hints[i]);
        }
    }
}

Verdict
Proxy::HandleWire(PacketBuffer& packet, Time now)
{
    m_impl->now = now;
    const Verdict verdict = m_impl->context.endpoint.HandlePacket(packet, now);
    if (verdict.kind == Verdict::Kind::DELIVER)
    {
        return m_impl->inbound.Handle(packet, now);
    }
    if (verdict.kind != Verdict::Kind::PASS)
    {
        return verdict;
    }
    const ByteSpan bytes = packet.GetPacket();
    const auto info = ParseIp(bytes);
    if (!info)
    {
        return verdict;
    }
    m_impl->monitor.HandleError(*info, bytes, now);
    return m_impl->HandleDns(bytes, *info, true);
}

Verdict
Proxy::HandleDnsQuery(ByteSpan message, const DnsClient& client, const IpAddress& server, Time now)
{
    m_impl->now = now;
    InterceptedQuery query;
    query.client = client;
    query.server = server;
    query.message.assign(message.begin(), message.end());
    return m_impl->dns.HandleQuery(std::move(query), now);
}

bool
Proxy::HandleDnsResponse(ByteSpan message,
                         const IpAddress& server,
                         std::uint16_t localPort,
                         DnsTransport transport,
                         Time now)
{
    m_impl->now = now;
    return m_impl->dns.HandleResponse(message, server, localPort, transport, now);
}

void
Proxy::HandleTimeout(Time now)
{
    m_impl->now = now;
    ProxyContext& context = m_impl->context;
    context.endpoint.HandleTimeout(now);
    context.nat.Expire(now);
    for (const Mapping& mapping : context.mappings.Expire(now))
    {
        context.Emit(ProxyStep::MAPPING_EXPIRED, mapping);
        context.endpoint.AddPeer(mapping.hit, {});
    }
    m_impl->outbound.HandleTimeout(now);
    m_impl->inbound.HandleTimeout(now);
    m_impl->monitor.HandleTimeout(now);
    m_impl->dns.HandleTimeout(now);
    m_impl->refresher.HandleTimeout(now);
}

ProxyOutput
Proxy::Poll()
{
    ProxyContext& context = m_impl->context;
    while (true)
    {
        if (auto output = context.outbox.Take())
        {
            return std::move(*output);
        }
        Output output = context.endpoint.Poll();
        if (const auto* idle = std::get_if<Idle>(&output))
        {
            return Idle{std::min({idle->deadline,
                                  context.nat.GetDeadline(),
                                  context.mappings.GetDeadline(),
                                  m_impl->outbound.GetDeadline(),
                                  m_impl->inbound.GetDeadline(),
                                  m_impl->monitor.GetDeadline(),
                                  m_impl->dns.GetDeadline(),
                                  m_impl->refresher.GetDeadline()})};
        }
        m_impl->Take(std::move(output));
    }
}

Work
Proxy::TakeWork()
{
    return m_impl->context.endpoint.TakeWork();
}

const MappingTable&
Proxy::GetMappings() const
{
    return m_impl->context.mappings;
}

std::size_t
Proxy::GetBindingCount() const
{
    return m_impl->context.nat.GetSize();
}

const DropCounters&
Proxy::GetDrops() const
{
    return m_impl->context.outbox.GetDrops();
}

} // namespace hip
