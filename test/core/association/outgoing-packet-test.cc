// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/outgoing-packet.h"
#include "core/draft2003/hip-packet.h"
#include "core/wire/hip-packet.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

const Hit SENDER = *Hit::Parse("2001:21::1");
const Hit RECEIVER = *Hit::Parse("2001:21::2");
const Path IPV6{*IpAddress::Parse("2001:db8::1"), *IpAddress::Parse("2001:db8::2")};
const Path IPV4{*IpAddress::Parse("192.0.2.1"), *IpAddress::Parse("192.0.2.2")};

template <class View, class Writer>
void
CheckFinished(Writer writer, Byte protocol)
{
    OutgoingPacket packet(writer);
    EXPECT_EQ(packet.GetProtocol(), protocol);
    EXPECT_EQ(packet.GetKind(), PacketKind::I1);
    EXPECT_EQ(packet.GetSender(), SENDER);
    EXPECT_EQ(packet.GetReceiver(), RECEIVER);
    const Bytes first = packet.Finish(IPV6);
    EXPECT_TRUE(View::Parse(first)->HasGoodChecksum(IPV6));
    EXPECT_FALSE(View::Parse(first)->HasGoodChecksum(IPV4));
    const Bytes other = packet.Finish(IPV4);
    EXPECT_TRUE(View::Parse(other)->HasGoodChecksum(IPV4)) << "it may go elsewhere later";
    EXPECT_EQ(packet.Finish(IPV6), first);
}

TEST(OutgoingPacket, GetsItsChecksumWhenItIsKnownWhereItGoes)
{
    CheckFinished<PacketView>(PacketWriter(PacketType::I1, 0, SENDER, RECEIVER), 139);
    CheckFinished<draft2003::PacketView>(
        draft2003::PacketWriter(draft2003::PacketType::I1, 0, SENDER, RECEIVER),
        99);
}

} // namespace
} // namespace hip
