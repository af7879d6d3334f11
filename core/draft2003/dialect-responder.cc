// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// The Responder's packets of 2003 (hip-08 §7.2, §7.4, §8.4, §8.6).

#include "core/crypto/hash.h"
#include "core/draft2003/dialect-parts.h"
#include "core/draft2003/dialect.h"
#include "core/draft2003/encryption.h"
#include "core/draft2003/key-material.h"
#include "core/draft2003/packet-auth.h"
#include "core/draft2003/puzzle.h"
#include "core/util/endian.h"

#include <algorithm>

namespace hip::draft2003
{

namespace
{

constexpr std::size_t I_LENGTH = 8;
constexpr Duration COOKIE_LIFETIME = std::chrono::seconds(60); ///< of a retired one (hip-08 §4.1.1)

std::vector<Suite>
GetEspTransforms(const EndpointConfig& config)
{
    std::vector<Suite> suites;
    for (const EspSuite suite : config.espSuites)
    {
        if (const auto known = FromEspSuite(suite))
        {
            suites.push_back(*known);
        }
    }
    return suites;
}

/// What I2 has chosen: exactly one of each, of those that were offered (hip-08 §8.6 step 2).
struct Choice
{
    Suite hipSuite;
    EspSuite espSuite;
};

Result<Choice>
ReadChoice(const EndpointConfig& config, const PacketView& i2)
{
    const auto hip = i2.Get<HipTransformParameter>();
    const auto esp = i2.Get<EspTransformParameter>();
    if (!hip || !esp)
    {
        return hip ? esp.error() : hip.error();
    }
    const auto& own = config.hipTransforms;
    if (hip->suites.size() != 1 || std::count(own.begin(), own.end(), hip->suites.front()) == 0)
    {
        return DropReason::NO_CIPHER_PROPOSAL;
    }
    const auto suite = ToEspSuite(esp->suites.front());
    const bool isOffered =
        suite && std::count(config.espSuites.begin(), config.espSuites.end(), *suite) > 0;
    if (esp->suites.size() != 1 || !isOffered ||
        (i2.GetControls() & CONTROL_LONG_SEQUENCE) != 0) // which no suite of ours has
    {
        return DropReason::NO_ESP_PROPOSAL;
    }
    return Choice{hip->suites.front(), *suite};
}

/// Who the Initiator is, and that it made this packet (hip-08 §8.6 steps 3 to 5).
Result<PublicKey>
Authenticate(HostContext& host, const PacketView& i2, Suite suite, const HipKeys& keys)
{
    const auto encrypted = i2.Get<EncryptedParameter>();
    if (!encrypted)
    {
        return encrypted.error();
    }
    const auto tlvs = Decrypt(suite, keys.encryptionIn, *encrypted);
    if (!tlvs)
    {
        return tlvs.error();
    }
    const auto hostId = FindHostId(*tlvs);
    if (!hostId)
    {
        return hostId.error();
    }
    auto key = VerifyHostId(host.crypto, hostId->hostId, i2.GetSender());
    if (!key)
    {
        return key.error();
    }
    if (const auto good = CheckSignature(i2, *key, host.engine, host.GetWork()); !good)
    {
        return good.error();
    }
    if ((i2.GetControls() & CONTROL_ANONYMOUS) != 0 && !host.config.acceptAnonymous)
    {
        return DropReason::ANONYMOUS_REFUSED;
    }
    return key;
}

} // namespace

Result<std::vector<hip::DhGroup>>
Draft2003::ReadI1(const IncomingPacket&) const
{
    return std::vector<hip::DhGroup>{}; // the Responder alone chooses
}

Bytes
Draft2003::MakeR1(HostContext& host,
                  const LocalIdentity& identity,
                  const R1Template& contents) const
{
    const auto& own = AsDraft2003(identity);
    const ByteSpan publicValue = contents.dh.GetPublicValue();
    const Bytes i = MakePuzzle(contents.secret, identity, {}, {});
    PacketWriter writer(PacketType::R1, GetControls(identity), own.GetHit(), Hit());
    writer.Add(CookieParameter{host.birthday, ReadU64(i, 0), host.config.puzzleDifficulty})
        .Add(DiffieHellmanParameter{FromDhGroup(contents.dh.GetGroup()).value(),
                                    Bytes(publicValue.begin(), publicValue.end())})
        .Add(HipTransformParameter{host.config.hipTransforms})
        .Add(EspTransformParameter{GetEspTransforms(host.config)});
    own.AddTo(writer);
    AddSignature2(writer, own.GetKey(), host.engine, host.GetWork());
    return writer.GetBytes();
}

Bytes
Draft2003::FinishR1(const Bytes& r1,
                    const Hit& initiator,
                    std::uint16_t,
                    const Bytes&,
                    const std::vector<IpAddress>&,
                    const Path& path) const
{
    PacketWriter writer(*PacketView::Parse(r1));
    writer.SetReceiver(initiator);
    return writer.Finish(path);
}

/// The signature covers I, so that all Initiators get the same one; HIT-I tells solutions apart.
Bytes
Draft2003::MakePuzzle(const Bytes& secret, const LocalIdentity&, const Hit&, const Path&) const
{
    Bytes i = Hash(HashKind::SHA1, {secret});
    i.resize(I_LENGTH);
    return i;
}

Duration
Draft2003::GetPuzzleLifetime(const EndpointConfig&) const
{
    return COOKIE_LIFETIME;
}

Result<Solution>
Draft2003::ReadSolution(const IncomingPacket& packet) const
{
    const PacketView i2 = View(packet);
    const auto cookie = i2.Get<CookieSolutionParameter>();
    if (!cookie)
    {
        return cookie.error();
    }
    Solution solution;
    solution.birthday = cookie->birthday;
    solution.i = ToBytes(cookie->i);
    solution.j = ToBytes(cookie->j);
    if (i2.GetType() == PacketType::FAQ)
    {
        return solution; // which asks for no keys
    }
    const auto dh = i2.Get<DiffieHellmanParameter>();
    const auto group = dh ? ToDhGroup(dh->group) : std::nullopt;
    if (!group)
    {
        return dh ? DropReason::BAD_DH_VALUE : dh.error();
    }
    solution.group = *group;
    return solution;
}

bool
Draft2003::IsSolved(HostContext& host,
                    const LocalIdentity& identity,
                    const Hit& initiator,
                    const Solution& solution) const
{
    host.GetWork().Add(Operation::PUZZLE_TRY, static_cast<Byte>(HashKind::SHA1), 1);
    return IsSolution(
        {host.config.puzzleDifficulty, ReadU64(solution.i, 0), initiator, identity.GetHit()},
        ReadU64(solution.j, 0));
}

/// The checksum differs with the addresses, which an Initiator may change between two copies.
Bytes
Draft2003::GetLasting(const IncomingPacket& i2) const
{
    const ByteSpan bytes = i2.GetBytes();
    Bytes lasting(bytes.begin(), bytes.end());
    WriteU16(lasting, PacketFormat::AT_CHECKSUM, 0);
    return lasting;
}

Result<VerifiedI2>
Draft2003::VerifyI2(HostContext& host,
                    const LocalIdentity& identity,
                    const std::shared_ptr<hip::DhKeyPair>& own,
                    const IncomingPacket& packet,
                    const Path&) const
{
    const PacketView i2 = View(packet);
    const auto choice = ReadChoice(host.config, i2);
    const auto spi = i2.Get<SpiLsiParameter>();
    auto dh = i2.Get<DiffieHellmanParameter>();
    const auto cookie = i2.Get<CookieSolutionParameter>();
    for (const auto& reason : {choice ? std::nullopt : std::optional(choice.error()),
                               spi ? std::nullopt : std::optional(spi.error()),
                               dh ? std::nullopt : std::optional(dh.error()),
                               cookie ? std::nullopt : std::optional(cookie.error())})
    {
        if (reason)
        {
            return *reason;
        }
    }
    host.GetWork().Add(Operation::DH_COMPUTE, static_cast<Byte>(own->GetGroup()), 1);
    auto secret = own->ComputeSecret(dh->publicValue);
    if (!secret)
    {
        return secret.error();
    }
    auto keymat = std::make_shared<KeyMaterial>(Role::RESPONDER,
                                                identity.GetHit(),
                                                i2.GetSender(),
                                                std::move(*secret));
    HipKeys keys = keymat->DrawHipKeys(choice->hipSuite);
    auto key = Authenticate(host, i2, choice->hipSuite, keys);
    if (!key)
    {
        return key.error();
    }
    return VerifiedI2{Session{false,
                              std::move(*key),
                              own->GetGroup(),
                              own,
                              std::move(dh->publicValue),
                              static_cast<std::uint16_t>(choice->hipSuite),
                              choice->espSuite,
                              HashKind::SHA1,
                              {ToBytes(cookie->i), ToBytes(cookie->j)},
                              std::move(keymat),
                              std::move(keys),
                              0,
                              {}},
                      KeyMaterial::GetEspIndex(choice->hipSuite),
                      spi->spi,
                      {},
                      std::nullopt,
                      cookie->birthday};
}

OutgoingPacket
Draft2003::MakeR2(HostContext& host,
                  const LocalIdentity& identity,
                  const Hit& peer,
                  const Session& session,
                  std::size_t,
                  const UpdateContent&) const
{
    PacketWriter writer(PacketType::R2, 0, identity.GetHit(), peer);
    writer.Add(SpiLsiParameter{session.sas.lease->Get(), MakeDefaultLsi(peer)});
    AddHmac(writer, session.keys.macOut);
    host.GetWork().Add(Operation::HMAC, static_cast<Byte>(HashKind::SHA1), 1);
    AddSignature(writer, identity.GetKey(), host.engine, host.GetWork());
    return OutgoingPacket(writer);
}

} // namespace hip::draft2003
