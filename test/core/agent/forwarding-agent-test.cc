// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/agent/forwarding-agent.h"
#include "core/association/association.h"
#include "core/wire/registration-lifetime.h"
#include "test/core/support/forger.h"
#include "test/core/support/host-pair.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

using namespace hip::test;
using namespace std::chrono_literals;

using Change = RegistrationEvent::Change;

EndpointConfig
MakeConfig()
{
    EndpointConfig config;
    config.exportKeys = true;
    return config;
}

/// A Forwarding Agent, a client of it and somebody who knows only the agent's address.
class Rendezvous : public testing::Test
{
  protected:
    World world{11, CryptoFidelity::MODELLED};
    ForwardingAgent agent{{}};
    Host& server = world.AddHost("agent", "2001:db8:a::1", MakeConfig());
    Host& client = world.AddHost("client", "2001:db8:c::1", MakeConfig());
    Host& caller = world.AddHost("caller", "2001:db8:d::1", MakeConfig());

    void SetUp() override
    {
        server.endpoint->OfferService(agent);
        client.endpoint->AddPeer(server.GetHit(), {server.addresses[0]});
        caller.endpoint->AddPeer(client.GetHit(), {server.addresses[0]});
    }

    void Register(Host& host, Duration lifetime = 600s, std::vector<Byte> types = {1})
    {
        host.endpoint->Register(server.GetHit(), types, lifetime, world.GetNow());
        world.Drain(host);
        world.Run(1s);
    }

    std::vector<Change> GetChanges(const Host& host) const
    {
        std::vector<Change> changes;
        for (const RegistrationEvent& event : host.Get<RegistrationEvent>())
        {
            changes.push_back(event.change);
        }
        return changes;
    }

    /// The packets of this type that were on the wire.
    std::vector<Bytes> GetWire(PacketKind type) const
    {
        std::vector<Bytes> packets;
        std::copy_if(world.wire.begin(),
                     world.wire.end(),
                     std::back_inserter(packets),
                     [&](const Bytes& it) { return GetHipType(it) == type; });
        return packets;
    }

    static PacketView View(const Bytes& packet)
    {
        return *PacketView::Parse(ByteSpan(packet).subspan(ParseIp(packet)->headerLength));
    }

    Bytes MakeI1(const Hit& receiver,
                 const Path& path,
                 Byte hopLimit = 64,
                 const std::function<void(PacketWriter&)>& fill = {})
    {
        PacketWriter writer(PacketType::I1, 0, caller.GetHit(), receiver);
        writer.Add(DhGroupListParameter{{DhGroup::P256}});
        if (fill)
        {
            fill(writer);
        }
        return MakeIpPacket(path, PROTOCOL_HIP, hopLimit, writer.Finish(path));
    }

    Path GetPathToServer() const
    {
        return {caller.addresses[0], server.addresses[0]};
    }

    /// Connects the caller to the client through the agent.
    void Call()
    {
        caller.endpoint->Connect(client.GetHit(), world.GetNow());
        world.Drain(caller);
        world.Run(1s);
    }
};

TEST_F(Rendezvous, GrantsALeaseInTheBaseExchange)
{
    Register(client);
    EXPECT_EQ(agent.GetClientCount(), 1u);
    EXPECT_EQ(GetChanges(server), std::vector{Change::GRANTED});
    EXPECT_EQ(GetChanges(client), std::vector{Change::GRANTED});
    const RegistrationEvent lease = client.Get<RegistrationEvent>()[0];
    EXPECT_EQ(lease.lifetime, server.Get<RegistrationEvent>()[0].lifetime);
    EXPECT_LE(lease.lifetime, 600s);
    EXPECT_GT(lease.lifetime, 550s);
    EXPECT_EQ(server.Get<RegistrationEvent>()[0].address, client.addresses[0]);
    EXPECT_EQ(world.wire.size(), 4u) << "nothing but the base exchange";
}

