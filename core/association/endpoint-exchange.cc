// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// The packets of base exchanges that need no association, or make one (RFC 7401 §6.7-6.9).

#include "core/association/endpoint-impl.h"
#include "core/association/i2-verifier.h"
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
FindRoute(const HostContext& host, const PacketView& i1, const Path& path)
{
    std::vector<IpAddress> passed;
    for (auto parameter = i1.Next({}); parameter; parameter = i1.Next(parameter))
    {
        if (parameter->type == ParameterType::FROM)
        {
            const auto from = FromParameter::Parse(parameter->contents);
            if (!from)
            {
                return from.error();
            }
            passed.push_back(from->address);
        }
    }
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
Endpoint::Impl::CheckRelayed(const PacketView& i1, bool isOpportunistic, Time now) const
{
    const bool hasFrom = i1.Find(ParameterType::FROM).has_value();
    const bool hasHmac = i1.Find(ParameterType::RVS_HMAC).has_value();
    if (!hasFrom && !hasHmac)
    {
        return {};
    }
    if (isOpportunistic)
    {
        return DropReason::OPPORTUNISTIC_VIA_RVS;
    }
    for (const HitPair& registrar : registrars)
    {
        const Association* association = Find(registrar.local, registrar.peer);
        if (hasHmac && association && association->HasRelayed(i1, now))
        {
            return {};
        }
    }
    return DropReason::BAD_RVS_HMAC;
}

const HostIdentity&
Endpoint::Impl::ChooseIdentity(const Hit& initiator) const
{
    const auto suite = GetHitSuite(initiator);
    for (const HostIdentity& identity : host.identities)
    {
        if (identity.GetSuite() == suite)
        {
            return identity;
        }
    }
    return host.identities.front();
}

R1Pool&
Endpoint::Impl::GetPool(const HostIdentity& identity)
{
    return *pools[static_cast<std::size_t>(&identity - host.identities.data())];
}

Result<void>
Endpoint::Impl::HandleI1(const PacketView& packet, const Path& path, Time now)
{
    const Hit initiator = packet.GetSender();
    const bool isOpportunistic = packet.GetReceiver().IsUnspecified();
    if (isOpportunistic && !host.config.acceptOpportunistic)
    {
        return DropReason::BLOCKED_BY_POLICY;
    }
    const auto groups = packet.Get<DhGroupListParameter>();
    if (!groups)
    {
        return groups.error();
    }
    if (const auto good = CheckRelayed(packet, isOpportunistic, now); !good)
    {
        return good;
    }
    const HostIdentity& identity =
        isOpportunistic ? ChooseIdentity(initiator) : *FindIdentity(packet.GetReceiver());
    const Association* association = Find(identity.GetHit(), initiator);
    const State state = association ? association->GetState() : State::UNASSOCIATED;
    const Action action = Decide(state, Input::I1);
    if (action == Action::DROP)
    {
        return DropReason::UNEXPECTED_IN_STATE;
    }
    if (action == Action::TIE_BREAK_R1 && identity.GetHit() < initiator)
    {
        return DropReason::TIE_BREAK; // the peer answers ours (RFC 7401 §6.7)
    }
    const auto route = FindRoute(host, packet, path);
    if (!route)
    {
        return route.error();
    }
    const auto& [reply, via] = *route;
    if (!r1Limiter.Allow(reply.destination, now))
    {
        return DropReason::RATE_LIMITED;
    }
    const Bytes r1 = GetPool(identity).MakeR1(initiator, reply, groups->groups, via, now);
    host.outbox.Emit(
        PacketEvent{PacketType::R1, true, reply, identity.GetHit(), initiator, false, false});
    host.outbox.Send(MakeIpPacket(reply, PROTOCOL_HIP, HIP_HOP_LIMIT, r1));
    return {};
}

Result<void>
Endpoint::Impl::HandleR1(const PacketView& packet, const Path& path, Time now)
{
    if (Association* association = Find(packet.GetReceiver(), packet.GetSender()))
    {
        return association->HandleR1(packet, path, now);
    }
    return HandleOpportunisticR1(packet, path, now);
}

Result<void>
Endpoint::Impl::HandleOpportunisticR1(const PacketView& packet, const Path& path, Time now)
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
Endpoint::Impl::HandleR2(const PacketView& packet, Time now)
{
    Association* association = Find(packet.GetReceiver(), packet.GetSender());
    if (!association)
    {
        return DropReason::NO_ASSOCIATION;
    }
    const auto done = association->HandleR2(packet, now);
    if (done)
    {
        association->SetR1Floor(GetPool(association->GetIdentity()).EndGeneration());
    }
    return done;
}

Result<void>
Endpoint::Impl::HandleI2(const PacketView& packet, const Path& path, Time now)
{
    const HostIdentity& identity = *FindIdentity(packet.GetReceiver());
    const Hit initiator = packet.GetSender();
    if (!GetHitSuite(initiator))
    {
        return DropReason::UNSUPPORTED_HIT_SUITE;
    }
    Association* association = Find(identity.GetHit(), initiator);
    if (association && association->RepeatR2(packet.GetBytes(), now))
    {
        return {};
    }
    const State state = association ? association->GetState() : State::UNASSOCIATED;
    const Action action = Decide(state, Input::I2);
    if (action == Action::DROP)
    {
        return DropReason::UNEXPECTED_IN_STATE;
    }
    if (action == Action::TIE_BREAK_R2 && identity.GetHit() < initiator)
    {
        return DropReason::TIE_BREAK; // the peer answers ours (RFC 7401 §6.9)
    }
    R1Pool& pool = GetPool(identity);
    const auto answered = pool.CheckI2(packet, path, now);
    if (!answered)
    {
        return answered.error();
    }
    if (association && packet.Get<R1CounterParameter>()->counter < association->GetR1Floor())
    {
        return DropReason::STALE_R1_COUNTER; // it belongs to an exchange that gave way to ours
    }
    if (state != State::R2_SENT && pool.IsSpent(packet)) // else R2 was lost, and I2 made anew
    {
        return DropReason::DUPLICATE;
    }
    auto accepted = VerifyI2(host, identity, **answered, packet, path);
    if (!accepted)
    {
        return accepted.error();
    }
    association = FindOrMake(identity.GetHit(), initiator);
    if (!association)
    {
        return DropReason::TOO_MANY_ASSOCIATIONS;
    }
    pool.Retire(packet);
    return association->Accept(std::move(*accepted), path, now);
}

Result<void>
Endpoint::Impl::HandleUpdate(const PacketView& packet, Path path, Time now)
{
    Association* association = Find(packet.GetReceiver(), packet.GetSender());
    if (!association)
    {
        return DropReason::NO_ASSOCIATION;
    }
    if (const auto good = CheckRelayed(packet, false, now); !good)
    {
        return good;
    }
    if (const auto from = packet.Get<FromParameter>())
    {
        path.source = from->address; // both have moved at once (RFC 8046 §3.2.3)
    }
    return association->HandleUpdate(packet, path, now);
}

} // namespace hip
