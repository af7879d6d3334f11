// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// UPDATE: rekey and registration (RFC 7401 §6.11, §6.12; RFC 7402 §6.8-6.10; RFC 8003 §3).

#include "core/association/association.h"
#include "core/association/i2-verifier.h"
#include "core/association/packet-auth.h"

namespace hip
{

namespace
{

std::optional<Bytes>
ReadEchoRequest(const PacketView& packet)
{
    auto echo = packet.Get<EchoRequestSignedParameter>();
    return echo ? std::optional(std::move(echo->data)) : std::nullopt;
}

} // namespace

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
    if (const auto info = packet.Get<EspInfoParameter>())
    {
        m_rekey.NotePeerUses(info->oldSpi);
        SwitchIfComplete(now);
    }
    // First what the peer announces: its ACK may be of a rekey that this replaces.
    const bool isFresh = novelty == UpdateChannel::Novelty::FRESH;
    auto reply = isFresh ? PrepareReply(packet, seq->updateId)
                         : Result<UpdateContent>(PrepareRepetition(packet));
    Confirm(now);
    m_lastUse = now;
    m_where.credit.Earn(packet.GetBytes().size(), now);
    if (hasAck)
    {
        HandleAck(*ack, now);
    }
    HandleEcho(packet, now);
    if (reply && isFresh)
    {
        m_updates.MarkProcessed(seq->updateId);
        ProcessUpdate(packet, path, std::move(*reply), now);
    }
    else if (reply && hasSeq)
    {
        reply->ack = seq->updateId;
        SendUpdate(*reply, now);
    }
    SwitchIfComplete(now);
    return reply ? Result<void>() : Result<void>(reply.error());
}

/// The answer to an UPDATE that comes again, since ours was lost, perhaps.
Association::UpdateContent
Association::PrepareRepetition(const PacketView& packet)
{
    UpdateContent reply;
    reply.request = &packet;
    reply.echoResponse = ReadEchoRequest(packet);
    return reply;
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
    if (const auto good = CheckLocatorSet(packet); !good)
    {
        return good.error();
    }
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
        if (m_where.updateId == updateId)
        {
            m_where.updateId.reset();
        }
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
    reply.echoResponse = ReadEchoRequest(packet);
    if (const auto set = packet.Get<LocatorSetParameter>())
    {
        TakeLocators(*set, *reply.ack, now);
        const auto unchecked = m_where.peer.GetUnchecked(m_host.locators);
        if (!unchecked.empty() && reply.registrations.empty())
        {
            reply.check = unchecked.front();
        }
    }
    SendUpdate(reply, now);
    CheckLocators(now);
}

void
Association::SendUpdate(const UpdateContent& content, Time now)
{
    PacketWriter writer(PacketType::UPDATE, 0, m_identity.GetHit(), m_peer);
    const bool isCheck = !content.check.IsUnspecified();
    const bool isReliable = content.rekey || !content.registrations.empty() ||
                            content.registrationRequest || content.announcesLocators || isCheck;
    const std::uint32_t updateId = isReliable ? m_updates.TakeNextId() : 0;
    if (content.rekey)
    {
        m_rekey.SetUpdateId(updateId);
        writer.Add(content.rekey->espInfo);
    }
    else if (content.announcesLocators || isCheck)
    {
        const std::uint32_t spi = m_session->sas.lease->Get();
        writer.Add(EspInfoParameter{0, spi, spi}); // the SA in use (RFC 8046 §3.2.1)
    }
    if (content.announcesLocators)
    {
        m_where.updateId = updateId;
        writer.Add(MakeLocatorSet(content.rekey ? content.rekey->espInfo.newSpi
                                                : m_session->sas.lease->Get()));
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
    if (isCheck)
    {
        writer.Add(BeginCheck(content.check, updateId));
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
    SendFinished(writer, isCheck ? MakePath(content.check) : m_path, content.request);
    if (isReliable)
    {
        m_updates.AddOutstanding(updateId, writer, content.check, m_host.config, now);
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
    m_where.updateId.reset();
    m_where.newestTold.reset();
    m_rekey = hip::Rekey();
}

} // namespace hip
