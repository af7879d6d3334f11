// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/agent/forwarding-agent.h"
#include "core/esp/security-association.h"
#include "core/wire/parameters.h"
#include "test/core/support/forger.h"
#include "test/core/support/host-pair.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

using namespace hip::test;
using namespace std::chrono_literals;

constexpr auto DELAY = 10ms; // one way
const char* const NEW_ADDRESS = "2001:db8:9::1";
const IpAddress NEW = IpAddress::Parse(NEW_ADDRESS).value();

PacketView
View(const Bytes& packet)
{
    return *PacketView::Parse(ByteSpan(packet).subspan(ParseIp(packet)->headerLength));
}

/// Octets of the packets to an address that were on the wire.
std::size_t
CountOctets(const World& world, const IpAddress& destination, Byte protocol)
{
    std::size_t octets = 0;
    for (const Bytes& packet : world.wire)
    {
        const auto info = ParseIp(packet);
        octets += info && info->path.destination == destination && info->protocol == protocol
                      ? packet.size()
                      : 0;
    }
    return octets;
}

/// The host keeps its address and has a further one.
void
AddAddress(World& world, Host& host, const std::string& address)
{
    world.Move(host, host.addresses[0].ToString() + " " + address);
}

/// When a host first held an address for active; NEVER if it did not.
Time
GetTimeOfVerification(const Host& host, const IpAddress& address)
{
    for (const auto& [time, event] : host.events)
    {
        const auto* status = std::get_if<LocatorStatusEvent>(&event);
        if (status && status->address == address && status->status == LocatorStatus::ACTIVE)
        {
            return time;
        }
    }
    return NEVER;
}

class Readdress : public testing::Test
{
  protected:
    explicit Readdress(const EndpointConfig& config = {})
        : pair(config)
    {
        pair.world.network.delay = DELAY;
        pair.Establish();
        pair.world.wire.clear();
        start = pair.world.GetNow();
    }

    HostPair pair;
    Time start;
};

/// RFC 8046 §3.2.1: three UPDATEs, of which the first two cross the network before data is sure.
TEST_F(Readdress, TakesOneAndAHalfRoundTrips)
{
    pair.world.Move(pair.a, NEW_ADDRESS);
    pair.world.Run(1s);
    EXPECT_EQ(pair.world.wire.size(), 3u);
    EXPECT_EQ(GetTimeOfVerification(pair.b, NEW) - start, 3 * Duration(DELAY));
    EXPECT_EQ(pair.b.endpoint->GetPeerLocator(pair.a.GetHit()), NEW);
    EXPECT_TRUE(pair.Exchange());
    EXPECT_EQ(pair.a.GetDrops() + pair.b.GetDrops(), 0u);
}

TEST_F(Readdress, CarriesWhatTheSpecificationLists)
{
    pair.world.Move(pair.a, NEW_ADDRESS);
    pair.world.Run(1s);
    ASSERT_EQ(pair.world.wire.size(), 3u);
    const PacketView first = View(pair.world.wire[0]);
    const auto info = first.Get<EspInfoParameter>();
    const auto set = first.Get<LocatorSetParameter>();
    ASSERT_TRUE(info && set && first.Find(ParameterType::SEQ));
    EXPECT_FALSE(first.Find(ParameterType::ACK));
    EXPECT_EQ(info->oldSpi, info->newSpi);
    ASSERT_EQ(set->locators.size(), 1u);
    EXPECT_EQ(set->locators[0].address, NEW);
    EXPECT_EQ(set->locators[0].locatorType, 1);
    EXPECT_EQ(set->locators[0].spi, info->newSpi);
    EXPECT_TRUE(set->locators[0].isPreferred);
    const PacketView second = View(pair.world.wire[1]);
    EXPECT_TRUE(second.Find(ParameterType::ESP_INFO) && second.Find(ParameterType::SEQ) &&
                second.Find(ParameterType::ACK) && second.Find(ParameterType::ECHO_REQUEST_SIGNED));
    EXPECT_EQ(ParseIp(pair.world.wire[1])->path.destination, NEW);
    const PacketView third = View(pair.world.wire[2]);
    EXPECT_TRUE(third.Find(ParameterType::ACK) && third.Find(ParameterType::ECHO_RESPONSE_SIGNED));
    EXPECT_FALSE(third.Find(ParameterType::SEQ));
}

