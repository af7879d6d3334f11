// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// Unmodified ns-3 applications between the HITs of two hosts.

#include "test/model/support/hip-world.h"

#include "ns3/inet6-socket-address.h"
#include "ns3/pointer.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <utility>
#include <vector>

namespace ns3
{
namespace hiptest
{

namespace
{

const Time START = Seconds(2);

/// Alice knows where Bob is.
struct Pair : HipWorld
{
    Pair()
        : alice(AddHipHost("alice")),
          bob(AddHipHost("bob"))
    {
    }

    /// To be called when all attributes are set.
    void Introduce()
    {
        alice->AddPeer(bob->GetHit(), {Address(GetLocator(bob))});
    }

    Address GetService(uint16_t port)
    {
        return Inet6SocketAddress(bob->GetHit(), port);
    }

    void SetBoth(const std::string& name, const AttributeValue& value)
    {
        alice->SetAttribute(name, value);
        bob->SetAttribute(name, value);
    }

    Ptr<HipHost> alice;
    Ptr<HipHost> bob;
};

/// @return what can be seen of a small transfer
std::string
TraceTransfer(const std::string& fidelity)
{
    Pair world;
    world.SetBoth("Crypto", StringValue(fidelity));
    world.Introduce();
    Ptr<PacketSink> sink = AddSink(world.bob->GetNode(), "Tcp", 5000);
    AddBulkSend(world.alice->GetNode(), world.GetService(5000), 20000, START);
    world.RunUntil(Seconds(10));
    return world.log.ToText() + std::to_string(sink->GetTotalRx());
}

/// @return when Alice had an association. @param table of costs, may be empty
Time
MeasureExchange(const std::string& table, unsigned difficulty, Time* busy = nullptr)
{
    Pair world;
    world.SetBoth("PuzzleDifficulty", UintegerValue(difficulty));
    if (!table.empty())
    {
        std::istringstream in("operation,algorithm,nanoseconds\n" + table);
        Ptr<CryptoCostModel> costs = CreateObject<CryptoCostModel>();
        costs->Load(in, "table");
        world.SetBoth("CostModel", PointerValue(costs));
    }
    world.Introduce();
    Simulator::Schedule(START, &HipHost::Connect, world.alice, world.bob->GetHit());
    world.RunUntil(Seconds(10));
    if (busy)
    {
        *busy = world.alice->GetBusyTime();
    }
    return world.log.Find("alice", "state", "-> ESTABLISHED");
}

} // namespace

TEST(HipHost, CarriesTcpOfBulkSend)
{
    Pair world;
    world.Introduce();
    Ptr<PacketSink> sink = AddSink(world.bob->GetNode(), "Tcp", 5000);
    AddBulkSend(world.alice->GetNode(), world.GetService(5000), 500000, START);
    world.RunUntil(Seconds(10));
    EXPECT_EQ(sink->GetTotalRx(), 500000U);
    EXPECT_EQ(world.log.Count("alice", "I1-sent"), 1U);
    EXPECT_EQ(world.log.Count("alice", "I2-sent"), 1U);
    EXPECT_TRUE(world.log.drops.empty());
}

TEST(HipHost, CarriesUdpOfOnOff)
{
    Pair world;
    world.Introduce();
    Ptr<PacketSink> sink = AddSink(world.bob->GetNode(), "Udp", 5000);
    AddOnOff(world.alice->GetNode(), world.GetService(5000), 50000, START);
    world.RunUntil(Seconds(10));
    EXPECT_EQ(sink->GetTotalRx(), 50000U);
}

TEST(HipHost, CarriesEchoesThereAndBack)
{
    Pair world;
    world.Introduce();
    AddEchoServer(world.bob->GetNode(), 7);
    const auto echoes = AddEcho(world.alice->GetNode(), world.GetService(7), 5, START);
    world.RunUntil(Seconds(10));
    EXPECT_EQ(*echoes, 5U);
}

TEST(HipHost, CarriesDatagramsOfAnyLength)
{
    // Around the MTU of the HIT's device, 1420, and of the link, 1500: with ESP or without.
    Pair world;
    world.Introduce();
    uint32_t longest = 0;
    world.network.GetPeer(world.alice->GetNode())
        ->TraceConnectWithoutContext(
            "MacRx",
            Callback<void, Ptr<const Packet>>([&longest](Ptr<const Packet> packet) {
                longest = std::max(longest, packet->GetSize());
            }));
    AddEchoServer(world.bob->GetNode(), 7);
    std::vector<std::pair<unsigned, std::shared_ptr<unsigned>>> all;
    for (unsigned size = 1300; size <= 1600; size += 10)
    {
        const Time start = START + MilliSeconds(size);
        all.emplace_back(size,
                         AddEcho(world.alice->GetNode(), world.GetService(7), 1, start, size));
    }
    world.RunUntil(Seconds(10));
    for (const auto& [size, echoes] : all)
    {
        EXPECT_EQ(*echoes, 1U) << size;
    }
    EXPECT_LE(longest, 1500U + 2) << "the MTU of the link, and the header of PPP";
}

TEST(HipHost, DropsDataForHostsThatItCannotReach)
{
    Pair world; // without an introduction
    Ptr<PacketSink> sink = AddSink(world.bob->GetNode(), "Udp", 5000);
    AddOnOff(world.alice->GetNode(), world.GetService(5000), 5000, START);
    world.RunUntil(Seconds(10));
    EXPECT_EQ(sink->GetTotalRx(), 0U);
    EXPECT_EQ(world.log.Count("alice", "I1-sent"), 0U);
    EXPECT_GT(world.alice->GetDropCount(), 0U);
}

TEST(HipHost, ClosesAnAssociationAndMakesAnother)
{
    Pair world;
    world.Introduce();
    const Ipv6Address hit = world.bob->GetHit();
    Simulator::Schedule(START, &HipHost::Connect, world.alice, hit);
    Simulator::Schedule(Seconds(4), &HipHost::Close, world.alice, hit);
    AddEchoServer(world.bob->GetNode(), 7);
    const auto echoes = AddEcho(world.alice->GetNode(), world.GetService(7), 3, Seconds(6));
    world.RunUntil(Seconds(10));
    EXPECT_EQ(world.log.Count("alice", "CLOSE-sent"), 1U);
    EXPECT_EQ(world.log.Count("bob", "CLOSE_ACK-sent"), 1U);
    EXPECT_EQ(world.log.Count("alice", "state", "-> ESTABLISHED"), 2U);
    EXPECT_EQ(*echoes, 3U);
}

TEST(HipHost, RepeatsARunExactly)
{
    const std::string first = TraceTransfer("real");
    EXPECT_NE(first.find("ESTABLISHED"), std::string::npos);
    EXPECT_EQ(first, TraceTransfer("real"));
    RngSeedManager::SetRun(2);
    EXPECT_NE(first, TraceTransfer("real")) << "another run has other keys";
    RngSeedManager::SetRun(1);
}

TEST(HipHost, ShowsTheSameEventsWithModelledCryptography)
{
    EXPECT_EQ(TraceTransfer("real"), TraceTransfer("modelled"));
}

TEST(HipHost, TakesAsLongAsTheCostTableSays)
{
    const std::string table = "sign,ecdsa-p256,1000\nverify,ecdsa-p256,20000\n"
                              "dh-generate,p256,400000\ndh-compute,p256,8000000\n";
    // Alice verifies R1, makes her half of the key, signs I2 and verifies R2; Bob, whose R1 was
    // ready before, makes his half, verifies I2 and signs R2. Both have an IPv4 address too: she
    // signs a check of his with R2.
    Time busy;
    const Time free = MeasureExchange("", 0);
    const Time costly = MeasureExchange(table, 0, &busy);
    EXPECT_EQ(costly - free, NanoSeconds(3 * 1000 + 3 * 20000 + 400000 + 2 * 8000000));
    // She has made an R1 for others, too, before all this.
    const Time ownR1 = NanoSeconds(1000 + 400000);
    const Time checks = 2 * NanoSeconds(1000 + 20000); // of his address, and of hers
    EXPECT_EQ(busy, ownR1 + NanoSeconds(1000 + 2 * 20000 + 400000 + 8000000) + checks);
}

TEST(HipHost, TakesLongerForAPuzzle)
{
    Time busy;
    const Time free = MeasureExchange("", 8);
    const Time costly = MeasureExchange("puzzle-try,sha384,1000\n", 8, &busy);
    // Bob tries once, all the rest is Alice's search. ECDSA goes with SHA-384 (RFC 7401 §5.2.10).
    EXPECT_EQ(costly - free, busy + NanoSeconds(1000));
    EXPECT_GE(busy, NanoSeconds(1000));
    EXPECT_LE(busy, NanoSeconds(1000 * 256 * 20)) << "2^8 tries are expected";
}

TEST(HipHost, RefusesAttributesThatMakeNoSense)
{
    const struct
    {
        const char* attribute;
        const char* cause;
    } cases[] = {{"EspSuites", "unknown ESP suite 'xyz'"},
                 {"DhGroups", "unknown Diffie-Hellman group 'xyz'"},
                 {"HipCiphers", "unknown HIP cipher 'xyz'"},
                 {"KeyKind", "unknown kind of host key 'xyz'"},
                 {"Crypto", "unknown crypto fidelity 'xyz'"}};

    for (const auto& one : cases)
    {
        SCOPED_TRACE(one.attribute);
        Ptr<HipHost> host = CreateObject<HipHost>();
        host->SetAttribute(one.attribute, StringValue("xyz"));
        for (unsigned tries = 0; tries < 2; ++tries)
        {
            try
            {
                host->GetHit();
                ADD_FAILURE() << "nothing was thrown";
            }
            catch (const std::invalid_argument& cause)
            {
                EXPECT_STREQ(cause.what(), one.cause);
            }
        }
    }
}

TEST(HipHost, CanBeMendedAfterABadAttribute)
{
    Ptr<HipHost> host = CreateObject<HipHost>();
    host->SetAttribute("EspSuites", StringValue(""));
    EXPECT_THROW(host->GetHit(), std::invalid_argument);
    host->SetAttribute("EspSuites", StringValue("null-sha256"));
    EXPECT_EQ(host->GetHit().CombinePrefix(Ipv6Prefix(28)), Ipv6Address("2001:20::"));
}

TEST(HipHost, RefusesAKeyThatIsNone)
{
    Ptr<HipHost> host = CreateObject<HipHost>();
    EXPECT_THROW(host->SetKey("no key"), std::invalid_argument);
}

TEST(HipHost, IsGoneAfterTheSimulation)
{
    Ptr<HipHost> host;
    {
        Pair world;
        world.Introduce();
        host = world.alice;
        AddEchoServer(world.bob->GetNode(), 7);
        AddEcho(world.alice->GetNode(), world.GetService(7), 5, START);
        world.RunUntil(Seconds(2.05)); // in the middle of the base exchange
    }
    EXPECT_EQ(host->GetReferenceCount(), 1U);
    EXPECT_EQ(host->GetDevice(), nullptr);
}

} // namespace hiptest
} // namespace ns3
