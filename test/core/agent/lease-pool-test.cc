// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/agent/lease-pool.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

LeasePoolConfig
MakePoolConfig()
{
    LeasePoolConfig config;
    config.firstV6 = *IpAddress::Parse("2001:db8::ff:ffff:fff0");
    config.sharedV4 = *IpAddress::Parse("192.0.2.1");
    config.spis = 16;
    config.slots = 4;
    return config;
}

TEST(LeasePool, LendsEachSlotOnce)
{
    LeasePool pool(MakePoolConfig());
    for (std::uint32_t slot = 0; slot < 4; ++slot)
    {
        EXPECT_EQ(pool.Take(std::nullopt), slot);
    }
    EXPECT_EQ(pool.Take(std::nullopt), std::nullopt);
    pool.Return(2);
    EXPECT_EQ(pool.Take(std::nullopt), 2u);
}

TEST(LeasePool, LendsTheSlotThatIsWishedForIfItIsFree)
{
    LeasePool pool(MakePoolConfig());
    EXPECT_EQ(pool.Take(2), 2u);
    EXPECT_EQ(pool.Take(2), 0u);
    EXPECT_EQ(pool.Take(1), 1u);
    EXPECT_EQ(pool.Take(9), 3u) << "there is none";
    EXPECT_EQ(pool.Take(0), std::nullopt);
}

TEST(LeasePool, FindsTheSlotOfEachAddressAndSpi)
{
    const LeasePool pool(MakePoolConfig());
    for (std::uint32_t slot = 0; slot < 4; ++slot)
    {
        const LeasedAddress v6 = *pool.GetV6(slot);
        EXPECT_EQ(pool.Find(v6.address, 1), slot);
        const LeasedAddress v4 = *pool.GetV4(slot);
        EXPECT_EQ(v4.maxSpi - v4.minSpi, 15u);
        EXPECT_EQ(pool.Find(v4.address, v4.minSpi), slot);
        EXPECT_EQ(pool.Find(v4.address, v4.maxSpi), slot);
    }
    EXPECT_EQ(pool.GetV6(3)->address, *IpAddress::Parse("2001:db8::ff:ffff:fff3"));
    EXPECT_EQ(pool.GetV4(0)->minSpi, LeasePool::FIRST_SPI);
}

TEST(LeasePool, FindsNoSlotForOtherAddresses)
{
    const LeasePool pool(MakePoolConfig());
    EXPECT_EQ(pool.Find(*IpAddress::Parse("2001:db8::ff:ffff:fff4"), 0), std::nullopt);
    EXPECT_EQ(pool.Find(*IpAddress::Parse("2001:db8::ff:ffff:ffef"), 0), std::nullopt);
    EXPECT_EQ(pool.Find(*IpAddress::Parse("2001:db8::fff0"), 0), std::nullopt);
    EXPECT_EQ(pool.Find(*IpAddress::Parse("192.0.2.2"), 256), std::nullopt);
    EXPECT_EQ(pool.Find(*IpAddress::Parse("192.0.2.1"), 255), std::nullopt);
    EXPECT_EQ(pool.Find(*IpAddress::Parse("192.0.2.1"), 256 + 64), std::nullopt);
    EXPECT_EQ(pool.Find({}, 0), std::nullopt);
}

TEST(LeasePool, HasNothingUnlessItIsGivenSomething)
{
    const LeasePool pool(LeasePoolConfig{});
    EXPECT_EQ(pool.GetV6(0), std::nullopt);
    EXPECT_EQ(pool.GetV4(0), std::nullopt);
    EXPECT_EQ(pool.Find({}, 256), std::nullopt);
}

TEST(LeasePool, RejectsWhatItCannotCount)
{
    const auto rejects = [](auto change) {
        LeasePoolConfig config = MakePoolConfig();
        change(config);
        EXPECT_THROW(LeasePool{config}, std::invalid_argument);
    };
    rejects([](auto& it) { it.firstV6 = it.sharedV4; });
    rejects([](auto& it) { it.sharedV4 = it.firstV6; });
    rejects([](auto& it) { it.slots = 0; });
    rejects([](auto& it) { it.spis = 0; });
    rejects([](auto& it) { it.spis = 0x40000000; });
    rejects([](auto& it) { it.firstV6 = *IpAddress::Parse("2001:db8::ffff:fffe"); });
}

} // namespace
} // namespace hip