TEST_F(Rendezvous, GrantsALeaseByUpdateIfTheAssociationIsThere)
{
    client.endpoint->Connect(server.GetHit(), world.GetNow());
    world.Drain(client);
    world.Run(1s);
    EXPECT_EQ(agent.GetClientCount(), 0u);
    Register(client);
    EXPECT_EQ(agent.GetClientCount(), 1u);
    EXPECT_EQ(GetChanges(client), std::vector{Change::GRANTED});
    EXPECT_EQ(GetWire(PacketKind::UPDATE).size(), 3u);
}

TEST_F(Rendezvous, RelaysOnlyTheFirstPacketOfAnExchange)
{
    Register(client);
    world.wire.clear();
    server.work = {};
    Call();
    EXPECT_EQ(caller.endpoint->GetState(client.GetHit()), State::ESTABLISHED);
    EXPECT_EQ(agent.GetRelayed(), 1u);
    ASSERT_EQ(server.work.end() - server.work.begin(), 1) << "no signature";
    EXPECT_EQ(server.work.begin()->operation, Operation::HMAC);
    EXPECT_EQ(server.work.begin()->amount, 1u);
    ASSERT_EQ(world.wire.size(), 5u) << "I1 twice, R1, I2, R2";

    const Bytes& relayed = world.wire[1];
    EXPECT_EQ(ParseIp(relayed)->path, (Path{server.addresses[0], client.addresses[0]}));
    EXPECT_EQ(ParseIp(relayed)->hopLimit, 63);
    EXPECT_EQ(View(relayed).Get<FromParameter>()->address, caller.addresses[0]);
    EXPECT_TRUE(View(relayed).HasGoodChecksum(ParseIp(relayed)->path));
    EXPECT_EQ(View(relayed).Get<RvsHmacParameter>()->data.size(), 48u);

    const Bytes& r1 = world.wire[2];
    EXPECT_EQ(ParseIp(r1)->path, (Path{client.addresses[0], caller.addresses[0]}));
    EXPECT_EQ(View(r1).Get<ViaRvsParameter>()->addresses, std::vector{server.addresses[0]});
    const auto moved = caller.Get<LocatorEvent>();
    ASSERT_EQ(moved.size(), 1u);
    EXPECT_EQ(moved[0].previous, server.addresses[0]);
    EXPECT_EQ(moved[0].current, client.addresses[0]);
}

TEST_F(Rendezvous, KeysRvsHmacWithWhatTheAgentSendsWith)
{
    Register(client);
    Call();
    const KeyEvent key = server.Get<KeyEvent>()[0];
    const KeyMaterial keymat(GetHash(server.GetHit()).value(),
                             server.GetHit(),
                             client.GetHit(),
                             key.i,
                             key.j,
                             key.secret);
    const Bytes relayed = GetWire(PacketKind::I1).at(2);
    ASSERT_TRUE(View(relayed).Find(ParameterType::RVS_HMAC));
    EXPECT_TRUE(CheckRvsHmac(View(relayed),
                             HashKind::SHA384,
                             keymat.DrawHipKeys(HipCipher::AES_128_CBC).macOut));
}

TEST_F(Rendezvous, MarksRelayedPacketsInEvents)
{
    Register(client);
    Call();
    std::vector<PacketEvent> relayed;
    for (const PacketEvent& event : server.Get<PacketEvent>())
    {
        if (event.isRelayed)
        {
            relayed.push_back(event);
        }
    }
    ASSERT_EQ(relayed.size(), 2u);
    EXPECT_FALSE(relayed[0].isSent);
    EXPECT_TRUE(relayed[1].isSent);
    EXPECT_EQ(relayed[1].receiver, client.GetHit());
}

TEST_F(Rendezvous, CarriesAnIpv6CallerToAnIpv4Client)
{
    world.Move(server, "2001:db8:a::1 192.0.2.1");
    world.Move(client, "192.0.2.2 2001:db8:c::1");
    client.endpoint->AddPeer(server.GetHit(), {server.addresses[1]});
    Register(client);
    EXPECT_EQ(server.Get<RegistrationEvent>()[0].address, client.addresses[0]);
    Call();
    EXPECT_EQ(caller.endpoint->GetState(client.GetHit()), State::ESTABLISHED);
    EXPECT_EQ(caller.endpoint->GetPeerLocator(client.GetHit()), client.addresses[1]);
}

