// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// The Initiator's packets of 2003 (hip-08 §7.1, §7.3, §8.3, §8.5, §8.7).

#include "core/association/check-r1.h"
#include "core/draft2003/dialect-parts.h"
#include "core/draft2003/dialect.h"
#include "core/draft2003/encryption.h"
#include "core/draft2003/host-identity.h"
#include "core/draft2003/key-material.h"
#include "core/draft2003/packet-auth.h"
#include "core/draft2003/puzzle.h"
#include "core/util/endian.h"

#include <algorithm>

namespace hip::draft2003
{

namespace
{

/// What this host takes of an R1's offers.
struct Choice
{
    hip::DiffieHellmanParameter dh;
    Suite hipSuite;
    EspSuite espSuite;
};

/// @return the first of the Responder's suites that this host has too
template <class Own, class Convert>
auto
ChooseSuite(const std::vector<Suite>& offered, const std::vector<Own>& own, Convert convert)
    -> std::optional<Own>
{
    for (const Suite suite : offered)
    {
        const std::optional<Own> converted = convert(suite);
        if (converted && std::count(own.begin(), own.end(), *converted) > 0)
        {
            return converted;
        }
    }
    return std::nullopt;
}

Result<Choice>
Choose(const EndpointConfig& config, const PacketView& r1)
{
    const auto hipSuites = r1.Get<HipTransformParameter>();
    const auto espSuites = r1.Get<EspTransformParameter>();
    auto dh = r1.Get<DiffieHellmanParameter>();
    for (const auto& reason : {hipSuites ? std::nullopt : std::optional(hipSuites.error()),
                               espSuites ? std::nullopt : std::optional(espSuites.error()),
                               dh ? std::nullopt : std::optional(dh.error())})
    {
        if (reason)
        {
            return *reason;
        }
    }
    const auto hipSuite = ChooseSuite(hipSuites->suites, config.hipTransforms, [](Suite suite) {
        return std::optional(suite);
    });
    const auto espSuite = ChooseSuite(espSuites->suites, config.espSuites, ToEspSuite);
    const auto group = ToDhGroup(dh->group);
    if (!group || std::count(config.dhGroups.begin(), config.dhGroups.end(), *group) == 0)
    {
        return DropReason::NO_DH_PROPOSAL;
    }
    if (!hipSuite || !espSuite)
    {
        return hipSuite ? DropReason::NO_ESP_PROPOSAL : DropReason::NO_CIPHER_PROPOSAL;
    }
    return Choice{{*group, std::move(dh->publicValue)}, *hipSuite, *espSuite};
}

} // namespace

OutgoingPacket
Draft2003::MakeI1(const HostContext&, const LocalIdentity& identity, const Hit& peer) const
{
    return OutgoingPacket(PacketWriter(PacketType::I1, 0, identity.GetHit(), peer));
}

std::uint64_t
Draft2003::ReadBirthday(const IncomingPacket& r1) const
{
    const auto cookie = View(r1).Get<CookieParameter>();
    return cookie ? cookie->birthday : 0;
}

Result<void>
Draft2003::AnswerR1(HostContext& host,
                    const LocalIdentity& identity,
                    const IncomingPacket& packet,
                    Exchange& exchange) const
{
    const PacketView r1 = View(packet);
    auto key = AuthenticateR1(host, r1);
    if (!key)
    {
        return key.error();
    }
    const auto cookie = r1.Get<CookieParameter>();
    auto choice = Choose(host.config, r1);
    if (!cookie || !choice)
    {
        return cookie ? choice.error() : cookie.error();
    }
    const Hit& peer = packet.GetSender();
    const auto j = SolvePuzzle(host, *cookie, identity.GetHit(), peer);
    if (!j)
    {
        return j.error();
    }
    auto dh = ComputeDh(host, choice->dh);
    if (!dh)
    {
        return dh.error();
    }
    auto keymat = std::make_shared<KeyMaterial>(Role::INITIATOR,
                                                identity.GetHit(),
                                                peer,
                                                std::move(dh->secret));
    HipKeys keys = keymat->DrawHipKeys(choice->hipSuite);
    exchange.espIndex = KeyMaterial::GetEspIndex(choice->hipSuite);
    exchange.r1Counter = cookie->birthday;
    exchange.session.emplace(Session{true,
                                     std::move(*key),
                                     choice->dh.group,
                                     std::move(dh->own),
                                     std::move(choice->dh.publicValue),
                                     static_cast<std::uint16_t>(choice->hipSuite),
                                     choice->espSuite,
                                     HashKind::SHA1,
                                     {ToBytes(cookie->i), ToBytes(*j)},
                                     std::move(keymat),
                                     std::move(keys),
                                     0,
                                     {}});
    return {};
}

Result<OutgoingPacket>
Draft2003::MakeI2(HostContext& host,
                  const LocalIdentity& identity,
                  const IncomingPacket& r1,
                  const Exchange& exchange,
                  const UpdateContent&) const
{
    const Session& session = *exchange.session;
    const auto suite = static_cast<Suite>(session.hipSuite);
    const auto& own = AsDraft2003(identity);
    const ByteSpan publicValue = session.dh->GetPublicValue();
    Bytes iv(GetSuiteInfo(suite).blockLength);
    host.random.Fill(iv);
    PacketWriter writer(PacketType::I2, GetControls(identity), own.GetHit(), r1.GetSender());
    writer.Add(SpiLsiParameter{exchange.lease->Get(), MakeDefaultLsi(r1.GetSender())})
        .Add(CookieSolutionParameter{host.birthday,
                                     ReadU64(session.puzzle.i, 0),
                                     ReadU64(session.puzzle.j, 0)})
        .Add(DiffieHellmanParameter{FromDhGroup(session.group).value(),
                                    Bytes(publicValue.begin(), publicValue.end())})
        .Add(HipTransformParameter{{suite}})
        .Add(EspTransformParameter{{FromEspSuite(session.suite).value()}})
        .Add(Encrypt(suite, session.keys.encryptionOut, iv, own.GetTlv()));
    AddSignature(writer, own.GetKey(), host.engine, host.GetWork());
    return OutgoingPacket(writer);
}

Result<VerifiedR2>
Draft2003::VerifyR2(HostContext& host, const Exchange& exchange, const IncomingPacket& packet) const
{
    const PacketView r2 = View(packet);
    const Session& session = *exchange.session;
    const auto spi = r2.Get<SpiLsiParameter>();
    if (!spi)
    {
        return spi.error();
    }
    if (const auto good = CheckAuth(host, session, r2); !good)
    {
        return good.error();
    }
    return VerifiedR2{spi->spi, std::nullopt, {}};
}

} // namespace hip::draft2003
