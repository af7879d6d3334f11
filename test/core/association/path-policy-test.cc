// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/path-policy.h"
#include "core/wire/ip-packet.h"

#include <gtest/gtest.h>
#include <map>
#include <stdexcept>

namespace hip
{
namespace
{

using namespace std::chrono_literals;

/// Three interfaces, of which the second has two paths.
std::vector<PathState>
MakePaths()
{
    return {{{}, 0, true, 30ms}, {{}, 1, true, 20ms}, {{}, 1, true, 10ms}, {{}, 2, true, 40ms}};
}

TEST(PreferredPolicy, TakesTheFirstPathThatWorks)
{
    auto paths = MakePaths();
    EXPECT_EQ(PreferredPolicy().Choose(paths, 3, {}), 0u);
    paths[0].isWorking = false;
    EXPECT_EQ(PreferredPolicy().Choose(paths, 3, {}), 1u);
    for (PathState& state : paths)
    {
        state.isWorking = false;
    }
    EXPECT_EQ(PreferredPolicy().Choose(paths, 3, {}), 3u) << "none is better than the current one";
}

TEST(FailoverPolicy, StaysUntilItsPathFails)
{
    auto paths = MakePaths();
    EXPECT_EQ(FailoverPolicy().Choose(paths, 2, {}), 2u);
    paths[2].isWorking = false;
    EXPECT_EQ(FailoverPolicy().Choose(paths, 2, {}), 3u);
    paths[3].isWorking = false;
    EXPECT_EQ(FailoverPolicy().Choose(paths, 2, {}), 0u) << "from the last to the first";
    paths[2].isWorking = true;
    EXPECT_EQ(FailoverPolicy().Choose(paths, 0, {}), 0u) << "no way back but failure";
}

TEST(LowestDelayPolicy, TakesTheFastestPathThatWorks)
{
    auto paths = MakePaths();
    EXPECT_EQ(LowestDelayPolicy().Choose(paths, 0, {}), 2u);
    paths[2].isWorking = false;
    EXPECT_EQ(LowestDelayPolicy().Choose(paths, 0, {}), 1u);
}

TEST(LowestDelayPolicy, DoesNotWaverBetweenPathsThatAreAlike)
{
    auto paths = MakePaths();
    paths[1].delay = 9500us;
    EXPECT_EQ(LowestDelayPolicy().Choose(paths, 2, {}), 2u) << "5 % are not enough";
    paths[1].delay = 8900us;
    EXPECT_EQ(LowestDelayPolicy().Choose(paths, 2, {}), 1u);
    paths[2].delay = Duration::zero();
    EXPECT_EQ(LowestDelayPolicy().Choose(paths, 2, {}), 1u) << "measured before not measured";
}

TEST(WeightedPolicy, SpreadsFlowsByWeight)
{
    const WeightedPolicy policy({3, 1});
    const auto paths = MakePaths();
    std::map<std::size_t, unsigned> counts;
    for (std::uint64_t hash = 0; hash < 4000; ++hash)
    {
        FlowInfo flow;
        flow.hash = hash;
        ++counts[policy.Choose(paths, 0, flow)];
    }
    EXPECT_EQ(counts[0], 3000u);
    EXPECT_EQ(counts[1], 1000u) << "the first path of the second interface";
    EXPECT_EQ(counts.size(), 2u) << "the third interface has no weight";
}

TEST(WeightedPolicy, SpreadsOverWhatWorks)
{
    const WeightedPolicy policy({3, 1});
    auto paths = MakePaths();
    paths[0].isWorking = false;
    EXPECT_EQ(policy.Choose(paths, 0, {}), 1u);
    paths[1].isWorking = false;
    EXPECT_EQ(policy.Choose(paths, 0, {}), 2u);
    paths[2].isWorking = false;
    EXPECT_EQ(policy.Choose(paths, 0, {}), 3u) << "rather without weight than not at all";
    EXPECT_THROW(WeightedPolicy({0, 0}), std::invalid_argument);
}

TEST(PerFlowPolicy, SendsChosenFlowsOverTheirInterface)
{
    using Rule = PerFlowPolicy::Rule;
    const PerFlowPolicy policy({{Rule::Field::PORT, 80, 1}, {Rule::Field::DSCP, 46, 2}},
                               std::make_shared<PreferredPolicy>());
    auto paths = MakePaths();
    FlowInfo web;
    web.destinationPort = 80;
    FlowInfo answer;
    answer.sourcePort = 80;
    FlowInfo voice;
    voice.dscp = 46;
    EXPECT_EQ(policy.Choose(paths, 0, web), 1u);
    EXPECT_EQ(policy.Choose(paths, 0, answer), 1u) << "either port";
    EXPECT_EQ(policy.Choose(paths, 0, voice), 3u);
    EXPECT_EQ(policy.Choose(paths, 0, {}), 0u) << "all others";
    paths[3].isWorking = false;
    EXPECT_EQ(policy.Choose(paths, 0, voice), 0u) << "rather another way than none";
}

TEST(ReadFlow, ReadsPortsAndDscp)
{
    const Path hits{*IpAddress::Parse("2001:20::1"), *IpAddress::Parse("2001:20::2")};
    Bytes packet = MakeIpPacket(hits, 6, 64, Bytes{0x12, 0x34, 0, 80, 0, 0});
    packet[0] = 0x6b; // traffic class 0xb8 = DSCP 46
    packet[1] = 0x80;
    const FlowInfo flow = ReadFlow(packet);
    EXPECT_EQ(flow.protocol, 6);
    EXPECT_EQ(flow.dscp, 46);
    EXPECT_EQ(flow.sourcePort, 0x1234);
    EXPECT_EQ(flow.destinationPort, 80);
    packet.back() = 0xff;
    EXPECT_EQ(ReadFlow(packet).hash, flow.hash) << "the same flow";
    packet[40] ^= 1;
    EXPECT_NE(ReadFlow(packet).hash, flow.hash);
    EXPECT_EQ(ReadFlow(Bytes(3)).protocol, 0) << "no packet, no flow";
    EXPECT_EQ(ReadFlow(MakeIpPacket(hits, 6, 64, Bytes(2))).sourcePort, 0) << "cut short";
}

} // namespace
} // namespace hip
