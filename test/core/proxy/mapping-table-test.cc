// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/mapping-table.h"
#include "test/core/proxy/proxy-support.h"

#include <gtest/gtest.h>
#include <stdexcept>

namespace hip::test
{

namespace
{

const Hit HIT_A = Ip("2001:21:aaaa::1");
const Hit HIT_B = Ip("2001:21:bbbb::2");

MappingTableConfig
MakeConfig()
{
    MappingTableConfig config;
    config.pool6 = AddressPoolConfig{Ip("3ffe:401::"), 64, Ip("3ffe:401::5"), 60s};
    config.pool4 = AddressPoolConfig{Ip("198.51.100.0"), 30, IpAddress(), 60s};
    config.lifetime = 100s;
    return config;
}

MappingRequest
Ask(const Hit& hit, bool isV4 = false)
{
    MappingRequest request;
    request.hit = hit;
    request.name = "hip.foo.com.";
    request.locators = {Ip("3ffe:200::1")};
    request.isV4 = isV4;
    return request;
}

} // namespace

TEST(MappingTable, KeepsWhatThePatentCallsM)
{
    MappingTable table(MakeConfig());
    const auto acquired = table.Acquire(Ask(HIT_A), START);
    ASSERT_TRUE(acquired);
    EXPECT_TRUE(acquired->isNew);
    EXPECT_EQ(acquired->address, Ip("3ffe:401::5"));
    const Mapping* mapping = table.FindByAddress(Ip("3ffe:401::5"));
    ASSERT_NE(mapping, nullptr);
    EXPECT_EQ(mapping, acquired->mapping);
    EXPECT_EQ(mapping, table.FindByHit(HIT_A));
    EXPECT_EQ(mapping->hit, HIT_A);
    EXPECT_EQ(mapping->locators, std::vector{Ip("3ffe:200::1")});
    EXPECT_EQ(mapping->name, "hip.foo.com.");
    EXPECT_TRUE(mapping->substitute4.IsUnspecified());
}

TEST(MappingTable, HasOneMappingForAHitWhoeverAsks)
{
    MappingTable table(MakeConfig());
    const auto first = table.Acquire(Ask(HIT_A), START);
    auto other = Ask(HIT_A);
    other.name = "alias.foo.com.";
    other.locators = {Ip("3ffe:200::2")};
    const auto second = table.Acquire(other, START + 1s);
    EXPECT_FALSE(second->isNew);
    EXPECT_EQ(second->mapping, first->mapping);
    EXPECT_EQ(second->address, first->address);
    EXPECT_EQ(second->mapping->name, "hip.foo.com.");
    EXPECT_EQ(second->mapping->locators, std::vector{Ip("3ffe:200::2")}) << "the newer answer";
    EXPECT_EQ(table.GetSize(), 1U);
    EXPECT_EQ(table.Acquire(Ask(HIT_B), START)->address, Ip("3ffe:401::6"));
}

TEST(MappingTable, AddsASubstituteOfTheOtherFamilyWhenItIsAskedFor)
{
    MappingTable table(MakeConfig());
    const auto v6 = table.Acquire(Ask(HIT_A), START);
    const auto v4 = table.Acquire(Ask(HIT_A, true), START);
    EXPECT_EQ(v4->mapping, v6->mapping);
    EXPECT_EQ(v4->address, Ip("198.51.100.1"));
    EXPECT_EQ(table.FindByAddress(Ip("198.51.100.1")), v6->mapping);
    EXPECT_EQ(v6->mapping->GetSubstitute(true), Ip("198.51.100.1"));
    EXPECT_EQ(v6->mapping->GetSubstitute(false), Ip("3ffe:401::5"));
}

TEST(MappingTable, ReplacesTheAgentsAddressByTheHosts)
{
    MappingTable table(MakeConfig());
    const auto acquired = table.Acquire(Ask(HIT_A), START);
    table.SetLocators(HIT_A, {Ip("3ffe:500::9")});
    EXPECT_EQ(acquired->mapping->locators, std::vector{Ip("3ffe:500::9")});
    table.SetLocators(HIT_B, {Ip("3ffe:500::9")});
    EXPECT_EQ(table.FindByHit(HIT_B), nullptr);
    auto request = Ask(HIT_A);
    request.locators = {Ip("3ffe:200::2")};
    table.Acquire(request, START + 1s);
    EXPECT_EQ(acquired->mapping->locators, std::vector{Ip("3ffe:500::9")})
        << "DNS still knows the agent only";
    table.RestoreLocators(HIT_A);
    EXPECT_EQ(acquired->mapping->locators, std::vector{Ip("3ffe:200::2")});
}

TEST(MappingTable, SaysWhenThePoolIsExhaustedAndChangesNothing)
{
    MappingTable table(MakeConfig());
    ASSERT_TRUE(table.Acquire(Ask(HIT_A, true), START));
    ASSERT_TRUE(table.Acquire(Ask(HIT_B, true), START));
    const Hit third = Ip("2001:21:cccc::3");
    const auto refused = table.Acquire(Ask(third, true), START);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error(), DropReason::POOL_EXHAUSTED);
    EXPECT_EQ(table.FindByHit(third), nullptr);
    EXPECT_EQ(table.GetSize(), 2U);
    EXPECT_TRUE(table.Acquire(Ask(third), START)) << "the other pool still has addresses";
}

