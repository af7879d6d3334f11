// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "test/core/support/parameter-checks.h"

namespace hip
{
namespace
{

using test::ExpectOnlyThisLength;
using test::ExpectRefused;
using test::ParseAndWriteBack;

TEST(RegInfoParameter, MayOfferNothing)
{
    const auto value = ParseAndWriteBack<RegInfoParameter>("5b 78 01 02");
    EXPECT_EQ(value.minLifetime, 91);
    EXPECT_EQ(value.maxLifetime, 120);
    EXPECT_EQ(value.types, (std::vector<Byte>{1, 2}));
    EXPECT_TRUE(ParseAndWriteBack<RegInfoParameter>("5b 78").types.empty());
    ExpectRefused<RegInfoParameter>("5b");
    ExpectRefused<RegInfoParameter>("");
}

TEST(RegistrationParameter, BeginsWithLifetimeOrFailure)
{
    const auto request = ParseAndWriteBack<RegRequestParameter>("78 01");
    EXPECT_EQ(request.lifetimeOrFailure, 120);
    EXPECT_EQ(request.types, std::vector<Byte>{1});
    EXPECT_EQ(ParseAndWriteBack<RegResponseParameter>("00 01").lifetimeOrFailure, 0);
    EXPECT_EQ(ParseAndWriteBack<RegFailedParameter>("02 01 03").types, (std::vector<Byte>{1, 3}));
    ExpectRefused<RegRequestParameter>("");
    ExpectRefused<RegResponseParameter>("");
    ExpectRefused<RegFailedParameter>("");
}

TEST(FromParameter, CarriesIpv4AsMappedIpv6)
{
    const auto value = ParseAndWriteBack<FromParameter>("00000000000000000000ffffc0000201");
    EXPECT_EQ(value.address.ToString(), "192.0.2.1");
    ExpectOnlyThisLength<FromParameter>("20010db8000000000000000000000001");
}

TEST(ViaRvsParameter, ListsWholeAddresses)
{
    const std::string first = "20010db8000000000000000000000001";
    const std::string second = "00000000000000000000ffffc6336405";
    const auto value = ParseAndWriteBack<ViaRvsParameter>(first + second);
    ASSERT_EQ(value.addresses.size(), 2U);
    EXPECT_EQ(value.addresses[0].ToString(), "2001:db8::1");
    EXPECT_EQ(value.addresses[1].ToString(), "198.51.100.5");
    ExpectRefused<ViaRvsParameter>("");
    ExpectRefused<ViaRvsParameter>(first + "00");
    ExpectRefused<ViaRvsParameter>(first.substr(2));
}

} // namespace
} // namespace hip
