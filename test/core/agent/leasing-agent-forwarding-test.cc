// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/esp/security-association.h"
#include "test/core/agent/leasing-world.h"

namespace hip::test
{
namespace
{

using namespace std::chrono_literals;

/// @return whether a packet is ESP from this host
bool
IsEspFrom(const Bytes& packet, const Host& host)
{
    const auto info = ParseIp(packet);
    return info && info->protocol == PROTOCOL_ESP && info->path.source == host.addresses[0];
}

/// What becomes of a packet of data that goes to the address that was lent.
class LeasedTraffic : public Leasing
{
  public:
    void SendByLeasedAddress()
    {
        const IpAddress leased = GetLast(*client).leased;
        world.filter = [this, leased](Bytes& packet) {
            if (!IsEspFrom(packet, *caller) || ParseIp(packet)->path.destination == leased)
            {
                return true;
            }
            RewritePath(packet, {caller->addresses[0], leased});
            world.Transmit(packet);
            return false;
        };
        world.SendData(*caller, client->GetHit(), Bytes{'x'});
        world.filter = nullptr;
        world.Run(1s);
        EXPECT_EQ(agent->GetForwarded(), 1u);
        EXPECT_EQ(GetPayload(client->delivered.back()), Bytes{'x'});
    }
};

TEST_F(Leasing, PassesOnTheFirstPacketOfAnExchange)
{
    Begin();
    Register(*client);
    EXPECT_TRUE(Call());
    EXPECT_EQ(agent->GetRelayed(), 1u) << "I1 only: the rest goes directly";
    EXPECT_EQ(agent->GetForwarded(), 0u);
    EXPECT_EQ(caller->endpoint->GetPeerLocator(client->GetHit()), client->addresses[0]);
}

TEST_F(LeasedTraffic, ReachesTheHostOfTheAddress)
{
    Begin();
    Register(*client);
    ASSERT_TRUE(Call());
    SendByLeasedAddress();
}

TEST_F(LeasedTraffic, ReachesTheHostOfTheSpiIfTheAddressIsShared)
{
    Begin(MakeAgentConfig(), MakeHostConfig(), "10.0.0.1", "10.0.1.1");
    Register(*client);
    EXPECT_EQ(GetLast(*client).leased, *IpAddress::Parse("192.0.2.1"));
    ASSERT_TRUE(Call());
    for (const SaEvent& sa : client->Get<SaEvent>())
    {
        if (sa.isInbound)
        {
            EXPECT_GE(sa.spi, 256u);
            EXPECT_LE(sa.spi, 511u);
        }
    }
    SendByLeasedAddress();
}

TEST_F(Leasing, FollowsAClientThatMoves)
{
    Begin();
    Register(*client);
    world.Move(*client, "2001:db8:c2::1");
    world.Run(1s);
    EXPECT_EQ(GetWire(PacketKind::R1).size(), 1u) << "whoever names his lease is known";
    EXPECT_TRUE(Call());
    EXPECT_EQ(caller->endpoint->GetPeerLocator(client->GetHit()), client->addresses[0]);
}

TEST_F(Leasing, CuresAMoveOfBothEndsAtOnce)
{
    Begin();
    Register(*client);
    ASSERT_TRUE(Call());
    caller->endpoint->AddPeer(client->GetHit(), {server->addresses[0]});
    world.Move(*client, "2001:db8:c2::1");
    world.Move(*caller, "2001:db8:d2::1");
    world.Run(30s);
    EXPECT_TRUE(Exchange());
    EXPECT_EQ(caller->endpoint->GetPeerLocator(client->GetHit()), client->addresses[0]);
    EXPECT_EQ(client->endpoint->GetPeerLocator(caller->GetHit()), caller->addresses[0]);
}

TEST_F(Leasing, TellsPeersTheLeasedAddressAsOneOfItsOwn)
{
    EndpointConfig config = MakeHostConfig();
    config.tellsLeases = true;
    Begin(MakeAgentConfig(), config);
    Register(*client);
    ASSERT_TRUE(Call());
    world.Run(5s);
    const auto told = caller->Get<LocatorStatusEvent>();
    const auto isLeased = [&](const LocatorStatusEvent& event) {
        return event.address == GetLast(*client).leased && event.status == LocatorStatus::ACTIVE;
    };
    EXPECT_TRUE(std::any_of(told.begin(), told.end(), isLeased))
        << "checked through the agent, answered from the host's own address";
    EXPECT_EQ(caller->endpoint->GetPeerLocator(client->GetHit()), client->addresses[0])
        << "the direct way is preferred";
}

/// A host that has one family of addresses, and a caller that has the other one.
class Bridging : public Leasing, public testing::WithParamInterface<bool>
{
  public:
    void SetUp() override
    {
        const bool isV4 = GetParam();
        EndpointConfig config = MakeHostConfig();
        config.leaseFamily = isV4 ? LeaseFamily::IPV6 : LeaseFamily::IPV4;
        Begin(MakeAgentConfig(),
              config,
              isV4 ? "10.0.0.1" : "2001:db8:c::1",
              isV4 ? "2001:db8:d::1" : "10.0.1.1");
        Register(*client);
    }
};

TEST_P(Bridging, CarriesAnExchangeAndItsDataBothWays)
{
    ASSERT_TRUE(Call());
    EXPECT_EQ(agent->GetRelayed(), 4u) << "I1, R1, I2, R2";
    EXPECT_EQ(agent->GetForwarded(), 3u) << "the first is empty, and shows where the Initiator is";
    const IpAddress seen = caller->endpoint->GetPeerLocator(client->GetHit());
    EXPECT_EQ(seen.IsV4(), caller->addresses[0].IsV4());
}

TEST_P(Bridging, FollowsNewKeys)
{
    ASSERT_TRUE(Call());
    caller->endpoint->Rekey(client->GetHit(), false, world.GetNow());
    world.Drain(*caller);
    world.Run(5s);
    EXPECT_TRUE(Exchange());
    client->endpoint->Rekey(caller->GetHit(), true, world.GetNow());
    world.Drain(*client);
    world.Run(5s);
    EXPECT_TRUE(Exchange());
}

INSTANTIATE_TEST_SUITE_P(BothWays, Bridging, testing::Bool(), [](const auto& info) {
    return info.param ? "AClientOfIpv4" : "AClientOfIpv6";
});

TEST_F(Leasing, PassesNothingOnForStrangers)
{
    Begin();
    EXPECT_FALSE(Call());
    EXPECT_GT(server->GetDrops(DropReason::NOT_REGISTERED), 0u);
    EXPECT_EQ(agent->GetRelayed(), 0u);
}

TEST_F(Leasing, PassesNothingOnWhoseHopLimitIsOver)
{
    Begin();
    Register(*client);
    caller->endpoint->Connect(client->GetHit(), world.GetNow());
    world.Drain(*caller);
    Bytes i1 = GetWire(PacketKind::I1).at(0);
    i1[7] = 1; // of IPv6
    const auto before = agent->GetRelayed();
    EXPECT_EQ(world.Inject(*server, i1).reason, DropReason::HOP_LIMIT_EXCEEDED);
    EXPECT_EQ(agent->GetRelayed(), before);
}

} // namespace
} // namespace hip::test
