// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// Many hosts in one node.

#include "core/association/output.h"
#include "test/core/draft2003/sample-keys.h"
#include "test/model/support/hip-world.h"

#include "ns3/boolean.h"
#include "ns3/hip-installer.h"
#include "ns3/hip-population.h"
#include "ns3/ipv6-static-routing-helper.h"
#include "ns3/ipv6.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <gtest/gtest.h>
#include <map>
#include <set>
#include <sstream>

namespace ns3
{
namespace hiptest
{

namespace
{

constexpr const char* PREFIX = "3ffe:500::";
constexpr const char* PEER_PREFIX = "3ffe:501::";
constexpr uint32_t SIZE = 5;

/// What the hosts of a population have come to know.
struct Observer : HipPopulationObserver
{
    void NotePacket(uint32_t host, const hip::PacketEvent& event, Time) override
    {
        packets[host] += event.isSent ? 0 : 1;
    }

    void NoteRegistration(uint32_t host, const hip::RegistrationEvent& event, Time at) override
    {
        if (event.change == hip::RegistrationEvent::Change::GRANTED)
        {
            granted[host].push_back(at);
        }
    }

    void NoteState(uint32_t host, const hip::StateEvent& event, Time) override
    {
        states[host] = event.to;
    }

    void NoteData(uint32_t host, uint32_t octets) override
    {
        data[host] += octets;
    }

    std::map<uint32_t, unsigned> packets; ///< of HIP that came in
    std::map<uint32_t, std::vector<Time>> granted;
    std::map<uint32_t, hip::State> states; ///< of the latest association to change
    std::map<uint32_t, uint32_t> data;     ///< octets
};

/// A population, another one that calls it, and the agent of the first.
struct PopulationWorld : HipWorld
{
    explicit PopulationWorld(int64_t stream = 5000, const std::string& dialect = "hipv2")
        : agent(AddAgent("agent")),
          hosts(AddPopulation(PREFIX, stream, dialect)),
          peers(AddPopulation(PEER_PREFIX, stream + 1, dialect))
    {
        agent->SetAttribute("Dialect", StringValue(dialect));
        hosts->SetObserver(&observer);
    }

    ~PopulationWorld()
    {
        hosts->SetObserver(nullptr);
    }

    Ptr<HipPopulation> AddPopulation(const char* prefix, int64_t stream, const std::string& dialect)
    {
        Ptr<Node> node = network.AddServer({});
        // As HipInstallProxyStack has it: else no routing protocol sees packets for others.
        node->GetObject<Ipv6>()->SetAttribute("IpForward", BooleanValue(true));
        Ptr<Ipv6> router = network.GetRouter()->GetObject<Ipv6>();
        Ipv6StaticRoutingHelper().GetStaticRouting(router)->AddNetworkRouteTo(
            Ipv6Address(prefix),
            Ipv6Prefix(64),
            static_cast<uint32_t>(router->GetInterfaceForDevice(network.GetPeer(node))));
        HipInstaller<HipPopulation> installer;
        installer.SetAttribute("Size", UintegerValue(SIZE));
        installer.SetAttribute("Dialect", StringValue(dialect));
        installer.SetAttribute("Crypto", StringValue("real")); // as the agent's
        Ptr<HipPopulation> population = installer.Install(node);
        population->SetPrefix(Ipv6Address(prefix));
        population->AssignStreams(stream);
        population->SetStartTime(Seconds(1.5));
        population->MakeHosts();
        return population;
    }

    void RegisterAll(Time at, Time lifetime)
    {
        for (uint32_t host = 0; host < SIZE; ++host)
        {
            Simulator::Schedule(at, [this, host, lifetime] {
                hosts->Register(host, agent->GetHit(), GetLocator(agent), lifetime);
            });
        }
    }

    /// Peer 1 calls a host at an address, and sends it data.
    void Call(uint32_t host, Ipv6Address address, Time at, uint32_t octets)
    {
        Simulator::Schedule(at, [this, host, address, octets] {
            peers->Connect(1, hosts->GetHit(host), {address});
            peers->SendData(1, hosts->GetHit(host), octets); // waits for the association
        });
    }

