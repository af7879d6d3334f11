// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/wire/tlv.h"
#include "test/core/support/hex.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

using test::FromHex;
using test::ToHex;

TEST(Tlv, LengthFollowsTheFormulaOfRfc7401)
{
    for (std::size_t length = 0; length < 3000; ++length)
    {
        EXPECT_EQ(GetTlvLength(length), 11 + length - (length + 3) % 8); // §5.2.1
    }
}

TEST(Tlv, IsWrittenWithZeroPadding)
{
    Bytes out = FromHex("aa");
    AppendTlv(out, ParameterType::DH_GROUP_LIST, FromHex("030408"));
    EXPECT_EQ(ToHex(out), "aa01ff000303040800");
}

TEST(Tlv, IsReadBackForEveryLength)
{
    for (std::size_t length = 0; length <= 20; ++length)
    {
        const Bytes contents(length, 0x5a);
        Bytes bytes(8);
        AppendTlv(bytes, ParameterType::CERT, contents);
        const auto tlv = ReadTlv(bytes, 8);
        ASSERT_TRUE(tlv) << length;
        EXPECT_EQ(tlv->type, ParameterType::CERT);
        EXPECT_EQ(ToHex(tlv->contents), ToHex(contents));
        EXPECT_EQ(tlv->tlv.size(), bytes.size() - 8);
        EXPECT_EQ(tlv->offset, 8U);
    }
}

TEST(Tlv, IsNotThereIfItsPaddingIsCut)
{
    Bytes bytes;
    AppendTlv(bytes, ParameterType::SEQ, FromHex("0000000102"));
    for (std::size_t length = 0; length < bytes.size(); ++length)
    {
        EXPECT_FALSE(ReadTlv(ByteSpan(bytes).first(length), 0)) << length;
    }
    EXPECT_FALSE(ReadTlv(bytes, bytes.size()));
}

} // namespace
} // namespace hip
