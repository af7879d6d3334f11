// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/agent/family-bridge.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

const Hit CLIENT = *IpAddress::Parse("4000::1");
const Hit PEER = *IpAddress::Parse("4000::2");
const Path FROM_PEER{*IpAddress::Parse("2001:db8:d::1"), *IpAddress::Parse("2001:db8:a::1")};
const Path TO_PEER{FROM_PEER.destination, FROM_PEER.source};

TEST(FamilyBridge, KnowsTheWayBackToWhoeverWasSeen)
{
    FamilyBridge bridge;
    EXPECT_EQ(bridge.FindByHit(CLIENT, PEER), std::nullopt);
    bridge.Learn(CLIENT, PEER, FROM_PEER);
    EXPECT_EQ(bridge.FindByHit(CLIENT, PEER), TO_PEER);
    EXPECT_EQ(bridge.FindByHit(PEER, CLIENT), std::nullopt);
}

TEST(FamilyBridge, FollowsAPeerThatMoves)
{
    FamilyBridge bridge;
    bridge.Learn(CLIENT, PEER, FROM_PEER);
    const Path moved{*IpAddress::Parse("2001:db8:e::1"), FROM_PEER.destination};
    bridge.Learn(CLIENT, PEER, moved);
    EXPECT_EQ(bridge.FindByHit(CLIENT, PEER)->destination, moved.source);
}

TEST(FamilyBridge, FindsThePeerByTheSpiThatTheClientSendsTo)
{
    FamilyBridge bridge;
    bridge.LearnSpi(CLIENT, PEER, 1000, {});
    EXPECT_EQ(bridge.FindBySpi(CLIENT, 1000), std::nullopt) << "it was never seen";
    bridge.Learn(CLIENT, PEER, FROM_PEER);
    bridge.LearnSpi(CLIENT, PEER, 1000, {});
    EXPECT_EQ(bridge.FindBySpi(CLIENT, 1000), TO_PEER);
    bridge.LearnSpi(CLIENT, PEER, 2000, 1000);
    EXPECT_EQ(bridge.FindBySpi(CLIENT, 1000), TO_PEER) << "it sends on the old one still";
    EXPECT_EQ(bridge.FindBySpi(CLIENT, 2000), TO_PEER);
    EXPECT_EQ(bridge.FindBySpi(CLIENT, 1000), std::nullopt);
    EXPECT_EQ(bridge.FindBySpi(PEER, 2000), std::nullopt);
}

TEST(FamilyBridge, MovesEspOnlyForWhoeverKnowsItsSpi)
{
    FamilyBridge bridge;
    bridge.Learn(CLIENT, PEER, FROM_PEER);
    bridge.LearnSpi(CLIENT, PEER, 1000, {});
    ASSERT_EQ(bridge.FindBySpi(CLIENT, 1000), TO_PEER);
    const Path elsewhere{*IpAddress::Parse("2001:db8:bad::1"), FROM_PEER.destination};
    bridge.Learn(CLIENT, PEER, elsewhere); // an I1, say
    EXPECT_EQ(bridge.FindBySpi(CLIENT, 1000), TO_PEER);
    bridge.LearnSpi(CLIENT, PEER, 3000, 2999); // a NES
    bridge.LearnSpi(CLIENT, PEER, 2999, 2999); // a REA
    bridge.LearnSpi(CLIENT, PEER, 1000, {});   // an R2
    EXPECT_EQ(bridge.FindBySpi(CLIENT, 1000), TO_PEER);
    EXPECT_EQ(bridge.FindBySpi(CLIENT, 3000), std::nullopt);
    bridge.LearnSpi(CLIENT, PEER, 1000, 1000);
    EXPECT_EQ(bridge.FindBySpi(CLIENT, 1000)->destination, elsewhere.source) << "it has moved";
}

TEST(FamilyBridge, LetsNobodyTakeTheSpiOfAnotherPeer)
{
    FamilyBridge bridge;
    bridge.Learn(CLIENT, PEER, FROM_PEER);
    bridge.LearnSpi(CLIENT, PEER, 1000, {});
    ASSERT_EQ(bridge.FindBySpi(CLIENT, 1000), TO_PEER);
    auto bytes = PEER.GetBytes();
    bytes[5] ^= 1;
    const Path elsewhere{*IpAddress::Parse("2001:db8:bad::1"), FROM_PEER.destination};
    bridge.Learn(CLIENT, Hit(bytes), elsewhere);
    bridge.LearnSpi(CLIENT, Hit(bytes), 1000, {});
    EXPECT_EQ(bridge.FindBySpi(CLIENT, 1000), TO_PEER);
}

TEST(FamilyBridge, ForgetsAClientWithItsPeers)
{
    FamilyBridge bridge;
    bridge.Learn(CLIENT, PEER, FROM_PEER);
    bridge.LearnSpi(CLIENT, PEER, 1000, {});
    bridge.Learn(PEER, CLIENT, FROM_PEER);
    bridge.Forget(CLIENT);
    EXPECT_EQ(bridge.FindByHit(CLIENT, PEER), std::nullopt);
    EXPECT_EQ(bridge.FindBySpi(CLIENT, 1000), std::nullopt);
    EXPECT_EQ(bridge.FindByHit(PEER, CLIENT), TO_PEER);
}

/// @return one of many peers
Hit
MakePeer(std::size_t number)
{
    auto bytes = PEER.GetBytes();
    bytes[2] = static_cast<Byte>(number >> 8);
    bytes[3] = static_cast<Byte>(number);
    return Hit(bytes);
}

TEST(FamilyBridge, ForgetsTheOldestOfTooManyThatTheClientSendsNothingTo)
{
    FamilyBridge bridge;
    bridge.Learn(CLIENT, MakePeer(0), FROM_PEER);
    bridge.LearnSpi(CLIENT, MakePeer(0), 1000, {});
    ASSERT_EQ(bridge.FindBySpi(CLIENT, 1000), TO_PEER);
    for (std::size_t i = 1; i <= FamilyBridge::MAX_PEERS; ++i)
    {
        bridge.Learn(CLIENT, MakePeer(i), FROM_PEER);
    }
    EXPECT_EQ(bridge.FindBySpi(CLIENT, 1000), TO_PEER);
    EXPECT_EQ(bridge.FindByHit(CLIENT, MakePeer(1)), std::nullopt);
    EXPECT_EQ(bridge.FindByHit(CLIENT, MakePeer(2)), TO_PEER);
}

} // namespace
} // namespace hip
