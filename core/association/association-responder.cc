// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// The Responder's side of the base exchange, from a verified I2 on (RFC 7401 §6.9, hip-08 §8.6).

#include "core/association/association.h"
#include "core/association/rendezvous-service.h"
#include "core/crypto/hash.h"

#include <map>

namespace hip
{

Bytes
Association::MakeDigest(const IncomingPacket& i2) const
{
    return Hash(HashKind::SHA256, {m_host.dialect->GetLasting(i2)});
}

bool
Association::RepeatR2(const IncomingPacket& i2, const Path& path, Time now)
{
    if (!IsUp() || !m_r2 || MakeDigest(i2) != m_i2Digest)
    {
        return false;
    }
    if (m_state == State::R2_SENT)
    {
        m_stateUntil = now + m_host.config.exchangeComplete;
    }
    Send(*m_r2, Path{path.destination, path.source}, true); // the Initiator may have moved
    return true;
}

Result<void>
Association::Accept(VerifiedI2 verified, const IncomingPacket& i2, const Path& path, Time now)
{
    Session& session = verified.session;
    auto sas = MakeSaPair(m_host,
                          *session.keymat,
                          session.suite,
                          verified.espIndex,
                          std::make_unique<SpiLease>(m_host, *this),
                          verified.peerSpi);
    if (!sas)
    {
        return sas.error();
    }
    session.sas = std::move(*sas);
    session.nextIndex = verified.espIndex + Keymat::GetEspKeysLength(session.suite);
    ResetUpdates();
    m_session = std::move(session);
    m_peerBirthday = verified.birthday;
    m_retransmission.Stop();
    SetPeerLocator(path.source);
    if (!m_rules.bindsPuzzleToAddress)
    {
        // Whoever solves the puzzle may have sent I2 from any address, and made up this one.
        m_where.unproved = path.source;
        m_where.isVerified = false;
    }
    m_exchange.reset();
    m_close.reset();
    m_closeEcho.clear();
    m_i2Digest = MakeDigest(i2);
    SendR2(verified.registrations, verified.espIndex, now);
    m_stateUntil = m_rules.confirmsExchange ? now + m_host.config.exchangeComplete : NEVER;
    m_lastUse = now;
    SetState(m_rules.confirmsExchange ? State::R2_SENT : State::ESTABLISHED);
    AnnounceKeys();
    AnnounceSas(m_session->sas, m_path);
    if (verified.locators)
    {
        TakeFirstLocators(std::move(*verified.locators), now);
    }
    RefreshPaths(m_path);
    FlushQueue(now);
    AnnounceFurther(now);
    return {};
}

void
Association::SendR2(const std::vector<ClientRequest>& registrations, std::size_t espIndex, Time now)
{
    UpdateContent further;
    further.locators = MakeFirstLocators(m_session->sas.lease->Get());
    further.registrationAnswers = AnswerRegistrations(registrations, now);
    m_r2 = m_host.dialect->MakeR2(m_host, m_identity, m_peer, *m_session, espIndex, further);
    Send(*m_r2, m_path, false);
}

/// @return one answer for each lifetime and each reason of failure
RegistrationAnswers
Association::AnswerRegistrations(const std::vector<ClientRequest>& requests, Time now)
{
    std::map<std::pair<bool, Byte>, std::vector<Byte>> types;
    for (const ClientRequest& request : requests)
    {
        const auto answer = m_host.service->HandleRequest(request, now, m_host.outbox);
        types[{answer.isGranted, answer.lifetimeOrFailure}].push_back(request.service);
    }
    RegistrationAnswers answers;
    for (const auto& [outcome, of] : types)
    {
        answers.push_back({outcome.first, outcome.second, of});
    }
    return answers;
}

} // namespace hip
