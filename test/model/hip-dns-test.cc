// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// DNS servers, resolvers and clients on nodes, with real packets.

#include "model/hip-bytes.h"
#include "model/hip-dns-socket.h"
#include "test/helper/temporary-file.h"
#include "test/model/support/dns-world.h"

#include "ns3/boolean.h"
#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/ipv4.h"
#include "ns3/packet-sink-helper.h"
#include "ns3/packet-sink.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/udp-client.h"
#include "ns3/udp-socket-factory.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <memory>
#include <random>
#include <regex>
#include <sstream>
#include <stdexcept>

namespace ns3
{
namespace hiptest
{

namespace
{

std::vector<std::string>
GetStatuses(const Results& results)
{
    std::vector<std::string> statuses;
    for (const HipDnsResult& result : results.all)
    {
        statuses.push_back(result.status);
    }
    return statuses;
}

using Texts = std::vector<std::string>;

/// @return output lines of a command
Texts
RunCommand(const std::string& command)
{
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(popen(command.c_str(), "r"), pclose);
    std::string output;
    char buffer[4096];
    while (const std::size_t count = std::fread(buffer, 1, sizeof(buffer), pipe.get()))
    {
        output.append(buffer, count);
    }
    Texts lines;
    std::istringstream stream(output);
    for (std::string line; std::getline(stream, line);)
    {
        lines.push_back(line);
    }
    return lines;
}

/**
 * What tshark sees of DNS, and what it complains about, one line a frame: response, name, rcode,
 * truncated, number of answers; complaint, checksums of UDP and TCP (1 is good).
 */
Texts
RunTshark(const hip::TemporaryFile& file)
{
    Texts lines = RunCommand(
        "tshark -n -r " + file.GetName() +
        " -o udp.check_checksum:TRUE -o tcp.check_checksum:TRUE"
        " -Y 'dns || _ws.malformed || udp.checksum.status == 0 || tcp.checksum.status == 0'"
        " -T fields -E separator=, -e dns.flags.response -e dns.qry.name -e dns.flags.rcode"
        " -e dns.flags.truncated -e dns.count.answers -e _ws.malformed -e udp.checksum.status"
        " -e tcp.checksum.status 2>/dev/null");
    for (std::string& line : lines) // as new versions write what old ones do
    {
        line = std::regex_replace(std::regex_replace(line, std::regex("True"), "1"),
                                  std::regex("False"),
                                  "0");
    }
    return lines;
}

bool
HasTshark()
{
    return !RunCommand("command -v tshark").empty();
}

std::string
ReadFile(const std::string& name)
{
    std::ifstream file(name, std::ios::binary);
    std::ostringstream content;
    content << file.rdbuf();
    return content.str();
}

class HipDnsOverFamilies : public testing::TestWithParam<Families>
{
};

std::string
NameFamilies(const testing::TestParamInfo<Families>& info)
{
    const Families families = info.param;
    return families.ipv4 && families.ipv6 ? "Both" : families.ipv4 ? "Ipv4" : "Ipv6";
}

INSTANTIATE_TEST_SUITE_P(Transport,
                         HipDnsOverFamilies,
                         testing::Values(Families{true, true},
                                         Families{true, false},
                                         Families{false, true}),
                         NameFamilies);

} // namespace

TEST_P(HipDnsOverFamilies, ResolvesFromTheRootDownwards)
{
    DnsWorld world(GetParam());
    world.Ask("www.foo.com", true, Seconds(3));
    world.Ask("alias.foo.com.", false, Seconds(4));
    world.RunUntil(Seconds(10));

    ASSERT_EQ(GetStatuses(world.results), (Texts{"found", "found"}));
    EXPECT_EQ(world.results.all[0].name, "www.foo.com.");
    EXPECT_EQ(world.results.all[0].addresses, (std::vector<Address>{Ipv6Address("3ffe:9::9")}));
    EXPECT_EQ(world.results.all[1].addresses, (std::vector<Address>{Ipv4Address("10.9.9.9")}));
    // Three servers at 11 ms and more each way, and the way between client and resolver.
    EXPECT_GT(world.results.all[0].elapsed, MilliSeconds(3 * 22 + 2));
    EXPECT_LT(world.results.all[0].elapsed, MilliSeconds(100));
    // The alias comes with the record that it leads to.
    ASSERT_EQ(world.upstream.size(), 4);
    EXPECT_EQ(world.upstream[2].name, "www.foo.com.");
    EXPECT_EQ(world.upstream[2].type, "AAAA");
    EXPECT_EQ(world.upstream[3].name, "alias.foo.com.");
    EXPECT_EQ(world.queries.size(), 2);
    EXPECT_EQ(world.client->GetDropCount() + world.resolver->GetDropCount(), 0);
}

TEST_P(HipDnsOverFamilies, TurnsToTcpForLongAnswers)
{
    DnsWorld world(GetParam());
    world.Ask("many.foo.com", true, Seconds(3));
    world.RunUntil(Seconds(10));

    ASSERT_EQ(GetStatuses(world.results), (Texts{"found"}));
    EXPECT_EQ(world.results.all[0].addresses.size(), 100);
    ASSERT_EQ(world.queries.size(), 2);
    EXPECT_FALSE(world.queries[0].isTcp);
    EXPECT_TRUE(world.queries[1].isTcp);
    ASSERT_EQ(world.upstream.size(), 4);
    EXPECT_FALSE(world.upstream[2].isTcp);
    EXPECT_TRUE(world.upstream[3].isTcp);
}

TEST_P(HipDnsOverFamilies, AsksOverTcpAtOnceIfForcedTo)
{
    DnsWorld world(GetParam());
    world.client->SetAttribute("ForceTcp", BooleanValue(true));
    world.Ask("www.foo.com", true, Seconds(3));
    world.RunUntil(Seconds(10));

    ASSERT_EQ(GetStatuses(world.results), (Texts{"found"}));
    ASSERT_EQ(world.queries.size(), 1);
    EXPECT_TRUE(world.queries[0].isTcp);
    EXPECT_FALSE(world.upstream[0].isTcp);
}

TEST_P(HipDnsOverFamilies, AsksAgainWhenAPacketIsLost)
{
    DnsWorld world(GetParam());
    world.network.LoseNextFrom(world.foo->GetNode(), Seconds(3));
    world.Ask("www.foo.com", true, Seconds(3));
    world.RunUntil(Seconds(10));

    ASSERT_EQ(GetStatuses(world.results), (Texts{"found"}));
    EXPECT_GT(world.results.all[0].elapsed, MilliSeconds(800)); // the resolver's first timeout
    EXPECT_GE(world.upstream.size(), 4);
}

TEST_P(HipDnsOverFamilies, ResolvesEverythingDespiteLoss)
{
    DnsWorld world(GetParam());
    for (const auto& server : {world.root, world.com, world.foo})
    {
        world.network.LoseFrom(server->GetNode(), 0.1, Seconds(2));
    }
    for (int i = 0; i < 50; ++i)
    {
        world.Ask("n" + std::to_string(i) + ".wild.foo.com", false, Seconds(3 + i));
    }
    world.RunUntil(Seconds(80));

    EXPECT_EQ(GetStatuses(world.results), Texts(50, "found"));
    EXPECT_GT(world.upstream.size(), 52 + 2);
}

TEST_P(HipDnsOverFamilies, MakesPacketsThatTsharkUnderstands)
{
    if (!HasTshark())
    {
        GTEST_SKIP() << "no tshark";
    }
    const hip::TemporaryFile atClient("");
    const hip::TemporaryFile atServer("");
    {
        DnsWorld world(GetParam());
        world.network.EnablePcap(world.client->GetNode(), atClient.GetName());
        world.network.EnablePcap(world.foo->GetNode(), atServer.GetName());
        world.Ask("www.foo.com", true, Seconds(3));
        world.Ask("nothing.foo.com", true, Seconds(4));
        world.Ask("many.foo.com", true, Seconds(5));
        world.RunUntil(Seconds(10));
    }
    for (const auto* file : {&atClient, &atServer})
    {
        EXPECT_EQ(RunTshark(*file),
                  (Texts{"0,www.foo.com,,0,0,,1,",
                         "1,www.foo.com,0,0,1,,1,",
                         "0,nothing.foo.com,,0,0,,1,",
                         "1,nothing.foo.com,3,0,0,,1,",
                         "0,many.foo.com,,0,0,,1,",
                         "1,many.foo.com,0,1,0,,1,",
                         "0,many.foo.com,,0,0,,,1",
                         "1,many.foo.com,0,0,100,,,1"}));
    }
}

TEST(HipDns, AnswersAgainFromTheCacheWithoutAPacketToAServer)
{
    DnsWorld world;
    world.Ask("www.foo.com", true, Seconds(3));
    world.Ask("WWW.Foo.Com", true, Seconds(4));
    world.Ask("short.foo.com", false, Seconds(5));
    world.Ask("short.foo.com", false, Seconds(12)); // its TTL is over
    world.RunUntil(Seconds(20));

    EXPECT_EQ(GetStatuses(world.results), Texts(4, "found"));
    EXPECT_EQ(world.upstream.size(), 5);
    EXPECT_LT(world.results.all[1].elapsed, MilliSeconds(10));
    EXPECT_GT(world.resolver->GetCacheSize(), 3);
}

TEST(HipDns, KeepsNegativeAnswersAsLongAsTheSoaSays)
{
    DnsWorld world;
    std::map<int, std::size_t> counts;
    for (const int second : {3, 5, 64}) // 60 s is the zone's limit
    {
        world.Ask("nothing.foo.com", true, Seconds(second));
        world.Ask("only4.foo.com", true, Seconds(second));
        Simulator::Schedule(Seconds(second + 1),
                            [&world, &counts, second] { counts[second] = world.upstream.size(); });
    }
    world.RunUntil(Seconds(80));

    EXPECT_EQ(GetStatuses(world.results),
              (Texts{"no-name", "no-data", "no-name", "no-data", "no-name", "no-data"}));
    EXPECT_GE(counts[3], 4);
    EXPECT_EQ(counts[5], counts[3]);
    EXPECT_EQ(counts[64], counts[3] + 2);
}

TEST(HipDns, CarriesHipRecords)
{
    DnsWorld world;
    Ptr<Node> host = world.client->GetNode();
    Ptr<Socket> socket = Socket::CreateSocket(host, UdpSocketFactory::GetTypeId());
    const hip::DnsMessage query =
        hip::DnsMessage::MakeQuery(7, *hip::DnsName::Parse("hip.foo.com"), 55, 1232, true);
    std::vector<hip::Bytes> records;
    socket->SetRecvCallback(Callback<void, Ptr<Socket>>([&records](Ptr<Socket> from) {
        const hip::Bytes bytes = hipdns::ToBytes(from->Recv());
        const hip::Result<hip::DnsMessage> message = hip::DnsMessage::Parse(bytes);
        ASSERT_TRUE(message);
        records = message->GetHipRdata();
    }));
    Simulator::Schedule(Seconds(3), [&] {
        const hip::Bytes bytes = query.Write();
        socket->SendTo(Create<Packet>(bytes.data(), bytes.size()),
                       0,
                       Inet6SocketAddress(Network::GetIpv6(world.resolver->GetNode()), 53));
    });
    world.RunUntil(Seconds(5));

    ASSERT_EQ(records.size(), 1);
    // HIT length 16, RSA, key length 4 (RFC 8005 §5), the HIT, the key, "rvs.foo.com."
    EXPECT_EQ(hipbytes::ToHex(records[0]),
              "10020004200100107b1a74df365639cc39f1d578"
              "03010001"
              "0372767303666f6f03636f6d00");
}

TEST(HipDns, SurvivesGarbage)
{
    DnsWorld world;
    std::mt19937 random(1);
    const hip::Bytes query =
        hip::DnsMessage::MakeQuery(7, *hip::DnsName::Parse("www.foo.com"), 28, 1232, true).Write();
    Ptr<Node> host = world.client->GetNode();
    std::vector<Ptr<Socket>> streams;
    for (int i = 0; i < 1000; ++i)
    {
        Ptr<HipDnsApplication> victim = world.resolver;
        if (i % 2)
        {
            victim = world.foo;
        }
        const bool isTcp = i % 20 < 2;
        hip::Bytes bytes = query;
        if (i % 3 == 0)
        {
            bytes.resize(random() % 100);
        }
        for (unsigned n = random() % 4; n > 0 && !bytes.empty(); --n)
        {
            bytes[random() % bytes.size()] = static_cast<hip::Byte>(random());
        }
        Simulator::Schedule(MilliSeconds(2000 + 10 * i), [&streams, host, victim, bytes, isTcp] {
            Ptr<Socket> socket = Socket::CreateSocket(host,
                                                      isTcp ? TcpSocketFactory::GetTypeId()
                                                            : UdpSocketFactory::GetTypeId());
            socket->Connect(Inet6SocketAddress(Network::GetIpv6(victim->GetNode()), 53));
            socket->Send(Create<Packet>(bytes.data(), bytes.size()));
            streams.push_back(socket);
        });
    }
    world.Ask("www.foo.com", true, Seconds(20));
    world.RunUntil(Seconds(30));

    EXPECT_EQ(GetStatuses(world.results), (Texts{"found"}));
    EXPECT_GT(world.resolver->GetDropCount(), 50);
    EXPECT_GT(world.foo->GetDropCount(), 50);
}

TEST(HipDns, ReachesAServerWithoutIpv4)
{
    DnsWorld world(Families{true, true}, Families{false, true});
    ASSERT_FALSE(world.foo->GetNode()->GetObject<Ipv4>());
    world.Ask("www.foo.com", false, Seconds(3));
    world.RunUntil(Seconds(10));

    ASSERT_EQ(GetStatuses(world.results), (Texts{"found"}));
    EXPECT_TRUE(Inet6SocketAddress::IsMatchingType(world.upstream.back().peer));
}

TEST(HipDns, DoesNotTryServersOfAFamilyThatItLacks)
{
    DnsWorld world(Families{false, true}, Families{true, true});
    ASSERT_FALSE(world.resolver->GetNode()->GetObject<Ipv4>());
    world.Ask("www.foo.com", true, Seconds(3));
    world.RunUntil(Seconds(10));

    EXPECT_EQ(GetStatuses(world.results), (Texts{"found"}));
    EXPECT_EQ(world.upstream.size(), 3);
    EXPECT_EQ(world.resolver->GetDropCount(), 0);
}

TEST(HipDns, AnswersFromTheAddressThatWasAsked)
{
    DnsWorld world;
    world.network.AddAddresses(world.foo->GetNode(), "10.77.0.1", "3ffe:77::1");
    world.client->SetAttribute("Tries", UintegerValue(1));
    for (const Address& server : {Address(Ipv4Address("10.77.0.1")),
                                  Address(Ipv6Address("3ffe:77::1")),
                                  Address(Network::GetIpv4(world.foo->GetNode())),
                                  Address(Network::GetIpv6(world.foo->GetNode()))})
    {
        Ptr<HipDnsClient> client = HipDnsClientHelper(server).Install(world.client->GetNode());
        client->SetStartTime(Seconds(2));
        client->Resolve("www.foo.com", true, world.results.Store());
    }
    world.RunUntil(Seconds(20));

    EXPECT_EQ(GetStatuses(world.results), Texts(4, "found"));
}

TEST(HipDns, AnswersClientsOnItsOwnNode)
{
    DnsWorld world;
    for (const Address& server : {Address(Ipv4Address::GetLoopback()),
                                  Address(Ipv6Address::GetLoopback()),
                                  Network::GetAddress(world.resolver->GetNode())})
    {
        Ptr<HipDnsClient> client = HipDnsClientHelper(server).Install(world.resolver->GetNode());
        client->SetStartTime(Seconds(2));
        client->Resolve("www.foo.com", true, world.results.Store());
    }
    world.RunUntil(Seconds(20));

    EXPECT_EQ(GetStatuses(world.results), Texts(3, "found"));
}

TEST(HipDns, TurnsToTheNextServerWhenOneIsSilent)
{
    DnsWorld world;
    Ptr<HipDnsClient> client =
        HipDnsClientHelper(Ipv6Address("3ffe:dead::1")).Install(world.client->GetNode());
    client->AddServer(Network::GetAddress(world.resolver->GetNode()));
    client->SetStartTime(Seconds(3));
    client->Resolve("www.foo.com", true, world.results.Store());
    world.RunUntil(Seconds(20));

    ASSERT_EQ(GetStatuses(world.results), (Texts{"found"}));
    EXPECT_GE(world.results.all[0].elapsed, Seconds(1));
}

TEST(HipDns, GivesUpWhenNobodyAnswers)
{
    DnsWorld world;
    Ptr<HipDnsClient> nowhere =
        HipDnsClientHelper(Ipv4Address("10.99.0.1")).Install(world.client->GetNode());
    nowhere->SetAttribute("Tries", UintegerValue(2));
    nowhere->SetStartTime(Seconds(2));
    nowhere->Resolve("www.foo.com", true, world.results.Store());
    Ptr<HipDnsClient> nobody = CreateObject<HipDnsClient>();
    world.client->GetNode()->AddApplication(nobody);
    nobody->SetStartTime(Seconds(30));
    nobody->Resolve("www.foo.com", true, world.results.Store());
    world.RunUntil(Seconds(40));

    ASSERT_EQ(GetStatuses(world.results), (Texts{"timed-out", "failed"}));
    EXPECT_EQ(world.results.all[0].elapsed, Seconds(1 + 2));
    EXPECT_TRUE(world.results.all[1].elapsed.IsZero());
}

TEST(HipDns, AnswersServfailWhenServersAreSilent)
{
    DnsWorld world;
    world.foo->SetStopTime(Seconds(3));
    world.client->SetAttribute("Tries", UintegerValue(6));
    world.Ask("www.foo.com", true, Seconds(4));
    world.RunUntil(Seconds(100));

    EXPECT_EQ(GetStatuses(world.results), (Texts{"failed"}));
}

TEST(HipDns, StartsAnApplicationOnTheAnswer)
{
    DnsWorld world;
    Ptr<Node> peer = world.foo->GetNode();
    world.network.AddAddresses(peer, "10.9.9.9", "3ffe:9::9");
    constexpr uint16_t port = 7;
    PacketSinkHelper sinks("ns3::UdpSocketFactory",
                           Inet6SocketAddress(Ipv6Address::GetAny(), port));
    const ApplicationContainer sink = sinks.Install(peer);

    Ptr<UdpClient> sender = CreateObject<UdpClient>();
    sender->SetAttribute("MaxPackets", UintegerValue(5));
    world.client->RunWhenResolved("www.foo.com",
                                  true,
                                  port,
                                  Callback<void, Address>([sender, &world](Address remote) {
                                      sender->SetRemote(remote);
                                      world.client->GetNode()->AddApplication(sender);
                                  }));
    bool isRun = false;
    world.client->RunWhenResolved("nothing.foo.com",
                                  true,
                                  port,
                                  Callback<void, Address>([&isRun](Address) { isRun = true; }));
    world.RunUntil(Seconds(10));

    EXPECT_EQ(DynamicCast<PacketSink>(sink.Get(0))->GetTotalRx(), 5 * 1024);
    EXPECT_FALSE(isRun);
}

TEST(HipDns, ServesAgainAfterAStop)
{
    DnsWorld world;
    Ptr<HipDnsServer> second = HipDnsServerHelper().Install(world.foo->GetNode());
    second->AddZone("@ 60 SOA ns h 1 2 3 4 5\n@ 60 NS ns\nwww 60 AAAA 3ffe:9::2\n",
                    "second.zone",
                    "foo.com");
    world.foo->SetStopTime(Seconds(4));
    second->SetStartTime(Seconds(5)); // at the same port
    Ptr<HipDnsClient> client = HipDnsClientHelper(Network::GetAddress(world.foo->GetNode()))
                                   .Install(world.client->GetNode());
    client->SetStartTime(Seconds(2));
    for (const int second : {3, 6})
    {
        Simulator::Schedule(Seconds(second), [client, &world] {
            client->Resolve("www.foo.com", true, world.results.Store());
        });
    }
    world.RunUntil(Seconds(20));

    ASSERT_EQ(GetStatuses(world.results), (Texts{"found", "found"}));
    EXPECT_EQ(world.results.all[0].addresses[0], Address(Ipv6Address("3ffe:9::9")));
    EXPECT_EQ(world.results.all[1].addresses[0], Address(Ipv6Address("3ffe:9::2")));
}

TEST(HipDns, RefusesWrongZonesAndNames)
{
    Ptr<HipDnsServer> server = CreateObject<HipDnsServer>();
    try
    {
        server->AddZone("@ SOA ns h 1 2 3 4 5\n@ NS ns\nwww A 1.2.3\n", "wrong.zone", "foo.com");
        ADD_FAILURE() << "accepted";
    }
    catch (const std::invalid_argument& error)
    {
        EXPECT_EQ(std::string(error.what()).rfind("wrong.zone:", 0), 0) << error.what();
    }
    EXPECT_THROW(server->AddZone("", "x", "foo..com"), std::invalid_argument);
    EXPECT_THROW(server->AddZoneFile("/nonexistent/zone", "foo.com"), std::invalid_argument);
    const hip::TemporaryFile file("@ 1 SOA ns h 1 2 3 4 5\n@ 1 NS ns\n");
    EXPECT_NO_THROW(server->AddZoneFile(file.GetName(), "foo.com"));
    Ptr<HipDnsClient> client = CreateObject<HipDnsClient>();
    EXPECT_THROW(client->Resolve("foo..com", true, Results().Store()), std::invalid_argument);
    server->Dispose();
    client->Dispose();
    Simulator::Destroy();
}

TEST(HipDns, GivesTheSameBytesForTheSameSeedOnly)
{
    std::vector<std::string> captures;
    for (const uint32_t seed : {1, 1, 2})
    {
        RngSeedManager::SetSeed(seed);
        const hip::TemporaryFile file("");
        {
            DnsWorld world;
            world.network.EnablePcap(world.resolver->GetNode(), file.GetName());
            world.network.LoseFrom(world.foo->GetNode(), 0.3, Seconds(2));
            world.Ask("www.foo.com", true, Seconds(3));
            world.Ask("many.foo.com", true, Seconds(4));
            world.RunUntil(Seconds(10));
        }
        captures.push_back(ReadFile(file.GetName()));
    }
    RngSeedManager::SetSeed(1);
    EXPECT_GT(captures[0].size(), 5000);
    EXPECT_TRUE(captures[0] == captures[1]);
    EXPECT_FALSE(captures[0] == captures[2]);
}

} // namespace hiptest
} // namespace ns3