/// Whichever of the three is lost, and its repetition too.
TEST_F(Readdress, OutlastsTheLossOfAnyUpdate)
{
    for (unsigned lost = 0; lost < 6; ++lost)
    {
        SCOPED_TRACE(lost);
        unsigned count = 0;
        pair.world.filter = [&](Bytes& packet) {
            return GetHipType(packet) != PacketKind::UPDATE || count++ != lost;
        };
        const std::string address = "2001:db8:a::" + std::to_string(lost + 1);
        pair.world.Move(pair.a, address);
        pair.world.Run(10s);
        EXPECT_EQ(pair.b.endpoint->GetPeerLocator(pair.a.GetHit()), pair.a.addresses[0]);
        EXPECT_TRUE(pair.Exchange());
    }
}

TEST_F(Readdress, GoesFromIpv6ToIpv4AndBack)
{
    HostPair dual;
    AddAddress(dual.world, dual.b, "192.0.2.2");
    dual.Establish();
    dual.world.Move(dual.a, "192.0.2.1");
    dual.world.Run(1s);
    EXPECT_TRUE(dual.b.endpoint->GetPeerLocator(dual.a.GetHit()).IsV4());
    EXPECT_TRUE(dual.a.endpoint->GetPeerLocator(dual.b.GetHit()).IsV4());
    EXPECT_TRUE(dual.Exchange());
    dual.world.Move(dual.a, "2001:db8:c::1");
    dual.world.Run(1s);
    EXPECT_FALSE(dual.b.endpoint->GetPeerLocator(dual.a.GetHit()).IsV4());
    EXPECT_TRUE(dual.Exchange());
}

/// Between two links the host has no address; what it has to say waits, and no try counts.
TEST_F(Readdress, ChecksAnAddressOnceItHasOneOfThatFamilyItself)
{
    HostPair strict([] {
        EndpointConfig config;
        config.useCredit = false;
        return config;
    }());
    strict.Establish();
    strict.world.Move(strict.a, "2001:db8:a::1 10.0.0.1");
    strict.world.Run(2s);
    const IpAddress further = *IpAddress::Parse("10.0.0.1");
    EXPECT_EQ(GetTimeOfVerification(strict.b, further), NEVER) << "it cannot reach it";
    strict.world.Move(strict.b, "10.0.1.1");
    strict.world.Run(2s);
    EXPECT_NE(GetTimeOfVerification(strict.b, further), NEVER);
    EXPECT_TRUE(strict.Exchange());
}

TEST_F(Readdress, SurvivesHoursWithoutAnAddress)
{
    EndpointConfig config;
    config.unusedLifetime = 24h;
    HostPair far(config);
    far.Establish();
    far.world.Move(far.a, "");
    EXPECT_EQ(far.world.SendData(far.a, far.b.GetHit(), Bytes{1}).reason, DropReason::NO_LOCATOR);
    far.world.Run(3h);
    far.world.Move(far.a, NEW_ADDRESS);
    far.world.Run(1s);
    EXPECT_TRUE(far.Exchange());
}

TEST_F(Readdress, FollowsTheLastOfManyMoves)
{
    for (int i = 1; i <= 50; ++i)
    {
        pair.world.Move(pair.a, "2001:db8:a::" + std::to_string(i));
        pair.world.Run(3ms);
    }
    pair.world.Run(5s);
    EXPECT_EQ(pair.b.endpoint->GetPeerLocator(pair.a.GetHit()), pair.a.addresses[0]);
    EXPECT_TRUE(pair.Exchange());
    EXPECT_EQ(pair.GetState(pair.a), State::ESTABLISHED);
}

/// An UPDATE that was overtaken by a newer one says nothing any more.
TEST_F(Readdress, IgnoresAnOlderLocatorSetThatComesLate)
{
    Bytes older;
    pair.world.filter = [&](Bytes& packet) {
        older = packet;
        return false;
    };
    pair.world.Move(pair.a, "2001:db8:8::1");
    pair.world.filter = nullptr;
    pair.world.Move(pair.a, NEW_ADDRESS);
    pair.world.Run(1s);
    pair.world.Inject(pair.b, older);
    pair.world.Run(1s);
    EXPECT_EQ(pair.b.endpoint->GetPeerLocator(pair.a.GetHit()), NEW);
    EXPECT_TRUE(pair.Exchange());
}

