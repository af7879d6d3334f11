// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/agent/forwarding-agent.h"

#include "core/association/association.h"
#include "core/association/packet-auth.h"
#include "core/wire/ip-info.h"
#include "core/wire/ip-packet.h"
#include "core/wire/registration-lifetime.h"

#include <algorithm>
#include <stdexcept>

namespace hip
{

namespace
{

/// Failure types (RFC 8003 §4.5).
constexpr Byte TYPE_UNAVAILABLE = 1;
constexpr Byte INSUFFICIENT_RESOURCES = 2;

/// The packet without the RVS_HMAC of a server before us: ours takes its place (RFC 8004 §4.2.1).
PacketWriter
CopyForRelay(const PacketView& packet)
{
    PacketWriter writer(packet.GetType(),
                        packet.GetControls(),
                        packet.GetSender(),
                        packet.GetReceiver());
    for (auto parameter = packet.Next({}); parameter; parameter = packet.Next(parameter))
    {
        if (parameter->type <= ParameterType::FROM)
        {
            writer.AddRaw(parameter->type, parameter->contents);
        }
    }
    return writer;
}

} // namespace

ForwardingAgent::ForwardingAgent(const ForwardingAgentConfig& config)
    : m_config(config)
{
    if (config.minLifetime <= Duration::zero() || config.maxLifetime < config.minLifetime)
    {
        throw std::invalid_argument("lifetimes of leases must be positive, the minimum first");
    }
}

RegInfoParameter
ForwardingAgent::GetOffer() const
{
    return RegInfoParameter{EncodeRegistrationLifetime(m_config.minLifetime),
                            EncodeRegistrationLifetime(m_config.maxLifetime),
                            {REGISTRATION_RENDEZVOUS}};
}

RendezvousService::Answer
ForwardingAgent::HandleRequest(const ClientRequest& request, Time now, Outbox& outbox)
{
    using Change = RegistrationEvent::Change;
    const auto report = [&](Change change, Duration lifetime) {
        outbox.Emit(RegistrationEvent{request.registrar,
                                      request.client,
                                      true,
                                      request.service,
                                      change,
                                      lifetime,
                                      request.clientAddress});
    };
    if (request.service != REGISTRATION_RENDEZVOUS)
    {
        report(Change::REFUSED, {});
        return Answer{false, TYPE_UNAVAILABLE};
    }
    if (request.lifetime == 0)
    {
        Remove(request.client);
        report(Change::CANCELLED, {});
        return Answer{true, 0};
    }
    if (m_leases.size() >= m_config.maxClients && !m_leases.contains(request.client))
    {
        report(Change::REFUSED, {});
        return Answer{false, INSUFFICIENT_RESOURCES};
    }
    const RegInfoParameter offer = GetOffer();
    const Byte granted = std::clamp(request.lifetime, offer.minLifetime, offer.maxLifetime);
    const Duration lifetime = DecodeRegistrationLifetime(granted);
    Remove(request.client);
    m_leases[request.client] = Lease{request.registrar,
                                     request.registrarAddress,
                                     request.clientAddress,
                                     request.hash,
                                     request.macKey,
                                     now + lifetime};
    m_expiries.emplace(now + lifetime, request.client);
    report(Change::GRANTED, lifetime);
    return Answer{true, granted};
}

bool
ForwardingAgent::Relays(PacketKind kind) const
{
    return kind == PacketKind::I1 || kind == PacketKind::UPDATE;
}

void
ForwardingAgent::MoveClient(const Hit& client, const Path& path)
{
    const auto lease = m_leases.find(client);
    if (lease != m_leases.end())
    {
        lease->second.registrarAddress = path.source;
        lease->second.address = path.destination;
    }
}

Verdict
ForwardingAgent::Relay(PacketBuffer& packet,
                       const Path& path,
                       std::size_t headerLength,
                       Time now,
                       HostContext& host)
{
    Outbox& outbox = host.outbox;
    const auto view = PacketView::Parse(packet.GetPacket().subspan(headerLength));
    const Hit sender = view->GetSender();
    const Hit receiver = view->GetReceiver();
    const auto kind = static_cast<PacketKind>(view->GetType());
    const auto lease = m_leases.find(receiver);
    if (lease == m_leases.end() || lease->second.expires <= now)
    {
        return Verdict::Dropped(outbox.Drop(DropReason::NOT_REGISTERED, path));
    }
    const auto info = ParseIp(packet.GetPacket());
    if (!info || info->hopLimit <= 1)
    {
        return Verdict::Dropped(outbox.Drop(DropReason::HOP_LIMIT_EXCEEDED, path));
    }
    const Path relayed{lease->second.registrarAddress, lease->second.address};
    outbox.Emit(PacketEvent{kind, false, path, sender, receiver, false, true});
    PacketWriter writer = CopyForRelay(*view);
    writer.Add(FromParameter{path.source});
    AddRvsHmac(writer, lease->second.hash, lease->second.macKey);
    outbox.GetWork().Add(Operation::HMAC, static_cast<Byte>(lease->second.hash), 1);
    if (writer.IsTooLong())
    {
        return Verdict::Dropped(outbox.Drop(DropReason::TOO_LONG, path));
    }
    const auto hopLimit = static_cast<Byte>(info->hopLimit - 1);
    const Bytes out = MakeIpPacket(relayed, PROTOCOL_HIP, hopLimit, writer.Finish(relayed));
    if (!packet.Replace(out))
    {
        return Verdict::Dropped(outbox.Drop(DropReason::NO_ROOM, path));
    }
    outbox.Emit(PacketEvent{kind, true, relayed, sender, receiver, false, true});
    ++m_relayed;
    return Verdict{Verdict::Kind::TRANSMIT};
}

void
ForwardingAgent::Remove(const Hit& client)
{
    const auto lease = m_leases.find(client);
    if (lease != m_leases.end())
    {
        m_expiries.erase({lease->second.expires, client});
        m_leases.erase(lease);
    }
}

Time
ForwardingAgent::GetDeadline() const
{
    return m_expiries.empty() ? NEVER : m_expiries.begin()->first;
}

void
ForwardingAgent::HandleTimeout(Time now, Outbox& outbox)
{
    while (GetDeadline() <= now)
    {
        const Hit client = m_expiries.begin()->second;
        const Lease& lease = m_leases.at(client);
        outbox.Emit(RegistrationEvent{lease.registrar,
                                      client,
                                      true,
                                      REGISTRATION_RENDEZVOUS,
                                      RegistrationEvent::Change::EXPIRED,
                                      {},
                                      lease.address});
        Remove(client);
    }
}

} // namespace hip
