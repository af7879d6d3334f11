// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// The packets of base exchanges that need no association, or make one (RFC 7401 §6.7-6.9).

#include "core/association/endpoint-impl.h"
#include "core/association/i2-verifier.h"
#include "core/association/rendezvous-service.h"
#include "core/wire/ip-packet.h"

#include <algorithm>

namespace hip
{

namespace
{

/// Where R1 goes, and which rendezvous servers its I1 has passed.
struct Route
{
    Path toInitiator;
    std::vector<IpAddress> via;
};

/// RFC 8004 §4.3.3: the first FROM is the Initiator, each further one a server of a chain.
Result<Route>
FindRoute(const HostContext& host, const RelayInfo& relay, const Path& path)
{
    std::vector<IpAddress> passed = relay.from;
    passed.push_back(path.source);
    Route route{{path.destination, passed.front()}, {passed.begin() + 1, passed.end()}};
    auto& [source, destination] = route.toInitiator;
    if (!destination.IsUnicast())
    {
        return DropReason::BAD_PARAMETER;
    }
    if (source.IsV4() != destination.IsV4())
    {
        source = host.ChooseLocal(destination);
    }
    return source.IsUnspecified() ? Result<Route>(DropReason::NO_LOCATOR) : Result<Route>(route);
}

} // namespace

Result<void>
Endpoint::Impl::CheckRelayed(const IncomingPacket& packet, const RelayInfo& relay, Time now) const
{
    if (!relay.hasFrom && !relay.hasMac)
    {
        return {};
    }
    if (packet.GetReceiver().IsUnspecified())
    {
        return DropReason::OPPORTUNISTIC_VIA_RVS;
    }
    for (const HitPair& registrar : registrars)
    {
        const Association* association = Find(registrar.local, registrar.peer);
        if (relay.hasMac && association && association->HasRelayed(packet, now))
        {
            return {};
        }
    }
    return DropReason::BAD_RVS_HMAC;
}

const LocalIdentity&
Endpoint::Impl::ChooseIdentity(const Hit& initiator) const
{
    for (const auto& identity : host.identities)
    {
        if (host.dialect->IsOfOneKind(identity->GetHit(), initiator))
        {
            return *identity;
        }
    }
    return *host.identities.front();
}

R1Pool&
Endpoint::Impl::GetPool(const LocalIdentity& identity)
{
    const auto at = std::find_if(host.identities.begin(),
                                 host.identities.end(),
                                 [&](const auto& it) { return it.get() == &identity; });
    return *pools[static_cast<std::size_t>(at - host.identities.begin())];
}

Result<void>
Endpoint::Impl::HandleI1(const IncomingPacket& packet, const Path& path, Time now)
{
    const Hit initiator = packet.GetSender();
    const bool isOpportunistic = packet.GetReceiver().IsUnspecified();
    if (isOpportunistic && !host.config.acceptOpportunistic)
    {
        return DropReason::BLOCKED_BY_POLICY;
    }
    const auto groups = host.dialect->ReadI1(packet);
    if (!groups)
    {
        return groups.error();
    }
    const auto relay = host.dialect->ReadRelay(packet);
    if (!relay)
    {
        return relay.error();
    }
    if (const auto good = CheckRelayed(packet, *relay, now); !good)
    {
        return good;
    }
    const LocalIdentity& identity =
        isOpportunistic ? ChooseIdentity(initiator) : *FindIdentity(packet.GetReceiver());
    const Association* association = Find(identity.GetHit(), initiator);
    const State state = association ? association->GetState() : State::UNASSOCIATED;
    const Action action = host.dialect->Decide(state, Input::I1);
    if (action == Action::DROP)
    {
        return DropReason::UNEXPECTED_IN_STATE;
    }
    if (action == Action::TIE_BREAK_R1 && identity.GetHit() < initiator)
    {
        return DropReason::TIE_BREAK; // the peer answers ours (RFC 7401 §6.7)
    }
    const auto route = FindRoute(host, *relay, path);
    if (!route)
    {
        return route.error();
    }
    return SendR1(identity, initiator, *groups, route->toInitiator, route->via, now);
}

Result<void>
Endpoint::Impl::SendR1(const LocalIdentity& identity,
                       const Hit& initiator,
                       const std::vector<DhGroup>& groups,
                       const Path& reply,
                       const std::vector<IpAddress>& via,
                       Time now)
{
    if (!r1Limiter.Allow(reply.destination, now))
    {
        return DropReason::RATE_LIMITED;
    }
    const Bytes r1 = GetPool(identity).MakeR1(initiator, reply, groups, via, now);
    host.outbox.Emit(
        PacketEvent{PacketKind::R1, true, reply, identity.GetHit(), initiator, false, false});
    host.outbox.Send(MakeIpPacket(reply, host.dialect->GetProtocol(), HIP_HOP_LIMIT, r1));
    return {};
}

Result<void>
Endpoint::Impl::HandleR1(const IncomingPacket& packet, const Path& path, Time now)
{
    Association* association = FindAssociation(packet);
    LeaseClient* client = FindLeaseClient(packet.GetSender());
    const bool isExchange = association && association->GetState() == State::I1_SENT;
    if (client && client->IsWaiting() && !isExchange)
    {
        return client->HandleR1(packet, now);
    }
    if (association)
    {
        return association->HandleR1(packet, path, now);
    }
    return HandleOpportunisticR1(packet, path, now);
}

Result<void>
Endpoint::Impl::HandleOpportunisticR1(const IncomingPacket& packet, const Path& path, Time now)
{
    const auto asked =
        std::find_if(opportunistic.begin(), opportunistic.end(), [&](const auto& it) {
            return it->GetI1Address() == path.source &&
                   it->GetIdentity().GetHit() == packet.GetReceiver();
        });
    if (asked == opportunistic.end())
    {
        return DropReason::NO_ASSOCIATION;
    }
    if (const auto done = (*asked)->HandleR1(packet, path, now); !done)
    {
        return done;
    }
    // Its peer has a name now, so that it takes its place among the others.
    associations[HitPair{packet.GetReceiver(), packet.GetSender()}] = std::move(*asked);
    opportunistic.erase(asked);
    return {};
}

Result<void>
Endpoint::Impl::HandleR2(const IncomingPacket& packet, Time now)
{
    Association* association = Find(packet.GetReceiver(), packet.GetSender());
    if (!association)
    {
        return DropReason::NO_ASSOCIATION;
    }
    const auto done = association->HandleR2(packet, now);
    if (done && host.dialect->GetRules().retiresR1)
    {
        association->SetR1Floor(GetPool(association->GetIdentity()).EndGeneration());
    }
    return done;
}

Result<void>
Endpoint::Impl::HandleI2(const IncomingPacket& packet, const Path& path, Time now)
{
    const LocalIdentity& identity = *FindIdentity(packet.GetReceiver());
    const Hit initiator = packet.GetSender();
    if (!host.dialect->IsHit(initiator))
    {
        return DropReason::UNSUPPORTED_HIT_SUITE;
    }
    Association* association = Find(identity.GetHit(), initiator);
    if (association && association->RepeatR2(packet, path, now))
    {
        return {};
    }
    const State state = association ? association->GetState() : State::UNASSOCIATED;
    const Action action = host.dialect->Decide(state, Input::I2);
    if (action == Action::DROP)
    {
        return DropReason::UNEXPECTED_IN_STATE;
    }
    const bool areTwo =
        action == Action::TIE_BREAK_R2 || (association && association->IsBeginningAgain());
    if (areTwo && identity.GetHit() < initiator)
    {
        return DropReason::TIE_BREAK; // the peer answers ours (RFC 7401 §6.9)
    }
    R1Pool& pool = GetPool(identity);
    const auto answered = pool.CheckI2(packet, path, now);
    if (!answered)
    {
        return answered.error();
    }
    const Solution& solution = answered->solution;
    if (association && solution.counter && *solution.counter < association->GetR1Floor())
    {
        return DropReason::STALE_R1_COUNTER; // it belongs to an exchange that gave way to ours
    }
    if (action == Action::REPLACE && host.dialect->GetRules().hasBirthday &&
        solution.birthday <= association->GetPeerBirthday())
    {
        return DropReason::STALE_BIRTHDAY; // the peer has lost nothing since (hip-08 §8.6)
    }
    if (state != State::R2_SENT && pool.IsSpent(*answered)) // else R2 was lost, and I2 made anew
    {
        return DropReason::DUPLICATE;
    }
    auto verified = host.dialect->VerifyI2(host, identity, answered->dh, packet, path);
    if (!verified)
    {
        return verified.error();
    }
    association = FindOrMake(identity.GetHit(), initiator);
    if (!association)
    {
        return DropReason::TOO_MANY_ASSOCIATIONS;
    }
    pool.Retire(*answered);
    return association->Accept(std::move(*verified), packet, path, now);
}

Result<void>
Endpoint::Impl::HandleQuery(const IncomingPacket& packet, const Path& path, Time now)
{
    if (!host.leasing)
    {
        return DropReason::UNKNOWN_PACKET_TYPE;
    }
    const LocalIdentity& identity = *FindIdentity(packet.GetReceiver());
    const auto result =
        host.leasing->HandleQuery(packet, path, {host, identity, GetPool(identity)}, now);
    if (!result)
    {
        return result.error();
    }
    const Path reply{path.destination, path.source};
    return *result == LeasingService::QueryResult::WANTS_PUZZLE
               ? SendR1(identity, packet.GetSender(), {}, reply, {}, now)
               : Result<void>();
}

Result<void>
Endpoint::Impl::HandleLeaseAnswer(const IncomingPacket& packet, Time now)
{
    LeaseClient* client = FindLeaseClient(packet.GetSender());
    if (!client)
    {
        return DropReason::NO_ASSOCIATION;
    }
    const auto done = client->HandleAnswer(packet, now);
    ApplyLeases(now);
    return done;
}

Result<void>
Endpoint::Impl::HandleUpdate(const IncomingPacket& packet, Path path, Time now)
{
    Association* association = Find(packet.GetReceiver(), packet.GetSender());
    if (!association)
    {
        return DropReason::NO_ASSOCIATION;
    }
    const auto relay = host.dialect->ReadRelay(packet);
    if (!relay)
    {
        return relay.error();
    }
    if (const auto good = CheckRelayed(packet, *relay, now); !good)
    {
        return good;
    }
    if (relay->hasFrom)
    {
        path.source = relay->from.front(); // both have moved at once (RFC 8046 §3.2.3)
    }
    return association->HandleUpdate(packet, path, now);
}

} // namespace hip
