// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// CLOSE, NOTIFY and the ends of states (RFC 7401 §4.4.3, §6.13-6.15).

#include "core/association/endpoint.h"
#include "test/core/support/forger.h"
#include "test/core/support/host-pair.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

using namespace hip::test;
using namespace std::chrono_literals;

const EndpointConfig CONFIG = [] {
    EndpointConfig config;
    config.exportKeys = true;
    return config;
}();

class Closing : public testing::Test
{
  protected:
    HostPair pair{CONFIG};

    void SetUp() override
    {
        pair.Establish();
        ASSERT_EQ(pair.GetState(pair.b), State::ESTABLISHED);
    }

    void Close(Host& host)
    {
        host.endpoint->Close(pair.GetOther(host).GetHit(), pair.world.GetNow());
        pair.world.Drain(host);
    }

    /// Times at which CLOSE was sent, first try and repetitions.
    std::vector<Time> GetCloseTimes(const Host& host) const
    {
        std::vector<Time> times;
        for (const auto& [time, event] : host.events)
        {
            const auto* packet = std::get_if<PacketEvent>(&event);
            if (packet && packet->isSent && packet->type == PacketKind::CLOSE)
            {
                times.push_back(time);
            }
        }
        return times;
    }
};

TEST_F(Closing, EndsTheAssociationOnBothSides)
{
    const Bytes esp = pair.world.wire.back(); // b's last data
    Close(pair.a);
    EXPECT_EQ(pair.GetState(pair.a), State::CLOSING);
    pair.world.Run(1s);
    EXPECT_EQ(pair.GetState(pair.a), State::UNASSOCIATED);
    EXPECT_EQ(pair.a.endpoint->GetAssociationCount(), 0u);
    EXPECT_EQ(pair.GetState(pair.b), State::CLOSED);
    EXPECT_EQ(pair.a.CountSent(PacketKind::CLOSE), 1u);
    EXPECT_EQ(pair.b.CountSent(PacketKind::CLOSE_ACK), 1u);
    EXPECT_EQ(pair.world.Inject(pair.a, esp).reason, DropReason::UNKNOWN_SPI)
        << "the SAs go with the association";
}

TEST_F(Closing, LeavesClosedAfterUalAndTwiceMsl)
{
    Close(pair.a);
    pair.world.Run(CONFIG.unusedLifetime + 2 * CONFIG.msl);
    EXPECT_EQ(pair.GetState(pair.b), State::CLOSED);
    pair.world.Run(1s);
    EXPECT_EQ(pair.b.endpoint->GetAssociationCount(), 0u);
}

TEST_F(Closing, LetsTwoClosesCross)
{
    Close(pair.a);
    Close(pair.b);
    pair.world.Run(1s);
    EXPECT_EQ(pair.a.endpoint->GetAssociationCount(), 0u);
    EXPECT_EQ(pair.b.endpoint->GetAssociationCount(), 0u);
    EXPECT_EQ(pair.a.GetDrops() + pair.b.GetDrops(), 0u);
}

TEST_F(Closing, RepeatsCloseUntilItIsAcknowledged)
{
    pair.world.filter = Lose(PacketKind::CLOSE_ACK, 2);
    Close(pair.a);
    pair.world.Run(10s);
    EXPECT_EQ(pair.GetState(pair.a), State::UNASSOCIATED);
    EXPECT_EQ(GetCloseTimes(pair.a).size(), 3u);
}

TEST_F(Closing, RepeatsCloseForUalAndMslIfNobodyAnswers)
{
    pair.world.filter = [](Bytes&) { return false; };
    const Time start = pair.world.GetNow();
    Close(pair.a);
    pair.world.Run(CONFIG.unusedLifetime + CONFIG.msl - 1s);
    EXPECT_EQ(pair.GetState(pair.a), State::CLOSING);
    pair.world.Run(2s);
    EXPECT_EQ(pair.a.endpoint->GetAssociationCount(), 0u);
    const auto times = GetCloseTimes(pair.a);
    EXPECT_GT(times.back() - start, CONFIG.unusedLifetime + CONFIG.msl - 17s);
    for (std::size_t i = 1; i < times.size(); ++i)
    {
        EXPECT_LE(times[i] - times[i - 1], CONFIG.maxRetransmission);
    }
}

