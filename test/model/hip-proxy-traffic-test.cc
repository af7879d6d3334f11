// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// Unmodified ns-3 applications of a legacy host that reach a HIP host through a HipProxy.

#include "test/model/support/hip-world.h"

#include "ns3/config.h"
#include "ns3/double.h"
#include "ns3/icmpv6-header.h"
#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/ipv6-header.h"
#include "ns3/ipv6-raw-socket-factory.h"
#include "ns3/string.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/three-gpp-http-client.h"
#include "ns3/three-gpp-http-helper.h"
#include "ns3/three-gpp-http-variables.h"
#include "ns3/uinteger.h"

#include <functional>
#include <gtest/gtest.h>
#include <memory>

namespace ns3
{
namespace hiptest
{

namespace
{

using Start = std::function<void(Address)>;

/// Calls @p start with the address of hip.foo.com, as a legacy host got it.
void
WithHip(Ptr<HipDnsClient> client, uint16_t port, Start start, bool ipv6 = true)
{
    client->RunWhenResolved("hip.foo.com", ipv6, port, Callback<void, Address>(start));
}

/// Sends one octet string over TCP from a port of the caller's choice.
Ptr<Socket>
SendFromPort(Ptr<Node> node, uint16_t port, const Address& remote, uint32_t octets)
{
    Ptr<Socket> socket = Socket::CreateSocket(node, TcpSocketFactory::GetTypeId());
    socket->Bind(Inet6SocketAddress(Network::GetIpv6(node), port));
    socket->Connect(remote);
    socket->Send(Create<Packet>(octets));
    return socket;
}

/// A ping over a raw socket, as an application of its own would do it.
class Ping
{
  public:
    Ping(Ptr<Node> node, const Address& remote)
        : m_socket(Socket::CreateSocket(node, Ipv6RawSocketFactory::GetTypeId()))
    {
        const Ipv6Address own = Network::GetIpv6(node);
        m_socket->SetAttribute("Protocol", UintegerValue(58));
        m_socket->Bind(Inet6SocketAddress(own, 0));
        m_socket->SetRecvCallback(MakeCallback(&Ping::Receive, this));
        Ptr<Packet> packet = Create<Packet>(56);
        Icmpv6Echo echo(true);
        echo.SetId(77);
        echo.SetSeq(5);
        echo.CalculatePseudoHeaderChecksum(
            own,
            Inet6SocketAddress::ConvertFrom(remote).GetIpv6(),
            static_cast<uint16_t>(packet->GetSize() + echo.GetSerializedSize()),
            58);
        packet->AddHeader(echo);
        m_socket->SendTo(packet, 0, remote);
    }

    unsigned answers = 0;
    Ipv6Address from;

  private:
    void Receive(Ptr<Socket> socket)
    {
        while (Ptr<Packet> packet = socket->Recv())
        {
            Ipv6Header ip;
            packet->RemoveHeader(ip);
            Icmpv6Echo echo(false);
            packet->RemoveHeader(echo);
            if (echo.GetType() == Icmpv6Header::ICMPV6_ECHO_REPLY && echo.GetId() == 77 &&
                echo.GetSeq() == 5)
            {
                ++answers;
                from = ip.GetSource();
            }
        }
    }

