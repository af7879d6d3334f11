// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// NES (hip-08 §7.5, §8.8, §8.9), REA, AC and ACR (mm-00 §5, §6).

#include "core/draft2003/dialect-parts.h"
#include "core/draft2003/dialect.h"
#include "core/draft2003/packet-auth.h"

#include <algorithm>

namespace hip::draft2003
{

namespace
{

constexpr std::uint16_t
GetNumber(UpdateId id)
{
    return static_cast<std::uint16_t>(id);
}

Bytes
Write(const AcInfoParameter& info)
{
    Bytes contents;
    info.Write(contents);
    return contents;
}

void
AddNes(PacketWriter& writer, const KeyChange& keys, bool isReply, UpdateId id)
{
    if (keys.dh)
    {
        writer.Add(
            DiffieHellmanParameter{FromDhGroup(keys.dh->group).value(), keys.dh->publicValue});
    }
    writer.Add(NesInfoParameter{isReply,
                                keys.espInfo.keymatIndex,
                                GetNumber(id),
                                keys.espInfo.oldSpi,
                                keys.espInfo.newSpi});
}

void
AddRea(PacketWriter& writer,
       const LocatorSetParameter& locators,
       const Session& session,
       UpdateId id)
{
    const std::uint32_t spi = session.sas.lease->Get();
    // The same SPI twice: SAs change with NES, never with REA (mm-00 does not say how they would).
    ReaInfoParameter
        info{ONLY_INTERFACE, session.sas.outbound->GetSpi(), spi, spi, 0, GetNumber(id), {}};
    for (const Locator& locator : locators.locators)
    {
        info.addresses.push_back({locator.lifetime, locator.address});
    }
    writer.Add(info);
}

Result<PeerUpdate>
ReadNes(HostContext& host, const Session& session, const PacketView& nes)
{
    const auto info = nes.Get<NesInfoParameter>();
    if (!info)
    {
        return info.error();
    }
    if (info->oldSpi == info->newSpi || info->oldSpi == 0)
    {
        return DropReason::BAD_PARAMETER; // the SPI must change (hip-08 §3.3)
    }
    KeyChange keys{EspInfoParameter{info->keymatIndex, info->oldSpi, info->newSpi}, std::nullopt};
    if (nes.Find(ParameterType::DIFFIE_HELLMAN))
    {
        auto dh = nes.Get<DiffieHellmanParameter>();
        const auto group = dh ? ToDhGroup(dh->group) : std::nullopt;
        if (!group)
        {
            return dh ? DropReason::BAD_DH_VALUE : dh.error();
        }
        keys.dh = hip::DiffieHellmanParameter{*group, std::move(dh->publicValue)};
    }
    if (const auto good = CheckAuth(host, session, nes); !good)
    {
        return good.error();
    }
    PeerUpdate update;
    update.keys = std::move(keys);
    update.isKeyReply = info->isReply;
    const UpdateId id = MakeUpdateId(PacketKind::NES, info->nesId);
    if (info->isReply)
    {
        update.acks = {id};
    }
    else
    {
        update.id = id;
    }
    return update;
}

/// @return the addresses of each interface that a REA tells; else BAD_PARAMETER
Result<LocatorGroups>
ReadGroups(const std::vector<ReaInfoParameter>& infos)
{
    LocatorGroups groups;
    for (const ReaInfoParameter& info : infos)
    {
        LocatorSetParameter& set = groups[info.interfaceId];
        for (const ReaAddress& told : info.addresses)
        {
            if (info.reaId != infos.front().reaId || !told.address.IsUnicast() ||
                GetHitKind(told.address))
            {
                return DropReason::BAD_PARAMETER;
            }
            Locator locator;
            locator.isPreferred = groups.size() == 1 && set.locators.empty();
            locator.lifetime = told.lifetime;
            locator.spi = info.currentSpi;
            locator.address = told.address;
            set.locators.push_back(locator);
        }
    }
    return groups;
}

Result<PeerUpdate>
ReadRea(HostContext& host, const Session& session, const PacketView& rea)
{
    const auto infos = rea.GetAll<ReaInfoParameter>();
    if (!infos)
    {
        return infos.error();
    }
    auto groups = ReadGroups(*infos);
    if (!groups)
    {
        return groups.error();
    }
    if (const auto good = CheckAuth(host, session, rea); !good)
    {
        return good.error();
    }
    PeerUpdate update;
    update.id = MakeUpdateId(PacketKind::REA, infos->front().reaId);
    update.locators = std::move(*groups);
    return update;
}

/// AC and ACR, which are not signed (mm-00 §6.1.2).
Result<PeerUpdate>
ReadAddressCheck(HostContext& host, const Session& session, const PacketView& packet)
{
    const auto info = packet.Get<AcInfoParameter>();
    if (!info)
    {
        return info.error();
    }
    host.GetWork().Add(Operation::HMAC, static_cast<Byte>(HashKind::SHA1), 1);
    if (const auto good = CheckHmac(packet, session.keys.macIn); !good)
    {
        return good.error();
    }
    PeerUpdate update;
    if (packet.GetType() == PacketType::AC)
    {
        update.acks = {MakeUpdateId(PacketKind::REA, info->reaId)};
        update.echoRequest = Write(*info);
    }
    else
    {
        update.acks = {MakeUpdateId(PacketKind::AC, info->acId)};
        update.echoResponse = Write(*info);
    }
    return update;
}

} // namespace

bool
Draft2003::IsReliable(const UpdateContent& content) const
{
    const bool isNes = content.keys && !content.ack;
    return isNes || content.locators || !content.check.IsUnspecified();
}

UpdateId
Draft2003::GetCounter(const UpdateContent& content) const
{
    return MakeUpdateId(content.keys       ? PacketKind::NES
                        : content.locators ? PacketKind::REA
                                           : PacketKind::AC,
                        0);
}

Bytes
Draft2003::MakeEchoRequest(HostContext& host,
                           UpdateId id,
                           std::optional<UpdateId> announcement) const
{
    // The timestamp is of free form: what cannot be guessed keeps the answer from being made up.
    return Write(
        AcInfoParameter{GetNumber(id), GetNumber(announcement.value_or(0)), host.random.GetU32()});
}

Result<OutgoingPacket>
Draft2003::MakeUpdate(HostContext& host,
                      const LocalIdentity& identity,
                      const Hit& peer,
                      const Session& session,
                      const UpdateContent& content) const
{
    const auto begin = [&](PacketType type) {
        return PacketWriter(type, 0, identity.GetHit(), peer);
    };
    const auto check = [&](PacketType type, const AcInfoParameter& info) {
        PacketWriter writer = begin(type);
        writer.Add(info);
        AddHmac(writer, session.keys.macOut);
        host.GetWork().Add(Operation::HMAC, static_cast<Byte>(HashKind::SHA1), 1);
        return OutgoingPacket(writer);
    };
    if (content.keys || content.locators)
    {
        PacketWriter writer = begin(content.keys ? PacketType::NES : PacketType::REA);
        content.keys ? AddNes(writer,
                              *content.keys,
                              content.ack.has_value(),
                              content.ack ? *content.ack : *content.id)
                     : AddRea(writer, *content.locators, session, *content.id);
        AddHmac(writer, session.keys.macOut);
        host.GetWork().Add(Operation::HMAC, static_cast<Byte>(HashKind::SHA1), 1);
        AddSignature(writer, identity.GetKey(), host.engine, host.GetWork());
        return OutgoingPacket(writer);
    }
    if (content.echoResponse)
    {
        return check(PacketType::ACR, AcInfoParameter::Parse(*content.echoResponse).value());
    }
    if (!content.echoRequest.empty())
    {
        return check(PacketType::AC, AcInfoParameter::Parse(content.echoRequest).value());
    }
    // AC is the only acknowledgement of a REA that tells nothing new (mm-00 §5.3).
    return check(PacketType::AC, AcInfoParameter{0, GetNumber(content.ack.value_or(0)), 0});
}

Result<PeerUpdate>
Draft2003::ReadUpdate(HostContext& host, const Session& session, const IncomingPacket& packet) const
{
    const PacketView view = View(packet);
    switch (view.GetType())
    {
    case PacketType::NES:
        return ReadNes(host, session, view);
    case PacketType::REA:
        return ReadRea(host, session, view);
    case PacketType::AC:
    case PacketType::ACR:
        return ReadAddressCheck(host, session, view);
    default:
        return DropReason::UNKNOWN_PACKET_TYPE;
    }
}

Result<OutgoingPacket>
Draft2003::MakeClose(HostContext&,
                     const LocalIdentity&,
                     const Hit&,
                     const Session&,
                     PacketKind,
                     const Bytes&,
                     const IncomingPacket*) const
{
    return DropReason::UNKNOWN_PACKET_TYPE;
}

Result<Bytes>
Draft2003::ReadClose(HostContext&, const Session&, const IncomingPacket&) const
{
    return DropReason::UNKNOWN_PACKET_TYPE;
}

Result<std::uint16_t>
Draft2003::ReadNotify(HostContext&, const Session&, const IncomingPacket&) const
{
    return DropReason::UNKNOWN_PACKET_TYPE;
}

} // namespace hip::draft2003
