// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/error-reporter.h"
#include "test/core/proxy/proxy-world.h"

#include <gtest/gtest.h>

namespace hip::test
{

namespace
{

const Path UNMAPPED = Between("3ffe:400::50", "3ffe:401::77");
const Path UNMAPPED_V4 = Between("192.0.2.50", "198.51.100.77");

} // namespace

TEST(ErrorReporter, SpeaksFromTheProxysOwnAddressOfTheFamily)
{
    ProxyWorld world;
    world.Send(BuildUdp(UNMAPPED, 1, 2, Bytes(4)));
    EXPECT_EQ(Parts(world.toLegacy.back()).info.path.source, Ip("3ffe:400::1"));
    world.Send(BuildUdp(UNMAPPED_V4, 1, 2, Bytes(4)));
    EXPECT_EQ(Parts(world.toLegacy.back()).info.path.source, Ip("192.0.2.1"));
    EXPECT_TRUE(Parts(world.toLegacy.back()).isGood);
}

TEST(ErrorReporter, SaysNothingWithoutAnAddress)
{
    WorldOptions options;
    options.proxy.lanAddress4 = IpAddress();
    ProxyWorld world(options);
    EXPECT_EQ(world.Send(BuildUdp(UNMAPPED_V4, 1, 2, Bytes(4))).reason, DropReason::NO_MAPPING);
    EXPECT_TRUE(world.toLegacy.empty());
}

TEST(ErrorReporter, KeepsToItsRate)
{
    WorldOptions options;
    options.proxy.icmpErrorsPerSecond = 10;
    options.proxy.icmpErrorBurst = 5;
    ProxyWorld world(options);
    for (int i = 0; i < 100; ++i)
    {
        world.Send(BuildUdp(UNMAPPED, 1, 2, Bytes(4)));
    }
    EXPECT_EQ(world.toLegacy.size(), 5U);
    world.Run(1s);
    for (int i = 0; i < 100; ++i)
    {
        world.Send(BuildUdp(UNMAPPED, 1, 2, Bytes(4)));
    }
    EXPECT_EQ(world.toLegacy.size(), 10U);
    EXPECT_EQ(world.proxy->GetDrops().Get(DropReason::NO_MAPPING), 200U) << "all are counted";
}

TEST(ErrorReporter, AnswersNoErrorWithAnError)
{
    ProxyWorld world;
    const Bytes error =
        MakeIcmpError(UNMAPPED.source, BuildUdp(Back(UNMAPPED), 1, 2, {}), IcmpProblem::NO_ROUTE)
            .value();
    EXPECT_EQ(world.Send(error).reason, DropReason::NO_MAPPING);
    EXPECT_TRUE(world.toLegacy.empty());
}

TEST(ErrorReporter, TellsNobodyWhoIsNoSingleHost)
{
    WorldOptions options;
    options.proxy.legacyPrefixes.clear();
    ProxyWorld world(options);
    world.Send(BuildUdp(Between("ff02::1", "3ffe:401::77"), 1, 2, Bytes(4)));
    world.Send(BuildUdp(Between("::", "3ffe:401::77"), 1, 2, Bytes(4)));
    EXPECT_TRUE(world.toLegacy.empty());
    EXPECT_TRUE(world.toOutside.empty());
}

} // namespace hip::test
