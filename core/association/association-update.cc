// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// How updates come and go, whatever they carry, and registration (RFC 7401 §6.11, §6.12; RFC 8003
// §3; hip-08 §8.8, §8.9).

#include "core/association/association.h"
#include "core/association/hipv2-parts.h"

#include <algorithm>

namespace hip
{

Result<void>
Association::HandleUpdate(const IncomingPacket& packet, const Path& path, Time now)
{
    const Action action = Decide(Input::UPDATE);
    if ((action != Action::PROCESS && action != Action::CONFIRM) || !m_session)
    {
        return DropReason::UNEXPECTED_IN_STATE;
    }
    auto update = m_host.dialect->ReadUpdate(m_host, *m_session, packet);
    if (!update)
    {
        return update.error();
    }
    if (const auto good = CheckAcks(*update); !good)
    {
        return good;
    }
    auto novelty = UpdateChannel::Novelty::DUPLICATE;
    if (update->id)
    {
        novelty = m_updates.Classify(*update->id);
        if (novelty == UpdateChannel::Novelty::BEYOND)
        {
            return DropReason::BAD_UPDATE_ID;
        }
    }
    NoteSpisInUse(*update, now);
    // First what the peer announces: its ACK may be of a rekey that this replaces.
    const bool isFresh = novelty == UpdateChannel::Novelty::FRESH;
    const bool isAwaited = update->isKeyReply && m_rekey.IsUnderWay();
    auto answer = isFresh || isAwaited ? PrepareAnswer(*update, path, now)
                                       : Result<UpdateContent>(PrepareRepetition(*update));
    Confirm(now);
    m_lastUse = now;
    m_where.credit.Earn(packet.GetBytes().size(), now);
    // An answer to a check ends it only if it proves something: else whoever sends a copy of it
    // from elsewhere would end the check.
    const bool isProof = update->echoResponse && m_rules.bindsEchoToSource;
    if (!isProof)
    {
        HandleAcks(update->acks, now);
        ReportSas();
    }
    HandleEcho(*update, path, now);
    if (answer && isFresh)
    {
        m_updates.MarkProcessed(*update->id);
        ProcessUpdate(*update, packet, path, std::move(*answer), now);
    }
    else if (answer)
    {
        answer->request = &packet;
        Repeat(*update, std::move(*answer), path, now);
    }
    SwitchIfComplete(now);
    AddSas(now);
    return answer ? Result<void>() : Result<void>(answer.error());
}

/// A peer that has switched to new SAs names them in whatever it tells, though no data of it has
/// come.
void
Association::NoteSpisInUse(const PeerUpdate& update, Time now)
{
    if (update.keys)
    {
        m_rekey.NotePeerUses(update.keys->espInfo.oldSpi);
    }
    if (update.locators && m_rules.repliesWithKeys) // in HIPv2 they may name what is to come
    {
        for (const auto& [interface, set] : *update.locators)
        {
            for (const Locator& locator : set.locators)
            {
                m_rekey.NotePeerUses(locator.spi);
            }
        }
    }
    SwitchIfComplete(now);
}

/// What claims to answer must answer something (hip-08 §8.9, mm-00 §5.3).
Result<void>
Association::CheckAcks(const PeerUpdate& update) const
{
    if (update.isKeyReply && !m_updates.IsOutstanding(update.acks.front()))
    {
        return DropReason::UNEXPECTED_IN_STATE;
    }
    // A check of an address that this host has never told: somebody else claims to be it.
    const bool isCheckAlone = update.echoRequest && !update.id;
    const bool isOurs =
        std::all_of(update.acks.begin(), update.acks.end(), [this](UpdateId updateId) {
            return m_updates.HasSent(updateId);
        });
    return isCheckAlone && !isOurs ? Result<void>(DropReason::BAD_UPDATE_ID) : Result<void>();
}

/// The answer to an update that comes again, since ours was lost, perhaps.
UpdateContent
Association::PrepareRepetition(const PeerUpdate& update) const
{
    UpdateContent answer;
    answer.ack = update.id;
    answer.echoResponse = update.echoRequest;
    return answer;
}

void
Association::Repeat(const PeerUpdate& update, UpdateContent answer, const Path& path, Time now)
{
    if (m_keyReply && update.keys && update.id == m_keyReply->first)
    {
        Send(m_keyReply->second, m_path, true);
    }
    else if (update.id && !(update.keys && m_rules.repliesWithKeys))
    {
        SendUpdate(std::move(answer), m_path, now);
    }
    else if (update.echoRequest)
    {
        SendUpdate(std::move(answer), Path{path.destination, path.source}, now);
    }
}

/// The part of an update that may fail; if it does, nothing has changed.
Result<UpdateContent>
Association::PrepareAnswer(const PeerUpdate& update, const Path& path, Time now)
{
    if (m_updates.IsFull())
    {
        return DropReason::RATE_LIMITED; // the peer asks without ever acknowledging
    }
    if (update.refusal)
    {
        return *update.refusal;
    }
    UpdateContent answer;
    answer.ack = update.id;
    if (update.keys)
    {
        auto half = AnswerKeys(update, path, now);
        if (!half)
        {
            return half.error();
        }
        answer.keys = std::move(*half);
    }
    return answer;
}

void
Association::HandleAcks(const std::vector<UpdateId>& acks, Time now)
{
    for (const UpdateId updateId : acks)
    {
        if (m_where.updateId == updateId)
        {
            m_where.updateId.reset();
        }
        m_parallel.HandleAck(updateId);
        if (m_rekey.GetUpdateId() == updateId && m_updates.IsOutstanding(updateId))
        {
            NoteRekeyAck(now);
        }
    }
    m_updates.HandleAck(acks);
}

void
Association::ProcessUpdate(PeerUpdate& update,
                           const IncomingPacket& packet,
                           const Path& path,
                           UpdateContent answer,
                           Time now)
{
    if (update.registrationOffer)
    {
        m_registration.SetOffer(*update.registrationOffer);
    }
    if (m_host.service && update.registrationRequest)
    {
        answer.registrationAnswers = AnswerRegistrations(
            MakeClientRequests(*update.registrationRequest, packet, path, *m_session),
            now);
    }
    m_registration.HandleAnswers(update.registrationAnswers,
                                 m_identity.GetHit(),
                                 m_peer,
                                 m_path.source,
                                 now,
                                 m_host.outbox);
    answer.request = &packet;
    // An echo goes back the way it came, so that it tells of this path and no other.
    const bool isBack = update.echoRequest && path.destination.IsV4() == path.source.IsV4() &&
                        m_host.HasLocator(path.destination);
    answer.echoResponse = std::move(update.echoRequest);
    const bool isBound = update.keys && ParallelSas::IsAddition(*update.keys);
    if (update.locators)
    {
        TakeLocators(std::move(*update.locators), *update.id, now);
        const auto unchecked = m_where.peer.GetUnchecked(m_host.locators);
        if (!unchecked.empty() && answer.registrationAnswers.empty() && !isBound)
        {
            answer.check = unchecked.front();
        }
    }
    SendUpdate(std::move(answer),
               isBack || isBound ? Path{path.destination, path.source} : m_path,
               now);
    CheckLocators(now);
}

/// @param path where it goes, unless it checks an address
void
Association::SendUpdate(UpdateContent content, const Path& path, Time now)
{
    const bool isReliable = m_host.dialect->IsReliable(content);
    if (isReliable)
    {
        content.id = m_updates.TakeNextId(m_host.dialect->GetCounter(content));
    }
    const bool isAddition = content.keys && ParallelSas::IsAddition(*content.keys);
    if (isReliable && content.keys)
    {
        isAddition ? m_parallel.SetUpdateId(*content.id, content.keys->espInfo.newSpi)
                   : m_rekey.SetUpdateId(*content.id);
    }
    if (content.locators)
    {
        m_where.updateId = content.id;
    }
    const bool isCheck = !content.check.IsUnspecified();
    if (isCheck)
    {
        content.echoRequest =
            m_host.dialect->MakeEchoRequest(m_host, *content.id, m_where.newestTold);
        m_where.peer.BeginCheck(content.check, content.echoRequest, *content.id);
    }
    if (content.isProbe)
    {
        content.id = m_updates.TakeNextId();
        content.echoRequest =
            m_host.dialect->MakeEchoRequest(m_host, *content.id, m_where.newestTold);
    }
    auto update = m_host.dialect->MakeUpdate(m_host, m_identity, m_peer, *m_session, content);
    if (!update)
    {
        m_host.outbox.Drop(update.error(), path);
        return;
    }
    Send(*update, isCheck ? MakePath(content.check) : path, false);
    if (isReliable)
    {
        m_updates.AddOutstanding(*content.id,
                                 std::move(*update),
                                 isAddition ? path : Path{IpAddress(), content.check},
                                 m_host.config,
                                 now);
    }
    else if (content.isProbe)
    {
        m_paths.NoteProbe(path, std::move(content.echoRequest), std::move(*update), now);
    }
    else if (content.keys)
    {
        m_keyReply.emplace(*content.ack, std::move(*update));
    }
}

void
Association::Register(const std::vector<Byte>& types, Duration lifetime, Time now)
{
    m_registration.Want(types, lifetime);
    if (IsUp())
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
        SendUpdate(std::move(content), m_path, now);
    }
}

void
Association::ResetUpdates()
{
    m_updates = UpdateChannel(m_rules.numbering);
    m_where.updateId.reset();
    m_where.newestTold.reset();
    m_where.told.clear();
    m_keyReply.reset();
    m_emptyAt = NEVER;
    m_rekey = hip::Rekey();
    m_parallel = ParallelSas();
}

} // namespace hip
