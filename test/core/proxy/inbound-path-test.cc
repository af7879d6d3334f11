// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/inbound-path.h"
#include "core/wire/fragmentation.h"
#include "test/core/proxy/proxy-world.h"

#include <gtest/gtest.h>

namespace hip::test
{

namespace
{

const Path LEGACY = Between("3ffe:400::50", "3ffe:401::5");
const Path LEGACY_V4 = Between("192.0.2.50", "198.51.100.1");

/// A world in which the HIP host's port 7 talks to port 5000 of two legacy hosts.
class InboundPathTest : public testing::Test
{
  protected:
    explicit InboundPathTest(const WorldOptions& options = WorldOptions())
        : m_world(options)
    {
        m_world.Connect();
        m_world.Connect("192.0.2.50");
        m_world.host.isSilent = true;
        m_port = Open(LEGACY);
        m_portV4 = Open(LEGACY_V4);
        m_inner = Path{m_world.host.endpoint->GetHit(), m_world.own.endpoint->GetHit()};
        m_world.toLegacy.clear();
    }

    std::uint16_t Open(const Path& path)
    {
        m_world.Send(BuildUdp(path, 5000, 7, Bytes(4)));
        m_world.Run(100ms);
        return Parts(m_world.host.received.back()).flow.sourcePort;
    }

    void SendFromHost(const Bytes& inner)
    {
        m_world.SendFromHost(inner);
        m_world.Run(100ms);
    }

    std::uint64_t CountDrops(DropReason reason) const
    {
        return m_world.proxy->GetDrops().Get(reason);
    }

    ProxyWorld m_world;
    Path m_inner;
    std::uint16_t m_port;
    std::uint16_t m_portV4;
};

class InboundPathOfLargeHosts : public InboundPathTest
{
  protected:
    InboundPathOfLargeHosts()
        : InboundPathTest(MakeOptions())
    {
    }

    static WorldOptions MakeOptions()
    {
        WorldOptions options;
        options.proxy.wanMtu = 9000;
        options.proxy.lanMtu = 1500;
        return options;
    }
};

} // namespace

TEST_F(InboundPathTest, FindsTheLegacyHostByThePort)
{
    SendFromHost(BuildUdp(m_inner, 7, m_port, Bytes(9, 1)));
    SendFromHost(BuildUdp(m_inner, 7, m_portV4, Bytes(9, 2)));
    ASSERT_EQ(m_world.toLegacy.size(), 2U);
    const Path paths[] = {LEGACY, LEGACY_V4};
    for (std::size_t i = 0; i < 2; ++i)
    {
        const Parts parts(m_world.toLegacy[i]);
        EXPECT_TRUE(parts.isGood);
        EXPECT_EQ(parts.info.path, Back(paths[i]));
        EXPECT_EQ(parts.flow, (FlowId{PROTOCOL_UDP, 7, 5000}));
        EXPECT_EQ(parts.payload, Bytes(9, static_cast<Byte>(i + 1)));
        EXPECT_EQ(parts.info.hopLimit, 63);
    }
}

TEST_F(InboundPathTest, LetsEveryPortOfTheHipHostAnswer)
{
    SendFromHost(BuildUdp(m_inner, 12345, m_port, Bytes(4)));
    EXPECT_EQ(m_world.toLegacy.size(), 1U) << "endpoint-independent (RFC 4787 REQ-8)";
}

TEST_F(InboundPathTest, DropsWhatNoLegacyHostHasAskedFor)
{
    SendFromHost(BuildUdp(m_inner, 7, 9, Bytes(4)));
    SendFromHost(BuildTcp(m_inner, 7, m_port, TCP_SYN));
    SendFromHost(BuildEcho(m_inner, true, 1, Bytes(4)));
    EXPECT_TRUE(m_world.toLegacy.empty());
    EXPECT_EQ(CountDrops(DropReason::NO_BINDING), 3U);
}

TEST_F(InboundPathTest, DropsWhatIsMalformed)
{
    SendFromHost(BuildIp(m_inner, PROTOCOL_TCP, Bytes(10)));
    SendFromHost(BuildIp(m_inner, PROTOCOL_UDP, Bytes(8)));
    SendFromHost(BuildIp(m_inner, 132, Bytes(12)));
    EXPECT_TRUE(m_world.toLegacy.empty());
    EXPECT_EQ(CountDrops(DropReason::TRUNCATED), 1U);
    EXPECT_EQ(CountDrops(DropReason::MALFORMED), 1U);
    EXPECT_EQ(CountDrops(DropReason::UNSUPPORTED_PROTOCOL), 1U);
}

TEST_F(InboundPathTest, TellsTheHipHostWhenTheHopLimitIsUsedUp)
{
    const std::size_t before = m_world.host.received.size();
    SendFromHost(BuildUdp(m_inner, 7, m_port, Bytes(4), 1));
    EXPECT_EQ(CountDrops(DropReason::HOP_LIMIT_EXCEEDED), 1U);
    ASSERT_EQ(m_world.host.received.size(), before + 1);
    const Parts error(m_world.host.received.back());
    EXPECT_TRUE(error.isGood);
    EXPECT_EQ(error.info.path, Back(m_inner));
    EXPECT_EQ(error.transport[0], ICMPV6_TIME_EXCEEDED);
}

TEST_F(InboundPathTest, JoinsFragmentsOfTheHipHost)
{
    for (const std::uint16_t port : {m_port, m_portV4})
    {
        const Bytes packet = BuildUdp(m_inner, 7, port, Bytes(3000, 5));
        for (const Bytes& fragment : Fragment(packet, 1400, port))
        {
            SendFromHost(fragment);
        }
        const Parts parts(m_world.toLegacy.back());
        EXPECT_TRUE(parts.isGood);
        EXPECT_EQ(parts.payload, Bytes(3000, 5));
    }
}

TEST_F(InboundPathTest, ProlongsTheBinding)
{
    m_world.Run(4min);
    SendFromHost(BuildUdp(m_inner, 7, m_port, Bytes(4)));
    m_world.Run(2min);
    SendFromHost(BuildUdp(m_inner, 7, m_port, Bytes(4)));
    EXPECT_EQ(m_world.toLegacy.size(), 2U);
}

TEST_F(InboundPathOfLargeHosts, TellsTheHipHostTheMtuOfTheLegacySide)
{
    const std::size_t before = m_world.host.received.size();
    SendFromHost(BuildUdp(m_inner, 7, m_port, Bytes(1500 - 48)));
    SendFromHost(BuildUdp(m_inner, 7, m_portV4, Bytes(1520 - 48)));
    EXPECT_EQ(m_world.toLegacy.size(), 2U) << "these just fit";
    for (const std::uint16_t port : {m_port, m_portV4})
    {
        const std::size_t mtu = port == m_port ? 1500 : 1520;
        SendFromHost(BuildUdp(m_inner, 7, port, Bytes(mtu - 48 + 1)));
        const Parts error(m_world.host.received.back());
        EXPECT_EQ(error.transport[0], ICMPV6_PACKET_TOO_BIG);
        EXPECT_EQ(ReadU32(error.transport, 4), mtu);
    }
    EXPECT_EQ(m_world.host.received.size(), before + 2);
    EXPECT_EQ(CountDrops(DropReason::PACKET_TOO_BIG), 2U);
}

} // namespace hip::test
