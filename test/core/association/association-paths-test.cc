// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/path-policy.h"
#include "core/wire/ip-info.h"
#include "test/core/support/host-pair.h"

#include <gtest/gtest.h>
#include <map>

namespace hip
{
namespace
{

using namespace hip::test;
using namespace std::chrono_literals;

EndpointConfig
MakeConfig(const std::string& policy)
{
    EndpointConfig config;
    config.pathPolicy = ParsePathPolicy(policy);
    config.probeInterval = 500ms;
    return config;
}

const IpAddress FIRST = *IpAddress::Parse("2001:db8:a::1");
const IpAddress SECOND = *IpAddress::Parse("2001:db8:b::1");

/// Host a has two addresses, each behind a link of its own.
struct TwoLinks
{
    explicit TwoLinks(const std::string& policyOfA, const std::string& policyOfB = "preferred")
        : pair(MakeConfig(policyOfA), MakeConfig(policyOfB))
    {
        // Whose HIT is the smaller one decides which of both configurations is whose: both hosts
        // get theirs by their place.
        pair.world.Move(pair.a, FIRST.ToString() + " " + SECOND.ToString());
        pair.b.endpoint->AddPeer(pair.a.GetHit(), pair.a.addresses);
        pair.Establish();
        pair.world.Run(3s);
        pair.world.filter = [this](Bytes& packet) {
            const Path path = ParseIp(packet)->path;
            for (const IpAddress& dead : broken)
            {
                if (path.source == dead || path.destination == dead)
                {
                    return false;
                }
            }
            if (!GetHipType(packet))
            {
                ++data[path.source == FIRST || path.destination == FIRST ? FIRST : SECOND];
            }
            return true;
        };
    }

    /// Sends packets both ways. @return how many arrived
    std::size_t Talk(unsigned count = 10)
    {
        data.clear();
        const std::size_t before = pair.a.delivered.size() + pair.b.delivered.size();
        for (unsigned i = 0; i < count; ++i)
        {
            pair.world.SendData(pair.a, pair.b.GetHit(), Bytes{1});
            pair.world.SendData(pair.b, pair.a.GetHit(), Bytes{1});
            pair.world.Run(50ms);
        }
        return pair.a.delivered.size() + pair.b.delivered.size() - before;
    }

    HostPair pair;
    std::vector<IpAddress> broken;
    std::map<IpAddress, unsigned> data; ///< packets by the address of a that they use
};

TEST(AssociationPaths, UseTheFirstAddressAsLongAsItWorks)
{
    TwoLinks net("preferred");
    EXPECT_EQ(net.Talk(), 20u);
    EXPECT_EQ(net.data[FIRST], 20u);
    EXPECT_EQ(net.data[SECOND], 0u);
}

TEST(AssociationPaths, LeaveALinkThatFailsAndComeBack)
{
    TwoLinks net("preferred");
    net.broken = {FIRST};
    net.pair.world.Run(2s); // three probes of 500 ms
    EXPECT_EQ(net.Talk(), 20u);
    EXPECT_EQ(net.data[SECOND], 20u);
    for (const Host* host : {&net.pair.a, &net.pair.b})
    {
        const auto events = host->Get<PathEvent>();
        ASSERT_EQ(events.size(), 1u) << host->name;
        EXPECT_FALSE(events[0].isWorking);
    }
    net.broken.clear();
    net.pair.world.Run(2s);
    EXPECT_EQ(net.Talk(), 20u);
    EXPECT_EQ(net.data[FIRST], 20u) << "back on the preferred address";
    EXPECT_TRUE(net.pair.a.Get<PathEvent>().back().isWorking);
}

TEST(AssociationPaths, StayWhereTheyAreWithFailover)
{
    TwoLinks net("failover", "failover");
    net.broken = {FIRST};
    net.pair.world.Run(2s);
    net.broken.clear();
    net.pair.world.Run(2s);
    EXPECT_EQ(net.Talk(), 20u);
    EXPECT_EQ(net.data[SECOND], 20u);
}

TEST(AssociationPaths, SurviveALongOutageOfAllLinks)
{
    TwoLinks net("preferred");
    net.broken = {FIRST, SECOND};
    net.pair.world.Run(60s); // more probes than the window of Update IDs is wide
    net.broken.clear();
    net.pair.world.Run(2s);
    EXPECT_EQ(net.Talk(), 20u);
    EXPECT_EQ(net.pair.a.Get<PathEvent>().size(), 4u) << "both failed, both work again";
}

TEST(AssociationPaths, ComeBackAfterALongOutageOfOneLink)
{
    TwoLinks net("preferred");
    net.broken = {FIRST};
    net.pair.world.Run(std::chrono::minutes(20)); // while the other one's probes count on
    net.broken.clear();
    net.pair.world.Run(2s);
    EXPECT_EQ(net.Talk(), 20u);
    EXPECT_EQ(net.data[FIRST], 20u);
    net.broken = {SECOND};
    net.pair.world.Run(3s);
    EXPECT_EQ(net.Talk(), 20u);
}

TEST(AssociationPaths, FollowThePolicyOfEachSide)
{
    TwoLinks net("weighted:0,1", "weighted:0,1");
    EXPECT_EQ(net.Talk(), 20u);
    // a has two interfaces, and uses the second; b has one, so that its weights name no other.
    EXPECT_EQ(net.data[SECOND], 10u);
    EXPECT_EQ(net.data[FIRST], 10u);
}

TEST(AssociationPaths, AreNotProbedWithoutAPolicy)
{
    HostPair pair;
    pair.world.Move(pair.a, FIRST.ToString() + " " + SECOND.ToString());
    pair.b.endpoint->AddPeer(pair.a.GetHit(), pair.a.addresses);
    pair.Establish();
    pair.world.Run(3s);
    const std::size_t before = pair.world.wire.size();
    pair.world.Run(30s);
    EXPECT_EQ(pair.world.wire.size(), before);
}

} // namespace
} // namespace hip
