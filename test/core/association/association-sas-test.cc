// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/path-policy.h"
#include "core/esp/security-association.h"
#include "core/wire/ip-info.h"
#include "test/core/support/forger.h"
#include "test/core/support/host-pair.h"

#include <gtest/gtest.h>
#include <map>
#include <set>

namespace hip
{
namespace
{

using namespace hip::test;
using namespace std::chrono_literals;

/// Sends each packet over another path that works, so that they overtake each other.
class SprayPolicy : public PathPolicy
{
  public:
    std::size_t Choose(const std::vector<PathState>& paths,
                       std::size_t current,
                       const FlowInfo& flow) const override
    {
        if (flow.protocol == 0)
        {
            return paths[current].isWorking ? current : 0; // not a packet of data
        }
        for (std::size_t i = 0; i < paths.size(); ++i)
        {
            const std::size_t next = ++m_count % paths.size();
            if (paths[next].isWorking)
            {
                return next;
            }
        }
        return current;
    }

  private:
    mutable std::size_t m_count = 0;
};

EndpointConfig
MakeConfig(bool saPerPath)
{
    EndpointConfig config;
    config.pathPolicy = std::make_shared<SprayPolicy>();
    config.probeInterval = 500ms;
    config.saPerPath = saPerPath;
    config.exportKeys = true;
    return config;
}

const IpAddress FIRST = *IpAddress::Parse("2001:db8:a::1");
const IpAddress SECOND = *IpAddress::Parse("2001:db8:b::1");

/// Host a has two addresses, host b one or two.
class SasPerPath : public testing::Test
{
  protected:
    void Begin(bool saPerPathOfA, bool saPerPathOfB, bool isBMultihomed = false)
    {
        pair = std::make_unique<HostPair>(MakeConfig(saPerPathOfA),
                                          MakeConfig(saPerPathOfB),
                                          seed,
                                          CryptoFidelity::REAL);
        pair->world.Move(pair->a, FIRST.ToString() + " " + SECOND.ToString());
        if (isBMultihomed)
        {
            pair->world.Move(pair->b, "2001:db8:c::1 2001:db8:d::1");
            pair->a.endpoint->AddPeer(pair->b.GetHit(), pair->b.addresses);
        }
        pair->b.endpoint->AddPeer(pair->a.GetHit(), pair->a.addresses);
        pair->Establish();
        pair->world.Run(5s);
    }

    /// Packets of one direction that arrive, of @p count each way.
    std::size_t Talk(unsigned count)
    {
        const std::size_t before = pair->a.delivered.size() + pair->b.delivered.size();
        for (unsigned i = 0; i < count; ++i)
        {
            pair->world.SendData(pair->a, pair->b.GetHit(), Bytes{1});
            pair->world.SendData(pair->b, pair->a.GetHit(), Bytes{2});
            pair->world.Run(1ms);
        }
        pair->world.Run(2s);
        return pair->a.delivered.size() + pair->b.delivered.size() - before;
    }

    /// SPIs of ESP on the wire since a position, by the address of a on its path.
    std::set<std::uint32_t> GetSpis(std::size_t since, const IpAddress& of) const
    {
        std::set<std::uint32_t> spis;
        for (std::size_t i = since; i < pair->world.wire.size(); ++i)
        {
            const Bytes& packet = pair->world.wire[i];
            const auto info = ParseIp(packet);
            if (info->protocol == PROTOCOL_ESP &&
                (info->path.source == of || info->path.destination == of))
            {
                spis.insert(ReadU32(packet, info->headerLength));
            }
        }
        return spis;
    }

    /// Lets everything over the second link take longer.
    void SlowDown(Duration by)
    {
        pair->world.filter = [this, by](Bytes& packet) {
            const Path path = ParseIp(packet)->path;
            const bool isSlow = path.source == SECOND || path.destination == SECOND;
            if (!isSlow || m_isLate)
            {
                return true;
            }
            pair->world.At(pair->world.GetNow() + by, [this, packet] {
                m_isLate = true;
                pair->world.Transmit(packet);
                m_isLate = false;
            });
            return false;
        };
    }

    /// Both hosts know an SA by the same key, and no key serves two of them.
    void ExpectDistinctKeys() const
    {
        std::map<std::uint32_t, Bytes> bySpi;
        std::map<Bytes, std::uint32_t> byKey;
        for (const Host* host : {&pair->a, &pair->b})
        {
            for (const SaEvent& sa : host->Get<SaEvent>())
            {
                EXPECT_EQ(bySpi.emplace(sa.spi, sa.encryptionKey).first->second, sa.encryptionKey);
                EXPECT_EQ(byKey.emplace(sa.encryptionKey, sa.spi).first->second, sa.spi);
            }
        }
    }

