// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/endpoint-impl.h"

#include "core/association/rendezvous-service.h"

#include <algorithm>
#include <stdexcept>

namespace hip
{

namespace
{

/// Beyond this even the fastest Initiator would search for hours.
constexpr std::uint8_t MAX_DIFFICULTY = 40;

} // namespace

Endpoint::Impl::Impl(const EndpointConfig& config,
                     const Dialect& dialect,
                     std::vector<std::shared_ptr<const LocalIdentity>> identities,
                     CryptoContext& context,
                     CryptoEngine& engine,
                     RandomSource& random)
    : host{config, std::move(identities), context, engine, random, nullptr, {}, {}, {}, &dialect},
      r1Limiter(config.maxR1PerSecond)
{
    if (host.identities.empty())
    {
        throw std::invalid_argument("an endpoint needs at least one host identity");
    }
    dialect.CheckConfig(config);
    if (config.replayWindow == 0 || config.replayWindow % 64 != 0)
    {
        throw std::invalid_argument("the replay window must be a multiple of 64 packets");
    }
    if (config.puzzleDifficulty > MAX_DIFFICULTY || config.maxPuzzleDifficulty > MAX_DIFFICULTY)
    {
        throw std::invalid_argument("nobody solves puzzles of more than 40 bits");
    }
    if (config.retransmission <= Duration::zero() ||
        config.maxRetransmission < config.retransmission || config.r1Lifetime <= Duration::zero())
    {
        throw std::invalid_argument("times between retransmissions and of R1 must be positive");
    }
    for (const auto& identity : host.identities)
    {
        pools.push_back(std::make_unique<R1Pool>(host, *identity));
    }
}

Association*
Endpoint::Impl::Find(const Hit& local, const Hit& peer) const
{
    const auto found = associations.find(HitPair{local, peer});
    return found == associations.end() ? nullptr : found->second.get();
}

Association*
Endpoint::Impl::FindByPeer(const Hit& peer) const
{
    for (const auto& identity : host.identities)
    {
        if (Association* association = Find(identity->GetHit(), peer))
        {
            return association;
        }
    }
    return nullptr;
}

/// @param packet whose receiver may be NULL, since its sender did not know it
Association*
Endpoint::Impl::FindAssociation(const IncomingPacket& packet) const
{
    return packet.GetReceiver().IsUnspecified() ? FindByPeer(packet.GetSender())
                                                : Find(packet.GetReceiver(), packet.GetSender());
}

const LocalIdentity*
Endpoint::Impl::FindIdentity(const Hit& hit) const
{
    for (const auto& identity : host.identities)
    {
        if (identity->GetHit() == hit)
        {
            return identity.get();
        }
    }
    return nullptr;
}

Association*
Endpoint::Impl::FindOrMake(const Hit& local, const Hit& peer)
{
    if (Association* found = Find(local, peer))
    {
        return found;
    }
    if (associations.size() >= host.config.maxAssociations)
    {
        return nullptr;
    }
    auto made = std::make_unique<Association>(host, *FindIdentity(local), peer, nextOrder++);
    const auto known = peers.find(peer);
    if (known != peers.end())
    {
        made->SetPeerAddresses(known->second);
    }
    return associations.emplace(HitPair{local, peer}, std::move(made)).first->second.get();
}

void
Endpoint::Impl::Touch(Association& association)
{
    if (!association.IsFinished())
    {
        timers.Schedule(association, association.GetDeadline());
        return;
    }
    timers.Remove(association);
    const auto isIt = [&association](const auto& owner) { return owner.get() == &association; };
    const auto found = std::find_if(opportunistic.begin(), opportunistic.end(), isIt);
    if (found != opportunistic.end())
    {
        opportunistic.erase(found);
        return;
    }
    // A peer that was never introduced can be found again where it was last.
    const Hit peer = association.GetPeer();
    const IpAddress& last = association.GetPeerLocator();
    if (!last.IsUnspecified() && peers.size() < host.config.maxAssociations)
    {
        peers.try_emplace(peer, std::vector{last});
    }
    associations.erase(HitPair{association.GetIdentity().GetHit(), association.GetPeer()});
}

LeaseClient*
Endpoint::Impl::FindLeaseClient(const Hit& agent) const
{
    const auto found = leaseClients.find(agent);
    return found == leaseClients.end() ? nullptr : found->second.get();
}

void
Endpoint::Impl::ApplyLeases(Time now)
{
    if (leaseClients.empty())
    {
        return;
    }
    std::vector<IpAddress> leased;
    LeasedAddress shared;
    for (const auto& [agent, client] : leaseClients)
    {
        if (const auto& lease = client->GetLease())
        {
            leased.push_back(lease->address);
            shared = shared.minSpi == 0 ? *lease : shared;
        }
    }
    host.spis.SetRange(shared.minSpi, shared.maxSpi);
    if (host.config.tellsLeases && leased != host.leased)
    {
        host.leased = std::move(leased);
        RefreshLocal(now);
    }
}

void
Endpoint::Impl::RefreshLocal(Time now)
{
    std::vector<Association*> all;
    for (const auto& [pair, association] : associations)
    {
        all.push_back(association.get());
    }
    std::sort(all.begin(), all.end(), [](const Association* a, const Association* b) {
        return a->GetOrder() < b->GetOrder(); // so that the order is that of their making
    });
    for (Association* association : all)
    {
        association->RefreshLocal(now);
        Touch(*association);
    }
}

ForwardingService*
Endpoint::Impl::GetForwarding() const
{
    return host.leasing ? static_cast<ForwardingService*>(host.leasing) : host.service;
}

Verdict
Endpoint::Impl::Drop(DropReason reason, const Path& path)
{
    return Verdict::Dropped(host.outbox.Drop(reason, path));
}

Time
Endpoint::Impl::GetDeadline() const
{
    Time deadline = timers.GetDeadline();
    if (host.config.precomputeR1 && !host.locators.empty())
    {
        for (const auto& pool : pools)
        {
            deadline = std::min(deadline, pool->GetDeadline());
        }
    }
    for (const auto& [agent, client] : leaseClients)
    {
        deadline = std::min(deadline, client->GetDeadline());
    }
    const ForwardingService* forwarding = GetForwarding();
    return forwarding ? std::min(deadline, forwarding->GetDeadline()) : deadline;
}

} // namespace hip
