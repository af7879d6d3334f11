// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// Base exchanges that others have measured and published, with the cost tables of data/costs. The
// tables were fitted to these figures, so what is tested is that the model adds costs, ways and
// the work of each packet up as real hosts do; doc/validation.md says what was free to choose.

#include "core/util/work.h"
#include "core/wire/algorithms.h"
#include "model/hip-cost-model.h"
#include "test/core/support/world.h"
#include "test/model/support/hip-world.h"

#include "ns3/channel.h"
#include "ns3/ipv6-header.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/pointer.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <gtest/gtest.h>
#include <map>
#include <sstream>

namespace ns3
{
namespace hiptest
{

namespace
{

const Time START = Seconds(30); ///< when the R1s are signed, even by the slowest host
constexpr uint8_t PROTOCOL_HIP = 139;
constexpr uint8_t I1 = 1;
constexpr uint8_t R1 = 2;
constexpr uint8_t I2 = 3;
constexpr uint8_t R2 = 4;

/// What a publication tells of its hosts.
struct Publication
{
    std::string initiatorCosts; ///< file below data/costs
    std::string responderCosts;
    hip::KeyKind initiatorKey;
    hip::KeyKind responderKey;
    std::string group;
    unsigned difficulty;
    Time roundTrip;
};

/// What the Initiator saw.
struct Exchange
{
    Time r1;             ///< came, since I1 left
    Time i2;             ///< left, since I1 left
    Time r2;             ///< came, since I1 left
    std::uint64_t tries; ///< that its search for the solution took
};

/// Two hosts and what passes the interface of the Initiator, Alice.
struct PublishedWorld : HipWorld
{
    explicit PublishedWorld(const Publication& publication)
        : alice(AddHipHost("alice")),
          bob(AddHipHost("bob"))
    {
        for (const Ptr<HipHost>& host : {alice, bob})
        {
            host->SetAttribute("Crypto", StringValue("modelled"));
            host->SetAttribute("DhGroups", StringValue(publication.group));
            host->SetAttribute("PuzzleDifficulty", UintegerValue(publication.difficulty));
            host->SetAttribute("RetransmissionTimeout", TimeValue(Seconds(16)));
            // Links without a rate to speak of, so that the way takes what was published.
            Ptr<NetDevice> end = network.GetPeer(host->GetNode());
            for (uint32_t i = 0; i < 2; ++i)
            {
                end->GetChannel()->GetDevice(i)->SetAttribute("DataRate", StringValue("10Gbps"));
            }
            end->GetChannel()->SetAttribute("Delay", TimeValue(publication.roundTrip / 4));
        }
        alice->SetKey(hip::test::GetTestKey(1, 1, publication.initiatorKey));
        bob->SetKey(hip::test::GetTestKey(1, 2, publication.responderKey));
        alice->AddPeer(bob->GetHit(), {Address(GetLocator(bob))});
        for (const char* source : {"Tx", "Rx"})
        {
            alice->GetNode()->GetObject<Ipv6L3Protocol>()->TraceConnectWithoutContext(
                source,
                Callback<void, Ptr<const Packet>, Ptr<Ipv6>, uint32_t>(
                    [this](Ptr<const Packet> packet, Ptr<Ipv6>, uint32_t) { Note(packet); }));
        }
    }

    /// Remembers when each type of HIP packet first passed.
    void Note(Ptr<const Packet> packet)
    {
        Ptr<Packet> copy = packet->Copy();
        Ipv6Header header;
        copy->RemoveHeader(header);
        uint8_t start[3];
        if (header.GetNextHeader() == PROTOCOL_HIP && copy->CopyData(start, sizeof start) == 3)
        {
            seen.emplace(start[2], Simulator::Now());
        }
    }

    /// @return how long the Initiator's processor was busy with the exchange and what followed
    Time Run()
    {
        Time before;
        Simulator::Schedule(START - MilliSeconds(1), [&] { before = alice->GetBusyTime(); });
        Simulator::Schedule(START, &HipHost::Connect, alice, bob->GetHit());
        RunUntil(START + Seconds(15));
        return alice->GetBusyTime() - before;
    }