TEST_F(Closing, BeginsWhenTheAssociationIsIdleForUal)
{
    pair.world.Run(CONFIG.unusedLifetime - 2s);
    EXPECT_TRUE(GetCloseTimes(pair.a).empty() && GetCloseTimes(pair.b).empty());
    pair.world.Run(3s);
    EXPECT_EQ(GetCloseTimes(pair.a).size() + GetCloseTimes(pair.b).size(), 2u) << "they cross";
    EXPECT_EQ(pair.GetState(pair.a), State::UNASSOCIATED);
    EXPECT_EQ(pair.GetState(pair.b), State::UNASSOCIATED);
}

TEST_F(Closing, WaitsAsLongAsDataGoesEitherWay)
{
    for (int i = 0; i < 4; ++i)
    {
        pair.world.Run(CONFIG.unusedLifetime / 2);
        pair.world.SendData(pair.a, pair.b.GetHit(), Bytes(10));
    }
    EXPECT_EQ(pair.GetState(pair.a), State::ESTABLISHED);
    EXPECT_EQ(pair.GetState(pair.b), State::ESTABLISHED);
}

TEST_F(Closing, OpensNoDataAnyMore)
{
    pair.world.filter = [](Bytes& packet) { return !GetHipType(packet); };
    Close(pair.a);
    pair.world.SendData(pair.b, pair.a.GetHit(), Bytes(10));
    pair.world.Run(1s);
    EXPECT_EQ(pair.a.GetDrops(DropReason::UNEXPECTED_IN_STATE), 1u);
    EXPECT_EQ(pair.GetState(pair.a), State::CLOSING);
}

TEST_F(Closing, GivesWayToDataThatStartsANewExchange)
{
    pair.world.filter = [](Bytes& packet) { return GetHipType(packet) != PacketKind::CLOSE; };
    Close(pair.a);
    pair.world.Run(1s);
    ASSERT_EQ(pair.GetState(pair.a), State::CLOSING);
    EXPECT_TRUE(pair.Exchange());
    EXPECT_EQ(pair.GetState(pair.a), State::ESTABLISHED);
    EXPECT_EQ(pair.GetState(pair.b), State::ESTABLISHED);
    pair.world.Run(CONFIG.unusedLifetime / 2);
    EXPECT_TRUE(pair.Exchange()) << "no timer of CLOSING is left";
}

TEST_F(Closing, LetsTheClosedSideStartANewExchange)
{
    Close(pair.a);
    pair.world.Run(1s);
    EXPECT_EQ(pair.world.SendData(pair.b, pair.a.GetHit(), Bytes(10)).kind,
              Verdict::Kind::CONSUMED);
    EXPECT_EQ(pair.GetState(pair.b), State::CLOSED) << "I1 sent, stay (table 8)";
    pair.world.Run(1s);
    EXPECT_EQ(pair.GetState(pair.b), State::ESTABLISHED);
    EXPECT_EQ(pair.a.delivered.size(), 2u);
}

TEST_F(Closing, GoesOnFromClosedWhenOnlyTheExchangeFails)
{
    Close(pair.a);
    pair.world.Run(1s);
    pair.world.filter = [](Bytes&) { return false; };
    pair.world.SendData(pair.b, pair.a.GetHit(), Bytes(10));
    pair.world.Run(120s);
    EXPECT_EQ(pair.b.GetDrops(DropReason::EXCHANGE_FAILED), 1u) << "the data that waited";
    EXPECT_EQ(pair.GetState(pair.b), State::CLOSED);
    pair.world.Run(CONFIG.unusedLifetime + 2 * CONFIG.msl);
    EXPECT_EQ(pair.b.endpoint->GetAssociationCount(), 0u);
}

TEST_F(Closing, KeepsTheExchangeWhenTheTimeOfClosedIsOver)
{
    Close(pair.a);
    pair.world.Run(CONFIG.unusedLifetime + 2 * CONFIG.msl - 5s);
    pair.world.filter = Lose(PacketKind::I1, 5);
    pair.world.SendData(pair.b, pair.a.GetHit(), Bytes(10));
    pair.world.Run(10s);
    EXPECT_EQ(pair.GetState(pair.b), State::I1_SENT);
    pair.world.Run(60s);
    EXPECT_EQ(pair.GetState(pair.b), State::ESTABLISHED);
    EXPECT_EQ(pair.a.delivered.size(), 2u);
}

