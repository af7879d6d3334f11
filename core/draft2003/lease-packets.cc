// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/draft2003/lease-packets.h"

#include "core/draft2003/packet-auth.h"

namespace hip::draft2003
{

OutgoingPacket
MakeFaq(HostContext& host, const HostIdentity& identity, const Hit& agent, const LeaseQuery& query)
{
    PacketWriter writer(PacketType::FAQ, 0, identity.GetHit(), agent);
    if (query.solution)
    {
        writer.Add(*query.solution);
    }
    if (query.hasHostId)
    {
        identity.AddTo(writer);
    }
    writer.Add(query.info);
    AddSignature(writer, identity.GetKey(), host.engine, host.GetWork());
    return OutgoingPacket(writer);
}

OutgoingPacket
MakeLeaseAnswer(HostContext& host,
                const HostIdentity& identity,
                PacketType type,
                const Hit& client,
                const FaInfoParameter& info)
{
    PacketWriter writer(type, 0, identity.GetHit(), client);
    identity.AddTo(writer);
    writer.Add(info);
    AddSignature(writer, identity.GetKey(), host.engine, host.GetWork());
    return OutgoingPacket(writer);
}

Result<PublicKey>
ReadSenderKey(HostContext& host, const PacketView& packet)
{
    const auto hostId = FindHostId(packet);
    return hostId ? VerifyHostId(host.crypto, hostId->hostId, packet.GetSender()) : hostId.error();
}

Result<FaInfoParameter>
ReadLeaseAnswer(HostContext& host, const PacketView& packet)
{
    auto info = packet.Get<FaInfoParameter>();
    if (!info)
    {
        return info.error();
    }
    const auto key = ReadSenderKey(host, packet);
    if (!key)
    {
        return key.error();
    }
    if (const auto good = CheckSignature(packet, *key, host.engine, host.GetWork()); !good)
    {
        return good.error();
    }
    return info;
}

} // namespace hip::draft2003
