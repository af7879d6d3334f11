// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// Where both hosts are (RFC 8046 §3.2, §5): what this one tells, and what it makes of what it is
// told.

#include "core/association/association.h"
#include "core/association/rendezvous-service.h"

namespace hip
{

namespace
{

constexpr std::size_t CHECK_NONCE = 16;
constexpr std::uint32_t UNBOUNDED = 0xffffffff; // RFC 8046 §4
constexpr Byte SPI_AND_ADDRESS = 1;

} // namespace

LocatorSetParameter
Association::MakeLocatorSet(std::uint32_t spi) const
{
    LocatorSetParameter set;
    for (const IpAddress& address : m_host.locators)
    {
        Locator locator;
        locator.locatorType = SPI_AND_ADDRESS;
        locator.isPreferred = set.locators.empty();
        locator.lifetime = UNBOUNDED;
        locator.spi = spi;
        locator.address = address;
        set.locators.push_back(locator);
    }
    return set;
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
    if (m_exchange && m_exchange->isI2Sent && m_path.source != previous)
    {
        // The Responder ties its puzzle to the address that I1 came from (RFC 7401 appendix A).
        m_exchange->isI2Sent = false;
        SetState(State::I1_SENT);
    }
    const bool isUp = m_state == State::ESTABLISHED || m_state == State::R2_SENT;
    if (isUp && !m_host.locators.empty() && m_where.announced != m_host.locators)
    {
        AnnounceLocators(now);
    }
}

void
Association::AnnounceLocators(Time now)
{
    if (m_where.updateId && m_where.updateId != m_rekey.GetUpdateId()) // what it tells is old
    {
        m_updates.Withdraw(*m_where.updateId);
    }
    m_where.announced = m_host.locators;
    UpdateContent content;
    content.announcesLocators = true;
    if (m_host.config.rekeyOnMove && m_state == State::ESTABLISHED && !m_rekey.IsUnderWay())
    {
        content.rekey = m_rekey.Announce(m_host, *this, *m_session, m_host.config.rekeyWithDh);
    }
    SendUpdate(content, now);
}

void
Association::ChoosePath(Time now)
{
    const Path previous = m_path;
    const PeerLocators::Entry* best = m_where.peer.Choose(m_host.locators);
    m_where.isVerified = best && best->status == LocatorStatus::ACTIVE;
    m_path = best ? MakePath(best->address) : Path{IpAddress(), previous.destination};
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
    if (!isSame && best && m_session && m_host.config.exportKeys)
    {
        AnnounceSas(m_session->sas); // the same keys, for whoever reads packets between addresses
    }
    if (m_where.isVerified && m_session)
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
    for (const std::uint32_t updateId : m_where.peer.TakeEndedChecks())
    {
        const bool carriesKeys = updateId == m_rekey.GetUpdateId();
        carriesKeys ? m_updates.Redirect(updateId) : m_updates.Withdraw(updateId);
    }
}

void
Association::TakeLocators(const LocatorSetParameter& set, std::uint32_t updateId, Time now)
{
    if (m_where.newestTold && static_cast<std::int32_t>(updateId - *m_where.newestTold) < 0)
    {
        return; // it was overtaken by a newer one, which has replaced it
    }
    m_where.newestTold = updateId;
    m_where.peer.Replace(set, now, m_host.config.maxPeerLocators);
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
        SendUpdate(content, now);
    }
}

EchoRequestSignedParameter
Association::BeginCheck(const IpAddress& address, std::uint32_t updateId)
{
    EchoRequestSignedParameter request;
    request.data.resize(CHECK_NONCE);
    m_host.random.Fill(request.data);
    m_where.peer.BeginCheck(address, request.data, updateId);
    return request;
}

void
Association::HandleEcho(const PacketView& packet, Time now)
{
    const auto echo = packet.Get<EchoResponseSignedParameter>();
    if (echo && m_where.peer.HandleEcho(echo->data))
    {
        ChoosePath(now);
    }
}

void
Association::RetransmitUpdates(Time now)
{
    const bool isReachable = !m_path.source.IsUnspecified();
    const UpdateChannel::Due due = m_updates.HandleTimeout(m_host.config, isReachable, now);
    for (const auto& [updateId, entry] : due.again)
    {
        const bool isCheck = !entry->destination.IsUnspecified();
        const Path path = isCheck ? MakePath(entry->destination) : m_path;
        Send(entry->packet.Finish(path), path, true);
        if (updateId == m_where.updateId)
        {
            SendElsewhere(entry->packet);
        }
    }
    for (const std::uint32_t updateId : due.failedChecks)
    {
        m_where.peer.FailCheck(updateId);
        ChoosePath(now);
    }
    const bool hasLostPeer = !due.failedChecks.empty() && !m_where.peer.Choose(m_host.locators);
    if (due.hasFailed || hasLostPeer)
    {
        ResetUpdates();
        Close(now); // RFC 7401 §6.11: past UPDATE_RETRY_MAX the association is closing
    }
}

/// Both hosts may have moved at once: the peer may be at another address that it has told, and its
/// rendezvous servers know where it is (RFC 8046 §3.2.3).
void
Association::SendElsewhere(PacketWriter& update)
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
            Send(update.Finish(path), path, true);
        }
    }
}

} // namespace hip
