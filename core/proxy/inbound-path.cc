// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/inbound-path.h"

#include "core/proxy/error-path.h"
#include "core/proxy/inner-mtu.h"
#include "core/proxy/packet-rewriter.h"
#include "core/wire/ip-packet.h"

namespace hip
{

namespace
{

constexpr std::size_t TRANSLATION_GROWTH = IPV6_HEADER_LENGTH - IPV4_HEADER_LENGTH;
constexpr std::size_t TCP_FLAGS_AT = 13;

/// @return true for echo requests, which no legacy host has asked for
bool
IsUnasked(const FlowId& id, ByteSpan payload)
{
    return id.protocol == PROTOCOL_ICMPV6 && !IsEchoReply(id.protocol, payload[0]);
}

} // namespace

InboundPath::InboundPath(ProxyContext& context, ErrorReporter& errors)
    : m_context(context),
      m_errors(errors),
      m_joiner(context)
{
}

Verdict
InboundPath::Handle(PacketBuffer& packet, Time now)
{
    const auto info = ParseIp(packet.GetPacket());
    if (!info)
    {
        return m_context.Drop(info.error(), {});
    }
    if (info->isSourceRouted || info->IsV4())
    {
        return m_context.Drop(DropReason::MALFORMED, info->path);
    }
    if (info->isFragment)
    {
        // What came in pieces may leave in pieces: the owner fragments what is too long.
        return m_joiner.Handle(packet.GetPacket(),
                               *info,
                               now,
                               [&](PacketBuffer& whole, const IpInfo& wholeInfo) {
                                   return HandleWhole(whole, wholeInfo, true, now);
                               });
    }
    packet.TrimBack(packet.GetLength() - info->totalLength);
    return HandleWhole(packet, *info, false, now);
}

Verdict
InboundPath::HandleWhole(PacketBuffer& packet, const IpInfo& info, bool mayBeLong, Time now)
{
    const MutableByteSpan payload = GetIpPayload(info, packet.GetPacket());
    if (ErrorPath::IsError(info, payload))
    {
        return ErrorPath(m_context).HandleInbound(packet, info);
    }
    const auto id = ParseFlow(info.protocol, payload);
    if (!id)
    {
        return m_context.Drop(id.error(), info.path);
    }
    const auto protocol = GetNatProtocol(id->protocol, false);
    NatBinding* binding =
        !protocol || IsUnasked(*id, payload)
            ? nullptr
            : m_context.nat.FindInbound({*protocol, info.path.source, id->destinationPort});
    if (binding == nullptr)
    {
        return m_context.Drop(DropReason::NO_BINDING, info.path);
    }
    if (info.hopLimit <= 1)
    {
        m_errors.TellHipHost(packet.GetPacket(), IcmpProblem::HOP_LIMIT_EXCEEDED, now);
        return m_context.Drop(DropReason::HOP_LIMIT_EXCEEDED, info.path);
    }
    if (!mayBeLong && IsTooBig(packet, *binding))
    {
        return RefuseTooBig(packet.GetPacket(), info, *binding, now);
    }
    if (id->protocol == PROTOCOL_TCP)
    {
        m_context.nat.RefreshTcp(*binding,
                                 Direction::INBOUND,
                                 payload[TCP_FLAGS_AT],
                                 id->sourcePort,
                                 now);
        ClampMss(payload, GetInnerMss(binding->mapping->innerMtu));
    }
    else
    {
        m_context.nat.Refresh(*binding, Direction::INBOUND, now);
    }
    static_cast<void>(DecrementHopLimit(packet.GetPacket())); // which was above 1
    const auto rewritten =
        RewriteInbound(packet, info, *id, *binding, m_context.MakeIdentification());
    if (!rewritten)
    {
        return m_context.Drop(rewritten.error(), info.path);
    }
    NoteAnswer(*binding, id->sourcePort);
    return Verdict{Verdict::Kind::TRANSMIT};
}

bool
InboundPath::IsTooBig(const PacketBuffer& packet, const NatBinding& binding) const
{
    const std::size_t shrinks = binding.flow.legacyAddress.IsV4() ? TRANSLATION_GROWTH : 0;
    return packet.GetLength() - shrinks > m_context.config.lanMtu;
}

Verdict
InboundPath::RefuseTooBig(ByteSpan packet, const IpInfo& info, const NatBinding& binding, Time now)
{
    const std::size_t shrinks = binding.flow.legacyAddress.IsV4() ? TRANSLATION_GROWTH : 0;
    m_errors.TellHipHost(packet,
                         IcmpProblem::PACKET_TOO_BIG,
                         now,
                         static_cast<std::uint32_t>(m_context.config.lanMtu + shrinks));
    return m_context.Drop(DropReason::PACKET_TOO_BIG, info.path);
}

void
InboundPath::NoteAnswer(NatBinding& binding, std::uint16_t remotePort)
{
    if (!binding.isAnswered)
    {
        binding.isAnswered = true;
        m_context.Emit(ProxyStep::ANSWER_ARRIVED, binding, remotePort);
        m_context.Emit(ProxyStep::ANSWER_DELIVERED, binding, remotePort);
    }
}

void
InboundPath::HandleTimeout(Time now)
{
    m_joiner.HandleTimeout(now);
}

Time
InboundPath::GetDeadline() const
{
    return m_joiner.GetDeadline();
}

} // namespace hip
