// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/draft2003/lease-requester.h"

#include "core/association/association.h"
#include "core/draft2003/dialect-parts.h"
#include "core/draft2003/lease-packets.h"
#include "core/wire/ip-packet.h"

#include <algorithm>
#include <limits>

namespace hip::draft2003
{

namespace
{

using Change = RegistrationEvent::Change;

std::uint32_t
ToSeconds(Duration lifetime)
{
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(lifetime).count();
    constexpr std::int64_t MAX = std::numeric_limits<std::uint32_t>::max();
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(seconds, 0, MAX));
}

LeaseAddressType
GetAddressType(LeaseFamily family)
{
    switch (family)
    {
    case LeaseFamily::IPV4:
        return LeaseAddressType::IPV4;
    case LeaseFamily::IPV6:
        return LeaseAddressType::IPV6;
    default:
        return LeaseAddressType::ANY;
    }
}

} // namespace

LeaseRequester::LeaseRequester(HostContext& host, const HostIdentity& identity, const Hit& agent)
    : m_host(host),
      m_identity(identity),
      m_agent(agent)
{
}

void
LeaseRequester::SetAgentAddresses(const std::vector<IpAddress>& addresses)
{
    m_addresses = addresses;
}

void
LeaseRequester::Want(Duration lifetime, Time now)
{
    m_lifetime = lifetime;
    if (lifetime > Duration::zero() || m_terms)
    {
        Ask(now);
    }
}

Path
LeaseRequester::FindPath() const
{
    for (const IpAddress& address : m_addresses)
    {
        const Path path{m_host.ChooseLocal(address), address};
        if (!path.source.IsUnspecified())
        {
            return path;
        }
    }
    return {};
}

void
LeaseRequester::RefreshLocal(Time now)
{
    const Path path = FindPath();
    const bool isSame = path.source == m_path.source && path.destination == m_path.destination;
    const bool isConcerned = m_lifetime > Duration::zero() || m_query;
    if (isConcerned && !isSame && !path.source.IsUnspecified())
    {
        Ask(now); // the agent takes the source of a FAQ for the host's address
    }
}

void
LeaseRequester::Ask(Time now)
{
    if (m_requestId == 0)
    {
        // After the IDs of whatever this host has asked before it lost its state.
        const auto ticks = now.time_since_epoch() / std::chrono::milliseconds(100);
        m_requestId = static_cast<std::uint16_t>(ticks);
    }
    ++m_requestId;
    m_solved.reset();
    SendQuery(std::nullopt, now);
}

void
LeaseRequester::SendQuery(std::optional<CookieSolutionParameter> solution, Time now)
{
    LeaseQuery query{m_terms.value_or(FaInfoParameter{}), solution, solution || !m_terms};
    query.info.requestId = m_requestId;
    query.info.lifetime = ToSeconds(m_lifetime);
    if (!m_terms)
    {
        query.info.addressType = GetAddressType(m_host.config.leaseFamily);
        query.info.minSpi = 1; // what counts is how many there are
        query.info.maxSpi = SPIS_WANTED;
    }
    m_askAt = NEVER;
    m_query = MakeFaq(m_host, m_identity, m_agent, query);
    Send(false);
    m_retransmission.Start(m_host.config, now);
}

void
LeaseRequester::Send(bool isRetransmission)
{
    const Path path = FindPath();
    m_path = path;
    if (path.source.IsUnspecified())
    {
        return; // it goes out with the next address, at the latest
    }
    m_host.outbox.Emit(PacketEvent{PacketKind::FAQ,
                                   true,
                                   path,
                                   m_identity.GetHit(),
                                   m_agent,
                                   isRetransmission,
                                   false});
    m_host.outbox.Send(MakeIpPacket(path, PROTOCOL_HIP, HIP_HOP_LIMIT, m_query->Finish(path)));
}

Result<void>
LeaseRequester::HandleR1(const IncomingPacket& packet, Time now)
{
    const auto r1 = PacketView::Parse(packet.GetBytes());
    const auto cookie = r1->Get<CookieParameter>();
    if (!m_query || !cookie)
    {
        return m_query ? cookie.error() : DropReason::UNEXPECTED_IN_STATE;
    }
    if (m_solved == cookie->i)
    {
        return DropReason::DUPLICATE;
    }
    if (const auto key = AuthenticateR1(m_host, *r1); !key)
    {
        return key.error();
    }
    const auto j = SolvePuzzle(m_host, *cookie, m_identity.GetHit(), m_agent);
    if (!j)
    {
        return j.error();
    }
    m_solved = cookie->i;
    SendQuery(CookieSolutionParameter{m_host.birthday, cookie->i, *j}, now);
    return {};
}

Result<void>
LeaseRequester::HandleAnswer(const IncomingPacket& packet, Time now)
{
    if (!m_query)
    {
        return DropReason::UNEXPECTED_IN_STATE;
    }
    const auto view = PacketView::Parse(packet.GetBytes());
    const auto info = ReadLeaseAnswer(m_host, *view);
    if (!info)
    {
        return info.error();
    }
    if (info->requestId != m_requestId)
    {
        return DropReason::DUPLICATE; // it answers an older question
    }
    m_query.reset();
    m_retransmission.Stop();
    if (view->GetType() == PacketType::FAA)
    {
        Take(*info, now);
    }
    else
    {
        Report(Change::REFUSED, {}); // a lease that was not extended lasts until its end
    }
    return {};
}

void
LeaseRequester::Take(const FaInfoParameter& granted, Time now)
{
    if (granted.lifetime == 0)
    {
        End(Change::CANCELLED);
        return;
    }
    const Duration lifetime = std::chrono::seconds(granted.lifetime);
    m_terms = granted;
    m_lent = LeasedAddress{granted.address, granted.minSpi, granted.maxSpi};
    m_expires = now + lifetime;
    m_askAt = now + lifetime / 4 * 3;
    Report(Change::GRANTED, lifetime);
}

void
LeaseRequester::End(Change change)
{
    Report(change, {});
    m_terms.reset();
    m_lent.reset();
    m_expires = NEVER;
    m_askAt = NEVER;
}

void
LeaseRequester::Report(Change change, Duration lifetime)
{
    m_host.outbox.Emit(RegistrationEvent{m_identity.GetHit(),
                                         m_agent,
                                         false,
                                         REGISTRATION_RENDEZVOUS,
                                         change,
                                         lifetime,
                                         m_path.source,
                                         m_lent ? m_lent->address : IpAddress()});
}

Time
LeaseRequester::GetDeadline() const
{
    return std::min({m_retransmission.GetDeadline(), m_askAt, m_expires});
}

void
LeaseRequester::HandleTimeout(Time now)
{
    const bool isWanted = m_lifetime > Duration::zero();
    if (m_expires <= now)
    {
        End(Change::EXPIRED);
        m_askAt = isWanted && !m_query ? now : NEVER;
    }
    if (m_askAt <= now)
    {
        Ask(now);
    }
    if (m_retransmission.GetDeadline() > now)
    {
        return;
    }
    if (m_retransmission.Retry(m_host.config, now))
    {
        Send(true);
        return;
    }
    m_query.reset();
    m_askAt = isWanted ? now + m_host.config.failedWait : NEVER; // it may have crashed only
}

} // namespace hip::draft2003
