// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/parallel-sas.h"

#include <algorithm>

namespace hip
{

const ParallelSas::Pair*
ParallelSas::FindPair(const Path& path) const
{
    const auto found = std::find_if(m_pairs.begin(), m_pairs.end(), [&](const Pair& pair) {
        return pair.path == path;
    });
    return found == m_pairs.end() ? nullptr : &*found;
}

std::optional<Path>
ParallelSas::FindMissing(const std::vector<PathState>& paths, std::uint64_t rekeyAfter) const
{
    const std::size_t count = std::min(paths.size(), MAX_PAIRS + 1);
    for (std::size_t i = 1; i < count; ++i)
    {
        const Pair* pair = FindPair(paths[i].path);
        const bool isWorn = pair && pair->sas.outbound->GetSequence() >= rekeyAfter;
        if (paths[i].isWorking && (!pair || isWorn))
        {
            return paths[i].path;
        }
    }
    return std::nullopt;
}

std::optional<KeyChange>
ParallelSas::Announce(HostContext& host,
                      Association& association,
                      const Session& session,
                      const Path& path)
{
    const std::size_t index = std::max(session.nextIndex, session.burnt);
    if (!session.keymat->DrawEspKeys(index, session.suite))
    {
        return std::nullopt;
    }
    m_own = Own{std::make_unique<SpiLease>(host, association), index, path, {}};
    const EspInfoParameter info{static_cast<std::uint16_t>(m_own->index), 0, m_own->lease->Get()};
    return KeyChange{info, std::nullopt};
}

void
ParallelSas::SetUpdateId(UpdateId updateId, std::uint32_t spi)
{
    if (m_own && m_own->lease->Get() == spi)
    {
        m_own->updateId = updateId;
    }
    for (Pair& pair : m_pairs) // without the pair, if its path is gone since
    {
        pair.updateId = pair.sas.lease->Get() == spi ? updateId : pair.updateId;
    }
}

std::optional<UpdateId>
ParallelSas::GetUpdateId() const
{
    return m_own ? m_own->updateId : std::nullopt;
}

Result<void>
ParallelSas::Check(const Session& session, const KeyChange& peer, const Path& path) const
{
    const EspInfoParameter& info = peer.espInfo;
    if (info.newSpi <= 255 || peer.dh)
    {
        return DropReason::BAD_PARAMETER;
    }
    if (info.keymatIndex < session.nextIndex ||
        !session.keymat->DrawEspKeys(info.keymatIndex, session.suite))
    {
        return DropReason::BAD_KEYMAT_INDEX;
    }
    return m_pairs.size() < MAX_PAIRS || FindPair(path) ? Result<void>() : DropReason::NO_ROOM;
}

Result<std::optional<KeyChange>>
ParallelSas::Answer(HostContext& host,
                    Association& association,
                    Session& session,
                    const KeyChange& peer,
                    const Path& path,
                    Time now)
{
    if (const auto good = Check(session, peer, path); !good)
    {
        return good.error();
    }
    const EspInfoParameter& info = peer.espInfo;
    SaPair sas = MakeSaPair(host,
                            *session.keymat,
                            session.suite,
                            info.keymatIndex,
                            std::make_unique<SpiLease>(host, association),
                            info.newSpi)
                     .value();
    session.nextIndex = info.keymatIndex + Keymat::GetEspKeysLength(session.suite);
    const EspInfoParameter half{info.keymatIndex, 0, sas.lease->Get()};
    Add(std::move(sas), path, false, now);
    return std::optional(KeyChange{half, std::nullopt});
}

Result<std::optional<KeyChange>>
ParallelSas::Complete(HostContext& host, Session& session, const KeyChange& peer, Time now)
{
    const Path path = m_own->path;
    if (const auto good = Check(session, peer, path); !good)
    {
        return good.error();
    }
    const std::size_t index = peer.espInfo.keymatIndex;
    if (index != m_own->index)
    {
        return DropReason::BAD_KEYMAT_INDEX; // it was ours to name
    }
    SaPair sas = MakeSaPair(host,
                            *session.keymat,
                            session.suite,
                            index,
                            std::move(m_own->lease),
                            peer.espInfo.newSpi)
                     .value();
    m_own.reset();
    session.nextIndex = index + Keymat::GetEspKeysLength(session.suite);
    Add(std::move(sas), path, true, now);
    return std::optional<KeyChange>();
}

void
ParallelSas::Add(SaPair sas, const Path& path, bool isUsed, Time now)
{
    const auto known = std::find_if(m_pairs.begin(), m_pairs.end(), [&](const Pair& pair) {
        return pair.path == path;
    });
    if (known != m_pairs.end())
    {
        Retire(known, now);
    }
    m_pairs.push_back(Pair{std::move(sas), path, isUsed, std::nullopt});
}

std::optional<UpdateId>
ParallelSas::GetAnswerId(const Path& path) const
{
    const Pair* pair = FindPair(path);
    return pair ? pair->updateId : std::nullopt;
}

void
ParallelSas::HandleAck(UpdateId updateId)
{
    for (Pair& pair : m_pairs)
    {
        pair.isUsed = pair.isUsed || pair.updateId == updateId;
    }
}

void
ParallelSas::NoteDataIn(std::uint32_t spi)
{
    for (Pair& pair : m_pairs)
    {
        pair.isUsed = pair.isUsed || pair.sas.inbound->GetSpi() == spi;
    }
}

void
ParallelSas::Abandon(Session& session)
{
    if (m_own)
    {
        const std::size_t end = m_own->index + Keymat::GetEspKeysLength(session.suite);
        session.burnt = std::max(session.burnt, end); // the peer may have drawn them
        m_own.reset();
    }
}

void
ParallelSas::Fail(UpdateId updateId, Session& session)
{
    if (m_own && m_own->updateId == updateId)
    {
        Abandon(session);
    }
    m_pairs.erase(
        std::remove_if(m_pairs.begin(),
                       m_pairs.end(),
                       [&](const Pair& pair) { return !pair.isUsed && pair.updateId == updateId; }),
        m_pairs.end());
}

const SaPair*
ParallelSas::Find(const Path& path) const
{
    const Pair* pair = FindPair(path);
    return pair && pair->isUsed ? &pair->sas : nullptr;
}

const SaPair*
ParallelSas::FindFrom(const IpAddress& local) const
{
    const auto found = std::find_if(m_pairs.begin(), m_pairs.end(), [&](const Pair& pair) {
        return pair.path.source == local;
    });
    return found == m_pairs.end() ? nullptr : &found->sas;
}

std::optional<ParallelSas::Made>
ParallelSas::TakeNew()
{
    for (Pair& pair : m_pairs)
    {
        if (pair.isUsed && !pair.isReported)
        {
            pair.isReported = true;
            return Made{&pair.sas, pair.path};
        }
    }
    return std::nullopt;
}

void
ParallelSas::Retire(std::vector<Pair>::iterator pair, Time now)
{
    m_old.push_back(Old{std::move(pair->sas), now + GRACE});
    m_pairs.erase(pair);
}

void
ParallelSas::Prune(const std::vector<IpAddress>& local,
                   const std::vector<IpAddress>& peer,
                   Time now)
{
    const auto has = [](const std::vector<IpAddress>& list, const IpAddress& address) {
        return std::find(list.begin(), list.end(), address) != list.end();
    };
    for (std::size_t i = m_pairs.size(); i-- > 0;)
    {
        const Path& path = m_pairs[i].path;
        if (!has(local, path.source) || !has(peer, path.destination))
        {
            Retire(m_pairs.begin() + static_cast<std::ptrdiff_t>(i), now);
        }
    }
}

Time
ParallelSas::GetDeadline() const
{
    return m_old.empty() ? NEVER : m_old.front().until; // oldest first
}

void
ParallelSas::HandleTimeout(Time now)
{
    while (GetDeadline() <= now)
    {
        m_old.erase(m_old.begin());
    }
}

} // namespace hip
