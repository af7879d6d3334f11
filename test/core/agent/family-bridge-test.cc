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

TEST(FamilyBridge, FindsThePeerByTheSpiThatItToldLast)
{
    FamilyBridge bridge;
    bridge.LearnSpi(CLIENT, PEER, 1000);
    EXPECT_EQ(bridge.FindBySpi(CLIENT, 1000), std::nullopt) << "it was never seen";
    bridge.Learn(CLIENT, PEER, FROM_PEER);
    bridge.LearnSpi(CLIENT, PEER, 1000);
    EXPECT_EQ(bridge.FindBySpi(CLIENT, 1000), TO_PEER);
    bridge.LearnSpi(CLIENT, PEER, 2000);
    EXPECT_EQ(bridge.FindBySpi(CLIENT, 2000), TO_PEER);
    EXPECT_EQ(bridge.FindBySpi(PEER, 2000), std::nullopt);
}

TEST(FamilyBridge, ForgetsAClientWithItsPeers)
{
    FamilyBridge bridge;
    bridge.Learn(CLIENT, PEER, FROM_PEER);
    bridge.LearnSpi(CLIENT, PEER, 1000);
    bridge.Learn(PEER, CLIENT, FROM_PEER);
    bridge.Forget(CLIENT);
    EXPECT_EQ(bridge.FindByHit(CLIENT, PEER), std::nullopt);
    EXPECT_EQ(bridge.FindBySpi(CLIENT, 1000), std::nullopt);
    EXPECT_EQ(bridge.FindByHit(PEER, CLIENT), TO_PEER);
}

TEST(FamilyBridge, ForgetsTheOldestOfTooMany)
{
    FamilyBridge bridge;
    for (std::size_t i = 0; i <= FamilyBridge::MAX_PAIRS; ++i)
    {
        auto bytes = PEER.GetBytes();
        bytes[1] = static_cast<Byte>(i >> 16);
        bytes[2] = static_cast<Byte>(i >> 8);
        bytes[3] = static_cast<Byte>(i);
        bridge.Learn(CLIENT, Hit(bytes), FROM_PEER);
    }
    EXPECT_EQ(bridge.FindByHit(CLIENT, PEER), std::nullopt);
    auto second = PEER.GetBytes();
    second[3] = 1;
    EXPECT_EQ(bridge.FindByHit(CLIENT, Hit(second)), TO_PEER);
}

} // namespace
} // namespace hip
