// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/hipv2-parts.h"
#include "test/core/support/test-host.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

using namespace hip::test;

const Hit HIT = *Hit::Parse("2001:21::1");

Result<std::optional<LocatorSetParameter>>
ReadSet(const std::vector<std::string>& addresses)
{
    LocatorSetParameter set;
    for (const std::string& address : addresses)
    {
        Locator locator;
        locator.address = *IpAddress::Parse(address);
        set.locators.push_back(locator);
    }
    PacketWriter writer(PacketType::UPDATE, 0, HIT, HIT);
    writer.Add(set);
    return ReadLocatorSet(*PacketView::Parse(writer.GetBytes()));
}

TEST(Hipv2Parts, TakeAddressesOfHostsOnly)
{
    EXPECT_EQ((*ReadSet({"2001:db8::1", "192.0.2.1"}))->locators.size(), 2u);
    for (const char* none : {"ff0e::1", "::1", "::"})
    {
        EXPECT_EQ(ReadSet({"2001:db8::1", none}).error(), DropReason::BAD_PARAMETER) << none;
    }
}

TEST(Hipv2Parts, NeedNoLocatorSet)
{
    const PacketWriter writer(PacketType::UPDATE, 0, HIT, HIT);
    const auto set = ReadLocatorSet(*PacketView::Parse(writer.GetBytes()));
    ASSERT_TRUE(set);
    EXPECT_FALSE(*set);
}

TEST(Hipv2Parts, WriteAnswersInTheOrderOfTheirTypes)
{
    PacketWriter writer(PacketType::UPDATE, 0, HIT, HIT);
    AddRegistrationAnswers(writer, {{false, 3, {2}}, {true, 80, {1}}});
    const auto answers = ReadRegistrationAnswers(*PacketView::Parse(writer.GetBytes()));
    ASSERT_EQ(answers.size(), 2u);
    EXPECT_TRUE(answers[0].isGranted);
    EXPECT_EQ(answers[0].lifetimeOrFailure, 80);
    EXPECT_EQ(answers[1].types, std::vector<Byte>{2});
    EXPECT_FALSE(answers[1].isGranted);
}

TEST(Hipv2Parts, SetBitAOfAnonymousIdentitiesOnly)
{
    const TestHost host(1, "2001:db8::1");
    const HostIdentity anonymous(host.GetIdentity().GetKey(), "", true);
    EXPECT_EQ(GetControls(host.GetIdentity()), 0);
    EXPECT_EQ(GetControls(anonymous), CONTROL_ANONYMOUS);
}

} // namespace
} // namespace hip
