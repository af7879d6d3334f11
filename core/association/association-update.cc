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
    UpdateContent reply;
    const bool isFresh = novelty == UpdateChannel::Novelty::FRESH;
    if (isFresh)
    {
        auto prepared = PrepareReply(packet, seq->updateId);
        if (!prepared)
        {
            return prepared.error();
        }
        reply = std::move(*prepared);
    }
    Confirm();
    m_lastUse = now;
    if (hasAck)
    {
        HandleAck(*ack, now);
    }
    if (isFresh)
    {
        m_updates.MarkProcessed(seq->updateId);
        ProcessUpdate(packet, path, std::move(reply), now);
    }
    else if (hasSeq)
    {
        reply.ack = seq->updateId;
        reply.request = &packet;
        SendUpdate(reply, now);
    }
    SwitchIfComplete(now);
    return {};
}

/// The part of an UPDATE that may fail; if it does, nothing has changed.
Result<Association::UpdateContent>
Association::PrepareReply(const PacketView& packet, std::uint32_t updateId)
{
    if (m_updates.IsFull())
    {
        return DropReason::RATE_LIMITED; // the peer asks without ever acknowledging
    }
    UpdateContent reply;
    reply.ack = updateId;
    reply.request = &packet;
    if (packet.Find(ParameterType::ESP_INFO))
    {
        if (const auto good = m_rekey.Check(*m_session, packet); !good)
        {
            return good.error();
        }
    }
    if (Rekey::IsRekey(packet))
    {
        auto announcement = m_rekey.Answer(m_host, *this, *m_session, packet);
        if (!announcement)
        {
            return announcement.error();
        }
        reply.rekey = std::move(*announcement);
    }
    return reply;
}

void
Association::HandleAck(const AckParameter& ack, Time now)
{
    for (const std::uint32_t updateId : ack.updateIds)
    {
        if (m_rekey.GetUpdateId() == updateId && m_updates.IsOutstanding(updateId))
        {
            m_rekey.SetAcknowledged(now);
        }
    }
    m_updates.HandleAck(ack.updateIds);
}

void
Association::ProcessUpdate(const PacketView& packet,
                           const Path& path,
                           UpdateContent reply,
                           Time now)
{
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
Association::SendUpdate(const UpdateContent& content, Time now)
{
    PacketWriter writer(PacketType::UPDATE, 0, m_identity.GetHit(), m_peer);
    const bool isReliable =
        content.rekey || !content.registrations.empty() || content.registrationRequest;
    const std::uint32_t updateId = isReliable ? m_updates.TakeNextId() : 0;
    if (content.rekey)
    {
        m_rekey.SetUpdateId(updateId);
        writer.Add(content.rekey->espInfo);
    }
    if (isReliable)
    {
        writer.Add(SeqParameter{updateId});
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
    if (content.echoResponse && MayEcho(writer, *content.echoResponse))
    {
        writer.Add(EchoResponseSignedParameter{*content.echoResponse});
    }
    SendFinished(writer, content.request);
    if (isReliable)
    {
        m_updates.AddOutstanding(updateId, writer, m_host.config, now);
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
    content.rekey = m_rekey.Announce(m_host, *this, *m_session, withDiffieHellman);
    SendUpdate(content, now);
    return true;
}

bool
Association::SwitchIfComplete(Time now)
{
    if (!m_rekey.IsComplete())
    {
        return false;
    }
    const bool hasNewSecret = m_rekey.HasNewSecret();
    m_rekey.Switch(*m_session, now);
    if (hasNewSecret)
    {
        AnnounceKeys();
    }
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
