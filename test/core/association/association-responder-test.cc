// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// The Responder's side of the base exchange, from a verified I2 on (RFC 7401 §6.9).

#include "core/association/endpoint.h"
#include "test/core/support/host-pair.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

using namespace hip::test;
using namespace std::chrono_literals;

TEST(AssociationResponder, StaysInR2SentUntilDataArrives)
{
    HostPair pair;
    pair.a.endpoint->Connect(pair.b.GetHit(), pair.world.GetNow());
    pair.world.Drain(pair.a);
    pair.world.Run(1s);
    EXPECT_EQ(pair.GetState(pair.b), State::R2_SENT);
    pair.world.SendData(pair.a, pair.b.GetHit(), Bytes(10));
    pair.world.Run(1s);
    EXPECT_EQ(pair.GetState(pair.b), State::ESTABLISHED);
}

TEST(AssociationResponder, IsEstablishedOnceTheExchangeIsLongOver)
{
    const EndpointConfig config;
    HostPair pair(config);
    pair.a.endpoint->Connect(pair.b.GetHit(), pair.world.GetNow());
    pair.world.Drain(pair.a);
    pair.world.Run(config.exchangeComplete);
    EXPECT_EQ(pair.GetState(pair.b), State::R2_SENT);
    pair.world.Run(1s);
    EXPECT_EQ(pair.GetState(pair.b), State::ESTABLISHED);
}

TEST(AssociationResponder, StaysEstablishedWhenTheTimeOfR2SentIsOver)
{
    const EndpointConfig config;
    HostPair pair(config);
    pair.Establish();
    ASSERT_EQ(pair.GetState(pair.b), State::ESTABLISHED);
    pair.world.Run(2 * config.exchangeComplete);
    EXPECT_EQ(pair.GetState(pair.b), State::ESTABLISHED);
    EXPECT_TRUE(pair.Exchange());
}

} // namespace
} // namespace hip
