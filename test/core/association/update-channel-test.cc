// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/update-channel.h"
#include "core/wire/hip-packet.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

using Novelty = UpdateChannel::Novelty;
using namespace std::chrono_literals;

constexpr std::uint32_t WINDOW = HIPV2_NUMBERING.ahead;

/// A channel whose peer's newest processed Update ID is this one.
UpdateChannel
MakeAt(std::uint32_t newest)
{
    UpdateChannel channel;
    for (std::uint64_t at = 0; at < newest; at += 0x40000000)
    {
        channel.MarkProcessed(static_cast<std::uint32_t>(at));
    }
    channel.MarkProcessed(newest);
    return channel;
}

OutgoingPacket
MakePacket()
{
    return OutgoingPacket(PacketWriter(PacketType::UPDATE, 0, Hit(), Hit()));
}

TEST(UpdateChannel, CountsItsOwnFromZero)
{
    UpdateChannel channel;
    EXPECT_EQ(channel.TakeNextId(), 0u);
    EXPECT_EQ(channel.TakeNextId(), 1u);
}

TEST(UpdateChannel, ExpectsThePeersFromZero)
{
    const UpdateChannel channel;
    EXPECT_EQ(channel.Classify(0), Novelty::FRESH);
    EXPECT_EQ(channel.Classify(WINDOW - 1), Novelty::FRESH);
    EXPECT_EQ(channel.Classify(WINDOW), Novelty::BEYOND);
    EXPECT_EQ(channel.Classify(0xffffffff), Novelty::BEYOND) << "before the first";
    EXPECT_EQ(channel.Classify(0x80000000), Novelty::BEYOND);
}

/// The edges of the window, also where the numbers wrap around.
TEST(UpdateChannel, TellsFreshFromDuplicateFromFarAway)
{
    for (const std::uint32_t newest : {100u, 0u, 5u, 0xffffffffu, 0xfffffff0u, 0x7fffffffu})
    {
        const UpdateChannel channel = MakeAt(newest);
        EXPECT_EQ(channel.Classify(newest), Novelty::DUPLICATE) << newest;
        EXPECT_EQ(channel.Classify(newest + 1), Novelty::FRESH) << newest;
        EXPECT_EQ(channel.Classify(newest + WINDOW), Novelty::FRESH) << newest;
        EXPECT_EQ(channel.Classify(newest + WINDOW + 1), Novelty::BEYOND) << newest;
        EXPECT_EQ(channel.Classify(newest - 1), Novelty::FRESH) << "it was overtaken, " << newest;
        EXPECT_EQ(channel.Classify(newest - WINDOW + 1), Novelty::FRESH) << newest;
        EXPECT_EQ(channel.Classify(newest - WINDOW), Novelty::BEYOND) << newest;
        EXPECT_EQ(channel.Classify(newest + 0x80000000), Novelty::BEYOND) << newest;
    }
}

TEST(UpdateChannel, RemembersAllInsideTheWindowAcrossTheWrap)
{
    UpdateChannel channel = MakeAt(0xfffffff8);
    for (std::uint32_t step = 1; step <= 16; ++step)
    {
        channel.MarkProcessed(0xfffffff8 + step);
    }
    for (std::uint32_t step = 0; step <= 16; ++step)
    {
        EXPECT_EQ(channel.Classify(0xfffffff8 + step), Novelty::DUPLICATE) << step;
    }
    EXPECT_EQ(channel.Classify(0xfffffff8 + 17), Novelty::FRESH);
}

TEST(UpdateChannel, TakesLateOnesInAnyOrder)
{
    UpdateChannel channel;
    for (const std::uint32_t updateId : {3u, 1u, 0u, 2u})
    {
        EXPECT_EQ(channel.Classify(updateId), Novelty::FRESH) << updateId;
        channel.MarkProcessed(updateId);
        EXPECT_EQ(channel.Classify(updateId), Novelty::DUPLICATE) << updateId;
    }
}

