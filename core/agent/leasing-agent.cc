// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// How leases come and go (mm-00 §4.4.1, §5.1, §5.2, §6.3).

#include "core/agent/leasing-agent.h"

#include "core/association/association.h"
#include "core/association/r1-pool.h"
#include "core/crypto/hash.h"
#include "core/draft2003/dialect-parts.h"
#include "core/draft2003/lease-packets.h"
#include "core/draft2003/packet-auth.h"
#include "core/wire/ip-packet.h"

#include <algorithm>
#include <stdexcept>

namespace hip
{

using draft2003::FaInfoParameter;
using draft2003::LeaseAddressType;
using draft2003::PacketType;
using draft2003::PacketView;

namespace
{

/// Hosts whose last Request ID is remembered, beyond the end of their leases.
constexpr std::size_t MAX_REQUESTS = 1 << 20;

/// @return whether a Request ID comes after another one
bool
IsNewer(std::uint16_t id, std::uint16_t other)
{
    return static_cast<std::int16_t>(id - other) > 0;
}

void
SendAnswer(const ServiceHost& host, OutgoingPacket& answer, const Path& path, bool isAgain)
{
    Outbox& outbox = host.context.outbox;
    outbox.Emit(PacketEvent{answer.GetKind(),
                            true,
                            path,
                            answer.GetSender(),
                            answer.GetReceiver(),
                            isAgain,
                            false});
    outbox.Send(MakeIpPacket(path, answer.GetProtocol(), HIP_HOP_LIMIT, answer.Finish(path)));
}

} // namespace

struct LeasingAgent::Query
{
    const ServiceHost& host;
    PacketView view;
    FaInfoParameter info;
    Path back;    ///< to its sender
    Bytes digest; ///< of all its octets
    Lease* known; ///< that the query names; nullptr if there is none
};

LeasingAgent::LeasingAgent(const LeasingAgentConfig& config)
    : m_config(config),
      m_pool(config.pool)
{
    if (config.minLifetime < std::chrono::seconds(1) || config.maxLifetime < config.minLifetime)
    {
        throw std::invalid_argument("leases last a second at least, and the minimum comes first");
    }
}

Result<LeasingService::QueryResult>
LeasingAgent::HandleQuery(const IncomingPacket& packet,
                          const Path& path,
                          const ServiceHost& host,
                          Time now)
{
    const PacketView view = PacketView::Parse(packet.GetBytes()).value();
    const auto info = view.Get<FaInfoParameter>();
    if (!info)
    {
        return info.error();
    }
    Query query{host,
                view,
                *info,
                Path{path.destination, path.source},
                Hash(HashKind::SHA1, {packet.GetBytes()}),
                nullptr};
    const auto held = m_leases.find(view.GetSender());
    if (held != m_leases.end() && held->second.query == query.digest &&
        held->second.toClient == query.back)
    {
        SendAnswer(host, held->second.answer, query.back, true); // the first was lost, perhaps
        return QueryResult::ANSWERED;
    }
    if (held != m_leases.end() && held->second.terms.leaseId == info->leaseId)
    {
        query.known = &held->second;
    }
    return Decide(query, now);
}

Result<LeasingService::QueryResult>
LeasingAgent::Decide(Query& query, Time now)
{
    if (query.known && !IsNewer(query.info.requestId, query.known->terms.requestId))
    {
        return DropReason::DUPLICATE; // whoever sends it may want the traffic for himself
    }
    const bool hasKey = query.view.Find(draft2003::ParameterType::HOST_ID) ||
                        query.view.Find(draft2003::ParameterType::HOST_ID_FQDN);
    const bool isTrusted = IsTrusted(query);
    const bool isSolved = query.view.Find(draft2003::ParameterType::BIRTHDAY_COOKIE_I2).has_value();
    if ((!isTrusted && !isSolved) || (!query.known && !hasKey))
    {
        return QueryResult::WANTS_PUZZLE; // upon which hosts also tell their key
    }
    std::optional<R1Pool::Answered> answered;
    if (!isTrusted)
    {
        auto checked = query.host.puzzles.CheckSolution(IncomingPacket(query.view),
                                                        {query.back.destination, query.back.source},
                                                        now);
        if (!checked || query.host.puzzles.IsSpent(*checked))
        {
            return checked ? DropReason::DUPLICATE : checked.error();
        }
        answered = std::move(*checked);
    }
    HostContext& context = query.host.context;
    auto key = hasKey ? draft2003::ReadSenderKey(context, query.view)
                      : Result<PublicKey>(query.known->key);
    if (!key)
    {
        return key.error();
    }
    if (const auto good =
            draft2003::CheckSignature(query.view, *key, context.engine, context.GetWork());
        !good)
    {
        return good.error();
    }
    if (answered)
    {
        query.host.puzzles.Retire(*answered);
    }
    NoteRequest(query);
    Grant(query, std::move(*key), now);
    return QueryResult::ANSWERED;
}

/// @return whether the query needs no puzzle: it goes on from one before, or its sender is trusted
/// and has not sent it before
bool
LeasingAgent::IsTrusted(const Query& query) const
{
    const Hit& client = query.view.GetSender();
    const auto last = m_requests.find(client);
    return query.known ||
           (MayGoWithoutPuzzle(client) &&
            (last == m_requests.end() || IsNewer(query.info.requestId, last->second)));
}

bool
LeasingAgent::MayGoWithoutPuzzle(const Hit& client) const
{
    return !m_config.wantsPuzzle ||
           std::count(m_config.trusted.begin(), m_config.trusted.end(), client) > 0;
}

void
LeasingAgent::NoteRequest(const Query& query)
{
    const Hit& client = query.view.GetSender();
    if (!MayGoWithoutPuzzle(client))
    {
        return; // each new lease of the others takes a new puzzle
    }
    if (m_requests.insert_or_assign(client, query.info.requestId).second)
    {
        m_requestOrder.push_back(client);
    }
    if (m_requestOrder.size() > MAX_REQUESTS)
    {
        m_requests.erase(m_requestOrder.front());
        m_requestOrder.pop_front();
    }
}

/// Does what a query asks for, whose sender is known now.
void
LeasingAgent::Grant(Query& query, PublicKey key, Time now)
{
    const Hit client = query.view.GetSender();
    Outbox& outbox = query.host.context.outbox;
    const auto held = m_leases.find(client);
    const Time before = query.known ? query.known->expires : now;
    FaInfoParameter terms = query.info;
    if (query.info.lifetime == 0)
    {
        if (held != m_leases.end())
        {
            End(client, RegistrationEvent::Change::CANCELLED, outbox);
        }
        Answer(query, true, terms);
        return;
    }
    const bool keepsSlot = held != m_leases.end();
    const auto slot = keepsSlot ? std::optional(held->second.slot)
                                : m_pool.Take(m_pool.Find(query.info.address, query.info.minSpi));
    const auto found = slot ? FindTerms(query, *slot) : std::nullopt;
    if (!found) // a lease that is held stays until its end
    {
        if (slot && !keepsSlot)
        {
            m_pool.Return(*slot);
        }
        outbox.Emit(RegistrationEvent{query.host.identity.GetHit(),
                                      client,
                                      true,
                                      REGISTRATION_RENDEZVOUS,
                                      RegistrationEvent::Change::REFUSED,
                                      {},
                                      query.back.destination});
        terms.lifetime = 0;
        Answer(query, false, terms);
        return;
    }
    if (keepsSlot)
    {
        End(client, RegistrationEvent::Change::GRANTED, outbox);
        m_pool.Take(slot);
    }
    terms = *found;
    const Duration wanted = std::chrono::seconds(query.info.lifetime);
    // An extension must not shorten (mm-00 §5.2).
    const Duration lifetime =
        std::max(std::clamp(wanted, m_config.minLifetime, m_config.maxLifetime), before - now);
    terms.lifetime = static_cast<std::uint32_t>(
        std::chrono::duration_cast<std::chrono::seconds>(lifetime).count());
    const Lease lease{query.host.identity.GetHit(),
                      std::move(key),
                      *slot,
                      terms,
                      query.back,
                      now + lifetime,
                      query.digest,
                      draft2003::MakeLeaseAnswer(query.host.context,
                                                 draft2003::AsDraft2003(query.host.identity),
                                                 PacketType::FAA,
                                                 client,
                                                 terms)};
    m_bySlot[*slot] = client;
    m_byAddress.emplace(query.back.destination, client);
    m_expiries.emplace(lease.expires, client);
    const auto stored = m_leases.insert_or_assign(client, lease).first;
    SendAnswer(query.host, stored->second.answer, query.back, false);
    Report(outbox, client, lease, RegistrationEvent::Change::GRANTED, lifetime);
}

/// @return what a slot has of what is asked for; nothing if that is not enough
std::optional<FaInfoParameter>
LeasingAgent::FindTerms(const Query& query, std::uint32_t slot)
{
    const LeaseAddressType asked = query.info.addressType;
    const auto v6 = m_pool.GetV6(slot);
    const auto v4 = m_pool.GetV4(slot);
    const bool prefersV4 = asked == LeaseAddressType::IPV4 ||
                           (asked == LeaseAddressType::ANY && query.back.destination.IsV4());
    auto lent = prefersV4 ? v4 : v6;
    if (!lent && asked == LeaseAddressType::ANY)
    {
        lent = prefersV4 ? v6 : v4;
    }
    if (!lent)
    {
        return std::nullopt;
    }
    FaInfoParameter terms = query.info;
    terms.addressType = lent->address.IsV4() ? LeaseAddressType::IPV4 : LeaseAddressType::IPV6;
    terms.address = lent->address;
    const bool wantsSpis = query.info.minSpi != 0;
    if (wantsSpis && query.info.maxSpi - query.info.minSpi > lent->maxSpi - lent->minSpi &&
        lent->address.IsV4())
    {
        return std::nullopt;
    }
    terms.minSpi = lent->minSpi;
    terms.maxSpi = lent->maxSpi;
    if (!query.known)
    {
        m_lastId = static_cast<std::uint16_t>(std::max(1, (m_lastId + 1) & 0xffff));
        terms.leaseId = m_lastId;
    }
    return terms;
}

void
LeasingAgent::Answer(const Query& query, bool isGranted, const FaInfoParameter& info)
{
    OutgoingPacket answer =
        draft2003::MakeLeaseAnswer(query.host.context,
                                   draft2003::AsDraft2003(query.host.identity),
                                   isGranted ? PacketType::FAA : PacketType::FAD,
                                   query.view.GetSender(),
                                   info);
    SendAnswer(query.host, answer, query.back, false);
}

/// Takes a lease back. @param change GRANTED if another one follows at once, which tells of itself
void
LeasingAgent::End(const Hit& client, RegistrationEvent::Change change, Outbox& outbox)
{
    const auto lease = m_leases.find(client);
    if (change != RegistrationEvent::Change::GRANTED)
    {
        Report(outbox, client, lease->second, change, {});
        m_bridge.Forget(client);
    }
    m_pool.Return(lease->second.slot);
    m_bySlot.erase(lease->second.slot);
    const auto [begin, end] = m_byAddress.equal_range(lease->second.toClient.destination);
    const auto address =
        std::find_if(begin, end, [&](const auto& it) { return it.second == client; });
    if (address != end)
    {
        m_byAddress.erase(address);
    }
    m_expiries.erase({lease->second.expires, client});
    m_leases.erase(lease);
}

void
LeasingAgent::Report(Outbox& outbox,
                     const Hit& client,
                     const Lease& lease,
                     RegistrationEvent::Change change,
                     Duration lifetime)
{
    outbox.Emit(RegistrationEvent{lease.agent,
                                  client,
                                  true,
                                  REGISTRATION_RENDEZVOUS,
                                  change,
                                  lifetime,
                                  lease.toClient.destination,
                                  lease.terms.address});
}

Time
LeasingAgent::GetDeadline() const
{
    return m_expiries.empty() ? NEVER : m_expiries.begin()->first;
}

void
LeasingAgent::HandleTimeout(Time now, Outbox& outbox)
{
    while (GetDeadline() <= now)
    {
        const Hit client = m_expiries.begin()->second;
        End(client, RegistrationEvent::Change::EXPIRED, outbox);
    }
}

} // namespace hip
