// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_TEST_CORE_ASSOCIATION_UPDATE_PAIR_H
#define HIP_TEST_CORE_ASSOCIATION_UPDATE_PAIR_H

#include "test/core/support/host-pair.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace hip::test
{

inline EndpointConfig
MakeConfig()
{
    EndpointConfig config;
    config.exportKeys = true;
    return config;
}

/// The SPI of the newest SA of this direction.
inline std::uint32_t
GetSpi(const Host& host, bool isInbound)
{
    std::uint32_t spi = 0;
    for (const SaEvent& event : host.Get<SaEvent>())
    {
        spi = event.isInbound == isInbound ? event.spi : spi;
    }
    return spi;
}

/// Two hosts of HIPv2 with an association.
class Update : public testing::Test
{
  protected:
    HostPair pair{MakeConfig()};
    std::uint32_t firstSpi = 0;

    void SetUp() override
    {
        pair.Establish();
        ASSERT_EQ(pair.GetState(pair.b), State::ESTABLISHED);
        firstSpi = GetSpi(pair.a, true);
        pair.world.wire.clear();
    }

    bool Rekey(Host& host, bool withDh = false)
    {
        const bool isStarted =
            host.endpoint->Rekey(pair.GetOther(host).GetHit(), withDh, pair.world.GetNow());
        pair.world.Drain(host);
        return isStarted;
    }

    /// Both ends use the same new SAs.
    void ExpectRekeyed(std::size_t times = 1)
    {
        EXPECT_EQ(pair.a.Get<SaEvent>().size(), 2 * (1 + times));
        EXPECT_EQ(pair.b.Get<SaEvent>().size(), 2 * (1 + times));
        EXPECT_NE(GetSpi(pair.a, true), firstSpi);
        EXPECT_EQ(GetSpi(pair.a, true), GetSpi(pair.b, false));
        EXPECT_EQ(GetSpi(pair.a, false), GetSpi(pair.b, true));
        EXPECT_TRUE(pair.Exchange());
        EXPECT_EQ(pair.GetState(pair.a), State::ESTABLISHED);
        EXPECT_EQ(pair.GetState(pair.b), State::ESTABLISHED);
    }

    std::size_t CountOnWire(PacketKind type) const
    {
        return static_cast<std::size_t>(
            std::count_if(pair.world.wire.begin(), pair.world.wire.end(), [&](const Bytes& it) {
                return GetHipType(it) == type;
            }));
    }
};

} // namespace hip::test

#endif // HIP_TEST_CORE_ASSOCIATION_UPDATE_PAIR_H
