// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// A HIP host that changes its link while ns-3 applications talk over its HIT.

#include "test/model/support/hip-world.h"

#include "ns3/boolean.h"
#include "ns3/error-model.h"
#include "ns3/hip-installer.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/ipv6-static-routing-helper.h"
#include "ns3/ipv6.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/pointer.h"
#include "ns3/string.h"

#include <gtest/gtest.h>
#include <map>
#include <tuple>
#include <vector>

namespace ns3
{
namespace hiptest
{

namespace
{

const Time START = Seconds(2);
const Time DELAY = MilliSeconds(10); ///< of each link, one way
constexpr uint32_t BYTES = 2000000;

/// A mobile host with two links to a router, of which only the first is up; and a server.
class MobileWorld
{
  public:
    MobileWorld()
    {
        HipEnableChecksums();
        for (const auto& node : {m_router, mobileNode, m_serverNode})
        {
            HipInstallStack(node, false);
        }
        m_router->GetObject<Ipv6>()->SetAttribute("IpForward", BooleanValue(true));
        m_first = Connect(mobileNode, "3ffe:1::", "3ffe:1::1", "3ffe:1::2");
        m_second = Connect(mobileNode, "3ffe:2::", "3ffe:2::1", "3ffe:2::2");
        Connect(m_serverNode, "3ffe:3::", "3ffe:3::1", "3ffe:3::2");
        mobile = HipHostHelper().Install(mobileNode);
        server = HipHostHelper().Install(m_serverNode);
        mobile->AssignStreams(1);
        server->AssignStreams(2);
        mobile->SetStartTime(Seconds(1.5)); // duplicate address detection is over
        server->SetStartTime(Seconds(1.5));
        log.Watch(mobile, "mobile");
        log.Watch(server, "server");
        mobile->AddPeer(server->GetHit(), {Address(Ipv6Address("3ffe:3::2"))});
        Simulator::Schedule(Seconds(1.2), [this] { Leave(m_second); });
    }

    ~MobileWorld()
    {
        Simulator::Destroy();
    }

    /// The first link is lost and, after a while, the second one is there; or the other way round.
    void Move(Time at, Time gap, bool isBack = false)
    {
        const uint32_t from = isBack ? m_second : m_first;
        const uint32_t to = isBack ? m_first : m_second;
        Simulator::Schedule(gap.IsNegative() ? at - gap : at, [=] { Leave(from); });
        Simulator::Schedule(gap.IsNegative() ? at : at + gap, [=] { Enter(to); });
    }

    Ptr<Node> mobileNode = CreateObject<Node>();
    Ptr<HipHost> mobile;
    Ptr<HipHost> server;
    EventLog log;

  private:
    uint32_t Connect(Ptr<Node> node, const char* prefix, const char* near, const char* far)
    {
        PointToPointHelper link;
        link.SetDeviceAttribute("DataRate", StringValue("100Mbps"));
        link.SetChannelAttribute("Delay", TimeValue(DELAY));
        const NetDeviceContainer devices = link.Install(m_router, node);
        Add(m_router, devices.Get(0), near);
        const uint32_t interface = Add(node, devices.Get(1), far);
        Ipv6StaticRoutingHelper routing;
        routing.GetStaticRouting(m_router->GetObject<Ipv6>())
            ->AddNetworkRouteTo(Ipv6Address(prefix),
                                Ipv6Prefix(64),
                                m_router->GetObject<Ipv6>()->GetInterfaceForDevice(devices.Get(0)));
        m_gateways[{node, interface}] = Ipv6Address(near);
        if (node != mobileNode)
        {
            SetDefaultRoute(node, interface);
            return interface;
        }
        m_addresses[interface] = Ipv6Address(far);
        for (auto device = devices.Begin(); device != devices.End(); ++device)
        {
            Ptr<RateErrorModel> loss = CreateObject<RateErrorModel>();
            loss->SetUnit(RateErrorModel::ERROR_UNIT_PACKET);
            loss->SetRate(1);
            loss->Disable();
            (*device)->SetAttribute("ReceiveErrorModel", PointerValue(loss));
            m_losses[interface].push_back(loss);
        }
        SetDefaultRoute(node, interface);
        return interface;
    }

    static uint32_t Add(Ptr<Node> node, Ptr<NetDevice> device, const char* address)
    {
        Ptr<Ipv6> ipv6 = node->GetObject<Ipv6>();
        const uint32_t interface = ipv6->AddInterface(device);
        ipv6->AddAddress(interface, Ipv6InterfaceAddress(Ipv6Address(address), Ipv6Prefix(64)));
        ipv6->SetUp(interface);
        return interface;
    }

    void SetDefaultRoute(Ptr<Node> node, uint32_t interface)
    {
        Ipv6StaticRoutingHelper routing;
        routing.GetStaticRouting(node->GetObject<Ipv6>())
            ->SetDefaultRoute(m_gateways[{node, interface}], interface);
    }