TEST_F(Closing, IsAcknowledgedAgainInClosed)
{
    pair.world.filter = Lose(PacketKind::CLOSE_ACK, 1);
    Close(pair.a);
    pair.world.Run(5s);
    EXPECT_EQ(pair.b.CountSent(PacketKind::CLOSE_ACK), 2u);
    EXPECT_EQ(pair.GetState(pair.b), State::CLOSED);
}

TEST_F(Closing, RefusesAnEchoThatIsNotItsOwn)
{
    pair.world.filter = [](Bytes& packet) { return GetHipType(packet) != PacketKind::CLOSE; };
    Close(pair.a);
    Forger forger(pair.world, pair.b, pair.a);
    const auto verdict = forger.Inject(PacketType::CLOSE_ACK, [](PacketWriter& writer) {
        writer.Add(EchoResponseSignedParameter{Bytes(16, 0xab)});
    });
    EXPECT_EQ(verdict.reason, DropReason::BAD_ECHO);
    EXPECT_EQ(pair.GetState(pair.a), State::CLOSING);
}

TEST_F(Closing, RefusesCloseWithoutEcho)
{
    Forger forger(pair.world, pair.b, pair.a);
    EXPECT_EQ(forger.Inject(PacketType::CLOSE, [](PacketWriter&) {}).reason,
              DropReason::MISSING_PARAMETER);
    EXPECT_EQ(pair.GetState(pair.a), State::ESTABLISHED);
}

TEST_F(Closing, ReturnsTheEchoUnchangedHoweverLongItIs)
{
    const Bytes nonce(1500, 0x5a);
    Forger forger(pair.world, pair.b, pair.a);
    pair.world.wire.clear();
    forger.Inject(PacketType::CLOSE,
                  [&](PacketWriter& writer) { writer.Add(EchoRequestSignedParameter{nonce}); });
    ASSERT_EQ(pair.world.wire.size(), 1u);
    const auto ack = PacketView::Parse(ByteSpan(pair.world.wire[0]).subspan(40));
    ASSERT_TRUE(ack);
    EXPECT_EQ(ack->Get<EchoResponseSignedParameter>()->data, nonce);
    EXPECT_EQ(pair.GetState(pair.a), State::CLOSED);
}

TEST(ClosingTimes, AreThoseOfTheConfiguration)
{
    EndpointConfig config;
    config.unusedLifetime = 20s;
    config.msl = 5s;
    HostPair pair(config);
    pair.Establish();
    pair.a.endpoint->Close(pair.b.GetHit(), pair.world.GetNow());
    pair.world.Drain(pair.a);
    pair.world.Run(30s);
    EXPECT_EQ(pair.GetState(pair.b), State::CLOSED);
    pair.world.Run(1s);
    EXPECT_EQ(pair.GetState(pair.b), State::UNASSOCIATED) << "UAL + 2 MSL";
    pair.Establish();
    pair.world.Run(19s);
    EXPECT_EQ(pair.GetState(pair.a), State::ESTABLISHED);
    pair.world.Run(2s);
    EXPECT_EQ(pair.GetState(pair.a), State::UNASSOCIATED) << "UAL without data";
}

TEST(CloseInI2Sent, EndsAnExchangeWhoseR2WasLost)
{
    HostPair pair(CONFIG);
    pair.world.filter = Lose(PacketKind::R2, 100);
    pair.a.endpoint->Connect(pair.b.GetHit(), pair.world.GetNow());
    pair.world.Drain(pair.a);
    pair.world.Run(500ms);
    ASSERT_EQ(pair.GetState(pair.a), State::I2_SENT);
    pair.b.endpoint->Close(pair.a.GetHit(), pair.world.GetNow());
    pair.world.Drain(pair.b);
    pair.world.Run(500ms);
    EXPECT_EQ(pair.GetState(pair.a), State::CLOSED);
    EXPECT_EQ(pair.GetState(pair.b), State::UNASSOCIATED);
    pair.world.Run(CONFIG.unusedLifetime + 2 * CONFIG.msl);
    EXPECT_EQ(pair.a.endpoint->GetAssociationCount(), 0u);
}