    std::uint64_t seed = 1;
    std::unique_ptr<HostPair> pair;

  private:
    bool m_isLate = false;
};

TEST_F(SasPerPath, AreOnePairForEachPath)
{
    Begin(true, false);
    const std::size_t since = pair->world.wire.size();
    EXPECT_EQ(Talk(20), 40u);
    const auto first = GetSpis(since, FIRST);
    const auto second = GetSpis(since, SECOND);
    EXPECT_EQ(first.size(), 2u) << "one each way";
    EXPECT_EQ(second.size(), 2u);
    for (const std::uint32_t spi : first)
    {
        EXPECT_EQ(second.count(spi), 0u);
    }
    ExpectDistinctKeys();
}

TEST_F(SasPerPath, AreMadeOnlyIfAHostWantsThem)
{
    Begin(false, false);
    const std::size_t since = pair->world.wire.size();
    EXPECT_EQ(Talk(20), 40u);
    EXPECT_EQ(GetSpis(since, FIRST), GetSpis(since, SECOND));
}

TEST_F(SasPerPath, MayBeWantedByTheOtherHost)
{
    Begin(false, true);
    const std::size_t since = pair->world.wire.size();
    EXPECT_EQ(Talk(20), 40u);
    EXPECT_NE(GetSpis(since, FIRST), GetSpis(since, SECOND));
    ExpectDistinctKeys();
}

TEST_F(SasPerPath, KeepPacketsThatOvertakeEachOtherApart)
{
    Begin(false, false);
    SlowDown(300ms);
    EXPECT_LT(Talk(1000), 1800u);
    // Of 64-bit sequence numbers, one far behind the window is taken for one far ahead of it.
    EXPECT_GT(pair->a.GetDrops(DropReason::BAD_ICV), 100u) << "too old for one window";

    Begin(true, false);
    SlowDown(300ms);
    EXPECT_EQ(Talk(1000), 2000u);
    EXPECT_EQ(pair->a.GetDrops(), 0u);
    EXPECT_EQ(pair->b.GetDrops(), 0u);
}

TEST_F(SasPerPath, MayBeAsManyAsThereArePathsBetweenTwoMultihomedHosts)
{
    Begin(true, true, true);
    EXPECT_EQ(Talk(100), 200u);
    std::set<std::uint32_t> spis;
    for (const SaEvent& sa : pair->a.Get<SaEvent>())
    {
        spis.insert(sa.spi);
    }
    EXPECT_EQ(spis.size(), 8u) << "two times two paths, both ways";
    ExpectDistinctKeys();
}

TEST_F(SasPerPath, AreRenewedWithoutTheOthers)
{
    Begin(true, true);
    pair->a.endpoint->Rekey(pair->b.GetHit(), false, pair->world.GetNow());
    pair->world.Drain(pair->a);
    EXPECT_EQ(Talk(50), 100u);
    pair->b.endpoint->Rekey(pair->a.GetHit(), true, pair->world.GetNow());
    pair->world.Drain(pair->b);
    EXPECT_EQ(Talk(50), 100u);
    ExpectDistinctKeys();
}

/// A pair for an address that the same UPDATE does not list goes before its answer is made.
TEST(SasPerPathOfAPeer, MayBeForAnAddressThatItTakesBackAtOnce)
{
    EndpointConfig config;
    config.exportKeys = true;
    HostPair pair(config);
    pair.Establish();
    Forger forger(pair.world, pair.a, pair.b);
    Locator elsewhere;
    elsewhere.locatorType = 1;
    elsewhere.isPreferred = true;
    elsewhere.lifetime = 100;
    elsewhere.spi = 300;
    elsewhere.address = *IpAddress::Parse("2001:db8:9::1");
    const auto verdict = forger.Inject(PacketType::UPDATE, [&](PacketWriter& writer) {
        writer.Add(EspInfoParameter{1000, 0, 300})
            .Add(LocatorSetParameter{{elsewhere}})
            .Add(SeqParameter{0});
    });
    EXPECT_EQ(verdict.kind, Verdict::Kind::CONSUMED);
    EXPECT_EQ(GetHipType(pair.world.wire.back()), PacketKind::UPDATE) << "it is answered";
    pair.world.Run(1s);
    EXPECT_EQ(pair.GetState(pair.b), State::ESTABLISHED);
}

TEST_F(SasPerPath, EndWithTheirAddress)
{
    Begin(true, false);
    pair->world.Move(pair->a, FIRST.ToString());
    pair->world.Run(3s);
    const std::size_t since = pair->world.wire.size();
    EXPECT_EQ(Talk(20), 40u);
    EXPECT_TRUE(GetSpis(since, SECOND).empty());
    pair->world.Move(pair->a, FIRST.ToString() + " " + SECOND.ToString());
    pair->world.Run(5s);
    const std::size_t again = pair->world.wire.size();
    EXPECT_EQ(Talk(20), 40u);
    EXPECT_NE(GetSpis(again, FIRST), GetSpis(again, SECOND));
    ExpectDistinctKeys();
}

TEST_F(SasPerPath, AreMadeAfterOneWasGivenUpBeforeItsAnswer)
{
    Begin(true, false);
    if (!pair->a.endpoint->GetConfig().saPerPath)
    {
        Begin(false, true); // the smaller HIT is that of the other one
    }
    ASSERT_TRUE(pair->a.endpoint->GetConfig().saPerPath);
    const IpAddress third = *IpAddress::Parse("2001:db8:e::1");
    const IpAddress fourth = *IpAddress::Parse("2001:db8:f::1");
    pair->world.filter = [&](Bytes& packet) { // the address is checked, its pair is lost
        const Path path = ParseIp(packet)->path;
        return path.source != third;
    };
    pair->world.Move(pair->a, FIRST.ToString() + " " + third.ToString());
    pair->world.Run(1s);
    pair->world.filter = nullptr;
    pair->world.Move(pair->a, FIRST.ToString() + " " + third.ToString() + " " + fourth.ToString());
    pair->world.Run(5s);
    const std::size_t since = pair->world.wire.size();
    EXPECT_EQ(Talk(20), 40u);
    const auto first = GetSpis(since, FIRST);
    const auto other = GetSpis(since, fourth);
    EXPECT_FALSE(other.empty());
    for (const std::uint32_t spi : other)
    {
        EXPECT_EQ(first.count(spi), 0u) << "a pair of its own";
    }
}

TEST_F(SasPerPath, OfALinkThatIsDeadDoNotEndTheAssociation)
{
    Begin(false, false);
    pair->world.filter = [](Bytes& packet) {
        const Path path = ParseIp(packet)->path;
        return path.source != SECOND && path.destination != SECOND;
    };
    pair->world.Run(1s);
    Begin(true, true);
    pair->world.filter = [](Bytes& packet) {
        const auto info = ParseIp(packet);
        const bool isSecond = info->path.source == SECOND || info->path.destination == SECOND;
        return !isSecond || info->protocol == PROTOCOL_ESP;
    };
    pair->world.Move(pair->a, SECOND.ToString() + " " + FIRST.ToString());
    pair->world.Run(300s);
    EXPECT_EQ(pair->GetState(pair->a), State::ESTABLISHED);
    EXPECT_EQ(pair->GetState(pair->b), State::ESTABLISHED);
}

/// Pairs and rekeys of both hosts at random times, over links that lose and reorder.
class SasUnderLoss : public SasPerPath, public testing::WithParamInterface<std::uint64_t>
{
};

TEST_P(SasUnderLoss, EndWithPairsThatCarryData)
{
    seed = GetParam();
    Begin(true, true, seed % 2 == 0);
    World& world = pair->world;
    world.network.loss = 0.15;
    world.network.duplication = 0.1;
    world.network.jitter = 50ms;
    SeededRandom random(seed, 0, "events");
    for (unsigned i = 0; i < 10; ++i)
    {
        Host& host = random.GetU32() % 2 == 0 ? pair->a : pair->b;
        const bool withDh = random.GetU32() % 4 == 0;
        const auto at = world.GetNow() + std::chrono::milliseconds(random.GetU32() % 60000);
        world.At(at, [&world, &host, this, withDh] {
            host.endpoint->Rekey(pair->GetOther(host).GetHit(), withDh, world.GetNow());
            world.Drain(host);
        });
        world.At(at + 100ms, [&world, this, i] {
            const bool hasBoth = i % 2 == 1;
            world.Move(pair->a, FIRST.ToString() + (hasBoth ? " " + SECOND.ToString() : ""));
        });
    }
    world.Run(70s);
    world.network = Network{};
    world.Move(pair->a, FIRST.ToString() + " " + SECOND.ToString());
    world.Run(120s);
    EXPECT_EQ(Talk(50), 100u);
    EXPECT_EQ(pair->a.GetDrops(DropReason::BAD_ICV), 0u);
    EXPECT_EQ(pair->b.GetDrops(DropReason::BAD_ICV), 0u);
    ExpectDistinctKeys();
}

INSTANTIATE_TEST_SUITE_P(Seeds, SasUnderLoss, testing::Range<std::uint64_t>(1, 41));

} // namespace
} // namespace hip
