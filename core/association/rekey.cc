// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/rekey.h"

#include <algorithm>

namespace hip
{

bool
Rekey::IsRekey(const KeyChange& change)
{
    return change.espInfo.oldSpi != change.espInfo.newSpi;
}

Result<void>
Rekey::Check(const Session& session, const KeyChange& peer) const
{
    const EspInfoParameter& info = peer.espInfo;
    if (info.newSpi <= 255)
    {
        return DropReason::BAD_PARAMETER;
    }
    if (!IsRekey(peer))
    {
        // Names the SA in use, as a host does that has moved (RFC 8046 §3.2). If it comes again
        // after a rekey, it still names the one before.
        return {};
    }
    if (info.oldSpi != session.sas.outbound->GetSpi())
    {
        return DropReason::BAD_PARAMETER;
    }
    if (!peer.dh)
    {
        // With a new secret of our own the index starts at 0 whatever the peer says.
        const bool isInUse = info.keymatIndex < session.nextIndex && !(m_own && m_own->dh);
        return isInUse ? Result<void>(DropReason::BAD_KEYMAT_INDEX) : Result<void>();
    }
    if (info.keymatIndex != 0)
    {
        return DropReason::BAD_KEYMAT_INDEX;
    }
    return peer.dh->group == session.group ? Result<void>()
                                           : Result<void>(DropReason::BAD_DH_VALUE);
}

Rekey::Own
Rekey::MakeOwn(HostContext& host,
               Association& association,
               const Session& session,
               bool withDiffieHellman)
{
    const std::size_t next = std::max(session.nextIndex, session.burnt);
    const std::size_t end = next + Keymat::GetEspKeysLength(session.suite);
    const bool isKeymatUsedUp = end > session.keymat->GetLength();
    Own own{std::make_unique<SpiLease>(host, association), next, nullptr, {}, {}};
    if (withDiffieHellman || isKeymatUsedUp)
    {
        host.GetWork().Add(Operation::DH_GENERATE, static_cast<Byte>(session.group), 1);
        own.dh = host.engine.MakeDhKeyPair(session.group);
        own.index = 0;
        const ByteSpan value = own.dh->GetPublicValue();
        own.announcement.dh =
            DiffieHellmanParameter{session.group, Bytes(value.begin(), value.end())};
    }
    own.announcement.espInfo = EspInfoParameter{static_cast<std::uint16_t>(own.index),
                                                session.sas.lease->Get(),
                                                own.lease->Get()};
    return own;
}

KeyChange
Rekey::Announce(HostContext& host,
                Association& association,
                const Session& session,
                bool withDiffieHellman)
{
    m_own = MakeOwn(host, association, session, withDiffieHellman);
    return m_own->announcement;
}

Result<Rekey::Source>
Rekey::FindSource(HostContext& host, const Session& session, const Own& own, const Peer& peer)
{
    Source source{nullptr, std::max(own.index, peer.index)};
    if (own.dh || peer.publicValue)
    {
        // One new key suffices; the other side's old one is used again (RFC 7402 §6.8).
        const DhKeyPair& dh = own.dh ? *own.dh : *session.dh;
        host.GetWork().Add(Operation::DH_COMPUTE, static_cast<Byte>(session.group), 1);
        auto secret = dh.ComputeSecret(peer.publicValue.value_or(session.peerPublicValue));
        if (!secret)
        {
            return secret.error();
        }
        source.keymat = session.keymat->Renew(std::move(*secret));
        source.index = 0;
    }
    const Keymat& keymat = source.keymat ? *source.keymat : *session.keymat;
    if (!keymat.DrawEspKeys(source.index, session.suite))
    {
        return DropReason::BAD_KEYMAT_INDEX;
    }
    return source;
}

Result<std::optional<KeyChange>>
Rekey::Answer(HostContext& host,
              Association& association,
              const Session& session,
              const KeyChange& change)
{
    if (m_next && m_peer->spi == change.espInfo.newSpi &&
        (!change.dh || m_peer->publicValue == change.dh->publicValue))
    {
        return std::nullopt; // the half that is known already, in answer to ours (hip-08 §8.9)
    }
    Peer peer{change.espInfo.newSpi, change.espInfo.keymatIndex, std::nullopt};
    if (change.dh)
    {
        peer.publicValue = change.dh->publicValue;
    }
    std::optional<Own> made;
    if (!m_own)
    {
        made = MakeOwn(host, association, session, peer.publicValue.has_value());
    }
    auto source = FindSource(host, session, made ? *made : *m_own, peer);
    if (!source)
    {
        return source.error();
    }
    const bool isAnnouncedNow = made.has_value();
    if (made)
    {
        m_own = std::move(made);
    }
    auto lease = std::move(m_next ? m_next->sas.lease : m_own->lease);
    auto sas = MakeSaPair(host,
                          source->keymat ? *source->keymat : *session.keymat,
                          session.suite,
                          source->index,
                          std::move(lease),
                          peer.spi);
    m_peer = std::move(peer);
    m_next = Next{std::move(*sas),
                  std::move(source->keymat),
                  source->index + Keymat::GetEspKeysLength(session.suite)};
    m_until = NEVER;
    return isAnnouncedNow ? std::optional(m_own->announcement) : std::nullopt;
}

std::optional<KeyChange>
Rekey::GetAnnounced() const
{
    return m_own ? std::optional(m_own->announcement) : std::nullopt;
}

void
Rekey::SetUpdateId(UpdateId updateId)
{
    m_own->updateId = updateId;
}

std::optional<UpdateId>
Rekey::GetUpdateId() const
{
    return m_own ? m_own->updateId : std::nullopt;
}

void
Rekey::SetAcknowledged(Time now)
{
    m_isAcknowledged = true;
    if (!m_next)
    {
        m_until = now + GRACE;
    }
}

void
Rekey::NoteDataIn(std::uint32_t spi)
{
    if (m_next && m_next->sas.inbound->GetSpi() == spi)
    {
        m_isAcknowledged = true;
    }
}

void
Rekey::NotePeerUses(std::uint32_t spi)
{
    if (m_next && m_next->sas.outbound->GetSpi() == spi)
    {
        m_isAcknowledged = true;
    }
}

void
Rekey::Fail(UpdateId updateId, Session& session)
{
    if (!m_own || m_own->updateId != updateId)
    {
        return;
    }
    if (!m_own->dh)
    {
        const std::size_t end =
            (m_next ? m_next->nextIndex : m_own->index + Keymat::GetEspKeysLength(session.suite));
        session.burnt = std::max(session.burnt, end); // the peer may have drawn them
    }
    Abandon();
}

void
Rekey::Switch(Session& session, Time now)
{
    m_old = std::move(session.sas);
    m_oldUntil = now + GRACE;
    session.sas = std::move(m_next->sas);
    session.nextIndex = m_next->nextIndex;
    if (m_next->keymat)
    {
        session.keymat = std::move(m_next->keymat);
        session.burnt = 0;
        session.dh = m_own->dh ? m_own->dh : session.dh;
        session.peerPublicValue = m_peer->publicValue.value_or(session.peerPublicValue);
    }
    Abandon();
}

void
Rekey::Abandon()
{
    m_own.reset();
    m_peer.reset();
    m_next.reset();
    m_isAcknowledged = false;
    m_until = NEVER;
}

void
Rekey::HandleTimeout(Time now)
{
    if (m_until <= now)
    {
        Abandon();
    }
    if (m_oldUntil <= now)
    {
        m_old = SaPair{};
        m_oldUntil = NEVER;
    }
}

} // namespace hip
