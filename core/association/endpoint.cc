// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/endpoint.h"

#include "core/association/endpoint-impl.h"
#include "core/association/rendezvous-service.h"

#include <algorithm>

namespace hip
{

namespace
{

std::vector<std::shared_ptr<const LocalIdentity>>
Share(std::vector<HostIdentity> identities)
{
    std::vector<std::shared_ptr<const LocalIdentity>> shared;
    for (HostIdentity& identity : identities)
    {
        shared.push_back(std::make_shared<const HostIdentity>(std::move(identity)));
    }
    return shared;
}

} // namespace

Endpoint::Endpoint(const EndpointConfig& config,
                   std::vector<HostIdentity> identities,
                   CryptoContext& context,
                   CryptoEngine& engine,
                   RandomSource& random)
    : Endpoint(config, GetHipv2(), Share(std::move(identities)), context, engine, random)
{
}

Endpoint::Endpoint(const EndpointConfig& config,
                   const Dialect& dialect,
                   std::vector<std::shared_ptr<const LocalIdentity>> identities,
                   CryptoContext& context,
                   CryptoEngine& engine,
                   RandomSource& random)
    : m_impl(
          std::make_unique<Impl>(config, dialect, std::move(identities), context, engine, random))
{
}

Endpoint::~Endpoint() = default;

const EndpointConfig&
Endpoint::GetConfig() const
{
    return m_impl->host.config;
}

const Hit&
Endpoint::GetHit() const
{
    return m_impl->host.identities.front()->GetHit();
}

bool
Endpoint::IsLocalHit(const Hit& hit) const
{
    return m_impl->FindIdentity(hit) != nullptr;
}

const Dialect&
Endpoint::GetDialect() const
{
    return *m_impl->host.dialect;
}

Byte
Endpoint::GetHipProtocol() const
{
    return m_impl->host.dialect->GetProtocol();
}

void
Endpoint::SetLocators(const std::vector<IpAddress>& reachableAt, Time now)
{
    m_impl->host.locators = reachableAt;
    if (m_impl->host.birthday == 0)
    {
        m_impl->host.Age(now); // the host has just started
    }
    for (const auto& [agent, client] : m_impl->leaseClients)
    {
        client->RefreshLocal(now);
    }
    m_impl->RefreshLocal(now);
}

void
Endpoint::AddPeer(const Hit& peer, const std::vector<IpAddress>& addresses)
{
    m_impl->peers[peer] = addresses;
    if (LeaseClient* client = m_impl->FindLeaseClient(peer))
    {
        client->SetAgentAddresses(addresses);
    }
    for (const auto& identity : m_impl->host.identities)
    {
        if (Association* association = m_impl->Find(identity->GetHit(), peer))
        {
            association->SetPeerAddresses(addresses);
        }
    }
}

bool
Endpoint::Connect(const Hit& peer, Time now)
{
    Association* association = m_impl->FindByPeer(peer);
    if (!association)
    {
        if (m_impl->peers.count(peer) == 0)
        {
            return false;
        }
        association = m_impl->FindOrMake(GetHit(), peer);
    }
    const bool isStarted = association && association->Start(now);
    if (association)
    {
        m_impl->Touch(*association);
    }
    return isStarted;
}

void
Endpoint::ConnectOpportunistic(const IpAddress& address, Time now)
{
    auto association = std::make_unique<Association>(m_impl->host,
                                                     *m_impl->host.identities.front(),
                                                     Hit(),
                                                     m_impl->nextOrder++);
    association->SetPeerAddresses({address});
    association->Start(now);
    m_impl->opportunistic.push_back(std::move(association));
    m_impl->Touch(*m_impl->opportunistic.back());
}

void
Endpoint::Close(const Hit& peer, Time now)
{
    if (Association* association = m_impl->FindByPeer(peer))
    {
        association->EndRegistration();
        association->Close(now);
        m_impl->Touch(*association);
    }
}

bool
Endpoint::Rekey(const Hit& peer, bool withDiffieHellman, Time now)
{
    Association* association = m_impl->FindByPeer(peer);
    const bool isStarted = association && association->Rekey(withDiffieHellman, now);
    if (association)
    {
        m_impl->Touch(*association);
    }
    return isStarted;
}

void
Endpoint::Register(const Hit& registrar,
                   const std::vector<Byte>& types,
                   Duration lifetime,
                   Time now)
{
    HostContext& host = m_impl->host;
    if (auto client = host.dialect->MakeLeaseClient(host, *host.identities.front(), registrar))
    {
        auto& kept = m_impl->leaseClients.try_emplace(registrar, std::move(client)).first->second;
        const auto addresses = m_impl->peers.find(registrar);
        kept->SetAgentAddresses(addresses == m_impl->peers.end() ? std::vector<IpAddress>()
                                                                 : addresses->second);
        kept->Want(lifetime, now);
        return;
    }
    if (Association* association = m_impl->FindOrMake(GetHit(), registrar))
    {
        auto& registrars = m_impl->registrars;
        const HitPair pair{GetHit(), registrar};
        if (std::count(registrars.begin(), registrars.end(), pair) == 0)
        {
            registrars.push_back(pair);
        }
        association->Register(types, lifetime, now);
        m_impl->Touch(*association);
    }
}

void
Endpoint::OfferService(RendezvousService& service)
{
    m_impl->host.service = &service;
}

void
Endpoint::OfferService(LeasingService& service)
{
    m_impl->host.leasing = &service;
}

void
Endpoint::HandleTimeout(Time now)
{
    while (Association* due = m_impl->timers.TakeDue(now))
    {
        due->HandleTimeout(now);
        m_impl->Touch(*due);
    }
    for (const auto& [agent, client] : m_impl->leaseClients)
    {
        client->HandleTimeout(now);
    }
    m_impl->ApplyLeases(now);
    ForwardingService* forwarding = m_impl->GetForwarding();
    if (forwarding && forwarding->GetDeadline() <= now)
    {
        forwarding->HandleTimeout(now, m_impl->host.outbox);
    }
    if (m_impl->host.config.precomputeR1 && !m_impl->host.locators.empty())
    {
        for (const auto& pool : m_impl->pools)
        {
            if (pool->GetDeadline() <= now)
            {
                pool->Prepare(now);
            }
        }
    }
}

Output
Endpoint::Poll()
{
    auto output = m_impl->host.outbox.Take();
    return output ? std::move(*output) : Output(Idle{m_impl->GetDeadline()});
}

Work
Endpoint::TakeWork()
{
    return m_impl->host.outbox.TakeWork();
}

State
Endpoint::GetState(const Hit& peer) const
{
    const Association* association = m_impl->FindByPeer(peer);
    return association ? association->GetState() : State::UNASSOCIATED;
}

std::optional<EspSuite>
Endpoint::GetEspSuite(const Hit& peer) const
{
    const Association* association = m_impl->FindByPeer(peer);
    const bool isUp =
        association && association->GetSession() &&
        m_impl->host.dialect->Decide(association->GetState(), Input::DATA_OUT) == Action::SEND_DATA;
    return isUp ? std::optional(association->GetSession()->suite) : std::nullopt;
}

IpAddress
Endpoint::GetPeerLocator(const Hit& peer) const
{
    const Association* association = m_impl->FindByPeer(peer);
    return association ? association->GetPeerLocator() : IpAddress();
}

std::size_t
Endpoint::GetAssociationCount() const
{
    return m_impl->associations.size();
}

const DropCounters&
Endpoint::GetDrops() const
{
    return m_impl->host.outbox.GetDrops();
}

} // namespace hip
