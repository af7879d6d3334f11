// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/path-table.h"
#include "core/wire/hip-packet.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

using namespace std::chrono_literals;

const IpAddress A1 = *IpAddress::Parse("2001:db8:1::1");
const IpAddress A2 = *IpAddress::Parse("2001:db8:2::1");
const IpAddress A4 = *IpAddress::Parse("192.0.2.1");
const IpAddress B = *IpAddress::Parse("2001:db8:3::1");

class PathTableTest : public testing::Test
{
  protected:
    PathTableTest()
    {
        config.probeInterval = 1s;
        table.SetAddresses({A1, A4, A2}, {B});
    }

    /// Probes whatever is due, each path with a nonce of its own.
    void Probe(Time now)
    {
        for (const auto& [path, again] : table.TakeDue(config, now))
        {
            if (!again)
            {
                const PacketWriter packet(PacketType::UPDATE, 0, Hit(), Hit());
                table.NoteProbe(path, MakeNonce(path), OutgoingPacket(packet), now);
            }
        }
    }

    static Bytes MakeNonce(const Path& path)
    {
        return Bytes(path.source.GetBytes().begin(), path.source.GetBytes().end());
    }

    EndpointConfig config;
    PathTable table;
    const Path first{A1, B};
    const Path second{A2, B};
};

TEST_F(PathTableTest, PairsAddressesOfOneFamily)
{
    ASSERT_EQ(table.GetPaths().size(), 2u) << "the peer has no IPv4";
    EXPECT_EQ(table.GetPaths()[0].path.source, A1);
    EXPECT_EQ(table.GetPaths()[1].path.source, A2);
    EXPECT_EQ(table.GetPaths()[1].interface, 2u) << "the place among the host's addresses";
    EXPECT_EQ(table.Find(second), 1u);
    EXPECT_FALSE(table.Find(Path{B, A1}));
}

TEST_F(PathTableTest, MeasuresThePathThatAnswers)
{
    Probe(Time(1s));
    const auto change = table.HandleEcho(MakeNonce(second), Time(1s) + 30ms);
    ASSERT_TRUE(change);
    EXPECT_FALSE(change->hasTurned);
    EXPECT_EQ(table.GetPaths()[1].delay, 30ms);
    EXPECT_EQ(table.GetPaths()[0].delay, Duration::zero());
    EXPECT_FALSE(table.HandleEcho(MakeNonce(second), Time(2s))) << "once";
    EXPECT_FALSE(table.HandleEcho(Bytes(16), Time(2s))) << "an echo of nothing";
    EXPECT_FALSE(table.HandleEcho(Bytes(), Time(2s)));
    Probe(Time(2s));
    table.HandleEcho(MakeNonce(second), Time(2s) + 110ms);
    EXPECT_EQ(table.GetPaths()[1].delay, 40ms) << "an eighth of what is new";
}

TEST_F(PathTableTest, TakesAPathForFailedAfterSomeProbes)
{
    for (int second = 1; second <= 3; ++second)
    {
        Probe(Time(std::chrono::seconds(second)));
        table.HandleEcho(MakeNonce(first), Time(std::chrono::seconds(second)));
        EXPECT_TRUE(table.TakeFailed().empty());
    }
    Probe(Time(4s));
    const auto failed = table.TakeFailed();
    ASSERT_EQ(failed.size(), 1u);
    EXPECT_EQ(failed[0].state.path.source, A2);
    EXPECT_FALSE(table.GetPaths()[1].isWorking);
    EXPECT_TRUE(table.GetPaths()[0].isWorking);
    Probe(Time(5s));
    EXPECT_TRUE(table.TakeFailed().empty()) << "told once";
    const auto back = table.HandleEcho(MakeNonce(second), Time(6s));
    ASSERT_TRUE(back);
    EXPECT_TRUE(back->hasTurned);
    EXPECT_TRUE(table.GetPaths()[1].isWorking);
    EXPECT_EQ(back->state.delay, Duration::zero()) << "nobody knows which copy was answered";
}

TEST_F(PathTableTest, SendsUnansweredProbesAgainUntilOneIsAnswered)
{
    Probe(Time(1s));
    const auto due = table.TakeDue(config, Time(2s));
    ASSERT_EQ(due.size(), 2u);
    EXPECT_NE(due[0].again, nullptr);
    EXPECT_NE(due[1].again, nullptr);
    table.HandleEcho(MakeNonce(first), Time(2s));
    for (const auto& [path, again] : table.TakeDue(config, Time(3s)))
    {
        EXPECT_EQ(again, nullptr) << "the peer counts on, and an old number might be too old";
    }
}

TEST_F(PathTableTest, KeepsWhatItKnowsOfPathsThatStay)
{
    Probe(Time(1s));
    table.HandleEcho(MakeNonce(second), Time(1s) + 20ms);
    table.SetAddresses({A2, A1}, {B});
    EXPECT_EQ(table.GetPaths()[0].delay, 20ms);
    EXPECT_EQ(table.GetPaths()[0].interface, 0u);
    EXPECT_TRUE(table.HandleEcho(MakeNonce(first), Time(2s)));
}

TEST_F(PathTableTest, ProbesOnlyIfThereIsAChoice)
{
    EXPECT_LE(table.GetDeadline(), Time(1s));
    Probe(Time(1s));
    EXPECT_EQ(table.GetDeadline(), Time(2s));
    EXPECT_TRUE(table.TakeDue(config, Time(2s) - 1ns).empty());
    table.SetAddresses({A1}, {B});
    EXPECT_EQ(table.GetDeadline(), NEVER);
    table.SetAddresses({A1, A2}, {B});
    config.probeInterval = Duration::zero();
    EXPECT_TRUE(table.TakeDue(config, Time(5s)).empty());
    EXPECT_EQ(table.GetDeadline(), NEVER);
}

} // namespace
} // namespace hip