    /// The address goes and the link falls silent. (SetDown of ns-3 3.37 would crash on a router
    /// solicitation that is still to be sent.)
    void Leave(uint32_t interface)
    {
        SetSilent(interface, true);
        mobileNode->GetObject<Ipv6>()->RemoveAddress(interface, m_addresses[interface]);
        Ipv6StaticRoutingHelper()
            .GetStaticRouting(mobileNode->GetObject<Ipv6>())
            ->RemoveRoute(Ipv6Address("::"), Ipv6Prefix(uint8_t{0}), interface, Ipv6Address("::"));
    }

    void Enter(uint32_t interface)
    {
        SetSilent(interface, false);
        mobileNode->GetObject<Ipv6>()->AddAddress(
            interface,
            Ipv6InterfaceAddress(m_addresses[interface], Ipv6Prefix(64)));
        SetDefaultRoute(mobileNode, interface);
    }

    void SetSilent(uint32_t interface, bool isSilent)
    {
        for (const auto& loss : m_losses[interface])
        {
            isSilent ? loss->Enable() : loss->Disable();
        }
    }

    Ptr<Node> m_router = CreateObject<Node>();
    Ptr<Node> m_serverNode = CreateObject<Node>();
    std::map<std::pair<Ptr<Node>, uint32_t>, Ipv6Address> m_gateways;
    std::map<uint32_t, Ipv6Address> m_addresses;
    std::map<uint32_t, std::vector<Ptr<RateErrorModel>>> m_losses;
    uint32_t m_first = 0;
    uint32_t m_second = 0;
};

} // namespace

/// A transfer to and from the host that moves, with links that overlap and links that do not.
class Handover : public testing::TestWithParam<std::tuple<int, bool>>
{
};

TEST_P(Handover, LosesNoByteOfTcp)
{
    const auto [gap, isDownload] = GetParam();
    MobileWorld world;
    Ptr<HipHost> to = isDownload ? world.mobile : world.server;
    Ptr<HipHost> from = isDownload ? world.server : world.mobile;
    from->AddPeer(to->GetHit(), {Address(Ipv6Address(isDownload ? "3ffe:1::2" : "3ffe:3::2"))});
    Ptr<PacketSink> sink = AddSink(to->GetNode(), "Tcp", 5000);
    AddBulkSend(from->GetNode(), Inet6SocketAddress(to->GetHit(), 5000), BYTES, START);
    world.Move(Seconds(2.2), MilliSeconds(gap));
    world.Move(Seconds(6), MilliSeconds(gap), true);
    Simulator::Stop(Seconds(60));
    Simulator::Run();
    EXPECT_EQ(sink->GetTotalRx(), BYTES);
    EXPECT_EQ(world.log.Count("mobile", "I1-sent") + world.log.Count("server", "I1-sent"), 1U)
        << "it is one association all the time";
    EXPECT_GE(world.log.Count("server", "locator-active"), 2U);
}

INSTANTIATE_TEST_SUITE_P(GapInMilliseconds,
                         Handover,
                         testing::Combine(testing::Values(-500, 0, 100, 1000), testing::Bool()));

/// RFC 8046 §3.2.1: the peer hears of the new address after one way, and is sure after three.
TEST(Readdress, TakesTheTimeOfThreePackets)
{
    MobileWorld world;
    Simulator::Schedule(START, &HipHost::Connect, world.mobile, world.server->GetHit());
    world.Move(Seconds(3), Time());
    Simulator::Stop(Seconds(10));
    Simulator::Run();
    const Time told = world.log.Find("server", "UPDATE-received", "3ffe:2::2");
    const Time verified = world.log.Find("server", "locator-active", "3ffe:2::2");
    // Two links of 10 ms each way; the octets themselves take some microseconds.
    EXPECT_NEAR((told - Seconds(3)).GetSeconds(), 0.020, 0.0005);
    EXPECT_NEAR((verified - Seconds(3)).GetSeconds(), 0.060, 0.001);
}

/// RFC 4862 §5.4: an address is told to peers once it is known to be nobody else's.
TEST(Readdress, WaitsForDuplicateAddressDetection)
{
    MobileWorld world;
    std::vector<std::pair<Time, Address>> used;
    world.mobile->SetAttribute("DadDelay", TimeValue(MilliSeconds(700)));
    world.mobile->TraceConnectWithoutContext(
        "Locator",
        Callback<void, const Address&>(
            [&](const Address& address) { used.emplace_back(Simulator::Now(), address); }));
    Simulator::Schedule(START, &HipHost::Connect, world.mobile, world.server->GetHit());
    world.Move(Seconds(3), Time());
    world.Move(Seconds(5), Time(), true);
    world.Move(Seconds(5.5), Time()); // before the first address may be used again
    Simulator::Stop(Seconds(10));
    Simulator::Run();
    const Address first = Ipv6Address("3ffe:1::2");
    const Address second = Ipv6Address("3ffe:2::2");
    const std::vector<std::pair<Time, Address>> expected{{Seconds(1.5), first},
                                                         {Seconds(3.7), second},
                                                         {Seconds(6.2), second}};
    EXPECT_EQ(used, expected) << "what was there at the start needs no check";
    EXPECT_NEAR(world.log.Find("server", "UPDATE-received", "3ffe:2::2").GetSeconds(), 3.72, 5e-4);
}

} // namespace hiptest
} // namespace ns3
