// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// The Initiator's side of the base exchange (RFC 7401 §6.6, §6.8, §6.10).

#include "core/association/association.h"
#include "core/association/packet-auth.h"
#include "core/association/puzzle.h"
#include "core/crypto/block-cipher.h"
#include "core/wire/tlv.h"

#include <algorithm>

namespace hip
{

bool
Association::Start(Time now)
{
    if (m_addresses.empty() && m_path.destination.IsUnspecified())
    {
        return false;
    }
    if (m_exchange || Decide(m_state, Input::DATA_OUT) != Action::SEND_I1)
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
    PacketWriter writer(PacketType::I1,
                        m_identity.IsAnonymous() ? CONTROL_ANONYMOUS : std::uint16_t{0},
                        m_identity.GetHit(),
                        m_peer);
    writer.Add(DhGroupListParameter{m_host.config.dhGroups});
    const Path path = MakePath(exchange.i1Address);
    Send(writer.Finish(path), path, isRetransmission);
}

Result<void>
Association::HandleR1(const PacketView& packet, const Path& path, Time now)
{
    if (Decide(m_state, Input::R1) != Action::SEND_I2 || !m_exchange)
    {
        return DropReason::UNEXPECTED_IN_STATE;
    }
    auto agreed = CheckR1(m_host, m_identity, packet);
    if (!agreed)
    {
        return agreed.error();
    }
    const std::uint64_t counter = agreed->counter ? agreed->counter->counter : 0;
    if (m_exchange->isI2Sent && counter <= m_exchange->r1Counter)
    {
        return DropReason::STALE_R1_COUNTER;
    }
    Work& work = m_host.GetWork();
    work.Add(Operation::DH_GENERATE, static_cast<Byte>(agreed->dh.group), 1);
    work.Add(Operation::DH_COMPUTE, static_cast<Byte>(agreed->dh.group), 1);
    std::shared_ptr<DhKeyPair> dh = m_host.engine.MakeDhKeyPair(agreed->dh.group);
    auto secret = dh->ComputeSecret(agreed->dh.publicValue);
    if (!secret)
    {
        return secret.error();
    }
    m_peer = packet.GetSender();
    const PuzzleSolution solution =
        Solve({agreed->hash, agreed->puzzle.k, agreed->puzzle.i, m_identity.GetHit(), m_peer},
              m_host.random);
    work.Add(Operation::PUZZLE_TRY, static_cast<Byte>(agreed->hash), solution.tries);
    KeyMaterial keymat(agreed->hash,
                       m_identity.GetHit(),
                       m_peer,
                       agreed->puzzle.i,
                       solution.j,
                       std::move(*secret));
    HipKeys keys = keymat.DrawHipKeys(agreed->cipher);
    m_exchange->espIndex = keymat.GetEspIndex(agreed->cipher);
    m_exchange->session.emplace(Session{true,
                                        std::move(agreed->peerKey),
                                        agreed->dh.group,
                                        std::move(dh),
                                        std::move(agreed->dh.publicValue),
                                        agreed->cipher,
                                        agreed->suite,
                                        std::move(keymat),
                                        std::move(keys),
                                        0,
                                        {}});
    m_exchange->hostIdTlv = std::move(agreed->hostIdTlv);
    m_exchange->r1Counter = counter;
    if (const auto offer = packet.Get<RegInfoParameter>())
    {
        m_registration.SetOffer(*offer);
    }
    SetPeerLocator(path.source);
    SendI2(packet, agreed->puzzle, now);
    return {};
}

void
Association::SendI2(const PacketView& r1, const PuzzleParameter& puzzle, Time now)
{
    Exchange& exchange = *m_exchange;
    Session& session = *exchange.session;
    if (!exchange.lease)
    {
        exchange.lease = std::make_unique<SpiLease>(m_host, *this);
    }
    PacketWriter writer(PacketType::I2,
                        m_identity.IsAnonymous() ? CONTROL_ANONYMOUS : std::uint16_t{0},
                        m_identity.GetHit(),
                        m_peer);
    writer.Add(
        EspInfoParameter{static_cast<std::uint16_t>(exchange.espIndex), 0, exchange.lease->Get()});
    if (const auto counter = r1.Get<R1CounterParameter>())
    {
        writer.Add(*counter);
    }
    if (m_host.locators.size() > 1)
    {
        writer.Add(MakeLocatorSet(exchange.lease->Get()));
    }
    m_where.announced = m_host.locators;
    const ByteSpan publicValue = session.dh->GetPublicValue();
    writer.Add(SolutionParameter{puzzle.k, puzzle.opaque, puzzle.i, session.keymat.GetJ()})
        .Add(DiffieHellmanParameter{session.group, Bytes(publicValue.begin(), publicValue.end())})
        .Add(HipCipherParameter{{session.cipher}});
    AddHostId(writer, session);
    if (const auto request = m_registration.MakeRequest())
    {
        writer.Add(*request);
    }
    if (const auto echo = r1.Get<EchoRequestSignedParameter>())
    {
        writer.Add(EchoResponseSignedParameter{echo->data});
    }
    writer
        .Add(TransportFormatListParameter{
            {static_cast<std::uint16_t>(ParameterType::ESP_TRANSFORM)}})
        .Add(EspTransformParameter{{session.suite}});
    AddMac(writer, session.keymat.GetHash(), session.keys.macOut);
    AddSignature(writer, m_identity, m_host.engine, m_host.GetWork());
    if (writer.IsTooLong())
    {
        m_host.outbox.Drop(DropReason::TOO_LONG, m_path); // R1 asked for too long an echo
        FailExchange(now);
        return;
    }
    EchoUnsigned(writer, r1);
    exchange.isI2Sent = true;
    exchange.i2 = writer;
    Send(exchange.i2->Finish(m_path), m_path, false);
    m_retransmission.Start(m_host.config, now);
    m_stateUntil = NEVER;
    SetState(State::I2_SENT);
}

void
Association::AddHostId(PacketWriter& writer, const Session& session)
{
    if (!m_host.config.encryptHostId)
    {
        writer.Add(m_identity.GetHostId());
        return;
    }
    Bytes contents;
    m_identity.GetHostId().Write(contents);
    Bytes plaintext;
    AppendTlv(plaintext, ParameterType::HOST_ID, contents);
    EncryptedParameter encrypted;
    encrypted.ivAndCiphertext.resize(GetIvLength(session.cipher));
    m_host.random.Fill(encrypted.ivAndCiphertext);
    const Bytes iv = encrypted.ivAndCiphertext;
    Append(encrypted.ivAndCiphertext,
           Encrypt(session.cipher, session.keys.encryptionOut, iv, plaintext));
    writer.Add(encrypted);
}

Result<void>
Association::HandleR2(const PacketView& packet, Time now)
{
    if (Decide(m_state, Input::R2) != Action::ESTABLISH || !m_exchange || !m_exchange->isI2Sent)
    {
        return DropReason::UNEXPECTED_IN_STATE;
    }
    Session& session = *m_exchange->session;
    const auto info = packet.Get<EspInfoParameter>();
    if (!info)
    {
        return info.error();
    }
    if (info->oldSpi != 0 || info->newSpi <= 255)
    {
        return DropReason::BAD_PARAMETER;
    }
    if (info->keymatIndex != m_exchange->espIndex)
    {
        return DropReason::BAD_KEYMAT_INDEX;
    }
    if (const auto good =
            CheckMac2(packet, session.keymat.GetHash(), session.keys.macIn, m_exchange->hostIdTlv);
        !good)
    {
        return good;
    }
    if (const auto good = CheckSignature(packet, session.peerKey, m_host.engine, m_host.GetWork());
        !good)
    {
        return good;
    }
    if (const auto good = CheckLocatorSet(packet); !good)
    {
        return good;
    }
    auto sas = MakeSaPair(m_host,
                          session.keymat,
                          session.suite,
                          m_exchange->espIndex,
                          std::move(m_exchange->lease),
                          info->newSpi);
    if (!sas)
    {
        return sas.error();
    }
    session.sas = std::move(*sas);
    session.nextIndex = m_exchange->espIndex + KeyMaterial::GetEspKeysLength(session.suite);
    Establish(now);
    if (auto set = packet.Get<LocatorSetParameter>())
    {
        TakeFirstLocators(std::move(*set), now);
    }
    CheckLocators(now);
    m_registration.HandleAnswers(packet, m_identity.GetHit(), m_path.source, now, m_host.outbox);
    return {};
}

void
Association::Establish(Time now)
{
    m_session = std::move(*m_exchange->session);
    m_exchange.reset();
    m_r2.reset();
    ResetUpdates();
    m_retransmission.Stop();
    m_stateUntil = NEVER;
    m_lastUse = now;
    SetState(State::ESTABLISHED);
    AnnounceKeys();
    AnnounceSas(m_session->sas);
    FlushQueue(now);
}

void
Association::FailExchange(Time now)
{
    m_exchange.reset();
    m_retransmission.Stop();
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