TEST_F(Rendezvous, DropsAnI1ToWhoeverIsNotRegistered)
{
    Call();
    EXPECT_EQ(server.GetDrops(DropReason::NOT_REGISTERED), 1u);
    EXPECT_EQ(caller.endpoint->GetState(client.GetHit()), State::I1_SENT);
    EXPECT_EQ(agent.GetRelayed(), 0u);
}

TEST_F(Rendezvous, DropsOtherPacketsToItsClients)
{
    Register(client);
    for (const PacketType type : {PacketType::R1, PacketType::I2, PacketType::CLOSE})
    {
        PacketWriter writer(type, 0, caller.GetHit(), client.GetHit());
        const Path path = GetPathToServer();
        const auto verdict =
            world.Inject(server, MakeIpPacket(path, PROTOCOL_HIP, 64, writer.Finish(path)));
        EXPECT_EQ(verdict.reason, DropReason::NOT_MY_HIT) << ToString(type);
    }
}

TEST_F(Rendezvous, AnswersAnOpportunisticI1Itself)
{
    Register(client);
    caller.endpoint->ConnectOpportunistic(server.addresses[0], world.GetNow());
    world.Drain(caller);
    world.Run(1s);
    EXPECT_EQ(caller.endpoint->GetState(server.GetHit()), State::ESTABLISHED);
    EXPECT_EQ(agent.GetRelayed(), 0u);
}

TEST_F(Rendezvous, RelaysNothingWhoseHopLimitIsUsedUp)
{
    Register(client);
    const auto verdict = world.Inject(server, MakeI1(client.GetHit(), GetPathToServer(), 1));
    EXPECT_EQ(verdict.reason, DropReason::HOP_LIMIT_EXCEEDED);
    EXPECT_EQ(world.Inject(server, MakeI1(client.GetHit(), GetPathToServer(), 2)).kind,
              Verdict::Kind::TRANSMIT);
}

TEST_F(Rendezvous, RelaysNothingThatWouldBecomeTooLong)
{
    Register(client);
    const auto verdict =
        world.Inject(server,
                     MakeI1(client.GetHit(), GetPathToServer(), 64, [](PacketWriter& writer) {
                         writer.AddRaw(ParameterType::CERT, Bytes(1980)); // not critical
                     }));
    EXPECT_EQ(verdict.reason, DropReason::TOO_LONG);
}

TEST_F(Rendezvous, NeedsRoomInTheBufferForWhatItAdds)
{
    Register(client);
    Bytes i1 = MakeI1(client.GetHit(), GetPathToServer());
    PacketBuffer tight(i1, 0, i1.size());
    EXPECT_EQ(server.endpoint->HandlePacket(tight, world.GetNow()).reason, DropReason::NO_ROOM);
}

TEST_F(Rendezvous, ClampsLifetimesToWhatItOffers)
{
    Register(client, 5s);
    EXPECT_GE(client.Get<RegistrationEvent>()[0].lifetime, 9s);
    EXPECT_LE(client.Get<RegistrationEvent>()[0].lifetime, 10s);
    Register(client, 100h);
    EXPECT_LE(client.Get<RegistrationEvent>()[1].lifetime, 1h);
    EXPECT_GT(client.Get<RegistrationEvent>()[1].lifetime, 55min);
}

TEST_F(Rendezvous, EndsALeaseThatIsNotRenewed)
{
    Register(client, 60s);
    world.filter = [](Bytes&) { return false; };
    world.Run(61s);
    EXPECT_EQ(agent.GetClientCount(), 0u);
    EXPECT_EQ(GetChanges(server).back(), Change::EXPIRED);
    EXPECT_EQ(GetChanges(client).back(), Change::EXPIRED);
    world.filter = nullptr;
    EXPECT_EQ(world.Inject(server, MakeI1(client.GetHit(), GetPathToServer())).reason,
              DropReason::NOT_REGISTERED);
}