TEST(UpdateChannel, RepeatsWithBackOffUntilTheMaximum)
{
    EndpointConfig config;
    config.retransmission = 1s;
    config.maxRetransmission = 4s;
    config.maxRetries = 4;
    UpdateChannel channel;
    channel.AddOutstanding(7, MakePacket(), {}, config, Time{});
    std::vector<Time> times;
    while (channel.GetDeadline() != NEVER)
    {
        const Time now = channel.GetDeadline();
        times.push_back(now);
        const auto due = channel.HandleTimeout(config, true, now);
        const bool isLast = times.size() == 5;
        EXPECT_EQ(due.again.size(), isLast ? 0u : 1u);
        EXPECT_EQ(due.hasFailed, isLast);
    }
    EXPECT_EQ(times, (std::vector{Time(1s), Time(3s), Time(7s), Time(11s), Time(15s)}));
}

TEST(UpdateChannel, CountsNoTryWhileNothingCanBeSent)
{
    EndpointConfig config;
    config.maxRetries = 1;
    UpdateChannel channel;
    channel.AddOutstanding(7, MakePacket(), {}, config, Time{});
    for (int i = 0; i < 5; ++i)
    {
        const auto due = channel.HandleTimeout(config, false, channel.GetDeadline());
        EXPECT_TRUE(due.again.empty());
        EXPECT_FALSE(due.hasFailed);
    }
    EXPECT_EQ(channel.HandleTimeout(config, true, channel.GetDeadline()).again.count(7), 1u);
    EXPECT_TRUE(channel.HandleTimeout(config, true, channel.GetDeadline()).hasFailed);
}

/// A check of one address says nothing of the peer as a whole when it fails.
TEST(UpdateChannel, TellsFailedChecksApart)
{
    EndpointConfig config;
    config.maxRetries = 0;
    UpdateChannel channel;
    const auto address = IpAddress::Parse("2001:db8::1").value();
    channel.AddOutstanding(3, MakePacket(), {IpAddress(), address}, config, Time{});
    channel.AddOutstanding(4, MakePacket(), {IpAddress(), address}, config, Time{});
    channel.AddOutstanding(5, MakePacket(), {IpAddress(), address}, config, Time(200s));
    channel.Withdraw(4);
    channel.Redirect(5);
    channel.Redirect(6);
    const auto due = channel.HandleTimeout(config, true, Time(100s));
    EXPECT_EQ(due.failedChecks, std::vector<std::uint32_t>{3});
    EXPECT_FALSE(due.hasFailed);
    EXPECT_FALSE(channel.IsOutstanding(3));
    EXPECT_TRUE(channel.HandleTimeout(config, true, Time(300s)).hasFailed) << "5 is no check now";
}

TEST(UpdateChannel, EndsTheWaitWithTheAck)
{
    const EndpointConfig config;
    UpdateChannel channel;
    channel.AddOutstanding(0, MakePacket(), {}, config, Time{});
    channel.AddOutstanding(1, MakePacket(), {}, config, Time(500ms));
    EXPECT_TRUE(channel.IsOutstanding(0));
    channel.HandleAck({0, 5});
    EXPECT_FALSE(channel.IsOutstanding(0));
    EXPECT_TRUE(channel.IsOutstanding(1)) << "ACKs are selective";
    EXPECT_EQ(channel.GetDeadline(), Time(1500ms));
    channel.HandleAck({1});
    EXPECT_EQ(channel.GetDeadline(), NEVER);
    EXPECT_TRUE(channel.HandleTimeout(config, true, Time(100s)).again.empty());
}

TEST(UpdateChannel, IsFullOnceSoManyOfThemWait)
{
    UpdateChannel channel;
    for (std::size_t i = 0; i < UpdateChannel::MAX_OUTSTANDING; ++i)
    {
        EXPECT_FALSE(channel.IsFull());
        channel.AddOutstanding(channel.TakeNextId(), MakePacket(), {}, {}, Time{});
    }
    EXPECT_TRUE(channel.IsFull());
    channel.HandleAck({3});
    EXPECT_FALSE(channel.IsFull());
}

} // namespace
} // namespace hip
