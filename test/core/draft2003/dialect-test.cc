// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// The base exchange of two hosts of 2003, on the engine that they share with HIPv2, and what they
// do when one of them has lost its state.

#include "test/core/draft2003/pair-2003.h"

#include <gtest/gtest.h>

namespace hip::draft2003
{
namespace
{

using namespace hip::draft2003::test;
using namespace hip::test;
using namespace std::chrono_literals;

TEST(Draft2003, RunsTheBaseExchangeInFourPackets)
{
    for (const CryptoFidelity fidelity : {CryptoFidelity::REAL, CryptoFidelity::MODELLED})
    {
        Pair2003 pair(MakeConfig(), 1, fidelity);
        pair.Establish();
        EXPECT_TRUE(pair.IsUp());
        // With DSA of 1024 bits, group 3, AES, and two suites in each list of R1.
        EXPECT_EQ(pair.GetSizes(),
                  (Sizes{{PacketKind::I1, 40},
                         {PacketKind::R1, 752},
                         {PacketKind::I2, 792},
                         {PacketKind::R2, 128}}));
        EXPECT_EQ(pair.a.GetDrops() + pair.b.GetDrops(), 0u);
        EXPECT_TRUE(pair.Exchange());
    }
}

TEST(Draft2003, TalksOnEverySuite)
{
    for (const EspSuite suite :
         {EspSuite::AES_128_CBC_SHA1, EspSuite::TRIPLE_DES_CBC_SHA1, EspSuite::NULL_SHA1})
    {
        EndpointConfig config = MakeConfig();
        config.espSuites = {suite};
        Pair2003 pair(config, 1, CryptoFidelity::REAL);
        pair.Establish();
        EXPECT_TRUE(pair.Exchange());
        EXPECT_EQ(pair.a.endpoint->GetEspSuite(pair.b.GetHit()), suite);
    }
}

TEST(Draft2003, SurvivesTheLossOfAnyPacketOfTheExchange)
{
    for (const PacketKind lost : {PacketKind::I1, PacketKind::R1, PacketKind::I2, PacketKind::R2})
    {
        Pair2003 pair;
        pair.world.filter = Lose(lost, 1);
        pair.Establish();
        pair.world.Run(5s);
        EXPECT_TRUE(pair.IsUp()) << ToString(lost);
        EXPECT_TRUE(pair.Exchange()) << ToString(lost);
    }
}

/// hip-08 forgets it: two exchanges would make two sets of keys.
TEST(Draft2003, AgreesOnOneExchangeIfBothBegin)
{
    Pair2003 pair;
    for (Host* host : {&pair.a, &pair.b})
    {
        host->endpoint->Connect(pair.GetOther(*host).GetHit(), pair.world.GetNow());
    }
    pair.world.Drain(pair.a);
    pair.world.Drain(pair.b);
    pair.world.Run(10s);
    EXPECT_TRUE(pair.IsUp());
    EXPECT_TRUE(pair.Exchange());
}

TEST(Draft2003, BelievesAHostThatLostItsStateForItsLaterBirthday)
{
    Pair2003 pair;
    pair.Establish();
    pair.world.Restart(pair.a);
    pair.a.endpoint->AddPeer(pair.b.GetHit(), pair.b.addresses);
    pair.Establish();
    EXPECT_TRUE(pair.IsUp());
    EXPECT_TRUE(pair.Exchange());
    EXPECT_EQ(pair.b.GetDrops(DropReason::STALE_BIRTHDAY), 0u);
}

TEST(Draft2003, RefusesAnI2WhoseBirthdayIsNotLater)
{
    Pair2003 pair;
    Bytes i2;
    pair.world.filter = [&](Bytes& packet) {
        i2 = GetHipType(packet) == PacketKind::I2 ? packet : i2;
        return true;
    };
    pair.Establish();
    // A second I2 of the same host, made as if it had forgotten the first: same Birthday.
    pair.world.filter = nullptr;
    ASSERT_FALSE(i2.empty());
    EXPECT_EQ(pair.world.Inject(pair.b, i2).kind, Verdict::Kind::CONSUMED) << "R2 comes again";
    i2.back() ^= 1; // padding of the signature, which is not looked at before the Birthday
    const auto refused = pair.world.Inject(pair.b, i2);
    EXPECT_EQ(refused.kind, Verdict::Kind::DROPPED);
    EXPECT_TRUE(pair.Exchange());
}

TEST(Draft2003, AnswersDataOfALostSaWithAnR1ForNobody)
{
    Pair2003 pair;
    pair.Establish();
    pair.world.Restart(pair.b);
    pair.world.wire.clear();
    pair.world.SendData(pair.a, pair.b.GetHit(), Bytes(10));
    pair.world.Run(1s);
    EXPECT_EQ(pair.GetSizes(),
              (Sizes{{PacketKind::R1, 752}, {PacketKind::I2, 792}, {PacketKind::R2, 128}}));
    EXPECT_EQ(pair.b.GetDrops(DropReason::UNKNOWN_SPI), 1u);
    EXPECT_TRUE(pair.IsUp());
    EXPECT_TRUE(pair.Exchange());
}

TEST(Draft2003, BeginsAgainWhateverIsLost)
{
    for (const PacketKind lost : {PacketKind::R1, PacketKind::I2, PacketKind::R2})
    {
        Pair2003 pair;
        pair.Establish();
        pair.world.Restart(pair.b);
        pair.world.filter = Lose(lost, 1);
        for (int i = 0; i < 4; ++i)
        {
            pair.world.SendData(pair.a, pair.b.GetHit(), Bytes(10));
            pair.world.Run(1s);
        }
        EXPECT_TRUE(pair.Exchange()) << ToString(lost);
    }
}

/// An R1 of a later Birthday need not mean that the peer has lost this association.
TEST(Draft2003, KeepsItsSasUntilThePeerHasAnswered)
{
    Pair2003 pair;
    pair.Establish();
    const Bytes r1 = pair.FetchR1(pair.b, pair.GrowOlder(pair.b, "2001:db8:3::1"));
    ASSERT_EQ(GetHipType(r1), PacketKind::R1);
    ASSERT_EQ(pair.world.Inject(pair.a, r1).kind, Verdict::Kind::CONSUMED);
    EXPECT_EQ(GetHipType(pair.world.wire.back()), PacketKind::I2);
    EXPECT_TRUE(pair.Exchange()) << "while I2 is on its way";
    pair.world.Run(300s);
    EXPECT_GT(pair.b.GetDrops(DropReason::STALE_BIRTHDAY), 1u) << "it has lost nothing";
    EXPECT_TRUE(pair.IsUp());
    EXPECT_TRUE(pair.Exchange()) << "after the last I2 was in vain";
    EXPECT_EQ(pair.a.Get<SaEvent>().size(), 2u);
}

/// Each is shown a later R1 of the other at the same time.
TEST(Draft2003, AgreesOnOneExchangeIfBothBeginAgain)
{
    Pair2003 pair;
    pair.Establish();
    Host& other = pair.GrowOlder(pair.a, "2001:db8:3::1");
    pair.GrowOlder(pair.b, "2001:db8:4::1");
    const Bytes ofA = pair.FetchR1(pair.a, other);
    const Bytes ofB = pair.FetchR1(pair.b, other);
    EXPECT_EQ(pair.world.Inject(pair.a, ofB).kind, Verdict::Kind::CONSUMED);
    EXPECT_EQ(pair.world.Inject(pair.b, ofA).kind, Verdict::Kind::CONSUMED);
    pair.world.Run(300s);
    EXPECT_TRUE(pair.IsUp());
    EXPECT_TRUE(pair.Exchange());
}

/// The host that has lost its state begins by itself, while its peer does on its R1.
TEST(Draft2003, AgreesOnOneExchangeWithAHostThatBeginsToo)
{
    for (const bool isLarger : {false, true})
    {
        Pair2003 pair;
        pair.Establish();
        Host& restarted = isLarger ? pair.b : pair.a;
        Host& peer = isLarger ? pair.a : pair.b;
        pair.world.Restart(restarted);
        restarted.endpoint->AddPeer(peer.GetHit(), peer.addresses);
        pair.world.SendData(peer, restarted.GetHit(), Bytes(10));
        pair.world.Run(10ms);
        restarted.endpoint->Connect(peer.GetHit(), pair.world.GetNow());
        pair.world.Drain(restarted);
        pair.world.Run(200s);
        EXPECT_TRUE(pair.IsUp());
        EXPECT_TRUE(pair.Exchange()) << isLarger;
    }
}

TEST(Draft2003, BeginsAgainAgainIfNoR2Comes)
{
    Pair2003 pair;
    pair.Establish();
    pair.world.Restart(pair.b);
    pair.world.filter = Lose(PacketKind::R2, 1000);
    pair.world.SendData(pair.a, pair.b.GetHit(), Bytes(10));
    pair.world.Run(200s); // until the I2s are used up
    pair.world.filter = nullptr;
    pair.world.SendData(pair.a, pair.b.GetHit(), Bytes(10));
    pair.world.Run(1s);
    EXPECT_TRUE(pair.Exchange());
}

/// I2 solves a puzzle that is the same for all, so that nothing shows where it came from.
TEST(Draft2003, SendsNoDataToWhereAnI2CameFromBeforeDataCame)
{
    Pair2003 pair;
    bool isDataLost = true;
    pair.world.filter = [&](Bytes& packet) { return GetHipType(packet) || !isDataLost; };
    pair.a.endpoint->Connect(pair.b.GetHit(), pair.world.GetNow());
    pair.world.Drain(pair.a);
    pair.world.Run(100ms);
    ASSERT_TRUE(pair.IsUp());
    pair.world.wire.clear();
    pair.world.SendData(pair.b, pair.a.GetHit(), Bytes(10));
    pair.world.Run(100ms);
    EXPECT_TRUE(pair.world.wire.empty());
    isDataLost = false;
    pair.world.Run(2s);
    EXPECT_EQ(pair.a.delivered.size(), 1u) << "an empty packet of its own has shown where it is";
}

TEST(Draft2003, AnswersAnI2AgainWhereItsSenderHasMoved)
{
    Pair2003 pair;
    pair.world.filter = Lose(PacketKind::R2, 1);
    pair.a.endpoint->Connect(pair.b.GetHit(), pair.world.GetNow());
    pair.world.Drain(pair.a);
    pair.world.Run(100ms);
    ASSERT_EQ(pair.GetState(pair.a), State::I2_SENT);
    pair.world.Move(pair.a, "2001:db8:9::1");
    pair.world.Run(5s);
    EXPECT_TRUE(pair.IsUp());
    EXPECT_TRUE(pair.Exchange());
    EXPECT_EQ(pair.b.GetDrops(DropReason::STALE_BIRTHDAY), 0u);
}

TEST(Draft2003, AnswersNoEspThatClaimsToComeFromMany)
{
    Pair2003 pair;
    const Path path{*IpAddress::Parse("ff02::1"), pair.a.addresses.front()};
    pair.world.Inject(pair.a, MakeIpPacket(path, PROTOCOL_ESP, 64, Bytes(64, 1)));
    EXPECT_TRUE(pair.world.wire.empty());
    EXPECT_EQ(pair.a.GetDrops(DropReason::UNKNOWN_SPI), 1u);
}

TEST(Draft2003, MindsNoR1OfAPeerThatHasLostNothing)
{
    Pair2003 pair;
    Bytes r1;
    pair.world.filter = [&](Bytes& packet) {
        r1 = GetHipType(packet) == PacketKind::R1 ? packet : r1;
        return true;
    };
    pair.Establish();
    const auto refused = pair.world.Inject(pair.a, r1);
    EXPECT_EQ(refused.kind, Verdict::Kind::DROPPED);
    EXPECT_EQ(pair.a.GetDrops(DropReason::STALE_BIRTHDAY), 1u);
    pair.world.Run(100s);
    pair.world.Inject(pair.a, r1);
    EXPECT_EQ(pair.a.GetDrops(DropReason::UNEXPECTED_IN_STATE), 1u) << "no SA in recent use";
    EXPECT_TRUE(pair.Exchange());
}

TEST(Draft2003, EndsWithoutAWord)
{
    Pair2003 pair;
    pair.Establish();
    const std::size_t before = pair.GetSizes().size();
    pair.a.endpoint->Close(pair.b.GetHit(), pair.world.GetNow());
    pair.world.Drain(pair.a);
    pair.world.Run(1s);
    EXPECT_EQ(pair.GetState(pair.a), State::UNASSOCIATED);
    EXPECT_EQ(pair.GetState(pair.b), State::ESTABLISHED);
    EXPECT_EQ(pair.GetSizes().size(), before);
    pair.Establish();
    EXPECT_TRUE(pair.Exchange()) << "the Birthday has grown with the end";
}
} // namespace
} // namespace hip::draft2003