TEST(MappingTable, BoundsTheNumberOfMappings)
{
    auto config = MakeConfig();
    config.maxMappings = 1;
    MappingTable table(config);
    ASSERT_TRUE(table.Acquire(Ask(HIT_A), START));
    EXPECT_EQ(table.Acquire(Ask(HIT_B), START).error(), DropReason::POOL_EXHAUSTED);
    EXPECT_TRUE(table.Acquire(Ask(HIT_A), START));
}

TEST(MappingTable, ForgetsAnUnusedMappingAfterItsLifetime)
{
    MappingTable table(MakeConfig());
    table.Acquire(Ask(HIT_A), START);
    table.Acquire(Ask(HIT_A, true), START);
    table.Acquire(Ask(HIT_B), START + 10s);
    EXPECT_EQ(table.GetDeadline(), START + 100s);
    EXPECT_TRUE(table.Expire(START + 100s - 1ns).empty());
    const auto expired = table.Expire(START + 100s);
    ASSERT_EQ(expired.size(), 1U);
    EXPECT_EQ(expired[0].hit, HIT_A);
    EXPECT_EQ(table.FindByHit(HIT_A), nullptr);
    EXPECT_EQ(table.FindByAddress(Ip("3ffe:401::5")), nullptr);
    EXPECT_EQ(table.FindByAddress(Ip("198.51.100.1")), nullptr);
    EXPECT_EQ(table.GetDeadline(), START + 110s);
}

TEST(MappingTable, PutsTheAddressesOfExpiredMappingsIntoQuarantine)
{
    MappingTable table(MakeConfig());
    table.Acquire(Ask(HIT_A), START);
    table.Expire(START + 100s);
    EXPECT_EQ(table.Acquire(Ask(HIT_B), START + 159s)->address, Ip("3ffe:401::6"));
    EXPECT_EQ(table.Acquire(Ask(HIT_A), START + 160s)->address, Ip("3ffe:401::5"));
}

TEST(MappingTable, LivesAnewWithEachAnswer)
{
    MappingTable table(MakeConfig());
    const auto acquired = table.Acquire(Ask(HIT_A), START);
    table.Acquire(Ask(HIT_A), START + 60s);
    EXPECT_TRUE(table.Expire(START + 100s).empty());
    EXPECT_EQ(table.GetRemainingLife(*acquired->mapping, START + 100s), 60s);
    EXPECT_EQ(table.Expire(START + 160s).size(), 1U);
}