TEST_F(Rendezvous, KeepsALeaseThatIsRenewed)
{
    Register(client, 60s);
    world.Run(3600s);
    EXPECT_EQ(agent.GetClientCount(), 1u);
    const auto changes = GetChanges(client);
    EXPECT_EQ(std::count(changes.begin(), changes.end(), Change::EXPIRED), 0);
    EXPECT_NEAR(static_cast<double>(changes.size()), 3600 / 45.0, 10);
    Call();
    EXPECT_EQ(caller.endpoint->GetState(client.GetHit()), State::ESTABLISHED);
}

TEST_F(Rendezvous, ComesBackAfterAnOutage)
{
    Register(client, 60s);
    world.filter = [](Bytes&) { return false; };
    world.Run(600s);
    EXPECT_EQ(agent.GetClientCount(), 0u);
    world.filter = nullptr;
    world.Run(1200s);
    EXPECT_EQ(agent.GetClientCount(), 1u);
    Call();
    EXPECT_EQ(caller.endpoint->GetState(client.GetHit()), State::ESTABLISHED);
}

TEST_F(Rendezvous, ComesBackAfterTheAgentHasLostItsState)
{
    Register(client, 60s);
    world.Restart(server);
    ForwardingAgent second{{}};
    server.endpoint->OfferService(second);
    world.Run(150s); // three quarters of the lease, then the repetitions that nobody answers
    EXPECT_EQ(second.GetClientCount(), 1u);
    Call();
    EXPECT_EQ(caller.endpoint->GetState(client.GetHit()), State::ESTABLISHED);
}

TEST_F(Rendezvous, KeepsTheLeaseThroughIdleTimes)
{
    // Longer than UAL: the association comes and goes, the client stays reachable.
    Register(client, 1h);
    for (int i = 0; i < 10; ++i)
    {
        world.Run(10min);
        const std::uint64_t before = agent.GetRelayed();
        world.Inject(server, MakeI1(client.GetHit(), GetPathToServer()));
        EXPECT_EQ(agent.GetRelayed(), before + 1) << i;
        world.Run(1s);
        EXPECT_EQ(client.GetDrops(DropReason::BAD_RVS_HMAC), 0u) << i;
    }
}

TEST_F(Rendezvous, CancelsALease)
{
    Register(client);
    Register(client, 0s);
    EXPECT_EQ(agent.GetClientCount(), 0u);
    EXPECT_EQ(GetChanges(server), (std::vector{Change::GRANTED, Change::CANCELLED}));
    EXPECT_EQ(GetChanges(client), (std::vector{Change::GRANTED, Change::CANCELLED}));
    world.Run(3h);
    EXPECT_EQ(client.endpoint->GetAssociationCount(), 0u) << "nothing brings it back";
    EXPECT_EQ(agent.GetClientCount(), 0u);
}

TEST_F(Rendezvous, DoesNotComeBackOnceTheOwnerHasClosed)
{
    Register(client, 60s);
    client.endpoint->Close(server.GetHit(), world.GetNow());
    world.Drain(client);
    world.Run(2h);
    EXPECT_EQ(client.endpoint->GetAssociationCount(), 0u);
    EXPECT_EQ(agent.GetClientCount(), 0u);
}

TEST_F(Rendezvous, RefusesOtherServices)
{
    // The client asks for what is not offered as if it were.
    client.endpoint->Connect(server.GetHit(), world.GetNow());
    world.Drain(client);
    world.Run(1s);
    Forger forger(world, client, server);
    world.wire.clear();
    forger.Inject(PacketType::UPDATE, [](PacketWriter& writer) {
        writer.Add(SeqParameter{0}).Add(RegRequestParameter{100, {2, 1, 200, 2}});
    });
    EXPECT_EQ(agent.GetClientCount(), 1u) << "what it offers is granted all the same";
    const auto failed = View(world.wire.at(0)).Get<RegFailedParameter>();
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->lifetimeOrFailure, 1) << "registration type unavailable";
    EXPECT_EQ(failed->types, (std::vector<Byte>{2, 200}));
    EXPECT_EQ(View(world.wire[0]).Get<RegResponseParameter>()->types, std::vector<Byte>{1});
}

