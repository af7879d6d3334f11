// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// UPDATE: rekey and registration (RFC 7401 §6.11, §6.12; RFC 7402 §6.8-6.10; RFC 8003 §3).

#include "core/association/association.h"
#include "core/association/i2-verifier.h"
#include "core/association/packet-auth.h"

namespace hip
{

Result<void>
Association::HandleUpdate(const PacketView& packet, const Path& path, Time now)
{
    const Action action = Decide(m_state, Input::UPDATE);
    if (action != Action::PROCESS && action != Action::CONFIRM)
    {
        return DropReason::UNEXPECTED_IN_STATE;
    }
    if (const auto good = CheckPeerPacket(packet, m_session); !good)
    {
        return good;
    }
    const bool hasSeq = packet.Find(ParameterType::SEQ).has_value();
    const bool hasAck = packet.Find(ParameterType::ACK).has_value();
    const auto seq = packet.Get<SeqParameter>();
    const auto ack = packet.Get<AckParameter>();
    if (!hasSeq && !hasAck)
    {
        return DropReason::MISSING_PARAMETER;
    }
    if ((hasSeq && !seq) || (hasAck && !ack))
    {
        return DropReason::BAD_PARAMETER;
    }
    auto novelty = UpdateChannel::Novelty::DUPLICATE;
    if (hasSeq)
    {
        novelty = m_updates.Classify(seq->updateId);
        if (novelty == UpdateChannel::Novelty::BEYOND)
        {
            return DropReason::BAD_UPDATE_ID;
        }
    }
    const bool isFresh = novelty == UpdateChannel::Novelty::FRESH;
    const bool hasEspInfo = packet.Find(ParameterType::ESP_INFO).has_value();
    if (isFresh && hasEspInfo)
    {
        if (const auto good = m_rekey.Check(*m_session, packet); !good)
        {
            return good;
        }
    }
    Confirm();
    m_lastUse = now;
    if (hasAck)
    {
        HandleAck(*ack);
    }
    if (isFresh)
    {
        m_updates.MarkProcessed(seq->updateId);
        ProcessUpdate(packet, path, seq->updateId, now);
    }
    else if (hasSeq)
    {
        SendAck(seq->updateId);
    }
    SwitchIfComplete(now);
    return {};
}

void
Association::HandleAck(const AckParameter& ack)
{
    for (const std::uint32_t updateId : ack.updateIds)
    {
        if (m_rekey.GetUpdateId() == updateId && m_updates.IsOutstanding(updateId))
        {
            m_rekey.SetAcknowledged();
        }
    }
    m_updates.HandleAck(ack.updateIds);
}

void
Association::ProcessUpdate(const PacketView& packet,
                           const Path& path,
                           std::uint32_t updateId,
                           Time now)
{
    UpdateContent reply;
    reply.ack = updateId;
    if (Rekey::IsRekey(packet))
    {
        m_rekey.SetPeer(packet);
        if (!m_rekey.IsUnderWay())
        {
            AnnounceRekey(m_rekey.HasPeerDh(), reply, now);
        }
        if (const auto made = m_rekey.MakeSas(m_host, *m_session); !made)
        {
            m_host.outbox.Drop(made.error(), path);
        }
    }
    if (const auto offer = packet.Get<RegInfoParameter>())
    {
        m_registration.SetOffer(*offer);
    }
    if (m_host.service)
    {
        reply.registrations = ReadRegistrations(packet, path, *m_session);
    }
    m_registration.HandleAnswers(packet, m_identity.GetHit(), m_path.source, now, m_host.outbox);
    if (auto echo = packet.Get<EchoRequestSignedParameter>())
    {
        reply.echoResponse = std::move(echo->data);
    }
    SendUpdate(reply, now);
}

void
Association::SendAck(std::uint32_t updateId)
{
    UpdateContent content;
    content.ack = updateId;
    SendUpdate(content, Time{});
}

void
Association::SendUpdate(const UpdateContent& content, Time now)
{
    PacketWriter writer(PacketType::UPDATE, 0, m_identity.GetHit(), m_peer);
    const bool isReliable =
        content.rekey || !content.registrations.empty() || content.registrationRequest;
    const std::uint32_t updateId = content.updateId.value_or(0);
    if (content.rekey)
    {
        writer.Add(content.rekey->espInfo);
    }
    const std::uint32_t id = content.updateId ? updateId : isReliable ? m_updates.TakeNextId() : 0;
    if (isReliable)
    {
        writer.Add(SeqParameter{id});
    }
    if (content.ack)
    {
        writer.Add(AckParameter{{*content.ack}});
    }
    if (content.rekey && content.rekey->dh)
    {
        writer.Add(*content.rekey->dh);
    }
    if (content.registrationRequest)
    {
        writer.Add(*content.registrationRequest);
    }
    AddRegistrationAnswers(writer, content.registrations, now);
    if (content.echoResponse)
    {
        writer.Add(EchoResponseSignedParameter{*content.echoResponse});
    }
    SendFinished(writer);
    if (isReliable)
    {
        m_updates.AddOutstanding(id, writer, m_host.config, now);
    }
}

bool
Association::Rekey(bool withDiffieHellman, Time now)
{
    if (m_state != State::ESTABLISHED || m_rekey.IsUnderWay())
    {
        return false;
    }
    UpdateContent content;
    AnnounceRekey(withDiffieHellman, content, now);
    SendUpdate(content, now);
    return true;
}

void
Association::AnnounceRekey(bool withDiffieHellman, UpdateContent& content, Time now)
{
    content.updateId = m_updates.TakeNextId();
    content.rekey =
        m_rekey.Announce(m_host, *this, *m_session, withDiffieHellman, *content.updateId, now);
}

bool
Association::SwitchIfComplete(Time now)
{
    if (!m_rekey.IsComplete())
    {
        return false;
    }
    m_rekey.Switch(*m_session, now);
    AnnounceKeys();
    AnnounceSas(m_session->sas);
    return true;
}

void
Association::Register(const std::vector<Byte>& types, Duration lifetime, Time now)
{
    m_registration.Want(types, lifetime);
    if (m_state == State::ESTABLISHED || m_state == State::R2_SENT)
    {
        SendRegistration(now);
    }
    else
    {
        Start(now);
    }
}

void
Association::SendRegistration(Time now)
{
    UpdateContent content;
    content.registrationRequest = m_registration.MakeRequest();
    if (content.registrationRequest)
    {
        SendUpdate(content, now);
    }
}

void
Association::ResetUpdates()
{
    m_updates = UpdateChannel();
    m_rekey = hip::Rekey();
}

} // namespace hip
