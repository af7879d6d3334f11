// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/peer-monitor.h"

#include "core/esp/security-association.h"
#include "core/proxy/inner-mtu.h"
#include "core/util/endian.h"

#include <algorithm>

namespace hip
{

namespace
{

constexpr std::size_t IPV4_LEAST_PATH_MTU = 576; // less is more likely an attack than a link

/// @return the SPI of an ESP packet, or of the start of one; 0 for anything else
std::uint32_t
FindSpi(const IpInfo& info, ByteSpan packet)
{
    const ByteSpan payload = GetIpPayload(info, packet);
    const bool isEsp = info.protocol == PROTOCOL_ESP && info.fragmentOffset == 0;
    return isEsp && payload.size() >= ESP_HEADER_LENGTH ? ReadU32(payload) : 0;
}

} // namespace

PeerMonitor::PeerMonitor(ProxyContext& context)
    : m_context(context)
{
}

void
PeerMonitor::HandleMapping(const Mapping& mapping)
{
    m_context.endpoint.AddPeer(mapping.hit, mapping.resolved);
    UpdateInnerMtu(mapping.hit);
}

void
PeerMonitor::HandleEvent(const Event& event)
{
    if (const auto* packet = std::get_if<PacketEvent>(&event))
    {
        Handle(*packet);
        return;
    }
    m_context.outbox.Put(event);
    if (const auto* state = std::get_if<StateEvent>(&event))
    {
        Handle(*state);
    }
    else if (const auto* locator = std::get_if<LocatorEvent>(&event))
    {
        Handle(*locator);
    }
    else if (const auto* sa = std::get_if<SaEvent>(&event))
    {
        Handle(*sa);
    }
}

void
PeerMonitor::NoteWaiting(const NatBinding& binding, std::uint16_t remotePort)
{
    auto& waiting = m_peers[binding.flow.hit].waiting;
    const bool isKnown = std::any_of(waiting.begin(), waiting.end(), [&binding](const Waiting& w) {
        return w.flow == binding.flow;
    });
    if (!isKnown && !binding.isForwarded)
    {
        waiting.push_back({binding.flow, remotePort});
        ++m_waiting;
    }
}

void
PeerMonitor::NoteTransmit(ByteSpan packet)
{
    const auto info = m_waiting == 0 ? Result<IpInfo>(DropReason::UNKNOWN_SPI) : ParseIp(packet);
    const auto known = info ? m_bySpi.find(FindSpi(*info, packet)) : m_bySpi.end();
    const auto peer = known == m_bySpi.end() ? m_peers.end() : m_peers.find(known->second);
    if (peer == m_peers.end())
    {
        return;
    }
    for (const Waiting& waiting : peer->second.waiting)
    {
        NatBinding* binding = m_context.nat.FindOutbound(waiting.flow);
        if (binding != nullptr && !binding->isForwarded)
        {
            binding->isForwarded = true;
            m_context.Emit(ProxyStep::PACKET_FORWARDED, *binding, waiting.remotePort);
        }
    }
    m_waiting -= peer->second.waiting.size();
    peer->second.waiting.clear();
}

void
PeerMonitor::HandleError(const IpInfo& info, ByteSpan packet, Time now)
{
    const auto error = ParseIcmpError(info.path, info.protocol, GetIpPayload(info, packet));
    if (!error)
    {
        return;
    }
    const bool isTooBig = info.IsV4() ? error->type == ICMP_DESTINATION_UNREACHABLE &&
                                            error->code == ICMP_FRAGMENTATION_NEEDED
                                      : error->type == ICMPV6_PACKET_TOO_BIG;
    if (isTooBig)
    {
        HandleTooBig(*error, now);
    }
}

void
PeerMonitor::HandleTooBig(const IcmpError& error, Time now)
{
    const auto quoted = ParseQuotedIp(error.quoted);
    const auto known = quoted ? m_bySpi.find(FindSpi(*quoted, error.quoted)) : m_bySpi.end();
    if (known == m_bySpi.end() ||
        m_context.endpoint.GetPeerLocator(known->second) != quoted->path.destination)
    {
        return;
    }
    const std::size_t least = quoted->IsV4() ? IPV4_LEAST_PATH_MTU : IPV6_MINIMUM_MTU;
    const std::size_t mtu = std::max<std::size_t>(error.parameter, least);
    Peer& peer = m_peers[known->second];
    if (mtu >= m_context.config.wanMtu || (peer.pathMtu != 0 && mtu > peer.pathMtu))
    {
        return; // nothing new
    }
    peer.pathMtu = mtu;
    peer.pathMtuExpires = now + m_context.config.pathMtuLifetime;
    m_mtuExpiries.push_back({peer.pathMtuExpires, known->second});
    UpdateInnerMtu(known->second);
}

void
PeerMonitor::HandleTimeout(Time now)
{
    while (!m_mtuExpiries.empty() && m_mtuExpiries.front().when <= now)
    {
        const Hit hit = m_mtuExpiries.front().hit;
        m_mtuExpiries.pop_front();
        const auto peer = m_peers.find(hit);
        if (peer != m_peers.end() && peer->second.pathMtuExpires <= now)
        {
            peer->second.pathMtu = 0;
            UpdateInnerMtu(hit);
        }
    }
}

Time
PeerMonitor::GetDeadline() const
{
    return m_mtuExpiries.empty() ? NEVER : m_mtuExpiries.front().when;
}

void
PeerMonitor::Handle(const PacketEvent& event)
{
    const bool isFirstI1 =
        event.type == PacketKind::I1 && event.isSent && !event.isRetransmission && !event.isRelayed;
    const Mapping* mapping = isFirstI1 ? m_context.mappings.FindByHit(event.receiver) : nullptr;
    if (mapping == nullptr)
    {
        m_context.outbox.Put(event);
        return;
    }
    const auto peer = m_peers.find(event.receiver);
    const bool isWaitedFor = peer != m_peers.end() && !peer->second.waiting.empty();
    const Waiting* cause = isWaitedFor ? &peer->second.waiting.front() : nullptr;
    const bool isV4 = cause != nullptr && cause->flow.legacyAddress.IsV4();
    const NatBinding* binding =
        cause != nullptr ? m_context.nat.FindOutbound(cause->flow) : nullptr;
    if (binding != nullptr)
    {
        m_context.Emit(ProxyStep::EXCHANGE_STARTED, *binding, cause->remotePort);
    }
    else
    {
        m_context.Emit(ProxyStep::EXCHANGE_STARTED, *mapping, isV4);
    }
    m_context.outbox.Put(event);
    ProxyEvent sent = ProxyContext::MakeEvent(ProxyStep::I1_SENT, *mapping, isV4);
    sent.locator = event.path.destination;
    m_context.outbox.Put(std::move(sent));
}

void
PeerMonitor::Handle(const StateEvent& event)
{
    const bool isOver = event.to == State::UNASSOCIATED || event.to == State::E_FAILED;
    const auto peer = m_peers.find(event.peer);
    if (isOver)
    {
        // The way to the host is found anew, from the agent on.
        m_context.mappings.RestoreLocators(event.peer);
        if (peer != m_peers.end())
        {
            m_waiting -= peer->second.waiting.size();
            m_bySpi.erase(peer->second.spi);
            m_peers.erase(peer);
        }
    }
    UpdateInnerMtu(event.peer);
}

void
PeerMonitor::Handle(const LocatorEvent& event)
{
    const Mapping* mapping = m_context.mappings.FindByHit(event.peer);
    if (mapping != nullptr)
    {
        m_context.mappings.SetLocators(event.peer, {event.current});
        m_context.Emit(ProxyStep::LOCATOR_REPLACED, *mapping);
    }
    const auto peer = m_peers.find(event.peer);
    if (peer != m_peers.end())
    {
        peer->second.pathMtu = 0; // that was another path
    }
    UpdateInnerMtu(event.peer);
}

void
PeerMonitor::Handle(const SaEvent& event)
{
    if (event.isInbound)
    {
        return;
    }
    Peer& peer = m_peers[event.peer];
    m_bySpi.erase(peer.spi);
    peer.spi = event.spi;
    m_bySpi[event.spi] = event.peer;
    UpdateInnerMtu(event.peer);
}

void
PeerMonitor::UpdateInnerMtu(const Hit& hit)
{
    if (const Mapping* mapping = m_context.mappings.FindByHit(hit))
    {
        m_context.mappings.SetInnerMtu(hit, ComputeInnerMtu(*mapping));
    }
}

std::size_t
PeerMonitor::ComputeInnerMtu(const Mapping& mapping) const
{
    const auto suite = m_context.endpoint.GetEspSuite(mapping.hit);
    const IpAddress locator = m_context.endpoint.GetPeerLocator(mapping.hit);
    // Without an association the larger header and the worst suite are on the safe side.
    const bool isV4 = suite && locator.IsV4();
    const auto peer = m_peers.find(mapping.hit);
    const bool isLimited = peer != m_peers.end() && peer->second.pathMtu != 0;
    return GetInnerMtu(suite ? std::vector{*suite} : m_context.endpoint.GetConfig().espSuites,
                       isV4,
                       isLimited ? std::min(peer->second.pathMtu, m_context.config.wanMtu)
                                 : m_context.config.wanMtu);
}

} // namespace hip
