// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// An association seen from the layers above: data, queue, events.

#include "core/association/association.h"
#include "core/association/endpoint.h"
#include "core/wire/ip-packet.h"
#include "test/core/support/host-pair.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

using namespace hip::test;
using namespace std::chrono_literals;

TEST(Association, HoldsDataInOrderUntilItIsThere)
{
    HostPair pair;
    for (Byte number = 1; number <= 5; ++number)
    {
        EXPECT_EQ(pair.world.SendData(pair.a, pair.b.GetHit(), Bytes{number}).kind,
                  Verdict::Kind::CONSUMED);
    }
    pair.world.Run(1s);
    ASSERT_EQ(pair.b.delivered.size(), 5u);
    for (Byte number = 1; number <= 5; ++number)
    {
        EXPECT_EQ(GetPayload(pair.b.delivered[number - 1u]), Bytes{number});
    }
    EXPECT_EQ(pair.a.CountSent(PacketKind::I1), 1u);
}

TEST(Association, HoldsOnlySoMuch)
{
    EndpointConfig config;
    config.maxQueuedPackets = 3;
    HostPair pair(config);
    for (int i = 0; i < 3; ++i)
    {
        pair.world.SendData(pair.a, pair.b.GetHit(), Bytes(10));
    }
    const auto verdict = pair.world.SendData(pair.a, pair.b.GetHit(), Bytes(10));
    EXPECT_EQ(verdict.kind, Verdict::Kind::DROPPED);
    EXPECT_EQ(verdict.reason, DropReason::QUEUE_FULL);
    pair.world.Run(1s);
    EXPECT_EQ(pair.b.delivered.size(), 3u);
    EXPECT_EQ(pair.a.GetDrops(), 1u);
}

TEST(Association, RefusesDataThatMayNotWait)
{
    EndpointConfig config;
    config.queueData = false;
    HostPair pair(config);
    EXPECT_EQ(pair.world.SendData(pair.a, pair.b.GetHit(), Bytes(10)).reason,
              DropReason::WAITING_REFUSED);
    pair.world.Run(1s);
    EXPECT_EQ(pair.GetState(pair.a), State::ESTABLISHED) << "but it starts the exchange";
    EXPECT_TRUE(pair.b.delivered.empty());
    EXPECT_EQ(pair.world.SendData(pair.a, pair.b.GetHit(), Bytes(10)).kind,
              Verdict::Kind::TRANSMIT);
}

TEST(Association, CarriesPacketsOfAllSizes)
{
    HostPair pair;
    pair.Establish();
    for (const std::size_t size : {0, 1, 7, 8, 1400, 1401, 9000, 65000})
    {
        const Bytes payload(size, 0x42);
        pair.b.delivered.clear();
        EXPECT_EQ(pair.world.SendData(pair.a, pair.b.GetHit(), payload).kind,
                  Verdict::Kind::TRANSMIT);
        pair.world.Run(100ms);
        ASSERT_EQ(pair.b.delivered.size(), 1u) << size;
        EXPECT_EQ(GetPayload(pair.b.delivered[0]), payload);
    }
}

TEST(Association, RefusesWhatEspMakesTooLong)
{
    HostPair pair;
    pair.Establish();
    const auto verdict = pair.world.SendData(pair.a, pair.b.GetHit(), Bytes(65530));
    EXPECT_EQ(verdict.reason, DropReason::TOO_LONG);
    EXPECT_TRUE(pair.Exchange());
}

TEST(Association, SendsNothingWithoutAnAddressOfItsOwn)
{
    HostPair pair;
    pair.Establish();
    pair.a.endpoint->SetLocators({}, pair.world.GetNow());
    EXPECT_EQ(pair.world.SendData(pair.a, pair.b.GetHit(), Bytes(10)).reason,
              DropReason::NO_LOCATOR);
    pair.a.endpoint->SetLocators(pair.a.addresses, pair.world.GetNow());
    EXPECT_TRUE(pair.Exchange());
}

