// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/identity/lsi.h"

#include <gtest/gtest.h>
#include <set>

namespace hip
{
namespace
{

IpAddress
At(const std::string& text)
{
    return IpAddress::Parse(text).value();
}

TEST(Lsi, IsAnAddressOfOneNetwork)
{
    EXPECT_TRUE(IsLsi(At("1.0.0.1")));
    EXPECT_TRUE(IsLsi(At("1.255.255.255")));
    EXPECT_FALSE(IsLsi(At("2.0.0.1")));
    EXPECT_FALSE(IsLsi(At("2001:21::1")));
    EXPECT_FALSE(IsLsi(At("100::1")));
}

TEST(LsiTable, TakesTheLowBitsOfTheHit)
{
    LsiTable table(10);
    EXPECT_EQ(table.Assign(At("2001:21::9c94:1203:4056")), At("1.3.64.86"));
    EXPECT_EQ(table.FindHit(At("1.3.64.86")), At("2001:21::9c94:1203:4056"));
    EXPECT_EQ(table.FindLsi(At("2001:21::9c94:1203:4056")), At("1.3.64.86"));
}

TEST(LsiTable, GivesAHitTheSameLsiAgain)
{
    LsiTable table(1);
    const auto lsi = table.Assign(At("2001:21::7"));
    EXPECT_TRUE(lsi);
    EXPECT_EQ(table.Assign(At("2001:21::7")), lsi);
    EXPECT_EQ(table.GetSize(), 1U);
}

TEST(LsiTable, FindsTheNextFreeOneWhenHitsCollide)
{
    LsiTable table(10);
    EXPECT_EQ(table.Assign(At("2001:21::a:0:5")), At("1.0.0.5"));
    EXPECT_EQ(table.Assign(At("2001:21::b:0:5")), At("1.0.0.6"));
    EXPECT_EQ(table.Assign(At("2001:21::c:0:6")), At("1.0.0.7"));
    EXPECT_EQ(table.FindHit(At("1.0.0.6")), At("2001:21::b:0:5"));
}

TEST(LsiTable, NeverGivesTheFirstOrLastAddress)
{
    LsiTable table(10);
    EXPECT_EQ(table.Assign(At("2001:21::a:0:0")), At("1.0.0.1"));
    EXPECT_EQ(table.Assign(At("2001:21::a:ff:ffff")), At("1.255.255.254"));
    EXPECT_EQ(table.Assign(At("2001:21::b:ff:ffff")), At("1.0.0.2")) << "behind the end";
}

TEST(LsiTable, RefusesMoreThanItsCapacity)
{
    LsiTable table(2);
    EXPECT_TRUE(table.Assign(At("2001:21::1")));
    EXPECT_TRUE(table.Assign(At("2001:21::2")));
    EXPECT_FALSE(table.Assign(At("2001:21::3")));
    EXPECT_TRUE(table.Assign(At("2001:21::1"))) << "an old one needs no room";
    table.Release(At("2001:21::2"));
    EXPECT_TRUE(table.Assign(At("2001:21::3")));
    EXPECT_EQ(table.GetSize(), 2U);
}

TEST(LsiTable, ForgetsWhatIsReleased)
{
    LsiTable table(10);
    table.Assign(At("2001:21::5"));
    table.Release(At("2001:21::5"));
    table.Release(At("2001:21::5"));
    EXPECT_FALSE(table.FindLsi(At("2001:21::5")));
    EXPECT_FALSE(table.FindHit(At("1.0.0.5")));
    EXPECT_EQ(table.GetSize(), 0U);
}

TEST(LsiTable, KeepsBothDirectionsInStepForManyHits)
{
    LsiTable table(1000);
    std::set<IpAddress> seen;
    for (unsigned n = 0; n < 1000; ++n)
    {
        std::array<Byte, 16> octets = At("2001:21::").GetBytes();
        octets[8] = static_cast<Byte>(n >> 8);
        octets[9] = static_cast<Byte>(n);
        octets[15] = static_cast<Byte>(n * 7); // many collide
        const auto lsi = table.Assign(Hit(octets));
        ASSERT_TRUE(lsi);
        EXPECT_TRUE(IsLsi(*lsi));
        EXPECT_TRUE(seen.insert(*lsi).second);
        EXPECT_EQ(table.FindHit(*lsi), Hit(octets));
    }
}

} // namespace
} // namespace hip
