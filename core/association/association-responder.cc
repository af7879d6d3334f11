// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// The Responder's side of the base exchange, from a verified I2 on (RFC 7401 §6.9).

#include "core/association/association.h"
#include "core/association/packet-auth.h"
#include "core/association/rendezvous-service.h"
#include "core/crypto/hash.h"
#include "core/wire/tlv.h"

#include <map>

namespace hip
{

bool
Association::RepeatR2(ByteSpan i2, Time now)
{
    const bool isUp = m_state == State::R2_SENT || m_state == State::ESTABLISHED;
    if (!isUp || !m_r2 || Hash(HashKind::SHA256, {i2}) != m_i2Digest)
    {
        return false;
    }
    if (m_state == State::R2_SENT)
    {
        m_stateUntil = now + m_host.config.exchangeComplete;
    }
    Send(m_r2->Finish(m_path), m_path, true);
    return true;
}

Result<void>
Association::Accept(Accepted accepted, const Path& path, Time now)
{
    Session& session = accepted.session;
    const std::size_t index = session.keymat.GetEspIndex(session.cipher);
    auto sas = MakeSaPair(m_host,
                          session.keymat,
                          session.suite,
                          index,
                          std::make_unique<SpiLease>(m_host, *this),
                          accepted.peerSpi);
    if (!sas)
    {
        return sas.error();
    }
    session.sas = std::move(*sas);
    session.nextIndex = index + KeyMaterial::GetEspKeysLength(session.suite);
    ResetUpdates();
    m_session = std::move(session);
    m_retransmission.Stop();
    SetPeerLocator(path.source);
    m_exchange.reset();
    m_where.announced = m_host.locators;
    m_close.reset();
    m_closeEcho.clear();
    m_i2Digest = std::move(accepted.i2Digest);
    SendR2(accepted.registrations, index, now);
    m_stateUntil = now + m_host.config.exchangeComplete;
    m_lastUse = now;
    SetState(State::R2_SENT);
    AnnounceKeys();
    AnnounceSas(m_session->sas);
    if (accepted.locators)
    {
        TakeFirstLocators(std::move(*accepted.locators), now);
    }
    FlushQueue(now);
    return {};
}

void
Association::SendR2(const std::vector<ClientRequest>& registrations, std::size_t index, Time now)
{
    PacketWriter writer(PacketType::R2,
                        m_identity.IsAnonymous() ? CONTROL_ANONYMOUS : std::uint16_t{0},
                        m_identity.GetHit(),
                        m_peer);
    writer.Add(EspInfoParameter{static_cast<std::uint16_t>(index), 0, m_session->sas.lease->Get()});
    if (m_host.locators.size() > 1)
    {
        writer.Add(MakeLocatorSet(m_session->sas.lease->Get()));
    }
    AddRegistrationAnswers(writer, registrations, now);
    Bytes hostId;
    m_identity.GetHostId().Write(hostId);
    Bytes hostIdTlv;
    AppendTlv(hostIdTlv, ParameterType::HOST_ID, hostId);
    AddMac2(writer, m_session->keymat.GetHash(), m_session->keys.macOut, hostIdTlv);
    AddSignature(writer, m_identity, m_host.engine, m_host.GetWork());
    m_r2 = writer;
    Send(m_r2->Finish(m_path), m_path, false);
}

void
Association::AddRegistrationAnswers(PacketWriter& writer,
                                    const std::vector<ClientRequest>& requests,
                                    Time now)
{
    std::map<Byte, RegResponseParameter> granted;
    std::map<Byte, RegFailedParameter> failed;
    for (const ClientRequest& request : requests)
    {
        const auto answer = m_host.service->HandleRequest(request, now, m_host.outbox);
        if (answer.isGranted)
        {
            granted[answer.lifetimeOrFailure].lifetimeOrFailure = answer.lifetimeOrFailure;
            granted[answer.lifetimeOrFailure].types.push_back(request.service);
        }
        else
        {
            failed[answer.lifetimeOrFailure].lifetimeOrFailure = answer.lifetimeOrFailure;
            failed[answer.lifetimeOrFailure].types.push_back(request.service);
        }
    }
    for (const auto& [lifetime, response] : granted)
    {
        writer.Add(response);
    }
    for (const auto& [type, failure] : failed)
    {
        writer.Add(failure);
    }
}

} // namespace hip
