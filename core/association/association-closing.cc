// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// CLOSE and NOTIFY, and what timers do in each state (RFC 7401 §4.4.3, §6.13-6.15).

#include "core/association/association.h"
#include "core/crypto/hash.h"

#include <algorithm>

namespace hip
{

namespace
{

constexpr std::size_t CLOSE_NONCE = 16;

} // namespace

void
Association::Close(Time now)
{
    if (IsUp() && !m_rules.hasClose)
    {
        m_exchange.reset(); // see BeginAgain
        Finish(now);
    }
    else if (IsUp())
    {
        ResetUpdates();
        SendClose(now);
        m_stateUntil = now + m_host.config.unusedLifetime + m_host.config.msl;
        SetState(State::CLOSING);
    }
    else if (m_exchange)
    {
        FailExchange(now);
    }
}

void
Association::SendClose(Time now)
{
    m_closeEcho.resize(CLOSE_NONCE);
    m_host.random.Fill(m_closeEcho);
    m_close = m_host.dialect
                  ->MakeClose(m_host,
                              m_identity,
                              m_peer,
                              *m_session,
                              PacketKind::CLOSE,
                              m_closeEcho,
                              nullptr)
                  .value(); // a nonce of ours is never too long
    Send(*m_close, m_path, false);
    m_retransmission.Start(m_host.config, now);
}

Result<void>
Association::HandleClose(const IncomingPacket& packet, Time now)
{
    if (Decide(Input::CLOSE) != Action::SEND_CLOSE_ACK)
    {
        return DropReason::UNEXPECTED_IN_STATE;
    }
    // In I2-SENT the peer closes what our I2 has made, whose R2 was lost (RFC 7401 §4.4.3, table
    // 4).
    const bool isExchangeOver = m_state == State::I2_SENT;
    const auto& session = isExchangeOver ? m_exchange->session : m_session;
    if (!session)
    {
        return DropReason::UNEXPECTED_IN_STATE;
    }
    const auto echo = m_host.dialect->ReadClose(m_host, *session, packet);
    if (!echo)
    {
        return echo.error();
    }
    if (isExchangeOver)
    {
        m_session = std::move(*m_exchange->session);
        m_exchange.reset();
    }
    auto ack = m_host.dialect->MakeClose(m_host,
                                         m_identity,
                                         m_peer,
                                         *m_session,
                                         PacketKind::CLOSE_ACK,
                                         *echo,
                                         &packet);
    if (ack)
    {
        Send(*ack, m_path, false);
    }
    else
    {
        m_host.outbox.Drop(ack.error(), m_path);
    }
    if (m_state != State::CLOSED)
    {
        ResetUpdates();
        m_retransmission.Stop();
        m_stateUntil = now + m_host.config.unusedLifetime + 2 * m_host.config.msl;
        SetState(State::CLOSED);
    }
    if (!m_queue.IsEmpty())
    {
        Start(now);
    }
    return {};
}

Result<void>
Association::HandleCloseAck(const IncomingPacket& packet, Time now)
{
    if (Decide(Input::CLOSE_ACK) != Action::FINISH)
    {
        return DropReason::UNEXPECTED_IN_STATE;
    }
    if (!m_session)
    {
        return DropReason::UNEXPECTED_IN_STATE;
    }
    const auto echo = m_host.dialect->ReadClose(m_host, *m_session, packet);
    if (!echo)
    {
        return echo.error();
    }
    if (m_closeEcho.empty() || !IsEqualConstantTime(*echo, m_closeEcho))
    {
        return DropReason::BAD_ECHO;
    }
    Finish(now);
    return {};
}

Result<void>
Association::HandleNotify(const IncomingPacket& packet)
{
    const auto& session = m_session || !m_exchange ? m_session : m_exchange->session;
    if (!session)
    {
        return DropReason::UNEXPECTED_IN_STATE;
    }
    const auto type = m_host.dialect->ReadNotify(m_host, *session, packet);
    if (!type)
    {
        return type.error();
    }
    m_host.outbox.Emit(NotifyEvent{m_identity.GetHit(), m_peer, *type});
    return {};
}

void
Association::Finish(Time now)
{
    m_session.reset();
    m_host.Age(now);
    ResetUpdates();
    m_stateUntil = NEVER;
    m_closeEcho.clear();
    m_close.reset();
    if (m_exchange)
    {
        SetState(State::I1_SENT);
        return;
    }
    m_retransmission.Stop();
    SetState(State::UNASSOCIATED);
    if (m_registration.IsWanted())
    {
        Start(now);
    }
}

Time
Association::GetDeadline() const
{
    Time deadline = std::min({m_retransmission.GetDeadline(),
                              m_stateUntil,
                              m_updates.GetDeadline(),
                              m_rekey.GetDeadline(),
                              m_parallel.GetDeadline(),
                              m_emptyAt,
                              m_where.peer.GetDeadline(),
                              m_registration.GetDeadline()});
    if (m_state == State::ESTABLISHED)
    {
        deadline = std::min(deadline, m_lastUse + m_host.config.unusedLifetime);
        deadline = m_rules.probesPaths ? std::min(deadline, m_paths.GetDeadline()) : deadline;
    }
    return deadline;
}

void
Association::HandleTimeout(Time now)
{
    if (m_retransmission.GetDeadline() <= now)
    {
        Retransmit(now);
    }
    if (m_stateUntil <= now)
    {
        ExpireState(now);
    }
    m_rekey.HandleTimeout(now);
    m_parallel.HandleTimeout(now);
    if (m_emptyAt <= now)
    {
        SendEmpty(now);
    }
    if (m_where.peer.HandleTimeout(now))
    {
        ChoosePath(now);
    }
    RetransmitUpdates(now);
    ProbePaths(now);
    AddSas(now);
    if (m_registration.HandleTimeout(m_identity.GetHit(), m_peer, now, m_host.outbox))
    {
        RenewRegistration(now);
    }
    if (m_state == State::ESTABLISHED && m_lastUse + m_host.config.unusedLifetime <= now)
    {
        Close(now); // unused for UAL
    }
}

void
Association::Retransmit(Time now)
{
    if (!m_exchange)
    {
        // CLOSING, whose own time ends this (RFC 7401 §4.4.3, table 7).
        m_retransmission.Again(m_host.config, now);
        Send(*m_close, m_path, true);
    }
    else if (!m_retransmission.Retry(m_host.config, now))
    {
        FailExchange(now);
    }
    else if (m_exchange->isI2Sent)
    {
        Send(*m_exchange->i2, IsBeginningAgain() ? MakePath(m_exchange->i1Address) : m_path, true);
    }
    else
    {
        SendI1(true);
    }
}

void
Association::ExpireState(Time now)
{
    m_stateUntil = NEVER;
    if (m_state == State::R2_SENT)
    {
        m_lastUse = std::max(m_lastUse, now);
        SetState(State::ESTABLISHED);
        CheckLocators(now);
    }
    else
    {
        Finish(now);
    }
}

void
Association::RenewRegistration(Time now)
{
    if (IsUp())
    {
        SendRegistration(now);
    }
    else if (m_registration.IsWanted())
    {
        Start(now); // whose I2 asks again
    }
}

} // namespace hip
