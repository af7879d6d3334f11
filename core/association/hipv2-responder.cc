// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// The Responder's packets of HIPv2 (RFC 7401 §5.3.2, §5.3.4, §6.7, §6.9, appendix A).

#include "core/association/hipv2-parts.h"
#include "core/association/hipv2.h"
#include "core/association/i2-verifier.h"
#include "core/association/packet-auth.h"
#include "core/association/puzzle.h"
#include "core/crypto/hash.h"
#include "core/wire/tlv.h"

#include <algorithm>

namespace hip
{

namespace
{

/// Offsets inside the contents of PUZZLE (RFC 7401 §5.2.4).
constexpr std::size_t PUZZLE_OPAQUE = 2;
constexpr std::size_t PUZZLE_I = 4;

HashKind
GetHash(const LocalIdentity& identity)
{
    return hip::GetHash(AsHipv2(identity).GetSuite());
}

} // namespace

Result<std::vector<DhGroup>>
Hipv2::ReadI1(const IncomingPacket& i1) const
{
    const auto groups = View(i1).Get<DhGroupListParameter>();
    return groups ? Result<std::vector<DhGroup>>(groups->groups) : groups.error();
}

Bytes
Hipv2::MakeR1(HostContext& host, const LocalIdentity& identity, const R1Template& contents) const
{
    const EndpointConfig& config = host.config;
    const ByteSpan publicValue = contents.dh.GetPublicValue();
    PacketWriter writer(PacketType::R1, GetControls(identity), identity.GetHit(), Hit());
    writer.Add(R1CounterParameter{0, contents.counter})
        .Add(PuzzleParameter{config.puzzleDifficulty,
                             config.puzzleLifetime,
                             0,
                             Bytes(GetHashLength(GetHash(identity)))})
        .Add(DhGroupListParameter{config.dhGroups})
        .Add(DiffieHellmanParameter{contents.dh.GetGroup(),
                                    Bytes(publicValue.begin(), publicValue.end())})
        .Add(HipCipherParameter{config.hipCiphers})
        .Add(AsHipv2(identity).GetHostId())
        .Add(HitSuiteListParameter{{HitSuite::RSA_SHA256, HitSuite::ECDSA_SHA384}});
    if (host.service)
    {
        writer.Add(host.service->GetOffer());
    }
    writer
        .Add(TransportFormatListParameter{
            {static_cast<std::uint16_t>(ParameterType::ESP_TRANSFORM)}})
        .Add(EspTransformParameter{config.espSuites});
    AddSignature2(writer, identity, host.engine, host.GetWork());
    return writer.GetBytes();
}

Bytes
Hipv2::FinishR1(const Bytes& r1,
                const Hit& initiator,
                std::uint16_t id,
                const Bytes& i,
                const std::vector<IpAddress>& via,
                const Path& path) const
{
    Bytes packet = r1;
    const std::size_t puzzle =
        PacketView::Parse(packet)->Find(ParameterType::PUZZLE)->offset + TLV_HEADER_LENGTH;
    WriteU16(packet, puzzle + PUZZLE_OPAQUE, id);
    std::copy(i.begin(), i.end(), packet.begin() + static_cast<std::ptrdiff_t>(puzzle + PUZZLE_I));
    PacketWriter writer(*PacketView::Parse(packet));
    writer.SetReceiver(initiator);
    if (!via.empty() && writer.MayAdd(ParameterType::VIA_RVS, via.size() * sizeof(IpAddress)))
    {
        writer.Add(ViaRvsParameter{via}); // for debugging only, so that it may be left out
    }
    return writer.Finish(path);
}

Bytes
Hipv2::MakePuzzle(const Bytes& secret,
                  const LocalIdentity& identity,
                  const Hit& initiator,
                  const Path& path) const
{
    return Hash(GetHash(identity),
                {secret,
                 initiator.GetBytes(),
                 identity.GetHit().GetBytes(),
                 path.destination.GetBytes(),
                 path.source.GetBytes()});
}

Duration
Hipv2::GetPuzzleLifetime(const EndpointConfig& config) const
{
    return DecodePuzzleLifetime(config.puzzleLifetime);
}

Result<Solution>
Hipv2::ReadSolution(const IncomingPacket& i2) const
{
    const PacketView packet = View(i2);
    const auto found = packet.Get<SolutionParameter>();
    const auto counter = packet.Get<R1CounterParameter>();
    const auto dh = packet.Get<DiffieHellmanParameter>();
    for (const auto& reason : {found ? std::nullopt : std::optional(found.error()),
                               counter ? std::nullopt : std::optional(counter.error()),
                               dh ? std::nullopt : std::optional(dh.error())})
    {
        if (reason)
        {
            return *reason;
        }
    }
    return Solution{found->opaque, counter->counter, 0, found->k, found->i, found->j, dh->group};
}

bool
Hipv2::IsSolved(HostContext& host,
                const LocalIdentity& identity,
                const Hit& initiator,
                const Solution& solution) const
{
    const HashKind hash = GetHash(identity);
    host.GetWork().Add(Operation::PUZZLE_TRY, static_cast<Byte>(hash), 1);
    return solution.k == host.config.puzzleDifficulty &&
           IsSolution({hash, solution.k, solution.i, initiator, identity.GetHit()}, solution.j);
}

Result<VerifiedI2>
Hipv2::VerifyI2(HostContext& host,
                const LocalIdentity& identity,
                const std::shared_ptr<DhKeyPair>& dh,
                const IncomingPacket& i2,
                const Path& path) const
{
    return hip::VerifyI2(host, AsHipv2(identity), dh, View(i2), path);
}

OutgoingPacket
Hipv2::MakeR2(HostContext& host,
              const LocalIdentity& identity,
              const Hit& peer,
              const Session& session,
              std::size_t espIndex,
              const UpdateContent& further) const
{
    PacketWriter writer(PacketType::R2, GetControls(identity), identity.GetHit(), peer);
    writer.Add(EspInfoParameter{static_cast<std::uint16_t>(espIndex), 0, session.sas.lease->Get()});
    if (further.locators)
    {
        writer.Add(*further.locators);
    }
    AddRegistrationAnswers(writer, further.registrationAnswers);
    Bytes hostId;
    AsHipv2(identity).GetHostId().Write(hostId);
    Bytes hostIdTlv;
    AppendTlv(hostIdTlv, ParameterType::HOST_ID, hostId);
    AddMac2(writer, session.hash, session.keys.macOut, hostIdTlv);
    host.GetWork().Add(Operation::HMAC, static_cast<Byte>(session.hash), 1);
    AddSignature(writer, identity, host.engine, host.GetWork());
    return OutgoingPacket(writer);
}

} // namespace hip