TEST_F(Readdress, TakesUpdatesOfBothHostsThatCross)
{
    HostPair dual;
    dual.Establish();
    AddAddress(dual.world, dual.a, "2001:db8:a::1");
    AddAddress(dual.world, dual.b, "2001:db8:b::1");
    dual.world.Run(1s);
    EXPECT_NE(GetTimeOfVerification(dual.b, dual.a.addresses[1]), NEVER);
    EXPECT_NE(GetTimeOfVerification(dual.a, dual.b.addresses[1]), NEVER);
    dual.world.Move(dual.a, "2001:db8:a::1");
    dual.world.Move(dual.b, "2001:db8:b::1");
    dual.world.Run(5s);
    EXPECT_TRUE(dual.Exchange()) << "each has another address of the other, and it is verified";
}

/// RFC 8046 §3.2.2
TEST_F(Readdress, CanRenewTheKeysWithTheAddress)
{
    for (const bool withDh : {false, true})
    {
        EndpointConfig config;
        config.rekeyOnMove = true;
        config.rekeyWithDh = withDh;
        HostPair rekeying(config);
        rekeying.Establish();
        const auto before = rekeying.b.Get<SaEvent>().back().spi;
        rekeying.world.Move(rekeying.a, NEW_ADDRESS);
        rekeying.world.Run(1s);
        EXPECT_NE(rekeying.b.Get<SaEvent>().back().spi, before);
        EXPECT_NE(GetTimeOfVerification(rekeying.b, NEW), NEVER);
        EXPECT_TRUE(rekeying.Exchange());
    }
}

TEST_F(Readdress, TellsAllAddressesInTheBaseExchange)
{
    HostPair dual;
    AddAddress(dual.world, dual.a, "2001:db8:a::1");
    AddAddress(dual.world, dual.b, "2001:db8:b::1");
    dual.Establish();
    EXPECT_NE(GetTimeOfVerification(dual.b, dual.a.addresses[1]), NEVER);
    EXPECT_NE(GetTimeOfVerification(dual.a, dual.b.addresses[1]), NEVER);
    EXPECT_EQ(dual.b.endpoint->GetPeerLocator(dual.a.GetHit()), dual.a.addresses[0]);
}

/// The first address goes away before its peer hears of it, which has another one by then.
TEST_F(Readdress, FallsBackToAnotherActiveAddress)
{
    HostPair dual;
    AddAddress(dual.world, dual.a, "2001:db8:a::1");
    dual.Establish();
    dual.world.Move(dual.a, "2001:db8:a::1");
    dual.world.Run(DELAY);
    EXPECT_EQ(dual.b.endpoint->GetPeerLocator(dual.a.GetHit()), dual.a.addresses[0]);
    EXPECT_EQ(dual.b.Get<LocatorStatusEvent>().back().status, LocatorStatus::DEPRECATED)
        << "the first one; the second was verified long ago";
}

/// Updates that only a peer that misbehaves sends, with good MAC and signature.
class ForgedReaddress : public testing::Test
{
  protected:
    ForgedReaddress()
        : pair(MakeConfig())
    {
        pair.Establish();
        forger.emplace(pair.world, pair.a, pair.b);
    }

    static EndpointConfig MakeConfig()
    {
        EndpointConfig config;
        config.exportKeys = true;
        return config;
    }

    /// b is told an address of a. @param ack of an UPDATE of b
    Verdict Tell(const std::string& address, std::optional<std::uint32_t> ack = {})
    {
        Locator locator;
        locator.isPreferred = true;
        locator.lifetime = 60;
        locator.address = IpAddress::Parse(address).value();
        return forger->Inject(PacketType::UPDATE, [&](PacketWriter& writer) {
            writer.Add(LocatorSetParameter{{locator}}).Add(SeqParameter{0});
            if (ack)
            {
                writer.Add(AckParameter{{*ack}});
            }
        });
    }

    HostPair pair;
    std::optional<Forger> forger;
};

