// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/hipv2-parts.h"
#include "core/association/registration-client.h"
#include "core/wire/registration-lifetime.h"

#include <functional>
#include <gtest/gtest.h>

namespace hip
{
namespace
{

using namespace std::chrono_literals;
using Change = RegistrationEvent::Change;

const Hit LOCAL = *Hit::Parse("2001:22::1");
const Hit REGISTRAR = *Hit::Parse("2001:22::2");
const IpAddress ADDRESS = *IpAddress::Parse("2001:db8::1");

class RegistrationClientTest : public testing::Test
{
  protected:
    RegistrationClient client;
    Outbox outbox;

    void Answer(const std::function<void(PacketWriter&)>& fill, Time now = {})
    {
        PacketWriter writer(PacketType::UPDATE, 0, REGISTRAR, LOCAL);
        fill(writer);
        const Bytes packet = writer.GetBytes();
        client.HandleAnswers(ReadRegistrationAnswers(*PacketView::Parse(packet)),
                             LOCAL,
                             REGISTRAR,
                             ADDRESS,
                             now,
                             outbox);
    }

    void Grant(Byte lifetime, const std::vector<Byte>& types, Time now = {})
    {
        Answer(
            [&](PacketWriter& writer) {
                writer.Add(RegResponseParameter{lifetime, types});
            },
            now);
    }

    std::vector<RegistrationEvent> TakeEvents()
    {
        std::vector<RegistrationEvent> events;
        while (const auto output = outbox.Take())
        {
            events.push_back(std::get<RegistrationEvent>(std::get<Event>(*output)));
        }
        return events;
    }

    bool HandleTimeout(Time now)
    {
        return client.HandleTimeout(LOCAL, REGISTRAR, now, outbox);
    }
};

TEST_F(RegistrationClientTest, AsksOnlyForWhatIsOffered)
{
    client.Want({1, 2, 3}, 100s);
    EXPECT_TRUE(client.IsWanted());
    EXPECT_FALSE(client.MakeRequest()) << "nothing is offered yet";
    client.SetOffer({80, 120, {3, 1, 9}});
    const auto request = client.MakeRequest();
    ASSERT_TRUE(request);
    EXPECT_EQ(request->types, (std::vector<Byte>{1, 3}));
    EXPECT_EQ(request->lifetimeOrFailure, EncodeRegistrationLifetime(100s));
    client.SetOffer({80, 120, {}});
    EXPECT_FALSE(client.MakeRequest()) << "able, but not now";
}

TEST_F(RegistrationClientTest, KeepsALeaseForItsLifetime)
{
    client.Want({1}, 100s);
    EXPECT_FALSE(client.IsGranted(1, Time{}));
    Grant(112, {1}, Time(10s)); // 64 s
    EXPECT_TRUE(client.IsGranted(1, Time(10s)));
    EXPECT_TRUE(client.IsGranted(1, Time(74s) - 1ns));
    EXPECT_FALSE(client.IsGranted(1, Time(74s)));
    const auto events = TakeEvents();
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(events[0].change, Change::GRANTED);
    EXPECT_EQ(events[0].lifetime, 64s) << "whatever was wished for";
    EXPECT_EQ(events[0].local, LOCAL);
    EXPECT_EQ(events[0].peer, REGISTRAR);
    EXPECT_EQ(events[0].address, ADDRESS);
    EXPECT_FALSE(events[0].isRegistrar);
}

TEST_F(RegistrationClientTest, RenewsAfterThreeQuartersAndEndsAfterAll)
{
    client.Want({1}, 64s);
    Grant(112, {1});
    TakeEvents();
    EXPECT_EQ(client.GetDeadline(), Time(48s));
    EXPECT_FALSE(HandleTimeout(Time(47s)));
    EXPECT_TRUE(HandleTimeout(Time(48s)));
    EXPECT_FALSE(HandleTimeout(Time(48s))) << "once";
    EXPECT_TRUE(TakeEvents().empty());
    EXPECT_EQ(client.GetDeadline(), Time(64s));
    EXPECT_TRUE(HandleTimeout(Time(64s))) << "and again when it has ended";
    ASSERT_EQ(TakeEvents().size(), 1u);
    EXPECT_EQ(client.GetDeadline(), NEVER);
}

TEST_F(RegistrationClientTest, StartsAnewWithEachGrant)
{
    client.Want({1}, 64s);
    Grant(112, {1});
    HandleTimeout(Time(48s));
    Grant(112, {1}, Time(49s));
    EXPECT_EQ(client.GetDeadline(), Time(49s + 48s));
}

TEST_F(RegistrationClientTest, TakesSeveralAnswersOfOnePacket)
{
    client.Want({1, 2, 3, 4}, 64s);
    Answer([](PacketWriter& writer) {
        writer.Add(RegResponseParameter{112, {1}})
            .Add(RegResponseParameter{64, {2}})
            .Add(RegFailedParameter{1, {3}})
            .Add(RegFailedParameter{2, {4}});
    });
    EXPECT_TRUE(client.IsGranted(1, Time(2s)));
    EXPECT_FALSE(client.IsGranted(2, Time(2s))) << "1 s";
    EXPECT_FALSE(client.IsGranted(3, Time(0s)));
    const auto events = TakeEvents();
    ASSERT_EQ(events.size(), 4u);
    EXPECT_EQ(events[2].change, Change::REFUSED);
    EXPECT_EQ(events[2].lifetime, 0s);
    EXPECT_EQ(events[3].service, 4);
}

TEST_F(RegistrationClientTest, LosesALeaseThatIsRefusedOrCancelled)
{
    client.Want({1}, 64s);
    Grant(112, {1});
    Answer([](PacketWriter& writer) { writer.Add(RegFailedParameter{2, {1}}); });
    EXPECT_FALSE(client.IsGranted(1, Time{}));
    Grant(112, {1});
    Grant(0, {1});
    EXPECT_FALSE(client.IsGranted(1, Time{}));
    EXPECT_EQ(client.GetDeadline(), NEVER);
    EXPECT_EQ(TakeEvents().back().change, Change::CANCELLED);
}

TEST_F(RegistrationClientTest, IgnoresAnswersToWhatItHasNotAsked)
{
    client.Want({1}, 64s);
    Grant(112, {1, 9});
    EXPECT_FALSE(client.IsGranted(9, Time{}));
    EXPECT_EQ(TakeEvents().size(), 1u);
}

TEST_F(RegistrationClientTest, IgnoresBrokenAnswers)
{
    client.Want({1}, 64s);
    Grant(112, {1});
    TakeEvents();
    Answer([](PacketWriter& writer) {
        writer.AddRaw(ParameterType::REG_RESPONSE, Bytes())
            .AddRaw(ParameterType::REG_FAILED, Bytes());
    });
    EXPECT_TRUE(client.IsGranted(1, Time{}));
    EXPECT_TRUE(TakeEvents().empty());
}

TEST_F(RegistrationClientTest, WantsNothingAfterCancellingOrForgetting)
{
    client.Want({1}, 64s);
    client.SetOffer({80, 120, {1}});
    client.Want({1}, 0s);
    EXPECT_FALSE(client.IsWanted());
    ASSERT_TRUE(client.MakeRequest());
    EXPECT_EQ(client.MakeRequest()->lifetimeOrFailure, 0);
    client.Forget();
    EXPECT_FALSE(client.MakeRequest());
}

} // namespace
} // namespace hip
