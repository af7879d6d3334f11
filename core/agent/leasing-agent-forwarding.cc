// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// What an agent of 2003 passes on (mm-00 §4.4).

#include "core/agent/leasing-agent.h"
#include "core/association/host-context.h"
#include "core/draft2003/hip-packet.h"
#include "core/draft2003/parameters.h"
#include "core/esp/security-association.h"
#include "core/wire/ip-packet.h"

#include <algorithm>

namespace hip
{

using draft2003::PacketType;
using draft2003::PacketView;

namespace
{

/// As FamilyBridge::LearnSpi takes it.
struct ToldSpi
{
    std::uint32_t spi;
    std::optional<std::uint32_t> former;
};

/// @return the SPI on which the sender of a packet wants to receive, if it tells one
std::optional<ToldSpi>
ReadSpi(const PacketView& view)
{
    if (view.GetType() == PacketType::NES)
    {
        const auto nes = view.Get<draft2003::NesInfoParameter>();
        return nes ? std::optional(ToldSpi{nes->newSpi, nes->oldSpi}) : std::nullopt;
    }
    if (view.GetType() == PacketType::REA)
    {
        const auto rea = view.Get<draft2003::ReaInfoParameter>();
        return rea ? std::optional(ToldSpi{rea->currentSpi, rea->currentSpi}) : std::nullopt;
    }
    const auto spi = view.Get<draft2003::SpiLsiParameter>();
    return spi ? std::optional(ToldSpi{spi->spi, std::nullopt}) : std::nullopt;
}

} // namespace

bool
LeasingAgent::Relays(PacketKind) const
{
    return true; // all that comes to a leased address is the client's
}

const LeasingAgent::Lease*
LeasingAgent::Find(const Hit& client, Time now) const
{
    const auto lease = m_leases.find(client);
    return lease == m_leases.end() || lease->second.expires <= now ? nullptr : &lease->second;
}

/// @return the way to a client, or, if the sender is one, back to its peer of the other family
std::optional<Path>
LeasingAgent::FindWay(const Hit& sender, const Hit& receiver, const Path& path, Time now)
{
    if (const Lease* lease = Find(receiver, now))
    {
        return MakeWay(receiver, sender, *lease, path);
    }
    return Find(sender, now) ? m_bridge.FindByHit(sender, receiver) : std::nullopt;
}

/// The source stays, so that the client learns where its peer is; but one of the other family
/// would mean nothing to it.
Path
LeasingAgent::MakeWay(const Hit& client, const Hit& peer, const Lease& lease, const Path& path)
{
    if (path.source.IsV4() == lease.toClient.destination.IsV4())
    {
        return Path{path.source, lease.toClient.destination};
    }
    if (!peer.IsUnspecified())
    {
        // The peer gets to know the client by the address that stands for it.
        const IpAddress& lent = lease.terms.address;
        const bool isOfPeer = lent.IsV4() == path.source.IsV4();
        m_bridge.Learn(client, peer, {path.source, isOfPeer ? lent : path.destination});
    }
    return lease.toClient;
}

Verdict
LeasingAgent::Relay(PacketBuffer& packet,
                    const Path& path,
                    std::size_t headerLength,
                    Time now,
                    HostContext& host)
{
    Outbox& outbox = host.outbox;
    const auto view = PacketView::Parse(packet.GetPacket().subspan(headerLength)).value();
    const Hit sender = view.GetSender();
    const Hit receiver = view.GetReceiver();
    const auto kind = static_cast<PacketKind>(view.GetType());
    const auto way = FindWay(sender, receiver, path, now);
    if (!way)
    {
        return Verdict::Dropped(outbox.Drop(DropReason::NOT_REGISTERED, path));
    }
    const Byte hopLimit = ParseIp(packet.GetPacket())->hopLimit;
    if (hopLimit <= 1)
    {
        return Verdict::Dropped(outbox.Drop(DropReason::HOP_LIMIT_EXCEEDED, path));
    }
    if (const auto told = ReadSpi(view))
    {
        m_bridge.LearnSpi(receiver, sender, told->spi, told->former);
    }
    outbox.Emit(PacketEvent{kind, false, path, sender, receiver, false, true});
    draft2003::PacketWriter writer(view);
    const Bytes out = MakeIpPacket(*way,
                                   draft2003::PROTOCOL_HIP,
                                   static_cast<Byte>(hopLimit - 1),
                                   writer.Finish(*way));
    if (!packet.Replace(out))
    {
        return Verdict::Dropped(outbox.Drop(DropReason::NO_ROOM, path));
    }
    outbox.Emit(PacketEvent{kind, true, *way, sender, receiver, false, true});
    ++m_relayed;
    return Verdict{Verdict::Kind::TRANSMIT};
}

/// @return the way of ESP that a client sends to a peer of the other family
std::optional<Path>
LeasingAgent::FindBridged(const IpAddress& source, std::uint32_t spi)
{
    const auto [begin, end] = m_byAddress.equal_range(source);
    for (auto client = begin; client != end; ++client)
    {
        if (const auto way = m_bridge.FindBySpi(client->second, spi))
        {
            return way;
        }
    }
    return std::nullopt;
}

Verdict
LeasingAgent::ForwardEsp(PacketBuffer& packet,
                         const IpInfo& info,
                         std::uint32_t spi,
                         Time now,
                         HostContext& host)
{
    Outbox& outbox = host.outbox;
    std::optional<Path> way;
    const auto slot = m_pool.Find(info.path.destination, spi);
    const auto client = slot ? m_bySlot.find(*slot) : m_bySlot.end();
    if (const Lease* lease = client == m_bySlot.end() ? nullptr : Find(client->second, now))
    {
        way = MakeWay(client->second, Hit(), *lease, info.path);
    }
    else
    {
        way = FindBridged(info.path.source, spi);
    }
    if (!way)
    {
        return Verdict::Dropped(outbox.Drop(DropReason::UNKNOWN_SPI, info.path));
    }
    if (info.hopLimit <= 1)
    {
        return Verdict::Dropped(outbox.Drop(DropReason::HOP_LIMIT_EXCEEDED, info.path));
    }
    if (way->source.IsV4() == info.IsV4())
    {
        RewritePath(packet.GetPacket(), *way);
        DecrementHopLimit(packet.GetPacket()).value();
    }
    else
    {
        const Bytes out = MakeIpPacket(*way,
                                       PROTOCOL_ESP,
                                       static_cast<Byte>(info.hopLimit - 1),
                                       packet.GetPacket().subspan(info.headerLength));
        if (!packet.Replace(out))
        {
            return Verdict::Dropped(outbox.Drop(DropReason::NO_ROOM, info.path));
        }
    }
    ++m_forwarded;
    return Verdict{Verdict::Kind::TRANSMIT};
}

} // namespace hip
