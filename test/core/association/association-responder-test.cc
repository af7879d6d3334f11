// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// The Responder's side of the base exchange, from a verified I2 on (RFC 7401 §6.9).

#include "core/association/endpoint.h"
#include "test/core/support/host-pair.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

using namespace hip::test;
using namespace std::chrono_literals;

TEST(AssociationResponder, StaysInR2SentUntilDataArrives)
{
    HostPair pair;
    pair.a.endpoint->Connect(pair.b.GetHit(), pair.world.GetNow());
    pair.world.Drain(pair.a);
    pair.world.Run(1s);
    EXPECT_EQ(pair.GetState(pair.b), State::R2_SENT);
    pair.world.SendData(pair.a, pair.b.GetHit(), Bytes(10));
    pair.world.Run(1s);
    EXPECT_EQ(pair.GetState(pair.b), State::ESTABLISHED);
}

TEST(AssociationResponder, IsEstablishedOnceTheExchangeIsLongOver)
{
    const EndpointConfig config;
    HostPair pair(config);
    pair.a.endpoint->Connect(pair.b.GetHit(), pair.world.GetNow());
    pair.world.Drain(pair.a);
    pair.world.Run(config.exchangeComplete);
    EXPECT_EQ(pair.GetState(pair.b), State::R2_SENT);
    pair.world.Run(1s);
    EXPECT_EQ(pair.GetState(pair.b), State::ESTABLISHED);
}

TEST(AssociationResponder, StaysEstablishedWhenTheTimeOfR2SentIsOver)
{
    const EndpointConfig config;
    HostPair pair(config);
    pair.Establish();
    ASSERT_EQ(pair.GetState(pair.b), State::ESTABLISHED);
    pair.world.Run(2 * config.exchangeComplete);
    EXPECT_EQ(pair.GetState(pair.b), State::ESTABLISHED);
    EXPECT_TRUE(pair.Exchange());
}

TEST(AssociationResponder, SendsTheSameR2AgainForTheSameI2)
{
    HostPair pair;
    pair.world.filter = Lose(PacketKind::R2, 2);
    pair.world.SendData(pair.a, pair.b.GetHit(), Bytes(10));
    pair.world.Run(10s);
    EXPECT_EQ(pair.GetState(pair.a), State::ESTABLISHED);
    EXPECT_EQ(pair.b.delivered.size(), 1u);
    EXPECT_EQ(pair.b.CountSent(PacketKind::R2), 1u) << "the others are repetitions";
    std::vector<Bytes> r2s;
    for (const Bytes& packet : pair.world.wire)
    {
        if (GetHipType(packet) == PacketKind::R2)
        {
            r2s.push_back(packet);
        }
    }
    ASSERT_EQ(r2s.size(), 3u);
    EXPECT_EQ(r2s[0], r2s[1]);
    EXPECT_EQ(r2s[0], r2s[2]);
}

TEST(AssociationResponder, StaysInR2SentAsLongAsI2Comes)
{
    EndpointConfig config;
    config.exchangeComplete = 3s;
    HostPair pair(config);
    pair.world.filter = Lose(PacketKind::R2, 100);
    pair.a.endpoint->Connect(pair.b.GetHit(), pair.world.GetNow());
    pair.world.Drain(pair.a);
    pair.world.Run(5s); // I2 came at 0, 1 and 3 seconds
    EXPECT_EQ(pair.GetState(pair.b), State::R2_SENT);
}

TEST(AssociationResponder, RepeatsR2EvenOnceItCountsAsEstablished)
{
    EndpointConfig config;
    config.exchangeComplete = 500ms;
    HostPair pair(config);
    pair.world.filter = Lose(PacketKind::R2, 1);
    pair.world.SendData(pair.a, pair.b.GetHit(), Bytes(10));
    pair.world.Run(900ms);
    ASSERT_EQ(pair.GetState(pair.b), State::ESTABLISHED);
    pair.world.Run(1s);
    EXPECT_EQ(pair.GetState(pair.a), State::ESTABLISHED);
    EXPECT_EQ(pair.b.delivered.size(), 1u);
    EXPECT_EQ(pair.b.CountSent(PacketKind::R2), 1u);
}

TEST(AssociationResponder, AnnouncesWhereThePeerIs)
{
    HostPair pair;
    pair.Establish();
    const auto moved = pair.b.Get<LocatorEvent>();
    ASSERT_EQ(moved.size(), 1u);
    EXPECT_TRUE(moved[0].previous.IsUnspecified());
    EXPECT_EQ(moved[0].current, pair.a.addresses[0]);
    EXPECT_EQ(pair.b.endpoint->GetPeerLocator(pair.a.GetHit()), pair.a.addresses[0]);
}

TEST(AssociationResponder, SendsWhatWaitedForItsOwnExchange)
{
    HostPair pair;
    pair.world.filter = Lose(PacketKind::I1, 1);
    pair.world.SendData(pair.b, pair.a.GetHit(), Bytes{'b'}); // its I1 is lost
    pair.a.endpoint->Connect(pair.b.GetHit(), pair.world.GetNow());
    pair.world.Drain(pair.a);
    pair.world.Run(500ms);
    EXPECT_EQ(pair.GetState(pair.b), State::R2_SENT);
    EXPECT_EQ(pair.a.delivered.size(), 1u);
}

} // namespace
} // namespace hip
