// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/record-refresher.h"

#include <algorithm>

namespace hip
{

RecordRefresher::RecordRefresher(ProxyContext& context, DnsInterceptor& dns)
    : m_context(context),
      m_dns(dns)
{
}

void
RecordRefresher::HandleEvent(const Event& event, Time now)
{
    if (const auto* state = std::get_if<StateEvent>(&event))
    {
        if (state->to != State::I1_SENT)
        {
            m_peers.erase(state->peer);
        }
        return;
    }
    const auto* packet = std::get_if<PacketEvent>(&event);
    if (packet == nullptr || packet->type != PacketKind::I1 || !packet->isSent ||
        packet->isRelayed || m_context.mappings.FindByHit(packet->receiver) == nullptr)
    {
        return;
    }
    Unanswered& peer = m_peers[packet->receiver];
    peer.isAsked = false;
    if (packet->isRetransmission)
    {
        peer.retransmission.Again(m_context.endpoint.GetConfig(), now);
    }
    else
    {
        peer.retransmission.Start(m_context.endpoint.GetConfig(), now);
    }
}

Time
RecordRefresher::GetDeadline(const Unanswered& peer) const
{
    const Duration lead = std::min(LEAD, m_context.endpoint.GetConfig().retransmission / 2);
    return peer.isAsked ? NEVER : peer.retransmission.GetDeadline() - lead;
}

void
RecordRefresher::HandleTimeout(Time now)
{
    for (auto& [hit, peer] : m_peers)
    {
        if (GetDeadline(peer) > now)
        {
            continue;
        }
        peer.isAsked = true;
        if (const Mapping* mapping = m_context.mappings.FindByHit(hit))
        {
            m_dns.Refresh(*mapping, now);
        }
    }
}

Time
RecordRefresher::GetDeadline() const
{
    Time deadline = NEVER;
    for (const auto& [hit, peer] : m_peers)
    {
        deadline = std::min(deadline, GetDeadline(peer));
    }
    return deadline;
}

} // namespace hip
