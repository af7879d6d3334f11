// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "ns3/hip-flow-statistics.h"

#include <gtest/gtest.h>

namespace ns3
{
namespace
{

using Arrival = HipFlowStatistics::Arrival;

constexpr uint32_t BYTES = 100;

/// Packets of 100 octets that leave each 10 ms, packet 0 at 10 ms.
class FlowStatistics : public testing::Test
{
  protected:
    void SendAll(uint64_t count)
    {
        for (uint64_t number = 0; number < count; ++number)
        {
            statistics.Send(number, GetSent(number), BYTES);
        }
    }

    Arrival Receive(uint64_t number, int64_t delay)
    {
        return statistics.Receive(number, GetSent(number) + MilliSeconds(delay), BYTES);
    }

    static Time GetSent(uint64_t number)
    {
        return MilliSeconds(10 * (static_cast<int64_t>(number) + 1));
    }

    HipFlowStatistics statistics{Seconds(1)};
};

TEST_F(FlowStatistics, AddsUpDelaysAndTheirDifferences)
{
    SendAll(4);
    Receive(0, 100);
    Receive(1, 140);
    Receive(2, 130);
    Receive(3, 130);
    const auto& sums = statistics.Get();
    EXPECT_EQ(sums.delaySum, MilliSeconds(500));
    EXPECT_EQ(sums.minDelay, MilliSeconds(100));
    EXPECT_EQ(sums.maxDelay, MilliSeconds(140));
    EXPECT_EQ(sums.jitterSum, MilliSeconds(40 + 10 + 0));
    EXPECT_EQ(statistics.GetMeanDelay(), MilliSeconds(125));
    EXPECT_EQ(sums.firstTx, MilliSeconds(10));
    EXPECT_EQ(sums.lastTx, MilliSeconds(40));
    EXPECT_EQ(sums.firstRx, MilliSeconds(110));
    EXPECT_EQ(sums.lastRx, MilliSeconds(170));
    // 4 packets of 100 octets from 10 ms to 170 ms.
    EXPECT_DOUBLE_EQ(statistics.GetThroughput(), 4 * 100 * 8 / 0.160);
}

/// RFC 3550 §6.4.1: J += (|D| - J) / 16.
TEST_F(FlowStatistics, SmoothsJitterAsRtpDoes)
{
    SendAll(3);
    Receive(0, 100);
    Receive(1, 116);
    EXPECT_NEAR(statistics.GetJitter().GetSeconds(), 0.016 / 16, 1e-9);
    Receive(2, 100);
    EXPECT_NEAR(statistics.GetJitter().GetSeconds(), 0.001 + (0.016 - 0.001) / 16, 1e-9);
}

TEST_F(FlowStatistics, CountsACopyOnce)
{
    SendAll(2);
    EXPECT_EQ(Receive(0, 50), Arrival::FIRST);
    EXPECT_EQ(Receive(0, 51), Arrival::DUPLICATE);
    statistics.Refuse(0);
    statistics.Refuse(1); // which has not arrived: nothing is known of a first copy
    EXPECT_EQ(statistics.Get().rxPackets, 1U);
    EXPECT_EQ(statistics.Get().rxBytes, BYTES);
    EXPECT_EQ(statistics.Get().duplicates, 2U);
}

/// RFC 4737 §3.3: a packet is reordered if one that was sent later has come before it.
TEST_F(FlowStatistics, CountsWhatWasOvertaken)
{
    SendAll(5);
    Receive(0, 100);
    Receive(3, 80);
    Receive(1, 110);
    Receive(2, 110);
    Receive(4, 100);
    EXPECT_EQ(statistics.Get().reordered, 2U);
}

TEST_F(FlowStatistics, FindsTheLongestGap)
{
    SendAll(4);
    Receive(0, 100);
    Receive(1, 100);
    Receive(2, 170);
    Receive(3, 165);
    EXPECT_EQ(statistics.Get().gap, MilliSeconds(80));
    EXPECT_EQ(statistics.Get().gapStart, MilliSeconds(120));
}

TEST_F(FlowStatistics, GivesUpWhatDoesNotCome)
{
    SendAll(3);
    Receive(1, 10);
    statistics.Age(GetSent(0) + Seconds(1) - NanoSeconds(1));
    EXPECT_EQ(statistics.Get().lost, 0U);
    EXPECT_EQ(statistics.GetUnderWay(), 2U);
    statistics.Age(GetSent(0) + Seconds(1));
    EXPECT_EQ(statistics.Get().lost, 1U);
    EXPECT_EQ(Receive(0, 1001), Arrival::UNKNOWN);
    EXPECT_EQ(statistics.Get().late, 1U);
    EXPECT_EQ(statistics.Get().rxPackets, 1U);
    EXPECT_EQ(statistics.GetUnderWay(), 1U);
}

TEST_F(FlowStatistics, GivesUpEarlierIfAsked)
{
    SendAll(3);
    Receive(0, 5);
    statistics.GiveUp(GetSent(1));
    EXPECT_EQ(statistics.Get().lost, 1U);
    EXPECT_EQ(statistics.GetUnderWay(), 1U);
}

TEST_F(FlowStatistics, KnowsALossBeforeItIsGivenUp)
{
    SendAll(2);
    Receive(0, 10);
    statistics.Lose(0); // it has arrived: no
    statistics.Lose(1);
    statistics.Lose(1);
    EXPECT_EQ(statistics.Get().lost, 1U);
    statistics.Age(Seconds(100));
    EXPECT_EQ(statistics.Get().lost, 1U);
    EXPECT_EQ(statistics.GetUnderWay(), 0U);
}

TEST_F(FlowStatistics, LetsNumbersBeLeftOut)
{
    statistics.Send(7, MilliSeconds(10), BYTES);
    statistics.Send(10, MilliSeconds(20), BYTES);
    EXPECT_EQ(statistics.Receive(8, MilliSeconds(30), BYTES), Arrival::UNKNOWN);
    EXPECT_EQ(statistics.Receive(10, MilliSeconds(30), BYTES), Arrival::FIRST);
    EXPECT_EQ(statistics.Receive(7, MilliSeconds(40), BYTES), Arrival::FIRST);
    EXPECT_EQ(statistics.Get().reordered, 1U);
    EXPECT_EQ(statistics.Get().lost, 0U);
}

TEST_F(FlowStatistics, HasNothingToSayOfNothing)
{
    EXPECT_EQ(statistics.GetMeanDelay(), Time());
    EXPECT_EQ(statistics.GetJitter(), Time());
    EXPECT_EQ(statistics.GetThroughput(), 0);
    EXPECT_EQ(statistics.Get().gap, Time());
}

} // namespace
} // namespace ns3