TEST(MappingTable, LivesAsLongAsABindingUsesItAndALifetimeLonger)
{
    MappingTable table(MakeConfig());
    const Mapping* mapping = table.Acquire(Ask(HIT_A), START)->mapping;
    table.AddUse(*mapping);
    table.AddUse(*mapping);
    EXPECT_EQ(table.GetDeadline(), NEVER);
    EXPECT_EQ(mapping->expires, NEVER);
    EXPECT_EQ(table.GetRemainingLife(*mapping, START + 1h), 100s);
    table.ReleaseUse(*mapping, START + 1h);
    EXPECT_TRUE(table.Expire(START + 24h).empty());
    table.Acquire(Ask(HIT_A), START + 24h);
    EXPECT_EQ(mapping->expires, NEVER) << "an answer does not make a used mapping mortal";
    table.ReleaseUse(*mapping, START + 25h);
    EXPECT_EQ(table.GetDeadline(), START + 25h + 100s);
    EXPECT_EQ(table.Expire(START + 25h + 100s).size(), 1U);
}

TEST(MappingTable, TellsAnExpiredSubstituteFromOneThatNeverWas)
{
    MappingTable table(MakeConfig());
    table.Acquire(Ask(HIT_A), START);
    table.Expire(START + 100s);
    EXPECT_EQ(table.ExplainMiss(Ip("3ffe:401::5")), DropReason::MAPPING_EXPIRED);
    EXPECT_EQ(table.ExplainMiss(Ip("3ffe:401::6")), DropReason::NO_MAPPING);
    EXPECT_EQ(table.ExplainMiss(Ip("198.51.100.1")), DropReason::NO_MAPPING);
    EXPECT_TRUE(table.IsPoolAddress(Ip("3ffe:401::1234")));
    EXPECT_TRUE(table.IsPoolAddress(Ip("198.51.100.2")));
    EXPECT_FALSE(table.IsPoolAddress(Ip("198.51.100.4")));
}

TEST(MappingTable, HandsOutTheRealAddressWithoutAPool)
{
    MappingTableConfig config;
    config.lifetime = 100s;
    MappingTable table(config);
    EXPECT_FALSE(table.HasPool(false));
    EXPECT_EQ(table.Acquire(Ask(HIT_A), START).error(), DropReason::POOL_EXHAUSTED);
    auto request = Ask(HIT_A);
    request.realAddress = Ip("3ffe:500::9");
    const auto acquired = table.Acquire(request, START);
    ASSERT_TRUE(acquired);
    EXPECT_EQ(acquired->address, Ip("3ffe:500::9"));
    EXPECT_EQ(table.FindByAddress(Ip("3ffe:500::9")), acquired->mapping);
    EXPECT_FALSE(table.IsPoolAddress(Ip("3ffe:500::9")));
    EXPECT_EQ(table.Expire(START + 100s).size(), 1U);
    EXPECT_EQ(table.FindByAddress(Ip("3ffe:500::9")), nullptr);
}

TEST(MappingTable, SubstitutesARealAddressThatAnotherHitHolds)
{
    MappingTable table(MakeConfig());
    auto request = Ask(HIT_A);
    request.realAddress = Ip("3ffe:500::9");
    table.Acquire(request, START);
    request.hit = HIT_B;
    const auto second = table.Acquire(request, START);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->address, Ip("3ffe:401::5"));
    EXPECT_EQ(table.FindByAddress(Ip("3ffe:500::9"))->hit, HIT_A);
}

TEST(MappingTable, RefusesPoolsOfTheWrongFamilyAndNoLifetime)
{
    MappingTableConfig swapped;
    swapped.pool6 = AddressPoolConfig{Ip("192.0.2.0"), 24, IpAddress(), 60s};
    EXPECT_THROW(MappingTable{swapped}, std::invalid_argument);
    MappingTableConfig mortal;
    mortal.lifetime = 0s;
    EXPECT_THROW(MappingTable{mortal}, std::invalid_argument);
}

} // namespace hip::test
