// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// Pairs of SAs for single paths (RFC 8047 §4.3).

#include "core/association/association.h"

#include <algorithm>

namespace hip
{

/// @return whether this host waits for the peer's half of new keys, so that it may not name others
bool
Association::IsKeying() const
{
    return m_rekey.IsUnderWay() || m_parallel.IsUnderWay();
}

/// Begins the next pair that is missing, one after the other.
void
Association::AddSas(Time now)
{
    const bool isWanted =
        m_host.config.saPerPath && m_rules.addsSas && m_state == State::ESTABLISHED;
    // What is announced has to be known before an SA is bound to it.
    if (!isWanted || IsKeying() || m_where.updateId || m_updates.IsFull())
    {
        return;
    }
    const auto path = m_parallel.FindMissing(m_paths.GetPaths(), m_host.config.rekeyAfter);
    if (!path)
    {
        return;
    }
    UpdateContent content;
    content.keys = m_parallel.Announce(m_host, *this, *m_session, *path);
    if (!content.keys)
    {
        Rekey(true, now); // KEYMAT is used up
        return;
    }
    content.locators = MakeLocatorSet(m_session->sas.lease->Get());
    for (Locator& locator : content.locators->locators)
    {
        const bool isIts = locator.address == path->source;
        locator.spi = isIts ? content.keys->espInfo.newSpi : locator.spi;
    }
    SendUpdate(std::move(content), *path, now);
}

/**
 * Takes the peer's half of a pair: one that it announces, or its answer to ours.
 *
 * @param path of the pair, from this host's side
 * @return our half, if it has to be told
 */
Result<std::optional<KeyChange>>
Association::TakeAddition(const PeerUpdate& update, const Path& path, Time now)
{
    if (!m_rules.addsSas || m_rekey.IsUnderWay() || !m_host.HasLocator(path.source))
    {
        return DropReason::UNEXPECTED_IN_STATE;
    }
    const auto own = m_parallel.GetUpdateId();
    const bool isAnswer = own && std::count(update.acks.begin(), update.acks.end(), *own) > 0;
    if (!isAnswer && !update.acks.empty())
    {
        return DropReason::UNEXPECTED_IN_STATE; // to a half that this host has given up since
    }
    if (!isAnswer && m_parallel.IsUnderWay())
    {
        if (m_peer < m_identity.GetHit())
        {
            return DropReason::TIE_BREAK; // the peer answers ours
        }
        AbandonAddition();
    }
    if (const auto former = m_parallel.GetAnswerId(path); former && !isAnswer)
    {
        m_updates.Withdraw(*former);
    }
    auto half = isAnswer ? m_parallel.Complete(m_host, *m_session, *update.keys, now)
                         : m_parallel.Answer(m_host, *this, *m_session, *update.keys, path, now);
    ReportSas();
    return half;
}

void
Association::AbandonAddition()
{
    if (const auto updateId = m_parallel.GetUpdateId())
    {
        m_updates.Withdraw(*updateId);
        m_where.updateId = m_where.updateId == updateId ? std::nullopt : m_where.updateId;
    }
    if (m_session)
    {
        m_parallel.Abandon(*m_session);
    }
}

/// Tells of pairs that have come into use. @return whether there were any
bool
Association::ReportSas()
{
    bool hasAny = false;
    while (const auto made = m_parallel.TakeNew())
    {
        AnnounceSas(*made->sas, made->path);
        hasAny = true;
    }
    return hasAny;
}

/// Lets go the pairs whose path is no more.
void
Association::PruneSas(Time now)
{
    std::vector<IpAddress> told;
    for (const PeerLocators::Entry& entry : m_where.peer.GetEntries())
    {
        if (entry.status != LocatorStatus::DEPRECATED)
        {
            told.push_back(entry.address);
        }
    }
    m_parallel.Prune(m_host.locators, told, now);
    if (m_parallel.IsUnderWay() && !m_host.HasLocator(m_parallel.GetPath().source))
    {
        AbandonAddition();
    }
}

} // namespace hip
