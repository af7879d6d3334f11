// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// What an endpoint keeps: identities, associations, addresses, timers.

#include "core/association/endpoint-impl.h"
#include "core/wire/ip-packet.h"
#include "test/core/support/host-pair.h"
#include "test/core/support/test-host.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

using namespace hip::test;
using namespace std::chrono_literals;

class EndpointSetUp : public testing::Test
{
  protected:
    SeededRandom random{1, 0, "test"};
    CryptoContext crypto{random};
    std::unique_ptr<CryptoEngine> engine = MakeCryptoEngine(CryptoFidelity::MODELLED, crypto);
    EndpointConfig config;

    std::unique_ptr<Endpoint> Make(std::size_t identities = 1)
    {
        std::vector<HostIdentity> made;
        for (std::size_t i = 0; i < identities; ++i)
        {
            made.emplace_back(
                PrivateKey::FromPem(crypto, GetTestKey(1, i + 1, KeyKind::ECDSA_P256)));
        }
        return std::make_unique<Endpoint>(config, std::move(made), crypto, *engine, random);
    }
};

TEST_F(EndpointSetUp, NeedsAnIdentity)
{
    EXPECT_THROW(Make(0), std::invalid_argument);
}

TEST_F(EndpointSetUp, RefusesConfigurationsThatCannotWork)
{
    const auto refuses = [&](const std::function<void(EndpointConfig&)>& change) {
        config = EndpointConfig();
        change(config);
        try
        {
            Make();
        }
        catch (const std::invalid_argument& error)
        {
            const std::string text = error.what();
            return !text.empty() && text.find('\n') == std::string::npos;
        }
        return false;
    };
    EXPECT_TRUE(refuses([](auto& it) { it.dhGroups.clear(); }));
    EXPECT_TRUE(refuses([](auto& it) { it.hipCiphers.clear(); }));
    EXPECT_TRUE(refuses([](auto& it) { it.espSuites.clear(); }));
    EXPECT_TRUE(refuses([](auto& it) { it.replayWindow = 0; }));
    EXPECT_TRUE(refuses([](auto& it) { it.replayWindow = 65; }));
    EXPECT_TRUE(refuses([](auto& it) { it.puzzleDifficulty = 41; }));
    EXPECT_TRUE(refuses([](auto& it) { it.maxPuzzleDifficulty = 200; }));
    EXPECT_TRUE(refuses([](auto& it) { it.retransmission = 0s; }));
    EXPECT_TRUE(refuses([](auto& it) { it.maxRetransmission = 1ms; }));
    EXPECT_TRUE(refuses([](auto& it) { it.r1Lifetime = 0s; }));
    EXPECT_FALSE(refuses([](auto&) {}));
}

TEST_F(EndpointSetUp, KnowsItsHits)
{
    const auto endpoint = Make(2);
    EXPECT_TRUE(endpoint->IsLocalHit(endpoint->GetHit()));
    EXPECT_FALSE(endpoint->IsLocalHit(*Hit::Parse("2001:22::1")));
    EXPECT_FALSE(endpoint->IsLocalHit(Hit()));
}

TEST_F(EndpointSetUp, KnowsNothingOfStrangers)
{
    const auto endpoint = Make();
    const Hit stranger = *Hit::Parse("2001:22::1");
    EXPECT_EQ(endpoint->GetState(stranger), State::UNASSOCIATED);
    EXPECT_FALSE(endpoint->GetEspSuite(stranger));
    EXPECT_TRUE(endpoint->GetPeerLocator(stranger).IsUnspecified());
    EXPECT_FALSE(endpoint->Connect(stranger, Time{}));
    EXPECT_FALSE(endpoint->Rekey(stranger, true, Time{}));
    endpoint->Close(stranger, Time{});
    EXPECT_EQ(endpoint->GetAssociationCount(), 0u);
}

TEST_F(EndpointSetUp, MakesItsR1OnceItHasAnAddress)
{
    const auto endpoint = Make();
    EXPECT_EQ(std::get<Idle>(endpoint->Poll()).deadline, NEVER);
    endpoint->SetLocators({*IpAddress::Parse("2001:db8::1")}, Time{});
    EXPECT_LE(std::get<Idle>(endpoint->Poll()).deadline, Time{});
    endpoint->HandleTimeout(Time{});
    EXPECT_FALSE(endpoint->TakeWork().IsEmpty());
    EXPECT_EQ(std::get<Idle>(endpoint->Poll()).deadline, NEVER) << "an idle host has no timers";
}

TEST_F(EndpointSetUp, MakesNoR1AheadUnlessAsked)
{
    config.precomputeR1 = false;
    const auto endpoint = Make();
    endpoint->SetLocators({*IpAddress::Parse("2001:db8::1")}, Time{});
    EXPECT_EQ(std::get<Idle>(endpoint->Poll()).deadline, NEVER);
}

