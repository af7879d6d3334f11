// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// New keys and SAs for an association (RFC 7402 §6.8-6.10; hip-08 §8.8, §8.9).

#include "core/association/association.h"
#include "core/wire/ip-packet.h"

namespace hip
{

namespace
{

/// How long a host that has nothing to send waits after a rekey (hip-08 §8.9.2).
constexpr Duration EMPTY_PACKET_DELAY = std::chrono::milliseconds(500);

} // namespace

bool
Association::Rekey(bool withDiffieHellman, Time now)
{
    if (m_state != State::ESTABLISHED || IsKeying())
    {
        return false;
    }
    UpdateContent content;
    content.keys = m_rekey.Announce(m_host, *this, *m_session, withDiffieHellman);
    SendUpdate(std::move(content), m_path, now);
    return true;
}

/// Checks the peer's half of new keys and takes it.
///
/// @return this host's half if the answer is to tell it; else why the peer's is refused
Result<std::optional<KeyChange>>
Association::AnswerKeys(const PeerUpdate& update, const Path& path, Time now)
{
    if (ParallelSas::IsAddition(*update.keys))
    {
        return TakeAddition(update, Path{path.destination, path.source}, now);
    }
    if (const auto good = m_rekey.Check(*m_session, *update.keys); !good)
    {
        return good.error();
    }
    if (!Rekey::IsRekey(*update.keys))
    {
        return std::nullopt;
    }
    AbandonAddition(); // of two that draw on KEYMAT at once, it gives way
    auto half = m_rekey.Answer(m_host, *this, *m_session, *update.keys);
    if (half && !*half && m_rules.repliesWithKeys)
    {
        return m_rekey.GetAnnounced(); // both have begun at once
    }
    return half;
}

/// The peer has this host's half of new keys.
void
Association::NoteRekeyAck(Time now)
{
    m_rekey.SetAcknowledged(now);
    if (m_rules.repliesWithKeys)
    {
        ExpectData(now);
    }
}

/// Sends an empty packet unless the peer is heard on the SAs in use soon: it waits for one of ours.
void
Association::ExpectData(Time now)
{
    m_emptyWait = EMPTY_PACKET_DELAY;
    m_emptyAt = now + m_emptyWait;
}

bool
Association::SwitchIfComplete(Time now)
{
    if (!m_rekey.IsComplete())
    {
        return false;
    }
    const bool hasNewSecret = m_rekey.HasNewSecret();
    if (m_rules.repliesWithKeys && m_rekey.GetUpdateId())
    {
        m_updates.Withdraw(
            *m_rekey.GetUpdateId()); // the peer has our half, though it has not said so
    }
    m_rekey.Switch(*m_session, now);
    if (hasNewSecret)
    {
        AnnounceKeys();
    }
    AnnounceSas(m_session->sas, m_path);
    return true;
}

/// The peer may not use its new SA before it has seen traffic on ours (hip-08 §8.9.2). One packet
/// may be lost, so that others follow until the peer is heard on the new SA, or is taken to be
/// silent.
void
Association::SendEmpty(Time now)
{
    if (m_path.source.IsUnspecified())
    {
        m_emptyAt = now + m_emptyWait; // such a try does not count
        return;
    }
    m_emptyWait *= 2;
    m_emptyAt = m_emptyWait > m_host.config.maxRetransmission ? NEVER : now + m_emptyWait;
    m_queue.Push(MakeIpPacket(Path{m_identity.GetHit(), m_peer}, PROTOCOL_NONE, HIP_HOP_LIMIT, {}),
                 m_host.config.maxQueuedPackets);
    FlushQueue(now);
}

} // namespace hip
