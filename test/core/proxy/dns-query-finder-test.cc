// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/dns-query-finder.h"
#include "core/wire/fragmentation.h"
#include "test/core/proxy/packet-kit.h"

#include <gtest/gtest.h>

namespace hip::test
{

namespace
{

const Path PATH = Between("3ffe:400::50", "3ffe:100::53");
const Path PATH_V4 = Between("192.0.2.50", "203.0.113.53");

std::optional<InterceptedQuery>
Find(const Bytes& packet)
{
    const auto info = ParseIp(packet);
    return info ? FindDnsQuery(*info, packet) : std::nullopt;
}

} // namespace

TEST(DnsQueryFinder, TakesTheMessageOutOfThePacket)
{
    for (const Path& path : {PATH, PATH_V4})
    {
        const Bytes message(30, 0x11);
        const Bytes packet = BuildUdp(path, 4000, 53, message);
        Bytes padded = packet;
        padded.resize(packet.size() + 5);
        const auto query = Find(padded);
        ASSERT_TRUE(query);
        EXPECT_EQ(query->message, message);
        EXPECT_EQ(query->packet, packet) << "without the padding of the link";
        EXPECT_EQ(query->server, path.destination);
        EXPECT_EQ(query->client, (DnsClient{path.source, 4000, DnsTransport::UDP}));
    }
}

TEST(DnsQueryFinder, AcceptsUdpOverIpv4WithoutChecksum)
{
    Bytes packet = BuildUdp(PATH_V4, 4000, 53, Bytes(12));
    WriteU16(packet, 26, 0);
    EXPECT_TRUE(Find(packet));
}

TEST(DnsQueryFinder, FindsNothingElse)
{
    EXPECT_FALSE(Find(BuildUdp(PATH, 53, 4000, Bytes(12)))) << "a response";
    EXPECT_FALSE(Find(BuildUdp(PATH, 4000, 54, Bytes(12))));
    EXPECT_FALSE(Find(BuildTcp(PATH, 4000, 53, TCP_SYN)));
    EXPECT_FALSE(Find(BuildEcho(PATH, true, 53, Bytes(12))));
    EXPECT_FALSE(Find(Fragment(BuildUdp(PATH, 4000, 53, Bytes(2000)), 1280, 1).at(0)));
    Bytes damaged = BuildUdp(PATH, 4000, 53, Bytes(12));
    damaged.back() ^= 1;
    EXPECT_FALSE(Find(damaged));
    Bytes lying = BuildUdp(PATH, 4000, 53, Bytes(12));
    lying[45] = 200;
    EXPECT_FALSE(Find(lying)) << "UDP length beyond the packet";
}

} // namespace hip::test
