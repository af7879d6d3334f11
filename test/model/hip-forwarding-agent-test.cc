// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// Hosts that are found through a Forwarding Agent.

#include "core/esp/security-association.h"
#include "core/wire/ip-packet.h"
#include "model/hip-bytes.h"
#include "model/hip-ip-sender.h"
#include "test/model/support/hip-world.h"

#include "ns3/boolean.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/string.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace ns3
{
namespace hiptest
{

namespace
{

/// Alice knows only that Bob is to be found through the agent.
struct AgentWorld : HipWorld
{
    explicit AgentWorld(const std::string& dialect = "hipv2")
        : alice(AddHipHost("alice")),
          bob(AddHipHost("bob")),
          agent(AddAgent("agent"))
    {
        for (Ptr<HipNodeApplication> application :
             std::vector<Ptr<HipNodeApplication>>{alice, bob, agent})
        {
            application->SetAttribute("Dialect", StringValue(dialect));
        }
        alice->AddPeer(bob->GetHit(), {Address(GetLocator(agent))});
    }

    void Register(Time lifetime)
    {
        bob->RegisterWith(agent->GetHit(), GetLocator(agent), lifetime);
    }

    Ptr<HipHost> alice;
    Ptr<HipHost> bob;
    Ptr<HipForwardingAgent> agent;
};

} // namespace

TEST(HipForwardingAgent, RelaysToARegisteredHost)
{
    AgentWorld world;
    world.Register(Minutes(10));
    AddEchoServer(world.bob->GetNode(), 7);
    const Address service = Inet6SocketAddress(world.bob->GetHit(), 7);
    const auto echoes = AddEcho(world.alice->GetNode(), service, 5, Seconds(4));
    world.RunUntil(Seconds(10));
    EXPECT_EQ(world.agent->GetClientCount(), 1U);
    EXPECT_EQ(world.log.Count("bob", "registration-granted"), 1U);
    EXPECT_EQ(world.agent->GetRelayedCount(), 1U) << "only I1 goes through the agent";
    EXPECT_EQ(world.log.Count("bob", "I1-received", "relayed"), 1U);
    EXPECT_EQ(*echoes, 5U);
}

TEST(HipForwardingAgent, DropsI1ForAHostThatIsNotRegistered)
{
    AgentWorld world;
    Simulator::Schedule(Seconds(4), &HipHost::Connect, world.alice, world.bob->GetHit());
    world.RunUntil(Seconds(4.5)); // before the first retransmission
    EXPECT_EQ(world.agent->GetClientCount(), 0U);
    EXPECT_EQ(world.agent->GetRelayedCount(), 0U);
    EXPECT_EQ(world.log.drops, std::vector<std::string>{"agent not-registered"});
    EXPECT_EQ(world.agent->GetDropCount(), 1U);
    EXPECT_EQ(world.log.Count("bob", "I1-received"), 0U);
}

TEST(HipForwardingAgent, KeepsARegistrationThatItsHostRenews)
{
    AgentWorld world;
    world.Register(Seconds(20));
    world.RunUntil(Seconds(120));
    EXPECT_EQ(world.agent->GetClientCount(), 1U);
    EXPECT_GE(world.log.Count("bob", "registration-granted"), 5U);
}

TEST(HipForwardingAgent, ForgetsAHostThatHasGone)
{
    AgentWorld world;
    world.Register(Seconds(20));
    world.bob->SetStopTime(Seconds(3));
    world.RunUntil(Seconds(60));
    EXPECT_EQ(world.log.Count("agent", "registration-granted"), 1U);
    EXPECT_EQ(world.log.Count("agent", "registration-expired"), 1U);
    EXPECT_EQ(world.agent->GetClientCount(), 0U);
}

TEST(HipForwardingAgent, LimitsTheLifetimeThatItGrants)
{
    AgentWorld world;
    world.agent->SetAttribute("MaxLifetime", TimeValue(Seconds(30)));
    world.Register(Hours(1));
    world.RunUntil(Seconds(4));
    const auto granted =
        std::find_if(world.log.entries.begin(),
                     world.log.entries.end(),
                     [](const EventLog::Entry& entry) {
                         return entry.node == "bob" && entry.record.event == "registration-granted";
                     });
    ASSERT_NE(granted, world.log.entries.end());
    // Lifetimes travel as powers of 2^(1/8) seconds (RFC 8003 §4.2): below 30 s, by 9 % at most.
    const std::string& detail = granted->record.detail;
    const double seconds = std::stod(detail.substr(detail.find("lifetime=") + 9));
    EXPECT_LE(seconds, 30.0);
    EXPECT_GE(seconds, 27.0);
}

TEST(HipForwardingAgent, LeadsToAHostThatLeasesAnAddressIn2003)
{
    AgentWorld world("2003");
    world.Register(Minutes(10));
    AddEchoServer(world.bob->GetNode(), 7);
    const Address service = Inet6SocketAddress(world.bob->GetHit(), 7);
    const auto echoes = AddEcho(world.alice->GetNode(), service, 5, Seconds(4));
    world.RunUntil(Seconds(10));
    EXPECT_EQ(world.agent->GetClientCount(), 1U);
    EXPECT_EQ(world.log.Count("bob", "registration-granted"), 1U);
    EXPECT_GE(world.agent->GetRelayedCount(), 1U) << "I1, and the AC for the leased address";
    EXPECT_EQ(world.agent->GetForwardedCount(), 0U) << "data goes directly";
    EXPECT_EQ(*echoes, 5U);
}

TEST(HipForwardingAgent, PassesOnWhatComesToAnAddressThatItHasLeased)
{
    AgentWorld world("2003");
    world.bob->SetAttribute("TellsLeases", BooleanValue(false));
    world.Register(Minutes(10));
    auto leased = hipbytes::ToCore(HipWorld::GetLocator(world.agent)).GetBytes(); // network, 1::1
    std::fill(leased.begin() + 8, leased.end(), hip::Byte{0});
    leased[9] = 1;
    leased[15] = 1;
    const hip::Path path{hipbytes::ToCore(HipWorld::GetLocator(world.alice)),
                         hip::IpAddress(leased)};
    hip::Bytes esp(64); // of nobody's: what counts is where it goes
    esp[2] = 0x12;
    HipIpSender sender;
    sender.SetNode(world.alice->GetNode());
    Simulator::ScheduleWithContext(world.alice->GetNode()->GetId(), Seconds(5), [&] {
        EXPECT_TRUE(
            sender.Send(hipbytes::ToPacket(hip::MakeIpPacket(path, hip::PROTOCOL_ESP, 64, esp))));
    });
    world.RunUntil(Seconds(8));
    EXPECT_EQ(world.agent->GetClientCount(), 1U);
    EXPECT_EQ(world.agent->GetForwardedCount(), 1U);
    EXPECT_EQ(world.bob->GetDropCount(), 1U) << "it knows no such SPI";
}

} // namespace hiptest
} // namespace ns3
