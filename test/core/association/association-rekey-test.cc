// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// Two hosts that renew their keys (RFC 7402 §6.8-6.10).

#include "core/association/key-material.h"
#include "core/association/rekey.h"
#include "test/core/association/update-pair.h"

#include <gtest/gtest.h>
#include <set>

namespace hip
{
namespace
{

using namespace hip::test;
using namespace std::chrono_literals;

TEST_F(Update, RenewsTheSasWithThreePackets)
{
    EXPECT_TRUE(Rekey(pair.a));
    EXPECT_FALSE(Rekey(pair.a)) << "one is under way";
    pair.world.Run(1s);
    EXPECT_EQ(CountOnWire(PacketKind::UPDATE), 3u);
    EXPECT_EQ(pair.world.wire.size(), 3u);
    ExpectRekeyed();
    EXPECT_EQ(pair.a.Get<KeyEvent>().size(), 1u) << "the secret is the same";
    EXPECT_EQ(pair.a.GetDrops() + pair.b.GetDrops(), 0u);
}

TEST_F(Update, RenewsTheSecretOnRequest)
{
    EXPECT_TRUE(Rekey(pair.a, true));
    pair.world.Run(1s);
    ExpectRekeyed();
    ASSERT_EQ(pair.a.Get<KeyEvent>().size(), 2u);
    ASSERT_EQ(pair.b.Get<KeyEvent>().size(), 2u);
    EXPECT_NE(pair.a.Get<KeyEvent>()[1].secret, pair.a.Get<KeyEvent>()[0].secret);
    EXPECT_EQ(pair.a.Get<KeyEvent>()[1].secret, pair.b.Get<KeyEvent>()[1].secret);
    EXPECT_EQ(pair.a.Get<KeyEvent>()[1].i, pair.a.Get<KeyEvent>()[0].i);
}

TEST_F(Update, DrawsDifferentKeysEachTime)
{
    std::set<Bytes> keys;
    for (int i = 0; i < 4; ++i)
    {
        Rekey(i % 2 == 0 ? pair.a : pair.b, i == 3);
        pair.world.Run(1s);
    }
    ExpectRekeyed(4);
    for (const SaEvent& event : pair.a.Get<SaEvent>())
    {
        EXPECT_TRUE(keys.insert(event.encryptionKey).second);
    }
    EXPECT_EQ(keys.size(), 10u);
}

TEST_F(Update, AsksForANewSecretOnceKeymatIsUsedUp)
{
    const std::size_t perRekey = KeyMaterial::GetEspKeysLength(EspSuite::AES_128_GCM_16);
    const std::size_t rekeys = 255 * GetHashLength(HashKind::SHA384) / perRekey + 1;
    for (std::size_t i = 0; i < rekeys; ++i)
    {
        ASSERT_TRUE(Rekey(pair.a));
        pair.world.Run(200ms);
    }
    ExpectRekeyed(rekeys);
    EXPECT_EQ(pair.a.Get<KeyEvent>().size(), 2u);
    EXPECT_EQ(pair.a.GetDrops() + pair.b.GetDrops(), 0u);
}

TEST_F(Update, OpensWhatWasSentOnTheOldSaForAWhile)
{
    Bytes late;
    pair.world.filter = [&](Bytes& packet) {
        late = GetHipType(packet) ? late : packet;
        return GetHipType(packet).has_value();
    };
    pair.world.SendData(pair.a, pair.b.GetHit(), Bytes{'l'});
    pair.world.filter = nullptr;
    Rekey(pair.a);
    pair.world.Run(Rekey::GRACE - 1s);
    EXPECT_EQ(pair.world.Inject(pair.b, late).kind, Verdict::Kind::DELIVER);
    pair.world.Run(2s);
    EXPECT_EQ(pair.world.Inject(pair.b, late).reason, DropReason::UNKNOWN_SPI);
}

TEST_F(Update, MayBeginInR2Sent)
{
    HostPair fresh(MakeConfig());
    fresh.a.endpoint->Connect(fresh.b.GetHit(), fresh.world.GetNow());
    fresh.world.Drain(fresh.a);
    fresh.world.Run(1s);
    ASSERT_EQ(fresh.GetState(fresh.b), State::R2_SENT);
    fresh.a.endpoint->Rekey(fresh.b.GetHit(), false, fresh.world.GetNow());
    fresh.world.Drain(fresh.a);
    fresh.world.Run(1s);
    EXPECT_EQ(fresh.GetState(fresh.b), State::ESTABLISHED);
    EXPECT_TRUE(fresh.Exchange());
    fresh.world.Run(60s);
    EXPECT_TRUE(fresh.Exchange()) << "no timer of R2-SENT is left";
}

TEST_F(Update, IsRefusedBeforeTheAssociationIsThere)
{
    HostPair fresh(MakeConfig());
    EXPECT_FALSE(fresh.a.endpoint->Rekey(fresh.b.GetHit(), false, fresh.world.GetNow()));
    fresh.a.endpoint->Connect(fresh.b.GetHit(), fresh.world.GetNow());
    EXPECT_FALSE(fresh.a.endpoint->Rekey(fresh.b.GetHit(), false, fresh.world.GetNow()));
}

/// Each combination of who asks for a new secret when both begin at once.
TEST_F(Update, LetsTwoRekeysMeet)
{
    std::size_t times = 0;
    for (const auto& [aWithDh, bWithDh] : {std::pair(false, false),
                                           std::pair(true, false),
                                           std::pair(false, true),
                                           std::pair(true, true)})
    {
        Rekey(pair.a, aWithDh);
        Rekey(pair.b, bWithDh);
        pair.world.Run(1s);
        ExpectRekeyed(++times);
        const auto keysOfA = pair.a.Get<KeyEvent>();
        EXPECT_EQ(keysOfA.size(), times) << "one of the exchange, then one for each new secret";
        EXPECT_EQ(keysOfA.back().secret, pair.b.Get<KeyEvent>().back().secret);
    }
    EXPECT_EQ(pair.a.GetDrops() + pair.b.GetDrops(), 0u);
}

/// Loses the n-th UPDATE and all further ones up to the m-th.
TEST_F(Update, SurvivesTheLossOfAnyUpdates)
{
    std::size_t times = 0;
    for (const bool isMutual : {false, true})
    {
        for (int first = 0; first < 4; ++first)
        {
            for (int last = first; last < 7; ++last)
            {
                SCOPED_TRACE(testing::Message() << isMutual << " " << first << " " << last);
                pair.world.filter = [=, seen = 0](Bytes& packet) mutable {
                    const bool isUpdate = GetHipType(packet) == PacketKind::UPDATE;
                    const int at = isUpdate ? seen++ : -1;
                    return at < first || at > last;
                };
                Rekey(pair.a, last % 2 == 0);
                if (isMutual)
                {
                    Rekey(pair.b);
                }
                pair.world.Run(90s);
                ExpectRekeyed(++times);
            }
        }
    }
}

TEST_F(Update, SurvivesDelaysOfMinutesWithinTheRetries)
{
    // All UPDATEs of one side are lost for longer than the grace time.
    const Time end = pair.world.GetNow() + 45s;
    pair.world.filter = [&](Bytes& packet) {
        const auto info = ParseIp(packet);
        return GetHipType(packet) != PacketKind::UPDATE || pair.world.GetNow() > end ||
               info->path.source != pair.b.addresses[0];
    };
    Rekey(pair.a);
    pair.world.Run(120s);
    ExpectRekeyed();
}

TEST_F(Update, SwitchesWhenDataComesOnTheNewSa)
{
    pair.world.filter = [seen = 0](Bytes& packet) mutable {
        return GetHipType(packet) != PacketKind::UPDATE || ++seen <= 2; // the last ACK is lost
    };
    Rekey(pair.a);
    pair.world.Run(100ms);
    EXPECT_EQ(pair.a.Get<SaEvent>().size(), 4u);
    EXPECT_EQ(pair.b.Get<SaEvent>().size(), 2u) << "b does not know yet that a has the new SAs";
    pair.world.SendData(pair.a, pair.b.GetHit(), Bytes(10));
    pair.world.Run(100ms);
    EXPECT_EQ(pair.b.Get<SaEvent>().size(), 4u);
    pair.world.filter = nullptr;
    ExpectRekeyed();
}

TEST_F(Update, IsRepeatedUnchangedUntilItIsAcknowledged)
{
    pair.world.filter = [](Bytes&) { return false; };
    Rekey(pair.a);
    pair.world.Run(10s);
    ASSERT_EQ(pair.world.wire.size(), 4u) << "at 0, 1, 3 and 7 seconds";
    for (const Bytes& packet : pair.world.wire)
    {
        EXPECT_EQ(packet, pair.world.wire[0]);
    }
}

TEST_F(Update, ClosesTheAssociationIfNobodyAcknowledges)
{
    pair.world.filter = [](Bytes&) { return false; };
    Rekey(pair.a);
    pair.world.Run(100s);
    EXPECT_EQ(CountOnWire(PacketKind::UPDATE), 1u + MakeConfig().maxRetries);
    const auto states = pair.a.Get<StateEvent>();
    EXPECT_TRUE(std::any_of(states.begin(), states.end(), [](const StateEvent& event) {
        return event.to == State::CLOSING;
    }));
    EXPECT_GT(CountOnWire(PacketKind::I1), 0u) << "the peer may still be where it was said to be";
}

TEST_F(Update, BeginsAnewWithAPeerThatDidNotAcknowledgeOnceItAnswers)
{
    pair.world.filter = [](Bytes&) { return false; };
    Rekey(pair.a);
    pair.world.Run(100s);
    pair.world.filter = nullptr;
    pair.world.Run(60s);
    EXPECT_EQ(pair.GetState(pair.a), State::ESTABLISHED);
    EXPECT_TRUE(pair.Exchange());
}

TEST_F(Update, BeginsByItselfAfterSoManyPackets)
{
    EndpointConfig config = MakeConfig();
    config.rekeyAfter = 5;
    config.rekeyWithDh = true;
    HostPair eager(config);
    eager.Establish();
    for (int i = 0; i < 20; ++i)
    {
        EXPECT_TRUE(eager.Exchange());
    }
    EXPECT_GE(eager.a.Get<SaEvent>().size(), 2u * 4);
    EXPECT_EQ(eager.a.Get<SaEvent>().size(), 2 * eager.a.Get<KeyEvent>().size());
    EXPECT_EQ(eager.a.GetDrops() + eager.b.GetDrops(), 0u);
}

// What a peer that misbehaves may send: MAC and signature are good.

} // namespace
} // namespace hip