TEST_F(Rendezvous, RefusesClientsPastItsBound)
{
    ForwardingAgentConfig config;
    config.maxClients = 1;
    ForwardingAgent small(config);
    server.endpoint->OfferService(small);
    Register(client);
    caller.endpoint->AddPeer(server.GetHit(), {server.addresses[0]});
    Register(caller);
    EXPECT_EQ(small.GetClientCount(), 1u);
    EXPECT_EQ(GetChanges(caller), std::vector{Change::REFUSED});
    Register(client);
    EXPECT_EQ(GetChanges(client), (std::vector{Change::GRANTED, Change::GRANTED}))
        << "a renewal needs no room";
}

TEST_F(Rendezvous, DoesNotCollectAnswersThatNobodyAcknowledges)
{
    client.endpoint->Connect(server.GetHit(), world.GetNow());
    world.Drain(client);
    world.Run(1s);
    world.filter = [](Bytes&) { return false; };
    Forger forger(world, client, server);
    for (std::uint32_t updateId = 0; updateId < 200; ++updateId)
    {
        forger.Inject(PacketType::UPDATE, [&](PacketWriter& writer) {
            writer.Add(SeqParameter{updateId}).Add(RegRequestParameter{100, {1}});
        });
    }
    EXPECT_EQ(server.CountSent(PacketKind::UPDATE), UpdateChannel::MAX_OUTSTANDING);
    EXPECT_GT(server.GetDrops(DropReason::RATE_LIMITED), 0u);
}

TEST_F(Rendezvous, FollowsAClientThatRegistersFromAnotherAddress)
{
    Register(client);
    client.addresses = {*IpAddress::Parse("2001:db8:e::1")};
    client.endpoint->SetLocators(client.addresses, world.GetNow());
    Register(client);
    Call();
    EXPECT_EQ(caller.endpoint->GetPeerLocator(client.GetHit()), client.addresses[0]);
}

TEST_F(Rendezvous, MovesALeaseWithItsClient)
{
    Register(client);
    agent.MoveClient(client.GetHit(), {server.addresses[0], *IpAddress::Parse("2001:db8:e::1")});
    agent.MoveClient(caller.GetHit(), // has no lease
                     {server.addresses[0], *IpAddress::Parse("2001:db8:e::2")});
    world.Inject(server, MakeI1(client.GetHit(), GetPathToServer()));
    EXPECT_EQ(ParseIp(world.wire.back())->path.destination, *IpAddress::Parse("2001:db8:e::1"));
}

TEST_F(Rendezvous, LetsTwoServersStandInARow)
{
    // The client is registered with both, and the first one knows it at the second one's address.
    ForwardingAgent second{{}};
    Host& next = world.AddHost("second agent", "2001:db8:b::1");
    next.endpoint->OfferService(second);
    client.endpoint->AddPeer(next.GetHit(), next.addresses);
    Register(client);
    client.endpoint->Register(next.GetHit(), {1}, 600s, world.GetNow());
    world.Drain(client);
    world.Run(1s);
    agent.MoveClient(client.GetHit(), {server.addresses[0], next.addresses[0]});
    world.wire.clear();
    Call();
    EXPECT_EQ(caller.endpoint->GetState(client.GetHit()), State::ESTABLISHED);
    EXPECT_EQ(caller.endpoint->GetPeerLocator(client.GetHit()), client.addresses[0]);
    ASSERT_EQ(world.wire.size(), 6u);
    const Bytes& relayed = world.wire[2];
    const auto first = View(relayed).Find(ParameterType::FROM);
    EXPECT_EQ(FromParameter::Parse(first->contents)->address, caller.addresses[0]);
    EXPECT_EQ(FromParameter::Parse(View(relayed).Next(first)->contents)->address,
              server.addresses[0]);
    EXPECT_EQ(View(world.wire[3]).Get<ViaRvsParameter>()->addresses,
              (std::vector{server.addresses[0], next.addresses[0]}));
}

