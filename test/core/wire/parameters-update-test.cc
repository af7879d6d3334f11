// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "test/core/support/parameter-checks.h"

namespace hip
{
namespace
{

using test::ExpectOnlyThisLength;
using test::ExpectRefused;
using test::ParseAndWriteBack;

const std::string ADDRESS = "20010db8000000000000000000000001";

TEST(EspInfoParameter, HasIndexOldAndNewSpi)
{
    const auto value = ParseAndWriteBack<EspInfoParameter>("0000 0060 00000000 3d8002d2");
    EXPECT_EQ(value.keymatIndex, 96);
    EXPECT_EQ(value.oldSpi, 0U);
    EXPECT_EQ(value.newSpi, 0x3d8002d2U);
    ExpectOnlyThisLength<EspInfoParameter>("0000 0060 01020304 05060708");
}

TEST(LocatorSetParameter, ReadsAddressesWithAndWithoutSpi)
{
    const auto value = ParseAndWriteBack<LocatorSetParameter>(
        "00 01 05 01 0000003c 3d8002d2" + ADDRESS + "02 00 04 00 ffffffff" + ADDRESS);
    ASSERT_EQ(value.locators.size(), 2U);
    EXPECT_EQ(value.locators[0].locatorType, 1);
    EXPECT_TRUE(value.locators[0].isPreferred);
    EXPECT_EQ(value.locators[0].lifetime, 60U);
    EXPECT_EQ(value.locators[0].spi, 0x3d8002d2U);
    EXPECT_EQ(value.locators[0].address.ToString(), "2001:db8::1");
    EXPECT_EQ(value.locators[1].trafficType, 2);
    EXPECT_FALSE(value.locators[1].isPreferred);
    EXPECT_EQ(value.locators[1].lifetime, 0xffffffffU);
    EXPECT_EQ(value.locators[1].spi, 0U);
}

TEST(LocatorSetParameter, HasTheLengthsOfRfc8046)
{
    // Sub-TLV of type 0: 24 octets, type 1: 28 octets.
    LocatorSetParameter set;
    set.locators.push_back(Locator{0, 0, true, 60, 0, IpAddress()});
    EXPECT_EQ(test::Write(set).size(), 2 * 24U);
    set.locators[0].locatorType = 1;
    EXPECT_EQ(test::Write(set).size(), 2 * 28U);
}

TEST(LocatorSetParameter, MayBeEmptyToDeprecateAll)
{
    EXPECT_TRUE(ParseAndWriteBack<LocatorSetParameter>("").locators.empty());
}

TEST(LocatorSetParameter, SkipsOtherTypesAndIgnoresReservedBits)
{
    // Type 2 of RFC 9028 has seven words; the bits beside P are set in the locator behind it.
    const auto value = LocatorSetParameter::Parse(test::FromHex(
        "00 02 07 00 0000003c" + std::string(56, '9') + "00 00 04 ff 00000001" + ADDRESS));
    ASSERT_TRUE(value);
    ASSERT_EQ(value->locators.size(), 1U);
    EXPECT_EQ(test::Write(*value),
              "000004010000"
              "0001" +
                  ADDRESS);
}

TEST(LocatorSetParameter, IsRefusedIfALengthIsWrong)
{
    ExpectRefused<LocatorSetParameter>("00 00 04 00 00000001" + ADDRESS.substr(2));
    ExpectRefused<LocatorSetParameter>("00 00 04 00 00000001" + ADDRESS + "00");
    ExpectRefused<LocatorSetParameter>("00 00 05 00 00000001 00000000" + ADDRESS);
    ExpectRefused<LocatorSetParameter>("00 01 04 00 00000001" + ADDRESS);
    ExpectRefused<LocatorSetParameter>("00 02 ff 00 00000001");
    ExpectRefused<LocatorSetParameter>("00 00 04 00 000000");
}

TEST(SeqParameter, IsOneNumber)
{
    EXPECT_EQ(ParseAndWriteBack<SeqParameter>("fffffffe").updateId, 0xfffffffeU);
    ExpectOnlyThisLength<SeqParameter>("00000000");
}

TEST(AckParameter, IsOneNumberOrMore)
{
    EXPECT_EQ(ParseAndWriteBack<AckParameter>("00000001 ffffffff").updateIds,
              (std::vector<std::uint32_t>{1, 0xffffffff}));
    ExpectRefused<AckParameter>("");
    ExpectRefused<AckParameter>("00000001 ff");
}

TEST(NotificationParameter, MayHaveNoData)
{
    const auto value = ParseAndWriteBack<NotificationParameter>("0000 0001 0241");
    EXPECT_EQ(value.messageType, notify::UNSUPPORTED_CRITICAL_PARAMETER_TYPE);
    EXPECT_EQ(test::ToHex(value.data), "0241");
    EXPECT_EQ(ParseAndWriteBack<NotificationParameter>("0000 4000").messageType,
              notify::I2_ACKNOWLEDGEMENT);
    ExpectRefused<NotificationParameter>("0000 40");
}

} // namespace
} // namespace hip