    Ptr<Socket> m_socket;
};

} // namespace

TEST(HipProxyTraffic, CarriesTcpOfBulkSend)
{
    LegacyWorld world;
    Ptr<HipDnsClient> client = world.AddLegacy();
    Ptr<PacketSink> sink = AddSink(world.hip->GetNode(), "Tcp", 80);
    WithHip(client, 80, [&](Address remote) { AddBulkSend(client->GetNode(), remote, 300000); });
    world.RunUntil(Seconds(20));
    EXPECT_EQ(sink->GetTotalRx(), 300000U);
    EXPECT_EQ(world.proxy->GetBindingCount(), 1U);
    EXPECT_EQ(world.log.Count("proxy", "G.exchange-start"), 1U);
    EXPECT_EQ(world.log.Count("hip", "state", "-> ESTABLISHED"), 1U);
}

TEST(HipProxyTraffic, CarriesUdpOfOnOff)
{
    LegacyWorld world;
    Ptr<HipDnsClient> client = world.AddLegacy();
    Ptr<PacketSink> sink = AddSink(world.hip->GetNode(), "Udp", 9);
    WithHip(client, 9, [&](Address remote) { AddOnOff(client->GetNode(), remote, 50000); });
    world.RunUntil(Seconds(20));
    EXPECT_EQ(sink->GetTotalRx(), 50000U);
}

TEST(HipProxyTraffic, CarriesUdpEchoes)
{
    LegacyWorld world;
    Ptr<HipDnsClient> client = world.AddLegacy();
    AddEchoServer(world.hip->GetNode(), 7);
    std::shared_ptr<unsigned> echoes = std::make_shared<unsigned>(0);
    WithHip(client, 7, [&](Address remote) { echoes = AddEcho(client->GetNode(), remote, 5); });
    world.RunUntil(Seconds(20));
    EXPECT_EQ(*echoes, 5U);
}

TEST(HipProxyTraffic, CarriesTheHttpPairOf3gpp)
{
    LegacyWorld world;
    Ptr<HipDnsClient> client = world.AddLegacy();
    // Several segments of the server's MTU of 1460, which are too long for its device and the LAN.
    Config::SetDefault("ns3::ThreeGppHttpVariables::HighMtuProbability", DoubleValue(1));
    Config::SetDefault("ns3::ThreeGppHttpVariables::MainObjectSizeMin", UintegerValue(5000));
    ThreeGppHttpServerHelper server(Ipv6Address::GetAny());
    server.Install(world.hip->GetNode());
    unsigned objects = 0;
    uint64_t octets = 0;
    WithHip(client, 80, [&](Address remote) {
        ThreeGppHttpClientHelper helper(Inet6SocketAddress::ConvertFrom(remote).GetIpv6());
        Ptr<Application> http = helper.Install(client->GetNode()).Get(0);
        http->TraceConnectWithoutContext(
            "RxMainObject",
            Callback<void, Ptr<const ThreeGppHttpClient>, Ptr<const Packet>>(
                [&](Ptr<const ThreeGppHttpClient>, Ptr<const Packet>) { ++objects; }));
        http->TraceConnectWithoutContext(
            "RxMainObjectPacket",
            Callback<void, Ptr<const Packet>>(
                [&](Ptr<const Packet> packet) { octets += packet->GetSize(); }));
    });
    world.RunUntil(Seconds(20));
    EXPECT_GE(objects, 1U);
    EXPECT_GE(octets, objects * 5000U);
}

TEST(HipProxyTraffic, CarriesAPing)
{
    LegacyWorld world;
    Ptr<HipDnsClient> client = world.AddLegacy();
    std::unique_ptr<Ping> ping;
    WithHip(client, 0, [&](Address remote) {
        ping = std::make_unique<Ping>(client->GetNode(), remote);
    });
    world.RunUntil(Seconds(20));
    ASSERT_TRUE(ping);
    EXPECT_EQ(ping->answers, 1U);
    EXPECT_EQ(ping->from, Ipv6Address("3ffe:401::5"));
}

TEST(HipProxyTraffic, KeepsTwoHostsWithTheSamePortApart)
{
    LegacyWorld world;
    Ptr<HipDnsClient> first = world.AddLegacy();
    Ptr<HipDnsClient> second = world.AddLegacy();
    Ptr<PacketSink> sink = AddSink(world.hip->GetNode(), "Tcp", 80);
    std::vector<Ptr<Socket>> sockets;
    for (const auto& [client, octets] : {std::pair(first, 1000U), std::pair(second, 2000U)})
    {
        WithHip(client, 80, [&sockets, client = client, octets = octets](Address remote) {
            sockets.push_back(SendFromPort(client->GetNode(), 4000, remote, octets));
        });
    }
    world.RunUntil(Seconds(20));
    EXPECT_EQ(sink->GetTotalRx(), 3000U);
    EXPECT_EQ(sink->GetAcceptedSockets().size(), 2U);
    EXPECT_EQ(world.proxy->GetBindingCount(), 2U);
    EXPECT_EQ(world.proxy->GetMappingCount(), 1U);
    EXPECT_EQ(world.log.Count("hip", "state", "-> ESTABLISHED"), 1U) << "one association for both";
}

TEST(HipProxyTraffic, CarriesTcpOfAnIpv4Host)
{
    LegacyWorld world;
    Ptr<HipDnsClient> client = world.AddLegacy(false);
    Ptr<PacketSink> sink = AddSink(world.hip->GetNode(), "Tcp", 80);
    WithHip(
        client,
        80,
        [&](Address remote) {
            EXPECT_TRUE(InetSocketAddress::IsMatchingType(remote));
            AddBulkSend(client->GetNode(), remote, 100000);
        },
        false);
    world.RunUntil(Seconds(20));
    EXPECT_EQ(sink->GetTotalRx(), 100000U);
}

TEST(HipProxyTraffic, LeavesTrafficToOtherHostsAlone)
{
    LegacyWorld world;
    Ptr<HipDnsClient> client = world.AddLegacy();
    Ptr<PacketSink> sink = AddSink(world.plain, "Tcp", 80);
    client->RunWhenResolved("plain.foo.com", true, 80, Callback<void, Address>([&](Address remote) {
                                AddBulkSend(client->GetNode(), remote, 30000);
                            }));
    world.RunUntil(Seconds(20));
    EXPECT_EQ(sink->GetTotalRx(), 30000U);
    EXPECT_EQ(world.proxy->GetBindingCount(), 0U);
    EXPECT_EQ(world.proxy->GetAssociationCount(), 0U);
}

} // namespace hiptest
} // namespace ns3
