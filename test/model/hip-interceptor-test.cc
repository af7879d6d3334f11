// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// A router between two hosts, with an interceptor in it.

#include "model/hip-interceptor.h"
#include "test/model/support/hip-world.h"

#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/ipv4-list-routing.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6-list-routing.h"
#include "ns3/ipv6.h"

#include <gtest/gtest.h>
#include <limits>

namespace ns3
{
namespace hiptest
{

namespace
{

/// Three pings of UDP cross a router that asks an interceptor.
template <class Protocol, class List, class Interceptor>
struct Crossing
{
    explicit Crossing(HipInterception decision)
        : sender(network.AddServer({})),
          receiver(network.AddServer({})),
          interceptor(CreateObject<Interceptor>())
    {
        Ptr<Protocol> ip = network.GetRouter()->template GetObject<Protocol>();
        Ptr<List> list = DynamicCast<List>(ip->GetRoutingProtocol());
        list->AddRoutingProtocol(interceptor, std::numeric_limits<int16_t>::max());
        interceptor->SetCallback(
            HipInterceptCallback([this, decision](const Header&, Ptr<const Packet>) {
                ++seen;
                return decision;
            }));
        AddEchoServer(receiver, 7);
    }

    /// @return echoes that came back. @param remote of the receiver
    unsigned Run(const Address& remote)
    {
        const auto echoes = AddEcho(sender, remote, 3, Seconds(2));
        Simulator::Stop(Seconds(5));
        Simulator::Run();
        return *echoes;
    }

    Network network;
    Ptr<Node> sender;
    Ptr<Node> receiver;
    Ptr<Interceptor> interceptor;
    unsigned seen = 0;
};

using Crossing6 = Crossing<Ipv6, Ipv6ListRouting, HipInterceptor6>;
using Crossing4 = Crossing<Ipv4, Ipv4ListRouting, HipInterceptor4>;

unsigned
RunPings(Crossing6& crossing)
{
    return crossing.Run(Inet6SocketAddress(Network::GetIpv6(crossing.receiver), 7));
}

unsigned
RunPings(Crossing4& crossing)
{
    return crossing.Run(InetSocketAddress(Network::GetIpv4(crossing.receiver), 7));
}

} // namespace

TEST(HipInterceptor, SeesWhatIsForwardedBothWays)
{
    Crossing6 crossing(HipInterception::FORWARD);
    EXPECT_EQ(RunPings(crossing), 3U);
    EXPECT_EQ(crossing.seen, 6U);
}

TEST(HipInterceptor, SeesWhatIsForwardedBothWaysOverIpv4)
{
    Crossing4 crossing(HipInterception::FORWARD);
    EXPECT_EQ(RunPings(crossing), 3U);
    EXPECT_EQ(crossing.seen, 6U);
}

TEST(HipInterceptor, TakesPackets)
{
    Crossing6 crossing(HipInterception::TAKEN);
    EXPECT_EQ(RunPings(crossing), 0U);
    EXPECT_EQ(crossing.seen, 3U);
}

TEST(HipInterceptor, TakesPacketsOverIpv4)
{
    Crossing4 crossing(HipInterception::TAKEN);
    EXPECT_EQ(RunPings(crossing), 0U);
    EXPECT_EQ(crossing.seen, 3U);
}

TEST(HipInterceptor, DeliversPacketsForOthersToItsOwnNode)
{
    Crossing6 crossing(HipInterception::LOCAL);
    Ptr<PacketSink> sink = AddSink(crossing.network.GetRouter(), "Udp", 7);
    EXPECT_EQ(RunPings(crossing), 0U);
    EXPECT_EQ(sink->GetTotalRx(), 300U);
}

TEST(HipInterceptor, LeavesPacketsAloneWithoutACallback)
{
    Crossing6 crossing(HipInterception::TAKEN);
    crossing.interceptor->SetCallback(HipInterceptCallback());
    EXPECT_EQ(RunPings(crossing), 3U);
    EXPECT_EQ(crossing.seen, 0U);
}

} // namespace hiptest
} // namespace ns3