TEST_F(ForgedReaddress, RefusesAddressesThatAreNoHosts)
{
    // The last one is a HIT, which leads nowhere.
    for (const char* text :
         {"ff02::1", "::", "::1", "224.0.0.1", "127.0.0.1", "255.255.255.255", "2001:20::1"})
    {
        const Verdict verdict = Tell(text);
        EXPECT_EQ(verdict.kind, Verdict::Kind::DROPPED) << text;
        EXPECT_EQ(verdict.reason, DropReason::BAD_PARAMETER) << text;
        EXPECT_EQ(pair.b.endpoint->GetPeerLocator(pair.a.GetHit()), pair.a.addresses[0]) << text;
    }
    EXPECT_EQ(Tell(NEW_ADDRESS).kind, Verdict::Kind::CONSUMED) << "the address alone was wrong";
    EXPECT_EQ(pair.b.endpoint->GetPeerLocator(pair.a.GetHit()), NEW);
}

/// RFC 7401 §6.12: what an UPDATE acknowledges is one thing, what it asks for another.
TEST_F(ForgedReaddress, CountsTheAckOfAnUpdateThatIsRefused)
{
    for (const bool isAcknowledged : {false, true})
    {
        HostPair fresh(MakeConfig());
        fresh.Establish();
        fresh.world.filter = [](Bytes&) { return false; };
        ASSERT_TRUE(fresh.b.endpoint->Rekey(fresh.a.GetHit(), false, fresh.world.GetNow()));
        fresh.world.Drain(fresh.b);
        Forger liar(fresh.world, fresh.a, fresh.b);
        const Verdict verdict = liar.Inject(PacketType::UPDATE, [&](PacketWriter& writer) {
            Locator locator;
            locator.lifetime = 60;
            locator.address = IpAddress::Parse("ff02::1").value();
            writer.Add(LocatorSetParameter{{locator}})
                .Add(SeqParameter{0})
                .Add(AckParameter{{isAcknowledged ? 0u : 7u}});
        });
        EXPECT_EQ(verdict.reason, DropReason::BAD_PARAMETER);
        fresh.world.wire.clear();
        fresh.world.Run(10s);
        EXPECT_EQ(fresh.world.wire.empty(), isAcknowledged) << "else it is sent again";
    }
}

/// What a host can make its peer send to a third party (RFC 8046 §5.6).
class Victim : public testing::Test
{
  protected:
    /// The peer is told the victim's address while it sends as much as it can. @return octets of
    /// data that go there
    std::size_t Attack(bool useCredit, std::size_t earned)
    {
        EndpointConfig config;
        config.useCredit = useCredit;
        HostPair pair(config);
        pair.world.AddHost("victim", NEW_ADDRESS);
        pair.Establish();
        const std::size_t packets = earned / 1000;
        for (std::size_t i = 0; i < packets; ++i)
        {
            pair.world.SendData(pair.a, pair.b.GetHit(), Bytes(1000));
        }
        pair.world.Run(100ms);
        pair.world.wire.clear();
        pair.a.endpoint->SetLocators({NEW}, pair.world.GetNow());
        pair.world.Drain(pair.a);
        for (int i = 0; i < 1000; ++i)
        {
            pair.world.SendData(pair.b, pair.a.GetHit(), Bytes(1000));
            pair.world.Run(100ms);
        }
        EXPECT_EQ(GetTimeOfVerification(pair.b, NEW), NEVER);
        const auto outcome = pair.b.Get<LocatorStatusEvent>().back();
        EXPECT_EQ(outcome.address, NEW);
        EXPECT_EQ(outcome.status, LocatorStatus::DEPRECATED) << "nobody has answered there";
        return CountOctets(pair.world, NEW, PROTOCOL_ESP);
    }
};

TEST_F(Victim, GetsNoMoreThanItsAttackerHasSent)
{
    const std::size_t octets = Attack(true, 20000);
    EXPECT_GT(octets, 5000u);
    EXPECT_LE(octets, 20u * (1000 + 100));
}

TEST_F(Victim, GetsNothingIfUnverifiedAddressesGetNothing)
{
    EXPECT_EQ(Attack(false, 20000), 0u);
}

