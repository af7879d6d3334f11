// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// The Initiator's packets of HIPv2 (RFC 7401 §5.3.1, §5.3.3, §6.6, §6.8, §6.10).

#include "core/association/check-r1.h"
#include "core/association/hipv2-parts.h"
#include "core/association/hipv2.h"
#include "core/association/key-material.h"
#include "core/association/packet-auth.h"
#include "core/association/puzzle.h"
#include "core/crypto/block-cipher.h"
#include "core/wire/tlv.h"

namespace hip
{

namespace
{

void
AddHostId(PacketWriter& writer,
          HostContext& host,
          const HostIdentity& identity,
          const Session& session)
{
    if (!host.config.encryptHostId)
    {
        writer.Add(identity.GetHostId());
        return;
    }
    Bytes contents;
    identity.GetHostId().Write(contents);
    Bytes plaintext;
    AppendTlv(plaintext, ParameterType::HOST_ID, contents);
    const auto cipher = static_cast<HipCipher>(session.hipSuite);
    EncryptedParameter encrypted;
    encrypted.ivAndCiphertext.resize(GetIvLength(cipher));
    host.random.Fill(encrypted.ivAndCiphertext);
    const Bytes iv = encrypted.ivAndCiphertext;
    Append(encrypted.ivAndCiphertext, Encrypt(cipher, session.keys.encryptionOut, iv, plaintext));
    writer.Add(encrypted);
}

} // namespace

OutgoingPacket
Hipv2::MakeI1(const HostContext& host, const LocalIdentity& identity, const Hit& peer) const
{
    PacketWriter writer(PacketType::I1, GetControls(identity), identity.GetHit(), peer);
    writer.Add(DhGroupListParameter{host.config.dhGroups});
    return OutgoingPacket(writer);
}

Result<void>
Hipv2::AnswerR1(HostContext& host,
                const LocalIdentity& identity,
                const IncomingPacket& r1,
                Exchange& exchange) const
{
    auto agreed = CheckR1(host, AsHipv2(identity), View(r1));
    if (!agreed)
    {
        return agreed.error();
    }
    const std::uint64_t counter = agreed->counter ? agreed->counter->counter : 0;
    if (exchange.isI2Sent && counter <= exchange.r1Counter)
    {
        return DropReason::STALE_R1_COUNTER;
    }
    auto dh = ComputeDh(host, agreed->dh);
    if (!dh)
    {
        return dh.error();
    }
    const Hit& responder = r1.GetSender();
    const PuzzleSolution solution =
        Solve({agreed->hash, agreed->puzzle.k, agreed->puzzle.i, identity.GetHit(), responder},
              host.random);
    host.GetWork().Add(Operation::PUZZLE_TRY, static_cast<Byte>(agreed->hash), solution.tries);
    auto keymat = std::make_shared<KeyMaterial>(agreed->hash,
                                                identity.GetHit(),
                                                responder,
                                                agreed->puzzle.i,
                                                solution.j,
                                                std::move(dh->secret));
    HipKeys keys = keymat->DrawHipKeys(agreed->cipher);
    exchange.espIndex = keymat->GetEspIndex(agreed->cipher);
    exchange.session.emplace(Session{true,
                                     std::move(agreed->peerKey),
                                     agreed->dh.group,
                                     std::move(dh->own),
                                     std::move(agreed->dh.publicValue),
                                     static_cast<std::uint16_t>(agreed->cipher),
                                     agreed->suite,
                                     agreed->hash,
                                     {agreed->puzzle.i, solution.j},
                                     std::move(keymat),
                                     std::move(keys),
                                     0,
                                     {}});
    exchange.hostIdTlv = std::move(agreed->hostIdTlv);
    exchange.r1Counter = counter;
    if (auto offer = View(r1).Get<RegInfoParameter>())
    {
        exchange.registrationOffer = std::move(*offer);
    }
    return {};
}

Result<OutgoingPacket>
Hipv2::MakeI2(HostContext& host,
              const LocalIdentity& identity,
              const IncomingPacket& r1,
              const Exchange& exchange,
              const UpdateContent& further) const
{
    const PacketView asked = View(r1);
    const Session& session = *exchange.session;
    PacketWriter writer(PacketType::I2, GetControls(identity), identity.GetHit(), r1.GetSender());
    writer.Add(
        EspInfoParameter{static_cast<std::uint16_t>(exchange.espIndex), 0, exchange.lease->Get()});
    if (const auto counter = asked.Get<R1CounterParameter>())
    {
        writer.Add(*counter);
    }
    if (further.locators)
    {
        writer.Add(*further.locators);
    }
    const auto puzzle = asked.Get<PuzzleParameter>();
    const ByteSpan publicValue = session.dh->GetPublicValue();
    writer.Add(SolutionParameter{puzzle->k, puzzle->opaque, puzzle->i, session.puzzle.j})
        .Add(DiffieHellmanParameter{session.group, Bytes(publicValue.begin(), publicValue.end())})
        .Add(HipCipherParameter{{static_cast<HipCipher>(session.hipSuite)}});
    AddHostId(writer, host, AsHipv2(identity), session);
    if (further.registrationRequest)
    {
        writer.Add(*further.registrationRequest);
    }
    if (const auto echo = asked.Get<EchoRequestSignedParameter>())
    {
        writer.Add(EchoResponseSignedParameter{echo->data});
    }
    writer
        .Add(TransportFormatListParameter{
            {static_cast<std::uint16_t>(ParameterType::ESP_TRANSFORM)}})
        .Add(EspTransformParameter{{session.suite}});
    return Seal(std::move(writer), host, identity, session, &r1);
}

Result<VerifiedR2>
Hipv2::VerifyR2(HostContext& host, const Exchange& exchange, const IncomingPacket& r2) const
{
    const PacketView packet = View(r2);
    const Session& session = *exchange.session;
    const auto info = packet.Get<EspInfoParameter>();
    if (!info)
    {
        return info.error();
    }
    if (info->oldSpi != 0 || info->newSpi <= 255)
    {
        return DropReason::BAD_PARAMETER;
    }
    if (info->keymatIndex != exchange.espIndex)
    {
        return DropReason::BAD_KEYMAT_INDEX;
    }
    host.GetWork().Add(Operation::HMAC, static_cast<Byte>(session.hash), 1);
    if (const auto good = CheckMac2(packet, session.hash, session.keys.macIn, exchange.hostIdTlv);
        !good)
    {
        return good.error();
    }
    if (const auto good = CheckSignature(packet, session.peerKey, host.engine, host.GetWork());
        !good)
    {
        return good.error();
    }
    auto locators = ReadLocatorSet(packet);
    if (!locators)
    {
        return locators.error();
    }
    return VerifiedR2{info->newSpi, std::move(*locators), ReadRegistrationAnswers(packet)};
}

} // namespace hip
