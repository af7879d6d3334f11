// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/address-pool.h"
#include "test/core/proxy/proxy-support.h"

#include <gtest/gtest.h>
#include <set>
#include <stdexcept>

namespace hip::test
{

namespace
{

/// The pool of the patent's figure 5.
AddressPoolConfig
PatentPool()
{
    return {Ip("3ffe:401::"), 64, Ip("3ffe:401::5"), 60s};
}

} // namespace

TEST(AddressPool, BeginsWithTheConfiguredAddressAndCountsUp)
{
    AddressPool pool(PatentPool());
    EXPECT_EQ(pool.Allocate(START), Ip("3ffe:401::5"));
    EXPECT_EQ(pool.Allocate(START), Ip("3ffe:401::6"));
    EXPECT_EQ(pool.Allocate(START), Ip("3ffe:401::7"));
    EXPECT_EQ(pool.GetAllocatedCount(), 3U);
}

TEST(AddressPool, LeavesOutTheSubnetAndBroadcastAddressesOfIpv4)
{
    AddressPool pool({Ip("192.0.2.0"), 30, IpAddress(), 60s});
    EXPECT_EQ(pool.GetCapacity(), 2U);
    EXPECT_EQ(pool.Allocate(START), Ip("192.0.2.1"));
    EXPECT_EQ(pool.Allocate(START), Ip("192.0.2.2"));
    EXPECT_FALSE(pool.Allocate(START));
}

TEST(AddressPool, UsesBothAddressesOfAPointToPointPrefix)
{
    AddressPool pool4({Ip("192.0.2.6"), 31, IpAddress(), 60s});
    EXPECT_EQ(pool4.Allocate(START), Ip("192.0.2.6"));
    EXPECT_EQ(pool4.Allocate(START), Ip("192.0.2.7"));
    EXPECT_FALSE(pool4.Allocate(START));

    AddressPool pool6({Ip("2001:db8::"), 127, IpAddress(), 60s});
    EXPECT_EQ(pool6.GetCapacity(), 2U);
}

TEST(AddressPool, LeavesOutTheSubnetRouterAnycastAddress)
{
    AddressPool pool({Ip("2001:db8::ffff"), 64, IpAddress(), 60s});
    EXPECT_EQ(pool.Allocate(START), Ip("2001:db8::1"));
}

TEST(AddressPool, ServesASingleAddress)
{
    AddressPool pool({Ip("2001:db8::9"), 128, IpAddress(), 60s});
    EXPECT_EQ(pool.Allocate(START), Ip("2001:db8::9"));
    EXPECT_FALSE(pool.Allocate(START));
}

TEST(AddressPool, ReusesAnAddressOnlyAfterItsQuarantine)
{
    AddressPool pool({Ip("192.0.2.0"), 30, IpAddress(), 60s});
    pool.Allocate(START);
    pool.Allocate(START);
    pool.Release(Ip("192.0.2.1"), START + 10s);
    EXPECT_EQ(pool.GetAllocatedCount(), 1U);
    EXPECT_FALSE(pool.Allocate(START + 70s - 1ns));
    EXPECT_EQ(pool.Allocate(START + 70s), Ip("192.0.2.1"));
    EXPECT_FALSE(pool.Allocate(START + 70s));
}

TEST(AddressPool, PrefersFreshAddressesWhileOthersRest)
{
    AddressPool pool(PatentPool());
    pool.Allocate(START);
    pool.Release(Ip("3ffe:401::5"), START);
    EXPECT_EQ(pool.Allocate(START + 59s), Ip("3ffe:401::6"));
    EXPECT_EQ(pool.Allocate(START + 60s), Ip("3ffe:401::5"));
}

TEST(AddressPool, ReusesInTheOrderOfRelease)
{
    AddressPool pool(PatentPool());
    for (int i = 0; i < 3; ++i)
    {
        pool.Allocate(START);
    }
    pool.Release(Ip("3ffe:401::7"), START);
    pool.Release(Ip("3ffe:401::5"), START + 1s);
    EXPECT_EQ(pool.Allocate(START + 100s), Ip("3ffe:401::7"));
    EXPECT_EQ(pool.Allocate(START + 100s), Ip("3ffe:401::5"));
    EXPECT_EQ(pool.Allocate(START + 100s), Ip("3ffe:401::8"));
}

TEST(AddressPool, NeverGivesOneAddressToTwo)
{
    AddressPool pool({Ip("10.0.0.0"), 22, IpAddress(), 1s});
    std::set<IpAddress> inUse;
    Time now = START;
    for (int i = 0; i < 20000; ++i)
    {
        now += 1ms;
        if (const auto address = pool.Allocate(now))
        {
            ASSERT_TRUE(inUse.insert(*address).second) << address->ToString();
        }
        if (i % 3 == 0 && !inUse.empty())
        {
            pool.Release(*inUse.begin(), now);
            inUse.erase(inUse.begin());
        }
        ASSERT_EQ(pool.GetAllocatedCount(), inUse.size());
    }
}

TEST(AddressPool, KnowsItsAddresses)
{
    AddressPool pool(PatentPool());
    pool.Allocate(START);
    EXPECT_TRUE(pool.Contains(Ip("3ffe:401::1")));
    EXPECT_TRUE(pool.Contains(Ip("3ffe:401:0:0:ffff::1")));
    EXPECT_FALSE(pool.Contains(Ip("3ffe:402::5")));
    EXPECT_FALSE(pool.Contains(Ip("192.0.2.1")));
    EXPECT_TRUE(pool.WasAllocated(Ip("3ffe:401::5")));
    EXPECT_FALSE(pool.WasAllocated(Ip("3ffe:401::6")));
    EXPECT_FALSE(pool.WasAllocated(Ip("3ffe:401::4")));
    EXPECT_FALSE(pool.WasAllocated(Ip("3ffe:402::5")));
}

TEST(AddressPool, TellsAddressesOfAShortPrefixApartBeyondItsLowHalf)
{
    AddressPool pool({Ip("2001:db8::"), 32, IpAddress(), 60s});
    pool.Allocate(START);
    EXPECT_TRUE(pool.Contains(Ip("2001:db8:1::1")));
    EXPECT_TRUE(pool.WasAllocated(Ip("2001:db8::1")));
    EXPECT_FALSE(pool.WasAllocated(Ip("2001:db8:1::1")));
}

TEST(AddressPool, RefusesImpossibleConfigurations)
{
    const auto make = [](const char* prefix, unsigned length, const char* first) {
        AddressPool({Ip(prefix), length, Ip(first), 60s});
    };
    EXPECT_THROW(make("2001:db8::", 129, "2001:db8::1"), std::invalid_argument);
    EXPECT_THROW(make("192.0.2.0", 33, "192.0.2.1"), std::invalid_argument);
    EXPECT_THROW(make("2001:db8::", 64, "2001:db9::1"), std::invalid_argument);
    EXPECT_THROW(make("2001:db8::", 64, "192.0.2.1"), std::invalid_argument);
    EXPECT_THROW(make("192.0.2.0", 24, "192.0.2.255"), std::invalid_argument);
    EXPECT_NO_THROW(make("192.0.2.0", 24, "192.0.2.254"));
}

} // namespace hip::test
