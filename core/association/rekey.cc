// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/rekey.h"

#include <algorithm>

namespace hip
{

bool
Rekey::IsRekey(const PacketView& update)
{
    const auto info = update.Get<EspInfoParameter>();
    return info && info->oldSpi != info->newSpi;
}

Result<void>
Rekey::Check(const Session& session, const PacketView& update) const
{
    const auto info = update.Get<EspInfoParameter>();
    if (!info)
    {
        return info.error();
    }
    if (info->oldSpi != session.sas.outbound->GetSpi() || info->newSpi <= 255)
    {
        return DropReason::BAD_PARAMETER;
    }
    if (info->oldSpi == info->newSpi)
    {
        return {}; // names the SA in use, as a host does that has moved (RFC 8046 §3.2)
    }
    if (m_peer || m_next)
    {
        return DropReason::UNEXPECTED_IN_STATE;
    }
    if (!update.Find(ParameterType::DIFFIE_HELLMAN))
    {
        return info->keymatIndex < session.nextIndex ? Result<void>(DropReason::BAD_KEYMAT_INDEX)
                                                     : Result<void>();
    }
    const auto dh = update.Get<DiffieHellmanParameter>();
    if (!dh)
    {
        return dh.error();
    }
    if (info->keymatIndex != 0)
    {
        return DropReason::BAD_KEYMAT_INDEX;
    }
    return dh->group == session.group ? Result<void>() : Result<void>(DropReason::BAD_DH_VALUE);
}

Rekey::Announcement
Rekey::Announce(HostContext& host,
                Association& association,
                const Session& session,
                bool withDiffieHellman,
                std::uint32_t updateId,
                Time now)
{
    const std::size_t end = session.nextIndex + KeyMaterial::GetEspKeysLength(session.suite);
    const bool isKeymatUsedUp = end > 255 * GetHashLength(session.keymat.GetHash());
    Own& own = m_own.emplace();
    own.lease = std::make_unique<SpiLease>(host, association);
    own.updateId = updateId;
    own.index = session.nextIndex;
    Announcement announcement;
    if (withDiffieHellman || isKeymatUsedUp)
    {
        host.GetWork().Add(Operation::DH_GENERATE, static_cast<Byte>(session.group), 1);
        own.dh = host.engine.MakeDhKeyPair(session.group);
        own.index = 0;
        const ByteSpan value = own.dh->GetPublicValue();
        announcement.dh = DiffieHellmanParameter{session.group, Bytes(value.begin(), value.end())};
    }
    announcement.espInfo = EspInfoParameter{static_cast<std::uint16_t>(own.index),
                                            session.sas.lease->Get(),
                                            own.lease->Get()};
    m_until = now + GRACE;
    return announcement;
}

void
Rekey::SetPeer(const PacketView& update)
{
    const auto info = update.Get<EspInfoParameter>();
    m_peer = Peer{info->newSpi, info->keymatIndex, std::nullopt};
    if (auto dh = update.Get<DiffieHellmanParameter>())
    {
        m_peer->publicValue = std::move(dh->publicValue);
    }
}

Result<bool>
Rekey::MakeSas(HostContext& host, const Session& session)
{
    if (!m_own || !m_peer || m_next)
    {
        return false;
    }
    std::optional<KeyMaterial> keymat;
    std::size_t index = std::max(m_own->index, m_peer->index);
    if (m_own->dh || m_peer->publicValue)
    {
        // One new key suffices; the other side's old one is used again (RFC 7402 §6.8).
        const DhKeyPair& dh = m_own->dh ? *m_own->dh : *session.dh;
        host.GetWork().Add(Operation::DH_COMPUTE, static_cast<Byte>(session.group), 1);
        auto secret =
            dh.ComputeSecret(m_peer->publicValue ? *m_peer->publicValue : session.peerPublicValue);
        if (!secret)
        {
            Abandon();
            return secret.error();
        }
        keymat = session.keymat.Renew(std::move(*secret));
        index = 0;
    }
    auto sas = MakeSaPair(host,
                          keymat ? *keymat : session.keymat,
                          session.suite,
                          index,
                          std::move(m_own->lease),
                          m_peer->spi);
    if (!sas)
    {
        Abandon();
        return sas.error();
    }
    m_next = Next{std::move(*sas),
                  std::move(keymat),
                  index + KeyMaterial::GetEspKeysLength(session.suite)};
    return true;
}

std::optional<std::uint32_t>
Rekey::GetUpdateId() const
{
    return m_own ? std::optional(m_own->updateId) : std::nullopt;
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
Rekey::Switch(Session& session, Time now)
{
    m_old = std::move(session.sas);
    m_oldUntil = now + GRACE;
    session.sas = std::move(m_next->sas);
    session.nextIndex = m_next->nextIndex;
    if (m_next->keymat)
    {
        session.keymat = std::move(*m_next->keymat);
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
