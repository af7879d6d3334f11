// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// What HIPv2 takes out of UPDATE, CLOSE and NOTIFY, made with the keys of the peer.

#include "core/association/hipv2.h"
#include "test/core/support/forger.h"
#include "test/core/support/host-pair.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

using namespace hip::test;

EndpointConfig
MakeConfig()
{
    EndpointConfig config;
    config.exportKeys = true;
    return config;
}

class Hipv2Update : public testing::Test
{
  protected:
    HostPair pair{MakeConfig()};

    void SetUp() override
    {
        pair.Establish();
    }

    /// @return why `b` refuses a packet of `a`; nothing if it does not
    std::optional<DropReason> Send(PacketType type, const std::function<void(PacketWriter&)>& fill)
    {
        const std::size_t before = pair.b.Get<DropEvent>().size();
        Forger(pair.world, pair.a, pair.b).Inject(type, fill);
        const auto drops = pair.b.Get<DropEvent>();
        return drops.size() == before ? std::nullopt : std::optional(drops.back().reason);
    }
};

TEST_F(Hipv2Update, MustAskOrAcknowledge)
{
    EXPECT_EQ(Send(PacketType::UPDATE, [](PacketWriter&) {}), DropReason::MISSING_PARAMETER);
    EXPECT_EQ(Send(PacketType::UPDATE, [](PacketWriter& writer) { writer.Add(SeqParameter{0}); }),
              std::nullopt);
}

TEST_F(Hipv2Update, IsRefusedWithMalformedNumbers)
{
    EXPECT_EQ(Send(PacketType::UPDATE,
                   [](PacketWriter& writer) { writer.AddRaw(ParameterType::SEQ, Bytes(3)); }),
              DropReason::BAD_PARAMETER);
    EXPECT_EQ(Send(PacketType::UPDATE,
                   [](PacketWriter& writer) { writer.AddRaw(ParameterType::ACK, Bytes(3)); }),
              DropReason::BAD_PARAMETER);
}

TEST_F(Hipv2Update, NeedsAnEchoToClose)
{
    EXPECT_EQ(Send(PacketType::CLOSE, [](PacketWriter&) {}), DropReason::MISSING_PARAMETER);
    EXPECT_EQ(Send(PacketType::CLOSE,
                   [](PacketWriter& writer) { writer.Add(EchoRequestSignedParameter{Bytes(4)}); }),
              std::nullopt);
    EXPECT_EQ(pair.GetState(pair.b), State::CLOSED);
}

TEST_F(Hipv2Update, NeedsANotificationInNotify)
{
    EXPECT_EQ(Send(PacketType::NOTIFY, [](PacketWriter&) {}), DropReason::MISSING_PARAMETER);
}

TEST(Hipv2UpdateContent, IsRepeatedIfThePeerHasToAnswer)
{
    UpdateContent content;
    content.ack = 1;
    content.echoResponse = Bytes(4);
    EXPECT_FALSE(GetHipv2().IsReliable(content)) << "an answer";
    UpdateContent check;
    check.check = *IpAddress::Parse("2001:db8::1");
    EXPECT_TRUE(GetHipv2().IsReliable(check));
    UpdateContent locators;
    locators.locators = LocatorSetParameter{};
    EXPECT_TRUE(GetHipv2().IsReliable(locators));
    UpdateContent keys;
    keys.keys = KeyChange{};
    keys.ack = 1;
    EXPECT_TRUE(GetHipv2().IsReliable(keys)) << "even those that answer";
    EXPECT_EQ(GetHipv2().GetCounter(keys), 0u) << "one counter for all";
}

} // namespace
} // namespace hip
