// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// What the probe measures, against ns-3's FlowMonitor, the applications, a count of what error
// models drop, and formulas.

#include "core/association/endpoint.h"
#include "model/hip-bytes.h"
#include "test/model/support/hip-world.h"

#include "ns3/boolean.h"
#include "ns3/error-model.h"
#include "ns3/flow-monitor-helper.h"
#include "ns3/hip-flow-probe.h"
#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/ipv4-flow-classifier.h"
#include "ns3/ipv6-flow-classifier.h"
#include "ns3/ipv6-static-routing-helper.h"
#include "ns3/ipv6.h"
#include "ns3/packet-sink-helper.h"
#include "ns3/pointer.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <functional>
#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

namespace ns3
{
namespace hiptest
{

namespace
{

const Time START = Seconds(2);
const Time END = Seconds(20); ///< everything is over 10 s before: what has not come is lost
constexpr uint32_t UDP_HEADER = 8;
constexpr uint32_t IPV4_HEADER = 20;
constexpr uint32_t IPV6_HEADER = 40;
constexpr uint32_t DATAGRAM = 500; ///< of AddOnOff, 100 a second
constexpr uint32_t INNER = DATAGRAM + UDP_HEADER + IPV6_HEADER;
constexpr uint32_t SHORT = 100; ///< octets of an echo
constexpr uint32_t LONG = 3000;
/// AES-128-GCM-16: outer header, SPI and sequence number, IV, 508 octets padded with their trailer
/// to a multiple of 4, ICV (RFC 4106, RFC 7402 §5).
constexpr uint32_t OUTER = IPV6_HEADER + 8 + 8 + 512 + 16;

/// @return the time of a packet on a link of AddServer: 10 Mbit/s, 10 ms, 2 octets of PPP
Time
GetLinkDelay(uint32_t octets)
{
    return MilliSeconds(10) + NanoSeconds((octets + 2) * 8 * 100);
}

template <class Range>
auto
Find(Range& flows, const std::function<bool(const typename Range::value_type&)>& isIt)
{
    const auto found = std::find_if(flows.begin(), flows.end(), isIt);
    return found == flows.end() ? nullptr : &*found;
}

/// @return the flow to this port; nullptr unless there is just one
const HipFlow*
FindTo(HipFlowProbe& probe, uint16_t port)
{
    const auto isTo = [port](const HipFlow& flow) { return flow.sent.destinationPort == port; };
    const auto& flows = probe.GetFlows();
    return std::count_if(flows.begin(), flows.end(), isTo) == 1 ? Find(flows, isTo) : nullptr;
}

/// Compares one flow of both; FlowMonitor's classifiers have no base for FindFlow.
template <class Classifier>
void
Compare(HipFlowProbe& probe, const FlowMonitor& monitor, Classifier& classifier, unsigned& compared)
{
    for (const auto& [id, theirs] : monitor.GetFlowStats())
    {
        const auto tuple = classifier.FindFlow(id);
        const HipFlow* ours = Find(probe.GetFlows(), [&, tuple = tuple](const HipFlow& flow) {
            return flow.sent.source == Address(tuple.sourceAddress) &&
                   flow.sent.destination == Address(tuple.destinationAddress) &&
                   flow.sent.protocol == tuple.protocol &&
                   flow.sent.sourcePort == tuple.sourcePort &&
                   flow.sent.destinationPort == tuple.destinationPort;
        });
        ASSERT_TRUE(ours);
        const auto& sums = ours->statistics.Get();
        EXPECT_EQ(sums.txPackets, theirs.txPackets);
        EXPECT_EQ(sums.txBytes, theirs.txBytes);
        EXPECT_EQ(sums.rxPackets, theirs.rxPackets);
        EXPECT_EQ(sums.rxBytes, theirs.rxBytes);
        EXPECT_EQ(sums.delaySum, theirs.delaySum);
        EXPECT_EQ(sums.jitterSum, theirs.jitterSum);
        EXPECT_EQ(sums.lost, sums.txPackets - sums.rxPackets);
        if (sums.txBytes < LONG * sums.txPackets) // else it may count the pieces of a packet
        {
            EXPECT_EQ(sums.lost, theirs.lostPackets);
        }
        EXPECT_EQ(sums.firstTx, theirs.timeFirstTxPacket);
        EXPECT_EQ(sums.lastTx, theirs.timeLastTxPacket);
        EXPECT_EQ(sums.firstRx, theirs.timeFirstRxPacket);
        EXPECT_EQ(sums.lastRx, theirs.timeLastRxPacket);
        EXPECT_GT(sums.rxPackets, 0U);
        ++compared;
    }
}

} // namespace

/// TCP in both directions, UDP, and echoes, whole and in pieces, over links that lose packets and a
/// queue that is too short.
class BesideFlowMonitor : public testing::TestWithParam<bool>
{
};

TEST_P(BesideFlowMonitor, AgreesToTheByte)
{
    const bool isIpv6 = GetParam();
    HipWorld world;
    Network& network = world.network;
    Ptr<Node> left = network.AddServer({});
    Ptr<Node> right = network.AddServer({});
    const auto at = [&](Ptr<Node> node, uint16_t port) {
        return isIpv6 ? Address(Inet6SocketAddress(Network::GetIpv6(node), port))
                      : Address(InetSocketAddress(Network::GetIpv4(node), port));
    };
    const auto listen = [&](Ptr<Node> node, const char* transport, uint16_t port) {
        const std::string factory = std::string("ns3::") + transport + "SocketFactory";
        const Address any = isIpv6 ? Address(Inet6SocketAddress(Ipv6Address::GetAny(), port))
                                   : Address(InetSocketAddress(Ipv4Address::GetAny(), port));
        PacketSinkHelper(factory, any).Install(node);
    };
    network.GetPeer(right)->SetAttribute("TxQueue",
                                         StringValue("ns3::DropTailQueue<Packet>[MaxSize=5p]"));
    network.GetPeer(right)->SetAttribute("DataRate", StringValue("2Mbps"));
    network.LoseFrom(left, 0.02, START);
    network.LoseFrom(right, 0.02, START);
    Ptr<FlowMonitor> monitor;
    FlowMonitorHelper helper;
    monitor = helper.Install(NodeContainer(left, right));
    Ptr<HipFlowProbe> probe = CreateObject<HipFlowProbe>();
    probe->Attach(left);
    probe->Attach(right);
    listen(right, "Tcp", 80);
    listen(left, "Tcp", 81);
    listen(right, "Udp", 9);
    AddEchoServer(right, 7);
    AddBulkSend(left, at(right, 80), 300000, START);
    AddBulkSend(right, at(left, 81), 300000, START);
    AddOnOff(left, at(right, 9), 100000, START);
    AddEcho(left, at(right, 7), 50, START);
    AddEchoServer(right, 8);
    AddEcho(left, at(right, 8), 50, START, LONG);
    world.RunUntil(Seconds(60));
    monitor->CheckForLostPackets();
    unsigned compared = 0;
    isIpv6 ? Compare(*probe,
                     *monitor,
                     *DynamicCast<Ipv6FlowClassifier>(helper.GetClassifier6()),
                     compared)
           : Compare(*probe,
                     *monitor,
                     *DynamicCast<Ipv4FlowClassifier>(helper.GetClassifier()),
                     compared);
    EXPECT_EQ(compared, 9U) << "two ways of two TCP connections and of two echoes, one of UDP";
    EXPECT_EQ(probe->GetFlows().size(), compared);
    EXPECT_GT(FindTo(*probe, 80)->statistics.Get().lost, 0U);
    EXPECT_GT(FindTo(*probe, 9)->statistics.Get().lost, 0U);
}

INSTANTIATE_TEST_SUITE_P(IpVersion, BesideFlowMonitor, testing::Bool());

/// Datagrams from one HIP host to another, behind one router.
class FlowInEsp : public testing::Test
{
  protected:
    FlowInEsp()
    {
        alice->SetAttribute("RekeyOnMove", BooleanValue(true));
        bob->SetAttribute("RekeyOnMove", BooleanValue(true));
        alice->SetAttribute("MaxRetries", UintegerValue(1));
        alice->AddPeer(bob->GetHit(), {Address(HipWorld::GetLocator(bob))});
        sink = AddSink(bob->GetNode(), "Udp", 9);
    }

