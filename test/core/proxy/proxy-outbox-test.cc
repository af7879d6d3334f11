// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/proxy-outbox.h"
#include "test/core/proxy/packet-kit.h"

#include <gtest/gtest.h>

namespace hip::test
{

TEST(ProxyOutbox, GivesBackTheOldestFirst)
{
    ProxyOutbox outbox;
    EXPECT_FALSE(outbox.Take());
    outbox.Put(Transmit{Bytes{1}});
    outbox.Put(ProxyEvent{});
    EXPECT_EQ(std::get<Transmit>(*outbox.Take()).packet, Bytes{1});
    EXPECT_TRUE(std::holds_alternative<ProxyEvent>(*outbox.Take()));
    EXPECT_FALSE(outbox.Take());
}

TEST(ProxyOutbox, CountsAndTellsEachDrop)
{
    ProxyOutbox outbox;
    const Path path = Between("3ffe:400::50", "3ffe:401::5");
    EXPECT_EQ(outbox.Drop(DropReason::NO_MAPPING, path), DropReason::NO_MAPPING);
    EXPECT_EQ(outbox.GetDrops().Get(DropReason::NO_MAPPING), 1U);
    const auto event = std::get<DropEvent>(std::get<Event>(*outbox.Take()));
    EXPECT_EQ(event.reason, DropReason::NO_MAPPING);
    EXPECT_EQ(event.path, path);
}

} // namespace hip::test