TEST(CloseInI2Sent, StartsANewExchangeForDataThatWaits)
{
    HostPair pair(CONFIG);
    pair.world.filter = Lose(PacketKind::R2, 1);
    pair.world.SendData(pair.a, pair.b.GetHit(), Bytes(10));
    pair.world.Run(500ms);
    ASSERT_EQ(pair.GetState(pair.a), State::I2_SENT);
    pair.b.endpoint->Close(pair.a.GetHit(), pair.world.GetNow());
    pair.world.Drain(pair.b);
    pair.world.Run(500ms);
    EXPECT_EQ(pair.GetState(pair.a), State::ESTABLISHED);
    EXPECT_EQ(pair.b.delivered.size(), 1u);
}

/// The session of an exchange that was closed before R2 has keys, but no SAs.
TEST(CloseInI2Sent, UsesNoSaOfAnExchangeThatIsNotOver)
{
    EndpointConfig config = CONFIG;
    config.exportKeys = true;
    HostPair pair(config);
    pair.world.filter = Lose(PacketKind::R2, 100);
    pair.a.endpoint->Connect(pair.b.GetHit(), pair.world.GetNow());
    pair.world.Drain(pair.a);
    pair.world.Run(500ms);
    pair.b.endpoint->Close(pair.a.GetHit(), pair.world.GetNow());
    pair.world.Drain(pair.b);
    pair.world.Run(500ms);
    ASSERT_EQ(pair.GetState(pair.a), State::CLOSED);
    pair.world.filter = [](Bytes&) { return false; };
    pair.world.SendData(pair.a, pair.b.GetHit(), Bytes(10));
    pair.world.Move(pair.a, "2001:db8:9::1");
    EXPECT_EQ(pair.GetState(pair.a), State::CLOSED);
    pair.world.filter = nullptr;
    pair.world.Run(5s);
    EXPECT_EQ(pair.b.delivered.size(), 1u) << "it has waited for the next exchange";
}

TEST(CloseOfAnExchange, GivesUpWhatWaits)
{
    HostPair pair;
    pair.world.filter = [](Bytes&) { return false; };
    pair.world.SendData(pair.a, pair.b.GetHit(), Bytes(10));
    pair.a.endpoint->Close(pair.b.GetHit(), pair.world.GetNow());
    pair.world.Drain(pair.a);
    EXPECT_EQ(pair.GetState(pair.a), State::E_FAILED);
    EXPECT_EQ(pair.a.GetDrops(DropReason::EXCHANGE_FAILED), 1u);
    pair.world.Run(11s);
    EXPECT_EQ(pair.a.endpoint->GetAssociationCount(), 0u);
}

TEST_F(Closing, ReportsNotificationsWithoutChangingState)
{
    Forger forger(pair.world, pair.b, pair.a);
    const auto verdict = forger.Inject(PacketType::NOTIFY, [](PacketWriter& writer) {
        writer.Add(NotificationParameter{notify::BLOCKED_BY_POLICY, {1, 2}});
    });
    EXPECT_EQ(verdict.kind, Verdict::Kind::CONSUMED);
    ASSERT_EQ(pair.a.Get<NotifyEvent>().size(), 1u);
    EXPECT_EQ(pair.a.Get<NotifyEvent>()[0].messageType, notify::BLOCKED_BY_POLICY);
    EXPECT_EQ(pair.GetState(pair.a), State::ESTABLISHED);
}

TEST_F(Closing, RefusesNotificationsThatTheirSenderDidNotSign)
{
    Forger forger(pair.world, pair.b, pair.a);
    Bytes notify = forger.Make(PacketType::NOTIFY, [](PacketWriter& writer) {
        writer.Add(NotificationParameter{notify::BLOCKED_BY_POLICY, {1, 2}});
    });
    notify[notify.size() - 12] ^= 1;
    const Path path{pair.b.addresses[0], pair.a.addresses[0]};
    const auto view = PacketView::Parse(ByteSpan(notify).subspan(40));
    notify = MakeIpPacket(path, PROTOCOL_HIP, 64, PacketWriter(*view).Finish(path));
    EXPECT_EQ(pair.world.Inject(pair.a, notify).reason, DropReason::BAD_SIGNATURE);
    EXPECT_TRUE(pair.a.Get<NotifyEvent>().empty());
}

TEST_F(Closing, RefusesANotifyWithoutNotification)
{
    Forger forger(pair.world, pair.b, pair.a);
    EXPECT_EQ(forger.Inject(PacketType::NOTIFY, [](PacketWriter&) {}).reason,
              DropReason::MISSING_PARAMETER);
}

} // namespace
} // namespace hip