    Ptr<HipHost> alice;
    Ptr<HipHost> bob;
    std::map<uint8_t, Time> seen;
};

Ptr<CryptoCostModel>
LoadCosts(const std::string& name)
{
    auto costs = CreateObject<CryptoCostModel>();
    costs->LoadFile(std::string(HIP_SOURCE_DIR) + "/data/costs/" + name);
    return costs;
}

/// The same exchange with a table in which nothing but a try costs, and that 1 us.
std::uint64_t
CountTries(const Publication& publication)
{
    PublishedWorld world(publication);
    auto costs = CreateObject<CryptoCostModel>();
    std::istringstream table("operation,algorithm,nanoseconds\npuzzle-try,sha256,1000\n");
    costs->Load(table, "tries");
    world.alice->SetCostModel(costs);
    return static_cast<std::uint64_t>(world.Run().GetMicroSeconds());
}

Exchange
Measure(const Publication& publication)
{
    Exchange exchange;
    exchange.tries = CountTries(publication);
    PublishedWorld world(publication);
    world.alice->SetCostModel(LoadCosts(publication.initiatorCosts));
    world.bob->SetCostModel(LoadCosts(publication.responderCosts));
    world.Run();
    for (const uint8_t type : {I1, R1, I2, R2})
    {
        EXPECT_EQ(world.seen.count(type), 1U) << unsigned{type};
    }
    exchange.r1 = world.seen[R1] - world.seen[I1];
    exchange.i2 = world.seen[I2] - world.seen[I1];
    exchange.r2 = world.seen[R2] - world.seen[I1];
    EXPECT_EQ(world.log.Count("alice", "state", "-> ESTABLISHED"), 1U);
    return exchange;
}

Time
GetTryCost(const std::string& name)
{
    hip::Work work;
    work.Add(hip::Operation::PUZZLE_TRY, static_cast<uint8_t>(hip::HashKind::SHA256), 1);
    return LoadCosts(name)->GetCost(work);
}

/// By so much the search of this seed took longer than one of 2^K tries, which publications mean.
Time
GetLuck(const Publication& publication, const Exchange& exchange)
{
    const auto usual = static_cast<int64_t>(1) << publication.difficulty;
    return GetTryCost(publication.initiatorCosts) * (static_cast<int64_t>(exchange.tries) - usual);
}

void
ExpectPublished(Time measured, double published, const char* what)
{
    EXPECT_NEAR(measured.GetSeconds(), published, 0.05 * published) << what;
    testing::Test::RecordProperty(what, std::to_string(measured.GetSeconds()));
}

} // namespace

/// The publication does not tell the keys: see doc/validation.md.
TEST(PublishedExchange, OfTwoInternetHostsIsReproducedByPc2008)
{
    const Publication publication{"pc-2008.csv",
                                  "pc-2008.csv",
                                  hip::KeyKind::ECDSA_P256,
                                  hip::KeyKind::RSA_4096,
                                  "modp-1536",
                                  10,
                                  MicroSeconds(37900)};
    const Exchange exchange = Measure(publication);
    const Time luck = GetLuck(publication, exchange);
    ExpectPublished(exchange.r1, 0.0379, "R1");
    ExpectPublished(exchange.i2 - luck, 0.0528, "I2");
    ExpectPublished(exchange.r2 - luck, 0.1990, "R2");
}

TEST(PublishedExchange, OfTheDaemonInPythonIsReproducedByPiPython)
{
    const Publication publication{
        "pi-python-initiator.csv",
        "pi-python.csv",
        hip::KeyKind::RSA_2048,
        hip::KeyKind::RSA_2048,
        "p521",
        16,
        MilliSeconds(1)}; // two hosts at hand; the publication does not say
    const Exchange exchange = Measure(publication);
    const Time r1Processing = exchange.i2 - exchange.r1;
    ExpectPublished(r1Processing - GetLuck(publication, exchange), 4.04, "R1-processing");
    ExpectPublished(exchange.r2 - exchange.i2 - publication.roundTrip, 2.49, "I2-processing");
    for (const std::string& table : {publication.initiatorCosts, publication.responderCosts})
    {
        ExpectPublished(GetTryCost(table) * (int64_t{1} << 16), 2.63, table.c_str());
    }
}

} // namespace hiptest
} // namespace ns3