    /// Attaches the probe, sends so many datagrams, and runs to the end.
    void Run(uint32_t datagrams)
    {
        probe->Attach(alice->GetNode());
        probe->Attach(bob->GetNode());
        AddOnOff(alice->GetNode(),
                 Inet6SocketAddress(bob->GetHit(), 9),
                 datagrams * DATAGRAM,
                 START);
        world.RunUntil(END);
    }

    HipWorld world;
    Ptr<HipHost> alice = world.AddHipHost("alice");
    Ptr<HipHost> bob = world.AddHipHost("bob");
    Ptr<PacketSink> sink;
    Ptr<HipFlowProbe> probe = CreateObject<HipFlowProbe>();
};

TEST_F(FlowInEsp, CountsWhatApplicationsSendAndGet)
{
    Run(300);
    ASSERT_EQ(probe->GetFlows().size(), 1U);
    const HipFlow& flow = probe->GetFlows()[0];
    const auto& sums = flow.statistics.Get();
    EXPECT_EQ(sums.txBytes, 300 * INNER);
    EXPECT_EQ(sums.rxBytes, sink->GetTotalRx() + 300 * (UDP_HEADER + IPV6_HEADER));
    EXPECT_EQ(sums.lost, 0U);
    EXPECT_EQ(flow.sourceHit, alice->GetHit());
    EXPECT_EQ(flow.destinationHit, bob->GetHit());
    ASSERT_TRUE(flow.arrived);
    EXPECT_EQ(flow.arrived->source, Address(alice->GetHit()));
    EXPECT_EQ(flow.arrived->destinationPort, 9);
    ASSERT_EQ(probe->GetSas().size(), 1U);
    const HipSaFlow& sa = probe->GetSas()[0];
    EXPECT_EQ(sa.source, alice->GetHit());
    EXPECT_EQ(sa.destination, bob->GetHit());
    EXPECT_EQ(sa.statistics.Get().txBytes, 300 * OUTER);
    EXPECT_EQ(sa.statistics.Get().rxBytes, 300 * OUTER);
}

TEST_F(FlowInEsp, TakesTheDelayOfTwoLinks)
{
    Run(300);
    const Time expected = GetLinkDelay(OUTER) + GetLinkDelay(OUTER);
    const auto& sa = probe->GetSas().front().statistics.Get();
    EXPECT_EQ(sa.minDelay, expected);
    const auto& flow = probe->GetFlows().front().statistics.Get();
    EXPECT_EQ(flow.minDelay, expected);
    // The first datagrams waited for the base exchange, which the flow feels and the SA does not.
    EXPECT_GT(flow.maxDelay, expected + MilliSeconds(80));
    EXPECT_EQ(flow.maxDelay,
              world.log.Find("alice", "state", "-> ESTABLISHED") - flow.firstTx + expected);
}

TEST_F(FlowInEsp, CountsWhatAnErrorModelDrops)
{
    Ptr<NetDevice> lossy = world.network.GetPeer(alice->GetNode());
    auto dropped = std::make_shared<unsigned>(0);
    lossy->TraceConnectWithoutContext(
        "PhyRxDrop",
        Callback<void, Ptr<const Packet>>([dropped](Ptr<const Packet>) { ++*dropped; }));
    world.network.LoseFrom(alice->GetNode(), 0.1, START + Seconds(1)); // after the base exchange
    Run(600);
    const auto& sums = probe->GetFlows().front().statistics.Get();
    EXPECT_GT(*dropped, 20U);
    EXPECT_EQ(sums.lost, *dropped);
    EXPECT_EQ(sums.rxPackets, 600 - *dropped);
    EXPECT_EQ(probe->GetSas().front().statistics.Get().lost, *dropped);
    EXPECT_EQ(sums.reordered, 0U);
}

TEST_F(FlowInEsp, StaysOneFlowThroughARekey)
{
    Simulator::Schedule(Seconds(4), [this] {
        const hip::Hit peer = hipbytes::ToCore(bob->GetHit());
        EXPECT_TRUE(alice->GetEndpoint().Rekey(peer, true, hipbytes::ToCore(Simulator::Now())));
    });
    Run(400);
    ASSERT_EQ(probe->GetFlows().size(), 1U);
    EXPECT_EQ(probe->GetFlows()[0].statistics.Get().rxPackets, 400U);
    const auto& sas = probe->GetSas();
    ASSERT_EQ(sas.size(), 2U);
    EXPECT_NE(sas[0].spi, sas[1].spi);
    EXPECT_EQ(sas[0].statistics.Get().rxPackets + sas[1].statistics.Get().rxPackets, 400U);
    EXPECT_GE(sas[1].statistics.Get().firstTx, Seconds(4));
}

TEST_F(FlowInEsp, StaysOneFlowThroughAMove)
{
    Ptr<Ipv6> ipv6 = alice->GetNode()->GetObject<Ipv6>();
    Ptr<Ipv6> router = world.network.GetRouter()->GetObject<Ipv6>();
    const Ipv6Address before = HipWorld::GetLocator(alice);
    const Ipv6Address after("3ffe:99::9");
    Ipv6StaticRoutingHelper().GetStaticRouting(router)->AddHostRouteTo(
        after,
        static_cast<uint32_t>(
            router->GetInterfaceForDevice(world.network.GetPeer(alice->GetNode()))));
    Simulator::Schedule(Seconds(4), [=] {
        const auto interface = static_cast<uint32_t>(ipv6->GetInterfaceForAddress(before));
        ipv6->AddAddress(interface, Ipv6InterfaceAddress(after, 128));
        ipv6->RemoveAddress(interface, before);
    });
    Run(400);
    ASSERT_EQ(probe->GetFlows().size(), 1U);
    const auto& sums = probe->GetFlows()[0].statistics.Get();
    EXPECT_EQ(sums.rxPackets, 400U);
    EXPECT_EQ(sink->GetTotalRx(), 400 * DATAGRAM);
    EXPECT_EQ(probe->GetSas().size(), 2U) << "one before, one after";
}

/// What waited for an exchange that has failed is dropped by the core: it must not be taken for
/// what waits for the next one.
TEST_F(FlowInEsp, ForgetsWhatWaitedInVain)
{
    world.network.LoseFrom(alice->GetNode(), 1, Seconds(1.9));
    world.network.LoseFrom(alice->GetNode(), 0, Seconds(9.5));
    Run(1600);
    EXPECT_GE(world.log.Count("alice", "state", "-> E-FAILED"), 1U);
    const HipFlowStatistics& statistics = probe->GetFlows().front().statistics;
    EXPECT_GT(statistics.Get().rxPackets, 0U);
    EXPECT_EQ(statistics.Get().rxPackets * DATAGRAM, sink->GetTotalRx());
    EXPECT_EQ(statistics.Get().late, 0U);
    EXPECT_EQ(statistics.Get().txPackets,
              statistics.Get().rxPackets + statistics.Get().lost + statistics.GetUnderWay());
    // The last exchange began after the last failure.
    Time failed;
    for (const auto& entry : world.log.entries)
    {
        failed = entry.record.detail.find("-> E-FAILED") != std::string::npos ? entry.at : failed;
    }
    const Time established = world.log.Find("alice", "state", "-> ESTABLISHED");
    EXPECT_LT(statistics.Get().maxDelay, established - failed + MilliSeconds(100));
}

/// The gap is the time in which the link is silent, and what the last and the first packet add.
TEST_F(FlowInEsp, FindsTheGapOfALinkThatFallsSilent)
{
    const Time silence = MilliSeconds(505);
    world.network.LoseFrom(alice->GetNode(), 1, Seconds(4));
    world.network.LoseFrom(alice->GetNode(), 0, Seconds(4) + silence);
    Run(400);
    const auto& sums = probe->GetFlows().front().statistics.Get();
    EXPECT_EQ(sums.lost, 400 - sums.rxPackets);
    EXPECT_EQ(sums.gap, MilliSeconds(10) * (static_cast<int64_t>(sums.lost) + 1));
    EXPECT_GT(sums.gap, silence);
    EXPECT_LE(sums.gap, silence + MilliSeconds(20)) << "an interval before it and one after";
    EXPECT_NEAR(sums.gapStart.GetSeconds(), 4.0, 0.025);
}

TEST(FlowThroughProxy, IsOneForEachLegacyHost)
{
    LegacyWorld world;
    Ptr<HipFlowProbe> probe = CreateObject<HipFlowProbe>();
    Ptr<PacketSink> sink = AddSink(world.hip->GetNode(), "Udp", 9);
    const std::vector clients{world.AddLegacy(), world.AddLegacy()};
    for (Ptr<Node> node : {world.hip->GetNode(),
                           world.proxy->GetNode(),
                           clients[0]->GetNode(),
                           clients[1]->GetNode()})
    {
        probe->Attach(node);
    }
    for (const auto& client : clients)
    {
        client->RunWhenResolved("hip.foo.com",
                                true,
                                9,
                                Callback<void, Address>([client](Address remote) {
                                    AddOnOff(client->GetNode(), remote, 100 * DATAGRAM);
                                }));
    }
    world.RunUntil(END);
    EXPECT_EQ(sink->GetTotalRx(), 200 * DATAGRAM);
    for (const auto& client : clients)
    {
        const Address own = Network::GetIpv6(client->GetNode());
        const HipFlow* flow = Find(probe->GetFlows(), [&](const HipFlow& one) {
            return one.sent.source == own && one.sent.destinationPort == 9;
        });
        ASSERT_TRUE(flow);
        EXPECT_EQ(flow->sent.destination, Address(Ipv6Address("3ffe:401::5")));
        EXPECT_EQ(flow->statistics.Get().txBytes, 100 * INNER);
        EXPECT_EQ(flow->statistics.Get().rxBytes, 100 * INNER);
        EXPECT_EQ(flow->sourceHit, world.proxy->GetHit());
        ASSERT_TRUE(flow->arrived) << "at the HIP host, where the NAT has been at work";
        EXPECT_EQ(flow->arrived->source, Address(world.proxy->GetHit()));
        EXPECT_EQ(flow->arrived->destination, Address(world.hip->GetHit()));
    }
    // Both share one association; the proxy is the other side's router, so that ESP takes one link.
    ASSERT_EQ(probe->GetSas().size(), 1U);
    EXPECT_EQ(probe->GetSas()[0].statistics.Get().rxPackets, 200U);
    EXPECT_EQ(probe->GetSas()[0].statistics.Get().minDelay, GetLinkDelay(OUTER));
}

/// The echoes come back through ESP and NAT; with the probe on the legacy host they end there,
/// else at the proxy.
/// Long ones travel in pieces: on the LAN, between the HITs and around ESP.
class FlowToLegacyHost : public testing::TestWithParam<std::tuple<bool, bool, uint32_t>>
{
};

TEST_P(FlowToLegacyHost, IsCountedAtItsEnd)
{
    const auto [isAttached, isIpv6, size] = GetParam();
    LegacyWorld world;
    Ptr<HipFlowProbe> probe = CreateObject<HipFlowProbe>();
    Ptr<HipDnsClient> client = world.AddLegacy(isIpv6);
    AddEchoServer(world.hip->GetNode(), 7);
    probe->Attach(world.hip->GetNode());
    probe->Attach(world.proxy->GetNode());
    if (isAttached)
    {
        probe->Attach(client->GetNode());
    }
    client->RunWhenResolved("hip.foo.com",
                            isIpv6,
                            7,
                            Callback<void, Address>([client, octets = size](Address remote) {
                                AddEcho(client->GetNode(), remote, 20, Time(), octets);
                            }));
    world.RunUntil(END);
    const HipFlow* reply = Find(probe->GetFlows(), [&](const HipFlow& one) {
        return one.sent.source == Address(world.hip->GetHit());
    });
    ASSERT_TRUE(reply);
    const uint32_t layersAbove = size + UDP_HEADER;
    const uint32_t legacySize = layersAbove + (isIpv6 ? IPV6_HEADER : IPV4_HEADER);
    const HipFlow* request = FindTo(*probe, 7);
    // A proxy alone sees pieces, which are no packet of a flow.
    ASSERT_EQ(request != nullptr, isAttached || size == SHORT);
    if (request)
    {
        EXPECT_EQ(request->statistics.Get().txBytes, 20 * legacySize);
        EXPECT_EQ(request->statistics.Get().rxBytes, 20 * (layersAbove + IPV6_HEADER));
    }
    EXPECT_EQ(reply->statistics.Get().txBytes, 20 * (layersAbove + IPV6_HEADER));
    EXPECT_EQ(reply->statistics.Get().rxBytes, 20 * legacySize);
    ASSERT_TRUE(reply->arrived);
    EXPECT_EQ(reply->arrived->destination,
              isIpv6 ? Address(Network::GetIpv6(client->GetNode()))
                     : Address(Network::GetIpv4(client->GetNode())));
    if (size != SHORT)
    {
        return;
    }
    // ESP of 108 octets over one link; the Ethernet behind takes a millisecond and its octets.
    const Time inEsp = GetLinkDelay(IPV6_HEADER + 8 + 8 + 112 + 16);
    const Time delay = reply->statistics.Get().minDelay;
    if (isAttached)
    {
        EXPECT_NEAR((delay - inEsp).GetSeconds(), 0.001, 0.0001);
    }
    else
    {
        EXPECT_EQ(delay, inEsp);
    }
}

INSTANTIATE_TEST_SUITE_P(AttachedAndIpv6,
                         FlowToLegacyHost,
                         testing::Combine(testing::Bool(),
                                          testing::Bool(),
                                          testing::Values(SHORT, LONG)));

} // namespace hiptest
} // namespace ns3
