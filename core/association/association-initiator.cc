// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// The Initiator's side of the base exchange (RFC 7401 §6.6, §6.8, §6.10; hip-08 §8.3, §8.5, §8.7).

#include "core/association/association.h"

namespace hip
{

namespace
{

/// How long after its last packet an SA counts as recently used (hip-08 §8.5; the time is ours).
constexpr Duration RECENT_USE = std::chrono::seconds(60);

} // namespace

bool
Association::Start(Time now)
{
    if (m_addresses.empty() && m_path.destination.IsUnspecified())
    {
        return false;
    }
    if (m_exchange || Decide(Input::DATA_OUT) != Action::SEND_I1)
    {
        return true;
    }
    m_exchange.emplace();
    SendI1(false);
    m_retransmission.Start(m_host.config, now);
    if (m_state != State::CLOSED)
    {
        m_stateUntil = NEVER;
        m_session.reset();
        m_close.reset();
        m_closeEcho.clear();
        SetState(State::I1_SENT);
    }
    return true;
}

void
Association::SendI1(bool isRetransmission)
{
    Exchange& exchange = *m_exchange;
    exchange.i1Address = m_path.destination;
    if (!m_addresses.empty())
    {
        // Each try goes to the next address; those of a family that this host lacks are passed
        // over.
        for (std::size_t tries = 0; tries < m_addresses.size(); ++tries)
        {
            exchange.i1Address = m_addresses[exchange.nextAddress++ % m_addresses.size()];
            if (!MakePath(exchange.i1Address).source.IsUnspecified())
            {
                break;
            }
        }
    }
    OutgoingPacket i1 = m_host.dialect->MakeI1(m_host, m_identity, m_peer);
    Send(i1, MakePath(exchange.i1Address), isRetransmission);
}

Result<void>
Association::HandleR1(const IncomingPacket& packet, const Path& path, Time now)
{
    if (Decide(Input::R1) == Action::SEND_I2 && m_state == State::ESTABLISHED)
    {
        return BeginAgain(packet, now);
    }
    if (Decide(Input::R1) != Action::SEND_I2 || !m_exchange)
    {
        return DropReason::UNEXPECTED_IN_STATE;
    }
    const auto answered = m_host.dialect->AnswerR1(m_host, m_identity, packet, *m_exchange);
    if (!answered)
    {
        return answered;
    }
    m_peer = packet.GetSender();
    if (m_exchange->registrationOffer)
    {
        m_registration.SetOffer(*m_exchange->registrationOffer);
    }
    SetPeerLocator(path.source);
    SendI2(packet, now);
    return {};
}

/// The peer has lost its state and answers our data with R1 (hip-08 §5.1, §8.5). The R1 may be one
/// that somebody else has asked for, so that the SAs stay in use until R2 comes, and I2 goes to
/// where the peer was before.
Result<void>
Association::BeginAgain(const IncomingPacket& r1, Time now)
{
    if (m_exchange || now - m_lastUse > RECENT_USE)
    {
        return DropReason::UNEXPECTED_IN_STATE;
    }
    if (m_host.dialect->ReadBirthday(r1) <= m_peerBirthday)
    {
        return DropReason::STALE_BIRTHDAY;
    }
    Exchange& exchange = m_exchange.emplace();
    exchange.i1Address = m_path.destination;
    if (const auto answered = m_host.dialect->AnswerR1(m_host, m_identity, r1, exchange); !answered)
    {
        m_exchange.reset();
        return answered;
    }
    SendI2(r1, now);
    return {};
}

void
Association::SendI2(const IncomingPacket& r1, Time now)
{
    Exchange& exchange = *m_exchange;
    if (!exchange.lease)
    {
        exchange.lease = std::make_unique<SpiLease>(m_host, *this);
    }
    UpdateContent further;
    further.locators = MakeFirstLocators(exchange.lease->Get());
    further.registrationRequest = m_registration.MakeRequest();
    auto i2 = m_host.dialect->MakeI2(m_host, m_identity, r1, exchange, further);
    if (!i2)
    {
        m_host.outbox.Drop(i2.error(), m_path);
        FailExchange(now);
        return;
    }
    exchange.isI2Sent = true;
    exchange.i2 = std::move(*i2);
    Send(*exchange.i2, m_path, false);
    m_retransmission.Start(m_host.config, now);
    if (m_state != State::ESTABLISHED)
    {
        m_stateUntil = NEVER;
        SetState(State::I2_SENT);
    }
}

Result<void>
Association::HandleR2(const IncomingPacket& packet, Time now)
{
    if (Decide(Input::R2) != Action::ESTABLISH || !m_exchange || !m_exchange->isI2Sent)
    {
        return DropReason::UNEXPECTED_IN_STATE;
    }
    auto verified = m_host.dialect->VerifyR2(m_host, *m_exchange, packet);
    if (!verified)
    {
        return verified.error();
    }
    Session& session = *m_exchange->session;
    auto sas = MakeSaPair(m_host,
                          *session.keymat,
                          session.suite,
                          m_exchange->espIndex,
                          std::move(m_exchange->lease),
                          verified->peerSpi);
    if (!sas)
    {
        return sas.error();
    }
    session.sas = std::move(*sas);
    session.nextIndex = m_exchange->espIndex + Keymat::GetEspKeysLength(session.suite);
    if (m_state == State::ESTABLISHED)
    {
        SetPeerLocator(m_exchange->i1Address); // where I2 went; what was told is forgotten
    }
    Establish(now);
    if (verified->locators)
    {
        TakeFirstLocators(std::move(*verified->locators), now);
    }
    CheckLocators(now);
    m_registration.HandleAnswers(verified->registrationAnswers,
                                 m_identity.GetHit(),
                                 m_peer,
                                 m_path.source,
                                 now,
                                 m_host.outbox);
    return {};
}

void
Association::Establish(Time now)
{
    m_session = std::move(*m_exchange->session);
    m_peerBirthday = m_exchange->r1Counter;
    m_exchange.reset();
    m_r2.reset();
    ResetUpdates();
    m_retransmission.Stop();
    m_stateUntil = NEVER;
    m_lastUse = now;
    SetState(State::ESTABLISHED);
    AnnounceKeys();
    AnnounceSas(m_session->sas, m_path);
    RefreshPaths(m_path);
    FlushQueue(now);
    AnnounceFurther(now);
    if (!m_rules.bindsPuzzleToAddress)
    {
        ExpectData(now); // the Responder has to see that I2 came from here
    }
}

void
Association::FailExchange(Time now)
{
    m_exchange.reset();
    m_retransmission.Stop();
    m_host.Age(now); // the peer may have answered, and would believe no other I2 of ours
    if (m_state == State::ESTABLISHED)
    {
        return; // what is there stays in use
    }
    for (std::size_t lost = m_queue.TakeAll().size(); lost > 0; --lost)
    {
        m_host.outbox.Drop(DropReason::EXCHANGE_FAILED);
    }
    if (m_state != State::CLOSED)
    {
        m_stateUntil = now + m_host.config.failedWait;
        SetState(State::E_FAILED);
    }
}

} // namespace hip
