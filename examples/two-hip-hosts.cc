// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// Two HIP hosts and unmodified ns-3 applications between their HITs.
//
//   alice ----- 100 Mbit/s, 10 ms ----- bob
//   3ffe:1::1                           3ffe:1::2
//
// Alice's BulkSendApplication connects to Bob's HIT. Her first packet waits for the base exchange
// (I1, R1, I2, R2), then all of them travel in ESP.
//
//   ./hip build && build/release/two-hip-hosts
//
// prints what the hosts did and how many octets arrived. To vary: the attributes of ns3::HipHost
// (EspSuites, KeyKind, PuzzleDifficulty ...), with --ns3::HipHost::... on the command line.

#include "ns3/applications-module.h"
#include "ns3/core-module.h"
#include "ns3/hip-module.h"
#include "ns3/internet-module.h"
#include "ns3/network-module.h"
#include "ns3/point-to-point-module.h"

#include <iostream>

using namespace ns3;

int
main(int argc, char* argv[])
{
    CommandLine(__FILE__).Parse(argc, argv);
    HipEnableChecksums();
    Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(1340));

    NodeContainer nodes(2);
    PointToPointHelper link;
    link.SetDeviceAttribute("DataRate", StringValue("100Mbps"));
    link.SetChannelAttribute("Delay", StringValue("10ms"));
    NetDeviceContainer devices = link.Install(nodes);
    InternetStackHelper().Install(nodes);
    Ipv6AddressHelper addresses("3ffe:1::", Ipv6Prefix(64), "::1");
    Ipv6InterfaceContainer interfaces = addresses.Assign(devices);

    HipHostHelper hosts;
    Ptr<HipHost> alice = hosts.Install(nodes.Get(0));
    Ptr<HipHost> bob = hosts.Install(nodes.Get(1));
    for (const auto& [host, name] : {std::pair(alice, "alice"), std::pair(bob, "bob")})
    {
        host->SetStartTime(Seconds(2)); // duplicate address detection takes the first second
        host->TraceConnectWithoutContext(
            "Event",
            Callback<void, const HipEventRecord&>([name = name](const HipEventRecord& it) {
                std::cout << Simulator::Now().As(Time::MS) << "  " << name << "  " << it.event
                          << "  " << it.detail << "\n";
            }));
    }
    alice->AddPeer(bob->GetHit(), {Address(interfaces.GetAddress(1, 1))});

    const Inet6SocketAddress service(bob->GetHit(), 5000);
    PacketSinkHelper sinkHelper("ns3::TcpSocketFactory", service);
    ApplicationContainer sink = sinkHelper.Install(nodes.Get(1));
    sink.Start(Seconds(2));
    BulkSendHelper bulk("ns3::TcpSocketFactory", service);
    bulk.SetAttribute("MaxBytes", UintegerValue(1000000));
    bulk.Install(nodes.Get(0)).Start(Seconds(3));

    Simulator::Stop(Seconds(30));
    Simulator::Run();
    std::cout << "octets received: " << DynamicCast<PacketSink>(sink.Get(0))->GetTotalRx() << "\n";
    Simulator::Destroy();
    return 0;
}
