// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/error-path.h"

#include "core/proxy/packet-rewriter.h"
#include "core/wire/icmp.h"
#include "core/wire/ip-packet.h"

namespace hip
{

ErrorPath::ErrorPath(ProxyContext& context)
    : m_context(context)
{
}

bool
ErrorPath::IsError(const IpInfo& info, ByteSpan payload)
{
    const Byte icmp = info.IsV4() ? PROTOCOL_ICMP : PROTOCOL_ICMPV6;
    return info.protocol == icmp && !payload.empty() && IsIcmpError(info.protocol, payload[0]);
}

Verdict
ErrorPath::HandleOutbound(PacketBuffer& packet,
                          const IpInfo& info,
                          const Mapping& mapping,
                          Time now)
{
    const auto error =
        ParseIcmpError(info.path, info.protocol, GetIpPayload(info, packet.GetPacket()));
    const auto quoted = error ? ParseQuotedIp(error->quoted) : Result<IpInfo>(error.error());
    if (!quoted)
    {
        return m_context.Drop(quoted.error(), info.path);
    }
    const auto id = ParseFlowStart(quoted->protocol, GetIpPayload(*quoted, error->quoted));
    const auto protocol = GetNatProtocol(quoted->protocol, quoted->IsV4());
    const bool isOurs = id && protocol && quoted->fragmentOffset == 0 &&
                        quoted->path.source == info.path.destination;
    NatBinding* binding =
        isOurs ? m_context.nat.FindOutbound(
                     {*protocol, mapping.hit, quoted->path.destination, id->destinationPort})
               : nullptr;
    if (binding == nullptr)
    {
        return m_context.Drop(DropReason::UNRELATED_ICMP, info.path);
    }
    const auto rewritten = RewriteErrorOutbound(packet, info, *id, *binding, m_context.GetHit());
    if (!rewritten)
    {
        return m_context.Drop(rewritten.error(), info.path);
    }
    static_cast<void>(DecrementHopLimit(packet.GetPacket()));
    return m_context.endpoint.HandleUpper(packet, now);
}

Verdict
ErrorPath::HandleInbound(PacketBuffer& packet, const IpInfo& info)
{
    const auto error =
        ParseIcmpError(info.path, info.protocol, GetIpPayload(info, packet.GetPacket()));
    const auto quoted = error ? ParseQuotedIp(error->quoted) : Result<IpInfo>(error.error());
    if (!quoted)
    {
        return m_context.Drop(quoted.error(), info.path);
    }
    const auto id = ParseFlowStart(quoted->protocol, GetIpPayload(*quoted, error->quoted));
    const auto protocol = GetNatProtocol(quoted->protocol, quoted->IsV4());
    const bool isOurs = id && protocol && quoted->fragmentOffset == 0 &&
                        quoted->path == Path{info.path.destination, info.path.source};
    NatBinding* binding =
        isOurs ? m_context.nat.FindInbound({*protocol, info.path.source, id->sourcePort}) : nullptr;
    if (binding == nullptr)
    {
        return m_context.Drop(DropReason::UNRELATED_ICMP, info.path);
    }
    if (info.hopLimit <= 1)
    {
        return m_context.Drop(DropReason::HOP_LIMIT_EXCEEDED, info.path);
    }
    static_cast<void>(DecrementHopLimit(packet.GetPacket()));
    const auto rewritten =
        RewriteErrorInbound(packet, info, *id, *binding, m_context.MakeIdentification());
    if (!rewritten)
    {
        return m_context.Drop(rewritten.error(), info.path);
    }
    return Verdict{Verdict::Kind::TRANSMIT};
}

} // namespace hip
