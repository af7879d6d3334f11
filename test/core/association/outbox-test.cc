// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/outbox.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

TEST(Outbox, HandsOutAllKindsInOrder)
{
    Outbox outbox;
    EXPECT_TRUE(outbox.IsEmpty());
    EXPECT_FALSE(outbox.Take());
    outbox.Send({1});
    outbox.Emit(StateEvent{});
    outbox.Deliver({2});
    EXPECT_FALSE(outbox.IsEmpty());
    EXPECT_EQ(std::get<Transmit>(*outbox.Take()).packet, Bytes{1});
    EXPECT_TRUE(std::holds_alternative<StateEvent>(std::get<Event>(*outbox.Take())));
    EXPECT_EQ(std::get<Deliver>(*outbox.Take()).packet, Bytes{2});
    EXPECT_FALSE(outbox.Take());
    EXPECT_TRUE(outbox.IsEmpty());
}

TEST(Outbox, CountsAndTellsEachDrop)
{
    Outbox outbox;
    const Path path{*IpAddress::Parse("192.0.2.1"), *IpAddress::Parse("192.0.2.2")};
    EXPECT_EQ(outbox.Drop(DropReason::BAD_MAC, path), DropReason::BAD_MAC);
    outbox.Drop(DropReason::TRUNCATED);
    EXPECT_EQ(outbox.GetDrops().GetTotal(), 2u);
    EXPECT_EQ(outbox.GetDrops().Get(DropReason::BAD_MAC), 1u);
    const auto output = outbox.Take();
    const auto event = std::get<DropEvent>(std::get<Event>(*output));
    EXPECT_EQ(event.reason, DropReason::BAD_MAC);
    EXPECT_EQ(event.path, path);
}

TEST(Outbox, GivesWorkAwayOnce)
{
    Outbox outbox;
    outbox.GetWork().Add(Operation::SIGN, 4, 2);
    const Work work = outbox.TakeWork();
    ASSERT_FALSE(work.IsEmpty());
    EXPECT_EQ(work.begin()->amount, 2u);
    EXPECT_TRUE(outbox.TakeWork().IsEmpty());
}

} // namespace
} // namespace hip