// What a client makes of relayed packets.

TEST_F(Rendezvous, LetsNobodyElseClaimToRelay)
{
    Register(client);
    const Path path{server.addresses[0], client.addresses[0]};
    const auto addFrom = [&](PacketWriter& writer) {
        writer.Add(FromParameter{caller.addresses[0]});
    };
    EXPECT_EQ(world.Inject(client, MakeI1(client.GetHit(), path, 64, addFrom)).reason,
              DropReason::BAD_RVS_HMAC)
        << "without RVS_HMAC";
    const auto addBadHmac = [&](PacketWriter& writer) {
        addFrom(writer);
        writer.Add(RvsHmacParameter{Bytes(48)});
    };
    EXPECT_EQ(world.Inject(client, MakeI1(client.GetHit(), path, 64, addBadHmac)).reason,
              DropReason::BAD_RVS_HMAC);
    const auto addHmacOnly = [&](PacketWriter& writer) { writer.Add(RvsHmacParameter{Bytes(48)}); };
    EXPECT_EQ(world.Inject(client, MakeI1(client.GetHit(), path, 64, addHmacOnly)).reason,
              DropReason::BAD_RVS_HMAC);
    EXPECT_EQ(client.CountSent(PacketKind::R1), 0u);
}

TEST_F(Rendezvous, IsNotForOpportunisticI1s)
{
    Register(client);
    Forger forger(world, server, client);
    const Path path{server.addresses[0], client.addresses[0]};
    const Bytes i1 = MakeI1(Hit(), path, 64, [&](PacketWriter& writer) {
        writer.Add(FromParameter{caller.addresses[0]});
        AddRvsHmac(writer, GetHash(server.GetHit()).value(), forger.GetKeys().macOut);
    });
    EXPECT_EQ(world.Inject(client, i1).reason, DropReason::OPPORTUNISTIC_VIA_RVS);
}

TEST_F(Rendezvous, MayNotBeUsedToFloodMulticastAddresses)
{
    Register(client);
    Forger forger(world, server, client);
    const Path path{server.addresses[0], client.addresses[0]};
    for (const char* address : {"ff02::1", "::", "224.0.0.1"})
    {
        const Bytes i1 = MakeI1(client.GetHit(), path, 64, [&](PacketWriter& writer) {
            writer.Add(FromParameter{*IpAddress::Parse(address)});
            AddRvsHmac(writer, GetHash(server.GetHit()).value(), forger.GetKeys().macOut);
        });
        EXPECT_EQ(world.Inject(client, i1).reason, DropReason::BAD_PARAMETER) << address;
    }
}

TEST_F(Rendezvous, EndsWithTheLeaseOnTheClientsSideToo)
{
    Register(client, 10s);
    Call();
    const Bytes relayed = GetWire(PacketKind::I1).back();
    world.filter = [](Bytes&) { return false; };
    world.Run(11s);
    EXPECT_EQ(world.Inject(client, relayed).reason, DropReason::BAD_RVS_HMAC);
}

TEST(ForwardingAgent, RefusesLifetimesThatMakeNoSense)
{
    ForwardingAgentConfig config;
    config.minLifetime = 100s;
    config.maxLifetime = 10s;
    EXPECT_THROW(ForwardingAgent{config}, std::invalid_argument);
    config.minLifetime = 0s;
    EXPECT_THROW(ForwardingAgent{config}, std::invalid_argument);
}

TEST(ForwardingAgent, OffersItsLifetimesInCode)
{
    const ForwardingAgent agent{{}};
    EXPECT_EQ(agent.GetOffer().types, std::vector<Byte>{1});
    EXPECT_EQ(agent.GetOffer().minLifetime, EncodeRegistrationLifetime(10s));
    EXPECT_EQ(agent.GetOffer().maxLifetime, EncodeRegistrationLifetime(1h));
}

} // namespace
} // namespace hip
