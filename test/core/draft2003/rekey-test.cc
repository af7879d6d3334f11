// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// How two hosts of 2003 renew their keys (hip-08 §8.8, §8.9).

#include "test/core/draft2003/pair-2003.h"

#include <gtest/gtest.h>

namespace hip::draft2003
{
namespace
{

using namespace hip::draft2003::test;
using namespace hip::test;
using namespace std::chrono_literals;

TEST(Rekey2003, RenewsKeysInTwoPackets)
{
    for (const bool withDh : {false, true})
    {
        Pair2003 pair;
        pair.Establish();
        pair.world.wire.clear();
        ASSERT_TRUE(pair.a.endpoint->Rekey(pair.b.GetHit(), withDh, pair.world.GetNow()));
        pair.world.Drain(pair.a);
        pair.world.Run(2s);
        const std::size_t size = withDh ? 328 : 128;
        EXPECT_EQ(pair.GetSizes(), (Sizes{{PacketKind::NES, size}, {PacketKind::NES, size}}));
        EXPECT_EQ(pair.a.Get<SaEvent>().size(), 4u);
        EXPECT_EQ(pair.b.Get<SaEvent>().size(), 4u)
            << "an empty packet after 500 ms told that the new SA is in use";
        EXPECT_TRUE(pair.Exchange());
    }
}

TEST(Rekey2003, RenewsKeysWhateverNesIsLost)
{
    for (unsigned lost = 1; lost <= 4; ++lost)
    {
        Pair2003 pair;
        pair.Establish();
        pair.world.filter = Lose(PacketKind::NES, lost);
        pair.a.endpoint->Rekey(pair.b.GetHit(), true, pair.world.GetNow());
        pair.world.Drain(pair.a);
        pair.world.Run(30s);
        EXPECT_EQ(pair.a.Get<SaEvent>().size(), 4u) << lost;
        EXPECT_TRUE(pair.Exchange()) << lost;
        EXPECT_EQ(pair.b.Get<SaEvent>().size(), 4u) << lost;
    }
}

TEST(Rekey2003, RenewsKeysOnceIfBothBegin)
{
    for (const bool bothWithDh : {false, true})
    {
        Pair2003 pair;
        pair.Establish();
        for (Host* host : {&pair.a, &pair.b})
        {
            host->endpoint->Rekey(pair.GetOther(*host).GetHit(), bothWithDh, pair.world.GetNow());
        }
        pair.world.Drain(pair.a);
        pair.world.Drain(pair.b);
        pair.world.Run(30s);
        EXPECT_EQ(pair.a.Get<SaEvent>().size(), 4u);
        EXPECT_EQ(pair.b.Get<SaEvent>().size(), 4u);
        EXPECT_TRUE(pair.IsUp());
        EXPECT_TRUE(pair.Exchange());
    }
}

/// A filter for World: loses the NES whose places are set in @p lost, counted from the first one.
std::function<bool(Bytes&)>
LoseNes(unsigned lost)
{
    return [lost](Bytes& packet) mutable {
        if (GetHipType(packet) != PacketKind::NES)
        {
            return true;
        }
        const bool isLost = lost & 1;
        lost >>= 1;
        return !isLost;
    };
}

TEST(Rekey2003, RenewsKeysIfBothBeginWhateverNesIsLost)
{
    constexpr std::pair<bool, bool> WITH_DH[] = {{false, false}, {true, false}, {true, true}};
    for (const auto& [aWithDh, bWithDh] : WITH_DH)
    {
        for (unsigned lost = 0; lost < 64; ++lost)
        {
            SCOPED_TRACE(std::to_string(aWithDh) + " " + std::to_string(bWithDh) + ", lost " +
                         std::to_string(lost));
            Pair2003 pair;
            pair.Establish();
            pair.world.filter = LoseNes(lost);
            pair.a.endpoint->Rekey(pair.b.GetHit(), aWithDh, pair.world.GetNow());
            pair.b.endpoint->Rekey(pair.a.GetHit(), bWithDh, pair.world.GetNow());
            pair.world.Drain(pair.a);
            pair.world.Drain(pair.b);
            pair.world.Run(60s);
            EXPECT_EQ(pair.a.Get<SaEvent>().size(), 4u);
            EXPECT_EQ(pair.b.Get<SaEvent>().size(), 4u);
            EXPECT_TRUE(pair.IsUp());
            EXPECT_TRUE(pair.Exchange());
        }
    }
}

/// Whoever answers NES waits for data, of which a host that only receives has none to send.
TEST(Rekey2003, IsOverForAPeerThatTellsItsNewSpiInARea)
{
    Pair2003 pair;
    pair.Establish();
    pair.world.filter = [](Bytes& packet) { return GetHipType(packet).has_value(); };
    pair.a.endpoint->Rekey(pair.b.GetHit(), true, pair.world.GetNow());
    pair.world.Drain(pair.a);
    pair.world.Run(60s); // the empty packets are used up
    EXPECT_EQ(pair.a.Get<SaEvent>().size(), 4u);
    EXPECT_EQ(pair.b.Get<SaEvent>().size(), 2u);
    pair.world.filter = nullptr;
    pair.world.Move(pair.a, "2001:db8:9::1");
    pair.world.Run(2s);
    pair.world.SendData(pair.b, pair.a.GetHit(), Bytes(10));
    pair.world.Run(1s);
    EXPECT_EQ(pair.a.delivered.size(), 2u);
}

TEST(Rekey2003, CountsNoEmptyPacketThatCannotBeSent)
{
    Pair2003 pair;
    pair.Establish();
    pair.a.endpoint->Rekey(pair.b.GetHit(), true, pair.world.GetNow());
    pair.world.Drain(pair.a);
    pair.world.Run(100ms);
    const std::string home = pair.a.addresses.front().ToString();
    pair.world.Move(pair.a, "");
    pair.world.Run(20s);
    pair.world.Move(pair.a, home);
    pair.world.Run(2s);
    EXPECT_EQ(pair.b.Get<SaEvent>().size(), 4u);
    EXPECT_TRUE(pair.Exchange());
}

} // namespace
} // namespace hip::draft2003
