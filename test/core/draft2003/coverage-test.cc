// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/draft2003/coverage.h"
#include "test/core/support/hex.h"

#include <gtest/gtest.h>

namespace hip::draft2003
{
namespace
{

using test::FromHex;
using test::ToHex;

const char* const SENDER = "40000000000000000000000000000001";
const char* const RECEIVER = "40000000000000000000000000000002";
const char* const NOBODY = "00000000000000000000000000000000";
/// SPI_LSI, so that a header length beyond the smallest one must come out.
const char* const TLV = "0000000c000000001234567801abcdef";

std::string
MakeCovered(Coverage coverage)
{
    // Header length, controls and checksum as they stand in a finished packet.
    const Bytes before = FromHex(std::string("3b0c0210 0006 abcd") + SENDER + RECEIVER + TLV);
    return ToHex(CopyCovered(before, coverage));
}

TEST(Draft2003Coverage, EndsBeforeTheItemAndHasNoChecksum)
{
    const std::string expected = std::string("3b06021000060000") + SENDER + RECEIVER + TLV;
    EXPECT_EQ(MakeCovered(Coverage::HMAC), expected);
    EXPECT_EQ(MakeCovered(Coverage::SIGNATURE), expected);
}

TEST(Draft2003Coverage, OfAnR1LeavesTheInitiatorOut)
{
    EXPECT_EQ(MakeCovered(Coverage::SIGNATURE_2),
              std::string("3b06021000060000") + SENDER + NOBODY + TLV);
}

} // namespace
} // namespace hip::draft2003