TEST(Association, TellsEachChangeOfState)
{
    HostPair pair;
    pair.Establish();
    const auto states = [](const Host& host) {
        std::vector<State> to;
        State last = State::UNASSOCIATED;
        for (const StateEvent& event : host.Get<StateEvent>())
        {
            EXPECT_EQ(event.from, last);
            last = event.to;
            to.push_back(last);
        }
        return to;
    };
    EXPECT_EQ(states(pair.a), (std::vector{State::I1_SENT, State::I2_SENT, State::ESTABLISHED}));
    EXPECT_EQ(states(pair.b), (std::vector{State::R2_SENT, State::ESTABLISHED}));
}

TEST(Association, ExportsKeysOnlyOnRequest)
{
    HostPair quiet;
    quiet.Establish();
    EXPECT_TRUE(quiet.a.Get<KeyEvent>().empty());
    ASSERT_EQ(quiet.a.Get<SaEvent>().size(), 2u);
    EXPECT_TRUE(quiet.a.Get<SaEvent>()[0].encryptionKey.empty());

    EndpointConfig config;
    config.exportKeys = true;
    HostPair open(config);
    open.Establish();
    ASSERT_EQ(open.a.Get<KeyEvent>().size(), 1u);
    const KeyEvent key = open.a.Get<KeyEvent>()[0];
    EXPECT_EQ(key.initiator, open.a.GetHit());
    EXPECT_EQ(key.responder, open.b.GetHit());
    EXPECT_EQ(key.secret, open.b.Get<KeyEvent>()[0].secret);
    EXPECT_EQ(open.b.Get<KeyEvent>()[0].initiator, open.a.GetHit());
}

TEST(Association, AnnouncesTheSameSasOnBothSides)
{
    EndpointConfig config;
    config.exportKeys = true;
    HostPair pair(config);
    pair.Establish();
    const auto a = pair.a.Get<SaEvent>();
    const auto b = pair.b.Get<SaEvent>();
    ASSERT_EQ(a.size(), 2u);
    ASSERT_EQ(b.size(), 2u);
    for (const SaEvent& mine : a)
    {
        const SaEvent& peers = b[b[0].isInbound == mine.isInbound ? 1 : 0];
        EXPECT_EQ(mine.spi, peers.spi);
        EXPECT_EQ(mine.outer, peers.outer);
        EXPECT_EQ(mine.encryptionKey, peers.encryptionKey);
        EXPECT_FALSE(mine.encryptionKey.empty());
        EXPECT_EQ(mine.authenticationKey, peers.authenticationKey);
    }
}

TEST(Association, CountsTheWorkOfItsExchange)
{
    HostPair pair;
    pair.Establish();
    const auto amount = [](const Host& host, Operation operation) {
        std::uint64_t sum = 0;
        for (const WorkItem& item : host.work)
        {
            sum += item.operation == operation ? item.amount : 0;
        }
        return sum;
    };
    // Beside what either host has prepared for others: one DH key and R1, b two of them.
    EXPECT_EQ(amount(pair.a, Operation::SIGN), 1u + 1) << "I2";
    EXPECT_EQ(amount(pair.a, Operation::VERIFY), 2u) << "R1, R2";
    EXPECT_EQ(amount(pair.a, Operation::DH_GENERATE), 1u + 1);
    EXPECT_EQ(amount(pair.a, Operation::DH_COMPUTE), 1u);
    EXPECT_GE(amount(pair.a, Operation::PUZZLE_TRY), 1u);
    EXPECT_EQ(amount(pair.b, Operation::SIGN), 2u + 1) << "R2";
    EXPECT_EQ(amount(pair.b, Operation::VERIFY), 1u) << "I2";
    EXPECT_EQ(amount(pair.b, Operation::PUZZLE_TRY), 1u);
    EXPECT_EQ(amount(pair.a, Operation::SEAL_PACKET), 1u);
    EXPECT_EQ(amount(pair.a, Operation::OPEN_PACKET), 1u);
    EXPECT_GT(amount(pair.b, Operation::OPEN_BYTE), 0u);
}

TEST(Association, KeepsItsUseOfTheOldLocatorUntilToldOtherwise)
{
    HostPair pair;
    pair.Establish();
    pair.a.endpoint->AddPeer(pair.b.GetHit(), {*IpAddress::Parse("2001:db8:9::9")});
    EXPECT_TRUE(pair.Exchange()) << "what DNS says does not disturb an association";
    EXPECT_EQ(pair.a.endpoint->GetPeerLocator(pair.b.GetHit()), pair.b.addresses[0]);
}

} // namespace
} // namespace hip