/// Two hosts that know each other by their Forwarding Agent, which both have registered with.
class AgentWorld
{
  public:
    AgentWorld(std::uint64_t seed, const EndpointConfig& config)
        : world(seed, CryptoFidelity::MODELLED),
          server(world.AddHost("agent", "2001:db8:a::1 198.51.100.1")),
          a(world.AddHost("a", "2001:db8:1::1 192.0.2.1", config)),
          b(world.AddHost("b", "2001:db8:2::1 192.0.2.2", config))
    {
        server.endpoint->OfferService(agent);
        for (Host* host : {&a, &b})
        {
            host->endpoint->AddPeer(server.GetHit(), server.addresses);
            host->endpoint->Register(server.GetHit(),
                                     {REGISTRATION_RENDEZVOUS},
                                     3600s,
                                     world.GetNow());
            world.Drain(*host);
        }
        world.Run(1s);
        a.endpoint->AddPeer(b.GetHit(), server.addresses);
        b.endpoint->AddPeer(a.GetHit(), server.addresses);
        a.endpoint->Connect(b.GetHit(), world.GetNow());
        world.Drain(a);
        world.Run(1s);
    }

    /// @return whether a packet each way comes out
    bool Exchange()
    {
        const auto before = std::make_pair(a.delivered.size(), b.delivered.size());
        world.SendData(a, b.GetHit(), Bytes{1});
        world.SendData(b, a.GetHit(), Bytes{1});
        world.Run(1s);
        return a.delivered.size() == before.first + 1 && b.delivered.size() == before.second + 1;
    }

    World world;
    ForwardingAgent agent{{}};
    Host& server;
    Host& a;
    Host& b;
};

/// RFC 8046 §3.2.3
TEST(DoubleJump, IsFoundThroughTheAgent)
{
    AgentWorld net(7, {});
    net.world.Move(net.a, "2001:db8:1::9");
    net.world.Move(net.b, "2001:db8:2::9");
    net.world.Run(5s);
    EXPECT_EQ(net.b.endpoint->GetPeerLocator(net.a.GetHit()), net.a.addresses[0]);
    EXPECT_EQ(net.a.endpoint->GetPeerLocator(net.b.GetHit()), net.b.addresses[0]);
    EXPECT_EQ(net.server.endpoint->GetPeerLocator(net.a.GetHit()), net.a.addresses[0]);
    EXPECT_TRUE(net.Exchange());
}

TEST(DoubleJump, IsFoundThroughTheAgentInTheOtherFamilyToo)
{
    AgentWorld net(7, {});
    net.world.Move(net.a, "192.0.2.9");
    net.world.Move(net.b, "192.0.2.10");
    net.world.Run(5s);
    EXPECT_TRUE(net.Exchange());
}

/// Moves, losses, overtaking and changes of family at random; each seed can be run on its own.
class RandomMoves : public testing::TestWithParam<int>
{
};

TEST_P(RandomMoves, EndInAnAssociationThatWorks)
{
    const auto seed = static_cast<std::uint64_t>(GetParam());
    EndpointConfig config;
    config.rekeyOnMove = seed % 3 == 0;
    AgentWorld net(seed, config);
    ASSERT_TRUE(net.Exchange());
    net.world.network = Network{5ms, 40ms, 0.15, 0.1};
    SeededRandom random(seed, 99, "moves");
    for (int i = 1; i <= 20; ++i)
    {
        const bool isA = random.GetBelow(2) == 0;
        const std::string number = std::to_string(10 * i + (isA ? 1 : 2));
        const std::string v6 = "2001:db8:1::" + number;
        const std::string v4 = "192.0.2." + number;
        // b keeps both families: two hosts without a common one cannot talk.
        const std::vector<std::string> sets{v6 + " " + v4, v4 + " " + v6, v6, v4};
        net.world.Move(isA ? net.a : net.b, sets[random.GetBelow(isA ? 4 : 2)]);
        net.world.Run(random.GetBelow(2) == 0 ? 20ms : 3s);
        net.world.SendData(net.a, net.b.GetHit(), Bytes{1});
        net.world.SendData(net.b, net.a.GetHit(), Bytes{1});
    }
    net.world.network = Network{};
    net.world.Run(60s);
    EXPECT_EQ(net.a.endpoint->GetState(net.b.GetHit()), State::ESTABLISHED);
    EXPECT_EQ(net.b.endpoint->GetState(net.a.GetHit()), State::ESTABLISHED);
    EXPECT_TRUE(net.Exchange());
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomMoves, testing::Range(1, 1001));

} // namespace
} // namespace hip
