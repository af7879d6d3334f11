// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// Where both hosts are (RFC 8046 §3.2, §5; mm-00 §5): what this one tells, and what it makes of
// what it is told.

#include "core/association/association.h"

namespace hip
{

namespace
{

constexpr std::uint32_t UNBOUNDED = 0xffffffff; // RFC 8046 §4
constexpr Byte SPI_AND_ADDRESS = 1;

} // namespace

LocatorSetParameter
Association::MakeLocatorSet(std::uint32_t spi) const
{
    LocatorSetParameter set;
    for (const IpAddress& address : m_host.GetTold())
    {
        Locator locator;
        locator.locatorType = SPI_AND_ADDRESS;
        locator.isPreferred = set.locators.empty();
        locator.lifetime = UNBOUNDED;
        const SaPair* own = m_parallel.FindFrom(address);
        locator.spi = own ? own->lease->Get() : spi;
        locator.address = address;
        set.locators.push_back(locator);
    }
    return set;
}

/// @return what I2 and R2 tell beside the address they come from
std::optional<LocatorSetParameter>
Association::MakeFirstLocators(std::uint32_t spi)
{
    if (!m_rules.announcesInExchange)
    {
        m_where.announced = {m_path.source};
        return std::nullopt;
    }
    m_where.announced = m_host.GetTold();
    return m_host.locators.size() > 1 ? std::optional(MakeLocatorSet(spi)) : std::nullopt;
}

/// What the base exchange could not tell.
void
Association::AnnounceFurther(Time now)
{
    if (m_state == State::ESTABLISHED && m_where.announced != m_host.GetTold())
    {
        AnnounceLocators(now);
    }
}

void
Association::RefreshLocal(Time now)
{
    const IpAddress previous = m_path.source;
    if (m_where.peer.GetEntries().empty())
    {
        m_path = MakePath(m_path.destination);
    }
    else
    {
        ChoosePath(now);
    }
    if (m_rules.bindsPuzzleToAddress && m_exchange && m_exchange->isI2Sent &&
        m_path.source != previous)
    {
        // The Responder ties its puzzle to the address that I1 came from (RFC 7401 appendix A).
        m_exchange->isI2Sent = false;
        SetState(State::I1_SENT);
    }
    if (IsUp() && !m_host.locators.empty() && m_where.announced != m_host.GetTold())
    {
        AnnounceLocators(now);
    }
    CheckLocators(now); // of a family, perhaps, that this host did not have before
}

void
Association::AnnounceLocators(Time now)
{
    if (m_where.updateId && m_where.updateId == m_parallel.GetUpdateId())
    {
        AbandonAddition();
    }
    else if (m_where.updateId && m_where.updateId != m_rekey.GetUpdateId()) // what it tells is old
    {
        m_updates.Withdraw(*m_where.updateId);
    }
    m_where.announced = m_host.GetTold();
    UpdateContent content;
    const bool isRekeyed =
        m_host.config.rekeyOnMove && m_state == State::ESTABLISHED && !IsKeying();
    if (isRekeyed && m_rules.joinsUpdates)
    {
        content.keys = m_rekey.Announce(m_host, *this, *m_session, m_host.config.rekeyWithDh);
    }
    content.locators =
        MakeLocatorSet(content.keys ? content.keys->espInfo.newSpi : m_session->sas.lease->Get());
    SendUpdate(std::move(content), m_path, now);
    if (isRekeyed && !m_rules.joinsUpdates)
    {
        Rekey(m_host.config.rekeyWithDh, now);
    }
}

void
Association::ChoosePath(Time now)
{
    const Path previous = m_path;
    const PeerLocators::Entry* best = m_where.peer.Choose(m_host.locators);
    m_where.isVerified =
        best && best->status == LocatorStatus::ACTIVE && m_where.unproved != best->address;
    m_path = best ? MakePath(best->address) : Path{IpAddress(), previous.destination};
    RefreshPaths(previous);
    PruneSas(now);
    ReportLocators();
    if (m_path.destination != previous.destination)
    {
        m_host.outbox.Emit(
            LocatorEvent{m_identity.GetHit(), m_peer, previous.destination, m_path.destination});
    }
    if (m_where.isVerified && m_host.service)
    {
        m_host.service->MoveClient(m_peer, m_path);
    }
    const bool isSame =
        m_path.source == previous.source && m_path.destination == previous.destination;
    if (!isSame && best && IsUp() && m_host.config.exportKeys)
    {
        AnnounceSas(m_session->sas,
                    m_path); // the same keys, for whoever reads packets between addresses
    }
    if (m_where.isVerified && IsUp()) // while closed there is a session, but no SAs
    {
        FlushQueue(now);
    }
}

void
Association::ReportLocators()
{
    while (const auto change = m_where.peer.TakeChange())
    {
        m_host.outbox.Emit(
            LocatorStatusEvent{m_identity.GetHit(), m_peer, change->first, change->second});
    }
    for (const UpdateId updateId : m_where.peer.TakeEndedChecks())
    {
        const bool carriesKeys = updateId == m_rekey.GetUpdateId();
        carriesKeys ? m_updates.Redirect(updateId) : m_updates.Withdraw(updateId);
    }
}

void
Association::TakeLocators(LocatorGroups groups, UpdateId updateId, Time now)
{
    const bool mayBeOvertaken = m_rules.numbering.window > 1;
    if (mayBeOvertaken && m_where.newestTold &&
        static_cast<std::int32_t>(updateId - *m_where.newestTold) < 0)
    {
        return; // it was overtaken by a newer one, which has replaced it
    }
    m_where.newestTold = updateId;
    if (m_where.unproved) // now it can be checked
    {
        m_where.peer.Suspect(*m_where.unproved);
        m_where.unproved.reset();
    }
    for (auto& [interface, set] : groups)
    {
        m_where.told[interface] = std::move(set);
    }
    LocatorSetParameter all;
    for (const auto& [interface, set] : m_where.told)
    {
        all.locators.insert(all.locators.end(), set.locators.begin(), set.locators.end());
    }
    m_where.peer.Replace(all, now, m_host.config.maxPeerLocators);
    ChoosePath(now);
}

/// What came with I2 or R2, whose own source has just been proved (RFC 8047 §4.2.4).
void
Association::TakeFirstLocators(LocatorSetParameter set, Time now)
{
    Locator proved;
    proved.lifetime = UNBOUNDED;
    proved.address = m_path.destination;
    set.locators.push_back(proved); // of equal addresses the first counts
    m_where.peer.Replace(set, now, m_host.config.maxPeerLocators);
    ChoosePath(now);
}

void
Association::CheckLocators(Time now)
{
    if (m_state != State::ESTABLISHED)
    {
        return;
    }
    for (const IpAddress& address : m_where.peer.GetUnchecked(m_host.locators))
    {
        UpdateContent content;
        content.check = address;
        SendUpdate(std::move(content), m_path, now);
    }
}

void
Association::HandleEcho(const PeerUpdate& update, const Path& path, Time now)
{
    const IpAddress from = m_rules.bindsEchoToSource ? path.source : IpAddress();
    if (!update.echoResponse)
    {
        return;
    }
    if (m_where.peer.HandleEcho(*update.echoResponse, from))
    {
        ChoosePath(now);
    }
    else if (const auto change = m_paths.HandleEcho(*update.echoResponse, now))
    {
        NotePath(*change, now);
    }
}

void
Association::RetransmitUpdates(Time now)
{
    const bool isReachable = !m_path.source.IsUnspecified();
    const UpdateChannel::Due due = m_updates.HandleTimeout(m_host.config, isReachable, now);
    for (const auto& [updateId, entry] : due.again)
    {
        const bool isBound = !entry->only.destination.IsUnspecified();
        const Path bound =
            entry->only.source.IsUnspecified() ? MakePath(entry->only.destination) : entry->only;
        Send(entry->packet, isBound ? bound : m_path, true);
        if (updateId == m_where.updateId && !isBound)
        {
            SendElsewhere(entry->packet);
        }
    }
    for (const UpdateId updateId : due.failedChecks)
    {
        m_where.peer.FailCheck(updateId);
        m_parallel.Fail(updateId, *m_session);
        m_rekey.Fail(updateId, *m_session);
        ChoosePath(now);
    }
    const bool hasLostPeer = !due.failedChecks.empty() && !m_where.peer.Choose(m_host.locators);
    if (due.hasFailed || hasLostPeer)
    {
        ResetUpdates();
        Close(now); // RFC 7401 §6.11: past UPDATE_RETRY_MAX the association is closing
        // A registrar that has lost its state answers an I1 and nothing else; and a peer that has
        // moved too can still be where its agents know.
        if (m_registration.IsWanted() || !m_addresses.empty())
        {
            Start(now);
        }
    }
}

/// Both hosts may have moved at once: the peer may be at another address that it has told, and its
/// rendezvous servers know where it is (RFC 8046 §3.2.3).
void
Association::SendElsewhere(OutgoingPacket& update)
{
    std::vector<IpAddress> addresses = m_addresses;
    for (const PeerLocators::Entry& entry : m_where.peer.GetEntries())
    {
        if (entry.status == LocatorStatus::ACTIVE)
        {
            addresses.push_back(entry.address);
        }
    }
    for (const IpAddress& address : addresses)
    {
        const Path path = MakePath(address);
        if (address != m_path.destination && !path.source.IsUnspecified())
        {
            Send(update, path, true);
        }
    }
}

} // namespace hip
