// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/outbound-path.h"

#include "core/proxy/error-path.h"
#include "core/proxy/inner-mtu.h"
#include "core/proxy/packet-rewriter.h"
#include "core/wire/ip-packet.h"

#include <algorithm>

namespace hip
{

namespace
{

constexpr std::size_t TRANSLATION_GROWTH = IPV6_HEADER_LENGTH - IPV4_HEADER_LENGTH;
constexpr std::size_t TCP_FLAGS_AT = 13;

/// @return the legacy host's end of a flow that it may have begun; nothing for an echo reply
std::optional<NatFlow>
GetFlow(const IpInfo& info, const FlowId& id, ByteSpan payload, const Hit& hit)
{
    const auto protocol = GetNatProtocol(id.protocol, info.IsV4());
    if (!protocol || (protocol == NatProtocol::ICMP && !IsEchoRequest(id.protocol, payload[0])))
    {
        return std::nullopt;
    }
    return NatFlow{*protocol, hit, info.path.source, id.sourcePort};
}

/// @return the destination of a packet, even if the rest of its header is wrong
IpAddress
PeekDestination(ByteSpan packet)
{
    const bool isV4 = !packet.empty() && packet[0] >> 4 == 4;
    const std::size_t length = isV4 ? IPV4_HEADER_LENGTH : IPV6_HEADER_LENGTH;
    if (packet.size() < length)
    {
        return IpAddress();
    }
    return isV4 ? IpAddress::FromBytes(packet.subspan(16, 4))
                : IpAddress::FromBytes(packet.subspan(24, 16));
}

} // namespace

OutboundPath::OutboundPath(ProxyContext& context, PeerMonitor& monitor, ErrorReporter& errors)
    : m_context(context),
      m_monitor(monitor),
      m_errors(errors),
      m_joiner(context)
{
}

OutboundPath::Hint
OutboundPath::Look(ByteSpan packet, const IpInfo& info) const
{
    Hint hint;
    hint.mapping = m_context.mappings.FindByAddress(info.path.destination);
    if (hint.mapping == nullptr || info.isFragment)
    {
        return hint;
    }
    const ByteSpan payload = GetIpPayload(info, packet);
    const auto id = ParseFlowStart(info.protocol, payload);
    const auto flow = id ? GetFlow(info, *id, payload, hint.mapping->hit) : std::nullopt;
    hint.binding = flow ? m_context.nat.FindOutbound(*flow) : nullptr;
    if (hint.binding != nullptr)
    {
        __builtin_prefetch(hint.binding, 1);
    }
    return hint;
}

Verdict
OutboundPath::Handle(PacketBuffer& packet, const IpInfo& info, const Hint& hint, Time now)
{
    const IpAddress& destination = info.path.destination;
    const Mapping* mapping =
        hint.mapping != nullptr ? hint.mapping : m_context.mappings.FindByAddress(destination);
    const bool isPoolAddress = m_context.mappings.IsPoolAddress(destination);
    if (mapping == nullptr && !isPoolAddress)
    {
        return Verdict{Verdict::Kind::PASS};
    }
    if (!m_context.IsLegacy(info.path.source))
    {
        // A real address is not the proxy's own: others may go there, but without HIP.
        return isPoolAddress ? m_context.Drop(DropReason::NOT_FROM_LEGACY_SIDE, info.path)
                             : Verdict{Verdict::Kind::PASS};
    }
    if (mapping == nullptr)
    {
        return RefuseMiss(packet.GetPacket(), info, now);
    }
    return Forward(packet, info, *mapping, hint.binding, now);
}

Verdict
OutboundPath::HandleUnreadable(ByteSpan packet, DropReason reason)
{
    const IpAddress destination = PeekDestination(packet);
    const bool isOurs = m_context.mappings.FindByAddress(destination) != nullptr ||
                        m_context.mappings.IsPoolAddress(destination);
    return isOurs ? m_context.Drop(reason, {}) : Verdict{Verdict::Kind::PASS};
}

Verdict
OutboundPath::Forward(PacketBuffer& packet,
                      const IpInfo& info,
                      const Mapping& mapping,
                      NatBinding* binding,
                      Time now)
{
    const bool isSourceSane = info.path.source.IsUnicast();
    if (!isSourceSane || info.isSourceRouted)
    {
        return m_context.Drop(DropReason::MALFORMED, info.path);
    }
    if (info.hopLimit <= 1)
    {
        m_errors.TellLegacyHost(packet.GetPacket(), IcmpProblem::HOP_LIMIT_EXCEEDED, now);
        return m_context.Drop(DropReason::HOP_LIMIT_EXCEEDED, info.path);
    }
    if (info.isFragment)
    {
        // The sender has fragmented for the path's sake already; so the whole may be longer than
        // the MTU, and it is the ESP packet that gets fragmented now.
        return m_joiner.Handle(packet.GetPacket(),
                               info,
                               now,
                               [&](PacketBuffer& whole, const IpInfo& wholeInfo) {
                                   return ForwardWhole(whole, wholeInfo, mapping, nullptr, now);
                               });
    }
    packet.TrimBack(packet.GetLength() - info.totalLength);
    if (IsTooBig(info, mapping))
    {
        const std::size_t mtu = mapping.innerMtu - (info.IsV4() ? TRANSLATION_GROWTH : 0);
        m_errors.TellLegacyHost(
            packet.GetPacket(),
            IcmpProblem::PACKET_TOO_BIG,
            now,
            static_cast<std::uint32_t>(info.IsV4() ? mtu : std::max(mtu, IPV6_MINIMUM_MTU)));
        return m_context.Drop(DropReason::PACKET_TOO_BIG, info.path);
    }
    return ForwardWhole(packet, info, mapping, binding, now);
}

Verdict
OutboundPath::ForwardWhole(PacketBuffer& packet,
                           const IpInfo& info,
                           const Mapping& mapping,
                           NatBinding* binding,
                           Time now)
{
    const MutableByteSpan payload = GetIpPayload(info, packet.GetPacket());
    if (ErrorPath::IsError(info, payload))
    {
        return ErrorPath(m_context).HandleOutbound(packet, info, mapping, now);
    }
    const auto id = ParseFlow(info.protocol, payload);
    if (!id)
    {
        return RefuseFlow(packet.GetPacket(), info, id.error(), now);
    }
    const Byte tcpFlags = id->protocol == PROTOCOL_TCP ? payload[TCP_FLAGS_AT] : Byte{0};
    if (binding == nullptr)
    {
        const auto flow = GetFlow(info, *id, payload, mapping.hit);
        const auto made = flow ? MakeBinding(*flow, *id, mapping, tcpFlags, now)
                               : Result<NatBinding*>(DropReason::NO_BINDING);
        if (!made)
        {
            return RefuseFlow(packet.GetPacket(), info, made.error(), now);
        }
        binding = *made;
    }
    if (id->protocol == PROTOCOL_TCP)
    {
        m_context.nat.RefreshTcp(*binding, Direction::OUTBOUND, tcpFlags, id->destinationPort, now);
        ClampMss(payload, GetInnerMss(mapping.innerMtu));
    }
    else
    {
        m_context.nat.Refresh(*binding, Direction::OUTBOUND, now);
    }
    const auto rewritten = RewriteOutbound(packet, info, *id, *binding, m_context.GetHit());
    if (!rewritten)
    {
        return m_context.Drop(rewritten.error(), info.path);
    }
    return Send(packet, *binding, id->destinationPort, now);
}

Verdict
OutboundPath::Send(PacketBuffer& packet, NatBinding& binding, std::uint16_t remotePort, Time now)
{
    static_cast<void>(DecrementHopLimit(packet.GetPacket())); // which was above 1
    const Verdict verdict = m_context.endpoint.HandleUpper(packet, now);
    if (verdict.kind == Verdict::Kind::CONSUMED)
    {
        m_monitor.NoteWaiting(binding, remotePort);
    }
    if (verdict.kind == Verdict::Kind::TRANSMIT && !binding.isForwarded)
    {
        binding.isForwarded = true;
        m_context.Emit(ProxyStep::PACKET_FORWARDED, binding, remotePort);
    }
    return verdict;
}

Result<NatBinding*>
OutboundPath::MakeBinding(const NatFlow& flow,
                          const FlowId& id,
                          const Mapping& mapping,
                          Byte tcpFlags,
                          Time now)
{
    if (NatBinding* known = m_context.nat.FindOutbound(flow))
    {
        return known;
    }
    if ((tcpFlags & (TCP_RST | TCP_FIN)) != 0)
    {
        return DropReason::NO_BINDING; // the end of what is not known begins nothing
    }
    const auto made = m_context.nat.Create(flow, mapping, now);
    if (made)
    {
        m_context.Emit(ProxyStep::SESSION_STARTED, **made, id.destinationPort);
        m_context.Emit(ProxyStep::MAPPING_FOUND, **made, id.destinationPort);
    }
    return made;
}

Verdict
OutboundPath::RefuseMiss(ByteSpan packet, const IpInfo& info, Time now)
{
    m_errors.TellLegacyHost(packet, IcmpProblem::ADDRESS_UNREACHABLE, now);
    return m_context.Drop(m_context.mappings.ExplainMiss(info.path.destination), info.path);
}

Verdict
OutboundPath::RefuseFlow(ByteSpan packet, const IpInfo& info, DropReason reason, Time now)
{
    if (reason == DropReason::UNSUPPORTED_PROTOCOL)
    {
        m_errors.TellLegacyHost(packet,
                                IcmpProblem::UNKNOWN_PROTOCOL,
                                now,
                                static_cast<std::uint32_t>(info.nextHeaderAt));
    }
    else if (reason == DropReason::BINDINGS_EXHAUSTED)
    {
        m_errors.TellLegacyHost(packet, IcmpProblem::PROHIBITED, now);
    }
    return m_context.Drop(reason, info.path);
}

/// IPv4 packets without Don't Fragment go on: their ESP packet may be fragmented.
bool
OutboundPath::IsTooBig(const IpInfo& info, const Mapping& mapping) const
{
    if (info.IsV4())
    {
        return info.dontFragment && info.totalLength + TRANSLATION_GROWTH > mapping.innerMtu;
    }
    return info.totalLength > std::max(mapping.innerMtu, IPV6_MINIMUM_MTU);
}

void
OutboundPath::HandleTimeout(Time now)
{
    m_joiner.HandleTimeout(now);
}

Time
OutboundPath::GetDeadline() const
{
    return m_joiner.GetDeadline();
}

} // namespace hip