TEST(EndpointTimers, MayBeCalledEarlyAndTwice)
{
    HostPair calm({}, 3);
    HostPair nervous({}, 3);
    for (HostPair* pair : {&calm, &nervous})
    {
        pair->world.SendData(pair->a, pair->b.GetHit(), Bytes(10));
    }
    for (int i = 0; i < 200; ++i)
    {
        calm.world.Run(10ms);
        nervous.world.Run(10ms);
        for (Host* host : {&nervous.a, &nervous.b})
        {
            host->endpoint->HandleTimeout(nervous.world.GetNow());
            host->endpoint->HandleTimeout(nervous.world.GetNow());
            nervous.world.Drain(*host);
        }
    }
    EXPECT_EQ(calm.world.wire, nervous.world.wire);
}

TEST(EndpointTimers, ServeWhoIsDueInOrderOfMaking)
{
    World world(5, CryptoFidelity::MODELLED);
    Host& host = world.AddHost("host", "2001:db8::1");
    std::vector<Hit> peers;
    for (Byte number = 1; number <= 20; ++number)
    {
        auto bytes = Hit::Parse("2001:22::")->GetBytes();
        bytes[15] = static_cast<Byte>(number * 37);
        peers.emplace_back(bytes);
        host.endpoint->AddPeer(peers.back(), {*IpAddress::Parse("2001:db8::2")});
        host.endpoint->Connect(peers.back(), world.GetNow());
    }
    world.Drain(host);
    world.Run(1500ms);
    const auto sent = host.Get<PacketEvent>();
    ASSERT_EQ(sent.size(), 40u);
    for (std::size_t i = 0; i < 20; ++i)
    {
        EXPECT_EQ(sent[i].receiver, peers[i]);
        EXPECT_EQ(sent[20 + i].receiver, peers[i]) << "retransmissions at the same time";
    }
}

TEST(EndpointTables, HoldOnlySoManyAssociations)
{
    EndpointConfig config;
    config.maxAssociations = 2;
    HostPair pair(config);
    for (Byte number = 1; number <= 3; ++number)
    {
        const Hit peer = *Hit::Parse("2001:22::" + std::to_string(number));
        pair.a.endpoint->AddPeer(peer, {pair.b.addresses[0]});
        const auto verdict = pair.world.SendData(pair.a, peer, Bytes(10));
        EXPECT_EQ(verdict.kind, number <= 2 ? Verdict::Kind::CONSUMED : Verdict::Kind::DROPPED);
        EXPECT_EQ(pair.a.endpoint->Connect(peer, pair.world.GetNow()), number <= 2);
    }
    EXPECT_EQ(pair.a.GetDrops(DropReason::TOO_MANY_ASSOCIATIONS), 1u);
}

TEST(EndpointTables, ForgetAssociationsThatAreOver)
{
    HostPair pair;
    for (int i = 0; i < 5; ++i)
    {
        pair.Establish();
        EXPECT_EQ(pair.a.endpoint->GetAssociationCount(), 1u);
        for (Host* host : {&pair.a, &pair.b})
        {
            host->endpoint->Close(pair.GetOther(*host).GetHit(), pair.world.GetNow());
            pair.world.Drain(*host);
        }
        pair.world.Run(1s);
        EXPECT_EQ(pair.a.endpoint->GetAssociationCount(), 0u);
        EXPECT_EQ(pair.b.endpoint->GetAssociationCount(), 0u);
    }
}

TEST(EndpointTables, KeepOneAssociationForEachPairOfHits)
{
    // A host with two identities speaks to one peer under both.
    World world(1, CryptoFidelity::MODELLED);
    Host& server = world.AddHost("server", "2001:db8::2");
    Host& host = world.AddHost("host", "2001:db8::1");
    std::vector<HostIdentity> identities;
    for (const std::uint64_t number : {11, 12})
    {
        identities.emplace_back(
            PrivateKey::FromPem(*host.context, GetTestKey(1, number, KeyKind::ECDSA_P256)));
    }
    const Hit first = identities[0].GetHit();
    const Hit second = identities[1].GetHit();
    host.endpoint = std::make_unique<Endpoint>(EndpointConfig{},
                                               std::move(identities),
                                               *host.context,
                                               *host.engine,
                                               *host.protocolRandom);
    host.endpoint->SetLocators(host.addresses, Time{});
    host.endpoint->AddPeer(server.GetHit(), server.addresses);
    for (const Hit& local : {first, second})
    {
        Bytes inner = MakeIpPacket({local, server.GetHit()}, 253, 64, Bytes(4));
        PacketBuffer buffer(inner, 0, inner.size());
        EXPECT_EQ(host.endpoint->HandleUpper(buffer, Time{}).kind, Verdict::Kind::CONSUMED);
        world.Drain(host);
    }
    world.Run(1s);
    EXPECT_EQ(host.endpoint->GetAssociationCount(), 2u);
    EXPECT_EQ(server.endpoint->GetAssociationCount(), 2u);
    EXPECT_EQ(server.endpoint->GetState(first), State::ESTABLISHED);
    EXPECT_EQ(server.endpoint->GetState(second), State::ESTABLISHED);
    EXPECT_EQ(server.delivered.size(), 2u);
}

