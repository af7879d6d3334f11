// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/draft2003/parameters.h"
#include "test/core/support/parameter-checks.h"

#include <gtest/gtest.h>

namespace hip::draft2003
{
namespace
{

using test::ExpectOnlyThisLength;
using test::ExpectRefused;
using test::FromHex;
using test::ParseAndWriteBack;
using test::ToHex;
using test::Write;

TEST(Draft2003NesInfoParameter, HasTheReplyBitAboveTheIndex)
{
    const auto request = ParseAndWriteBack<NesInfoParameter>("00b0 0001 00001000 00002000");
    EXPECT_FALSE(request.isReply);
    EXPECT_EQ(request.keymatIndex, 176);
    EXPECT_EQ(request.nesId, 1);
    EXPECT_EQ(request.oldSpi, 0x1000u);
    EXPECT_EQ(request.newSpi, 0x2000u);
    const auto reply = ParseAndWriteBack<NesInfoParameter>("ffff 0001 00001000 00002000");
    EXPECT_TRUE(reply.isReply);
    EXPECT_EQ(reply.keymatIndex, NesInfoParameter::MAX_KEYMAT_INDEX);
    ExpectOnlyThisLength<NesInfoParameter>("00b0 0001 00001000 00002000");
    ExpectRefused<NesInfoParameter>("00b0 0001 00001000 000000ff");
}

TEST(Draft2003ReaInfoParameter, ListsTheAddressesOfAnInterface)
{
    const std::string head = "00000001 00000102 00000103 00000104 0580 0007";
    const std::string first = "0000003c 00000000 20010db8000000000000000000000001";
    const std::string second = "00000e10 00000000 00000000000000000000ffffc0000201";
    const auto value = ParseAndWriteBack<ReaInfoParameter>(head + first + second);
    EXPECT_EQ(value.interfaceId, 1u);
    EXPECT_EQ(value.currentSpiReverse, 0x102u);
    EXPECT_EQ(value.currentSpi, 0x103u);
    EXPECT_EQ(value.newSpi, 0x104u);
    EXPECT_EQ(value.keymatIndexBits, 176 * 8); // where the first key behind the exchange begins
    EXPECT_EQ(value.reaId, 7);
    ASSERT_EQ(value.addresses.size(), 2u);
    EXPECT_EQ(value.addresses[0].lifetime, 60u);
    EXPECT_EQ(value.addresses[0].address.ToString(), "2001:db8::1");
    EXPECT_EQ(value.addresses[1].lifetime, 3600u);
    EXPECT_EQ(value.addresses[1].address.ToString(), "192.0.2.1");
    EXPECT_EQ(Write(value).size() / 2, 20u + 2 * 24);
}

TEST(Draft2003ReaInfoParameter, MayHaveNoAddress)
{
    const std::string hex = "00000001 00000102 00000103 00000103 0000 0007";
    EXPECT_TRUE(ParseAndWriteBack<ReaInfoParameter>(hex).addresses.empty());
    const Bytes contents = FromHex(hex + std::string(2 * 25, '0'));
    for (std::size_t length = 0; length < contents.size(); ++length)
    {
        const bool isWhole = length == 20 || length == 44;
        EXPECT_EQ(ReaInfoParameter::Parse(ByteSpan(contents).first(length)).has_value(), isWhole)
            << length;
    }
}

TEST(Draft2003ReaInfoParameter, RefusesAnIndexInsideAnOctet)
{
    ExpectRefused<ReaInfoParameter>("00000001 00000102 00000103 00000104 0581 0007");
}

TEST(Draft2003ReaInfoParameter, UnderstandsBothWaysToWriteIpv4)
{
    const auto parse = [](const std::string& address) {
        return ReaInfoParameter::Parse(FromHex(std::string(40, '0') + "0000000000000000" + address))
            .value()
            .addresses.at(0)
            .address.ToString();
    };
    EXPECT_EQ(parse("000000000000000000000000c0000201"), "192.0.2.1");
    EXPECT_EQ(parse("00000000000000000000ffffc0000201"), "192.0.2.1");
    EXPECT_EQ(parse("00000000000000000000000000000001"), "::1");
    EXPECT_EQ(parse("00000000000000000000000000000000"), "::");
}

TEST(Draft2003AcInfoParameter, EndsInReservedOctets)
{
    const auto value = ParseAndWriteBack<AcInfoParameter>("0001 0002 deadbeef 00000000");
    EXPECT_EQ(value.acId, 1);
    EXPECT_EQ(value.reaId, 2);
    EXPECT_EQ(value.timestamp, 0xdeadbeefu);
    ExpectOnlyThisLength<AcInfoParameter>("0001 0002 deadbeef 00000000");
}

TEST(Draft2003FaInfoParameter, LeasesAnIpv6Address)
{
    const std::string hex = "0001 0002 00000e10 000000 06 20010db8000000000000000000000001";
    const auto value = ParseAndWriteBack<FaInfoParameter>(hex);
    EXPECT_EQ(value.requestId, 1);
    EXPECT_EQ(value.leaseId, 2);
    EXPECT_EQ(value.lifetime, 3600u);
    EXPECT_EQ(value.addressType, LeaseAddressType::IPV6);
    EXPECT_EQ(value.address.ToString(), "2001:db8::1");
    ExpectOnlyThisLength<FaInfoParameter>(hex);
}

TEST(Draft2003FaInfoParameter, LeasesARangeOfSpisOnAnIpv4Address)
{
    const auto value = ParseAndWriteBack<FaInfoParameter>(
        "0001 0002 00000e10 000000 04 00001000 00001fff c0000201 00000000");
    EXPECT_EQ(value.addressType, LeaseAddressType::IPV4);
    EXPECT_EQ(value.minSpi, 0x1000u);
    EXPECT_EQ(value.maxSpi, 0x1fffu);
    EXPECT_EQ(value.address.ToString(), "192.0.2.1");
}

TEST(Draft2003FaInfoParameter, MayAskForAnything)
{
    const auto value = ParseAndWriteBack<FaInfoParameter>(
        "0001 0000 00000000 000000 00 00000000 00000000 00000000 00000000");
    EXPECT_EQ(value.addressType, LeaseAddressType::ANY);
    EXPECT_TRUE(value.address.IsUnspecified());
}

TEST(Draft2003FaInfoParameter, RefusesOtherAddressesAndEmptyRanges)
{
    const std::string head = "0001 0000 00000000 000000";
    ExpectRefused<FaInfoParameter>(head + "05 00000000 00000000 00000000 00000000");
    ExpectRefused<FaInfoParameter>(head + "04 00000002 00000001 00000000 00000000");
}

} // namespace
} // namespace hip::draft2003