    Ptr<HipForwardingAgent> agent;
    Ptr<HipPopulation> hosts;
    Ptr<HipPopulation> peers;
    Observer observer;
};

} // namespace

TEST(HipPopulation, GivesEachHostAKeyAndAnAddressOfItsOwn)
{
    PopulationWorld world;
    std::set<Ipv6Address> hits;
    std::set<Ipv6Address> addresses;
    for (uint32_t host = 0; host < SIZE; ++host)
    {
        hits.insert(world.hosts->GetHit(host));
        addresses.insert(world.hosts->GetAddress(host));
        EXPECT_EQ(world.hosts->Find(world.hosts->GetHit(host)), host);
    }
    EXPECT_EQ(hits.size(), SIZE);
    EXPECT_EQ(addresses.size(), SIZE);
    EXPECT_EQ(world.hosts->GetAddress(0), Ipv6Address("3ffe:500::1"));
    EXPECT_EQ(world.hosts->Find(world.peers->GetHit(0)), std::nullopt);
}

TEST(HipPopulation, DrawsItsKeysFromItsStream)
{
    const auto getHit = [](int64_t stream) { return PopulationWorld(stream).hosts->GetHit(0); };
    EXPECT_EQ(getHit(70), getHit(70));
    EXPECT_NE(getHit(70), getHit(72));
}

TEST(HipPopulation, RegistersEveryHostAndRenewsItsLease)
{
    PopulationWorld world;
    world.RegisterAll(Seconds(2), Seconds(20));
    world.RunUntil(Seconds(60));
    EXPECT_EQ(world.agent->GetClientCount(), SIZE);
    for (uint32_t host = 0; host < SIZE; ++host)
    {
        // After three quarters of 19 s, as which 20 s are coded, and the way there and back.
        EXPECT_EQ(world.observer.granted[host].size(), 5U) << host;
    }
}

TEST(HipPopulation, IsCalledThroughItsAgentWhereverItIs)
{
    PopulationWorld world;
    world.RegisterAll(Seconds(2), Minutes(10));
    Simulator::Schedule(Seconds(3), &HipPopulation::Move, world.hosts, 3);
    world.Call(3, HipWorld::GetLocator(world.agent), Seconds(4), 700);
    world.RunUntil(Seconds(6));
    EXPECT_EQ(world.hosts->GetAddress(3), Ipv6Address("3ffe:500::1:0:4"));
    EXPECT_EQ(world.agent->GetRelayedCount(), 1U);
    EXPECT_EQ(world.observer.states[3], hip::State::ESTABLISHED);
    EXPECT_EQ(world.observer.data, (std::map<uint32_t, uint32_t>{{3, 700}}));
}

TEST(HipPopulation, KeepsAnAssociationThroughAMove)
{
    PopulationWorld world;
    world.Call(2, world.hosts->GetAddress(2), Seconds(2), 100);
    Simulator::Schedule(Seconds(3), &HipPopulation::Move, world.hosts, 2);
    Simulator::Schedule(Seconds(4), [&] { world.peers->SendData(1, world.hosts->GetHit(2), 50); });
    world.RunUntil(Seconds(5));
    EXPECT_EQ(world.observer.data[2], 150U);
    EXPECT_EQ(world.hosts->GetDropCount(), 0U);
}

TEST(HipPopulation, IsNotAtAnAddressThatItHasLeft)
{
    PopulationWorld world;
    const Ipv6Address left = world.hosts->GetAddress(2);
    Simulator::Schedule(Seconds(2), &HipPopulation::Move, world.hosts, 2);
    world.Call(2, left, Seconds(3), 100);
    world.RunUntil(Seconds(3.5)); // before the first retransmission
    EXPECT_EQ(world.hosts->GetDropCount(), 1U);
    EXPECT_TRUE(world.observer.packets.empty());
}

TEST(HipPopulation, HasACpuForEachHost)
{
    PopulationWorld world;
    Ptr<CryptoCostModel> costs = CreateObject<CryptoCostModel>();
    std::istringstream table("operation,algorithm,nanoseconds\nsign,ecdsa-p256,500000000\n");
    costs->Load(table, "table");
    world.hosts->SetCostModel(costs);
    world.RegisterAll(Seconds(2), Minutes(10));
    world.RunUntil(Seconds(4));
    // Two round trips of 40 ms each, and one signature in between, that of I2. All hosts take their
    // 0.5 s at the same time; on the links a few packets of less than 1 ms wait for each other.
    for (uint32_t host = 0; host < SIZE; ++host)
    {
        ASSERT_EQ(world.observer.granted[host].size(), 1U) << host;
        const double taken = world.observer.granted[host][0].GetSeconds() - 2;
        EXPECT_GT(taken, 0.58) << host;
        EXPECT_LT(taken, 0.60) << host;
    }
}

TEST(HipPopulation, LeasesAddressesIn2003AndTellsItsAgentOfMoves)
{
    PopulationWorld world(5000, "2003");
    world.agent->SetKey(hip::draft2003::test::DSA_1024_PEM);
    world.RegisterAll(Seconds(2), Seconds(20));
    Simulator::Schedule(Seconds(20), &HipPopulation::Move, world.hosts, 3);
    world.RunUntil(Seconds(58));
    EXPECT_EQ(world.agent->GetClientCount(), SIZE);
    for (uint32_t host = 0; host < SIZE; ++host)
    {
        // At 2 s and each 15 s and a round trip later; from the move on anew.
        EXPECT_EQ(world.observer.granted[host].size(), host == 3 ? 5U : 4U) << host;
    }
    EXPECT_EQ(world.hosts->GetDropCount(), 0U);
}

TEST(HipPopulation, IsCalledThroughItsAgentIn2003)
{
    PopulationWorld world(5000, "2003");
    world.agent->SetKey(hip::draft2003::test::RSA_1024_PEM);
    world.RegisterAll(Seconds(2), Minutes(10));
    Simulator::Schedule(Seconds(3), &HipPopulation::Move, world.hosts, 3);
    world.Call(3, HipWorld::GetLocator(world.agent), Seconds(4), 700);
    world.RunUntil(Seconds(6));
    EXPECT_EQ(world.agent->GetRelayedCount(), 2U); // I1, and the AC of the leased address
    EXPECT_EQ(world.observer.states[3], hip::State::ESTABLISHED);
    EXPECT_EQ(world.observer.data, (std::map<uint32_t, uint32_t>{{3, 700}}));
}

TEST(HipPopulation, GetsDataByWayOfItsAgentIn2003UntilItsNewAddressIsVerified)
{
    PopulationWorld world(5000, "2003");
    world.agent->SetKey(hip::draft2003::test::DSA_1024_PEM);
    world.RegisterAll(Seconds(2), Minutes(10));
    world.Call(2, HipWorld::GetLocator(world.agent), Seconds(4), 100);
    Simulator::Schedule(Seconds(5), &HipPopulation::Move, world.hosts, 2);
    // REA comes after 20 ms, ACR after 60 ms.
    for (const Time& at : {Seconds(5.03), Seconds(5.1)})
    {
        Simulator::Schedule(at, [&] { world.peers->SendData(1, world.hosts->GetHit(2), 50); });
    }
    world.RunUntil(Seconds(6));
    EXPECT_EQ(world.observer.data[2], 200U);
    EXPECT_EQ(world.agent->GetForwardedCount(), 1U);
}

TEST(HipPopulation, GivesEachHostADsaKeyOfItsOwnIn2003)
{
    PopulationWorld world(5000, "2003");
    std::set<Ipv6Address> hits;
    for (uint32_t host = 0; host < SIZE; ++host)
    {
        const Ipv6Address hit = world.hosts->GetHit(host);
        hits.insert(hit);
        EXPECT_EQ(hit.CombinePrefix(Ipv6Prefix(uint8_t{2})), Ipv6Address("4000::"));
    }
    EXPECT_EQ(hits.size(), SIZE);
}

TEST(HipPopulation, RefusesAttributesThatItCannotUse)
{
    PopulationWorld world;
    const auto make = [&world](const std::string& dialect, const std::string& keyKind) {
        HipInstaller<HipPopulation> installer;
        installer.SetAttribute("Dialect", StringValue(dialect));
        installer.SetAttribute("KeyKind", StringValue(keyKind));
        installer.Install(world.network.AddServer({}))->MakeHosts();
    };
    EXPECT_THROW(make("hipv2", "rsa-17"), std::invalid_argument);
    EXPECT_THROW(make("hipv2", "dsa-1024"), std::invalid_argument);
    EXPECT_THROW(make("2003", "ecdsa-p256"), std::invalid_argument);
    EXPECT_THROW(make("2002", "default"), std::invalid_argument);
}

} // namespace hiptest
} // namespace ns3