// The small parts of their own.

struct Timed
{
    std::uint64_t order;
    TimerNode timer;

    std::uint64_t GetOrder() const
    {
        return order;
    }
};

TEST(TimerQueueTest, HandsOutByDeadlineAndThenByOrder)
{
    Timed first{1, {}};
    Timed second{2, {}};
    Timed third{3, {}};
    TimerQueue<Timed> queue;
    EXPECT_EQ(queue.GetDeadline(), NEVER);
    queue.Schedule(third, Time(5s));
    queue.Schedule(second, Time(5s));
    queue.Schedule(first, Time(9s));
    queue.Schedule(first, Time(5s)); // moved
    EXPECT_EQ(queue.TakeDue(Time(4s)), nullptr);
    EXPECT_EQ(queue.TakeDue(Time(5s)), &first);
    EXPECT_EQ(queue.TakeDue(Time(5s)), &second);
    queue.Schedule(third, NEVER);
    EXPECT_EQ(queue.TakeDue(Time(5s)), nullptr);
    EXPECT_EQ(queue.GetDeadline(), NEVER);
}

TEST(RateLimiterTest, CountsEachAddressInEachSecond)
{
    RateLimiter limiter(2);
    const IpAddress one = *IpAddress::Parse("192.0.2.1");
    const IpAddress two = *IpAddress::Parse("192.0.2.2");
    EXPECT_TRUE(limiter.Allow(one, Time(0s)));
    EXPECT_TRUE(limiter.Allow(one, Time(500ms)));
    EXPECT_FALSE(limiter.Allow(one, Time(999ms)));
    EXPECT_TRUE(limiter.Allow(two, Time(999ms)));
    EXPECT_TRUE(limiter.Allow(one, Time(1s)));
    RateLimiter open(0);
    for (int i = 0; i < 1000; ++i)
    {
        EXPECT_TRUE(open.Allow(one, Time(0s)));
    }
}

TEST(RateLimiterTest, LetsAFloodOfAddressesShareOneCount)
{
    RateLimiter limiter(1);
    std::array<Byte, 16> bytes{0x20, 0x01};
    std::size_t allowed = 0;
    for (std::uint32_t i = 0; i < 70000; ++i)
    {
        bytes[13] = static_cast<Byte>(i >> 16);
        bytes[14] = static_cast<Byte>(i >> 8);
        bytes[15] = static_cast<Byte>(i);
        allowed += limiter.Allow(IpAddress(bytes), Time(0s)) ? 1 : 0;
    }
    EXPECT_EQ(allowed, 65536u + 1);
}

TEST(SpiTableTest, ReservesNoReservedAndNoUsedSpi)
{
    /// Numbers that a random source of ill will would give.
    class Scripted : public RandomSource
    {
      public:
        void Fill(MutableByteSpan out) override
        {
            static constexpr std::array<std::uint32_t, 5> NUMBERS = {0, 255, 256, 256, 257};
            WriteU32(out, 0, NUMBERS.at(m_at++));
        }

      private:
        std::size_t m_at = 0;
    };

    TestHost host(1, "2001:db8::1");
    Association association(host.context, host.GetIdentity(), Hit(), 0);
    Scripted random;
    SpiTable table;
    const std::uint32_t first = table.Reserve(association, random);
    const std::uint32_t second = table.Reserve(association, random);
    EXPECT_EQ(first, 256u);
    EXPECT_EQ(second, 257u);
    EXPECT_EQ(table.Find(first), nullptr) << "only reserved";
    table.Release(first);
    table.Release(first);
}

TEST(DataQueueTest, IsEmptyAfterAllWasTaken)
{
    DataQueue queue;
    EXPECT_TRUE(queue.IsEmpty());
    EXPECT_TRUE(queue.Push(Bytes{1}, 2));
    EXPECT_TRUE(queue.Push(Bytes{2}, 2));
    EXPECT_FALSE(queue.Push(Bytes{3}, 2));
    const auto all = queue.TakeAll();
    EXPECT_EQ(std::vector<Bytes>(all.begin(), all.end()), (std::vector<Bytes>{{1}, {2}}));
    EXPECT_TRUE(queue.IsEmpty());
}

} // namespace
} // namespace hip
