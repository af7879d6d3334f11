// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/wire/ip-packet.h"
#include "test/core/support/hex.h"
#include "test/core/support/ip-samples.h"

#include <gtest/gtest.h>

namespace hip::test
{

TEST(IpPacket, WritesAKnownIpv4Header)
{
    Bytes header(20);
    const Path path = MakePath("192.168.0.1", "192.168.0.199");
    WriteIpv4Header(header, path, PROTOCOL_UDP, 64, 0, 0, true, 0x73 - 20);
    EXPECT_EQ(ToHex(header), "45000073000040004011b861c0a80001c0a800c7");
}

TEST(IpPacket, WritesAnIpv6Header)
{
    Bytes header(40);
    WriteIpv6Header(header,
                    MakePath("2001:db8::1", "2001:db8::2"),
                    PROTOCOL_TCP,
                    9,
                    0xab,
                    0x12345,
                    0x1234);
    EXPECT_EQ(ToHex(header),
              "6ab12345"
              "12340609"
              "20010db8000000000000000000000001"
              "20010db8000000000000000000000002");
}

TEST(IpPacket, KnowsTheHeaderLengths)
{
    EXPECT_EQ(GetIpHeaderLength(GetPathV4()), 20u);
    EXPECT_EQ(GetIpHeaderLength(GetPathV6()), 40u);
}

TEST(IpPacket, MakesWhatParsesBack)
{
    for (const Path& path : {GetPathV4(), GetPathV6()})
    {
        const Bytes payload = FromText("payload");
        const Bytes packet = MakeIpPacket(path, 139, 17, payload);
        const Result<IpInfo> info = ParseIp(packet);
        ASSERT_TRUE(info);
        EXPECT_EQ(info->path, path);
        EXPECT_EQ(info->protocol, 139);
        EXPECT_EQ(info->hopLimit, 17);
        const ByteSpan found = GetIpPayload(*info, ByteSpan(packet));
        EXPECT_EQ(Bytes(found.begin(), found.end()), payload);
    }
}

TEST(IpPacket, GivesDifferentMessagesDifferentIdentifications)
{
    const Path path = GetPathV4();
    std::vector<std::uint16_t> ids;
    for (Byte i = 0; i < 20; ++i)
    {
        // Good checksums, so that the sum over each datagram is the same.
        ids.push_back(ReadU16(MakePacket(path, PROTOCOL_UDP, MakeUdp(path, Bytes{i, 0})), 4));
    }
    std::sort(ids.begin(), ids.end());
    EXPECT_EQ(std::unique(ids.begin(), ids.end()), ids.end());
    const Bytes udp = MakeUdp(path, Bytes(3));
    EXPECT_EQ(MakePacket(path, PROTOCOL_UDP, udp), MakePacket(path, PROTOCOL_UDP, udp));
}

TEST(IpPacket, RewritesAddressesOfBothFamilies)
{
    Numbers numbers;
    for (int i = 0; i < 1000; ++i)
    {
        const bool isV4 = i % 2 == 0;
        const Path newPath = numbers.GetPath(isV4);
        const Bytes payload = numbers.GetBytes(20);
        Bytes packet = MakePacket(numbers.GetPath(isV4), PROTOCOL_NONE, payload);
        const std::uint16_t id = isV4 ? ReadU16(packet, 4) : 0;
        RewritePath(packet, newPath);
        const Result<IpInfo> info = ParseIp(packet);
        ASSERT_TRUE(info) << i;
        EXPECT_EQ(info->path, newPath);
        EXPECT_EQ(packet, MakePacket(newPath, PROTOCOL_NONE, payload));
        EXPECT_EQ(isV4 ? ReadU16(packet, 4) : 0, id);
    }
}

TEST(IpPacket, CountsHopsDownToOne)
{
    for (const Path& path : {GetPathV4(), GetPathV6()})
    {
        Bytes packet = MakeIpPacket(path, PROTOCOL_NONE, 255, {});
        for (int hops = 254; hops >= 1; --hops)
        {
            ASSERT_TRUE(DecrementHopLimit(packet));
            EXPECT_EQ(packet, MakeIpPacket(path, PROTOCOL_NONE, static_cast<Byte>(hops), {}));
        }
        const Bytes before = packet;
        EXPECT_EQ(DecrementHopLimit(packet).error(), DropReason::HOP_LIMIT_EXCEEDED);
        EXPECT_EQ(packet, before);
        Bytes zero = MakeIpPacket(path, PROTOCOL_NONE, 0, {});
        EXPECT_FALSE(DecrementHopLimit(zero));
    }
}

TEST(IpPacket, SetsFragmentFieldsWithTheirChecksum)
{
    Numbers numbers;
    for (int i = 0; i < 200; ++i)
    {
        Bytes packet = MakePacket(numbers.GetPath(true), PROTOCOL_UDP, numbers.GetBytes(16));
        const std::size_t offset = numbers.GetBelow(8000) * 8;
        const Bytes expected = AsFragmentV4(packet, offset, i % 2 == 0);
        SetIpv4Fragment(packet, offset, i % 2 == 0);
        EXPECT_EQ(packet, expected);
    }
}

} // namespace hip::test
