// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// How a host of 2003 tells its peer where it is (mm-00 §5).

#include "core/util/random-source.h"
#include "test/core/draft2003/pair-2003.h"

#include <gtest/gtest.h>

namespace hip::draft2003
{
namespace
{

using namespace hip::draft2003::test;
using namespace hip::test;
using namespace std::chrono_literals;

TEST(Readdress2003, TellsANewAddressInThreePackets)
{
    Pair2003 pair;
    pair.Establish();
    pair.world.wire.clear();
    pair.world.Move(pair.a, "2001:db8:9::1");
    pair.world.Run(1s);
    EXPECT_EQ(pair.GetSizes(),
              (Sizes{{PacketKind::REA, 160}, {PacketKind::AC, 80}, {PacketKind::ACR, 80}}));
    EXPECT_EQ(pair.b.endpoint->GetPeerLocator(pair.a.GetHit()), pair.a.addresses.front());
    EXPECT_TRUE(pair.Exchange());
}

TEST(Readdress2003, TellsANewAddressWhateverIsLost)
{
    for (const PacketKind lost : {PacketKind::REA, PacketKind::AC, PacketKind::ACR})
    {
        Pair2003 pair;
        pair.Establish();
        pair.world.filter = Lose(lost, 2);
        pair.world.Move(pair.a, "2001:db8:9::1");
        pair.world.Run(20s);
        EXPECT_EQ(pair.b.endpoint->GetPeerLocator(pair.a.GetHit()), pair.a.addresses.front());
        EXPECT_TRUE(pair.Exchange()) << ToString(lost);
    }
}

TEST(Readdress2003, SendsNoDataToAnAddressBeforeItHasAnswered)
{
    Pair2003 pair;
    pair.Establish();
    pair.world.filter = Lose(PacketKind::ACR, 1000);
    pair.world.Move(pair.a, "2001:db8:9::1");
    pair.world.Run(2s);
    pair.world.wire.clear();
    pair.world.SendData(pair.b, pair.a.GetHit(), Bytes(100));
    pair.world.Run(100ms);
    for (const Bytes& packet : pair.world.wire)
    {
        EXPECT_TRUE(GetHipType(packet)) << "only checks go there";
    }
}

/// Somebody claims this host's address: it has told no such thing (mm-00 §5.3).
TEST(Readdress2003, DoesNotAnswerForAnAddressThatItHasNotTold)
{
    Pair2003 pair;
    pair.Establish();
    pair.world.Move(pair.a, "2001:db8:9::1");
    Bytes ac;
    pair.world.filter = [&](Bytes& packet) {
        ac = GetHipType(packet) == PacketKind::AC ? packet : ac;
        return true;
    };
    pair.world.Run(1s);
    ASSERT_FALSE(ac.empty());
    EXPECT_EQ(pair.world.Inject(pair.a, ac).kind, Verdict::Kind::CONSUMED) << "again is no harm";
    ac.back() ^= 1;
    EXPECT_EQ(pair.world.Inject(pair.a, ac).kind, Verdict::Kind::DROPPED);
}

class RandomMoves2003 : public testing::TestWithParam<int>
{
};

TEST_P(RandomMoves2003, EndInAnAssociationThatWorks)
{
    const auto seed = static_cast<std::uint64_t>(GetParam());
    EndpointConfig config = MakeConfig();
    config.rekeyOnMove = seed % 3 == 0;
    Pair2003 pair(config, seed);
    pair.Establish();
    pair.world.network = Network{5ms, 40ms, 0.15, 0.1};
    SeededRandom random(seed, 99, "moves");
    for (int i = 1; i <= 20; ++i)
    {
        const std::string number = std::to_string(10 * i);
        pair.world.Move(pair.a, "2001:db8:1::" + number);
        pair.world.Run(random.GetBelow(2) == 0 ? 20ms : 3s);
        pair.world.SendData(pair.a, pair.b.GetHit(), Bytes{1});
        pair.world.SendData(pair.b, pair.a.GetHit(), Bytes{1});
        for (Host* host : {&pair.a, &pair.b})
        {
            if (random.GetBelow(8) == 0)
            {
                host->endpoint->Rekey(pair.GetOther(*host).GetHit(),
                                      random.GetBelow(2) == 0,
                                      pair.world.GetNow());
                pair.world.Drain(*host);
            }
        }
    }
    pair.world.network = Network{};
    pair.world.Run(60s);
    EXPECT_TRUE(pair.IsUp());
    EXPECT_TRUE(pair.Exchange());
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomMoves2003, testing::Range(1, 1001));

} // namespace
} // namespace hip::draft2003
