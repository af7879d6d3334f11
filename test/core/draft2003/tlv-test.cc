// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/draft2003/tlv.h"
#include "test/core/support/hex.h"

#include <gtest/gtest.h>

namespace hip::draft2003
{
namespace
{

using test::FromHex;
using test::ToHex;

/// Total = 11 + Length - (Length + 3) mod 8 (hip-08 §6.2.1).
TEST(Draft2003Tlv, HasTheTotalLengthOfTheDraftsFormula)
{
    for (std::size_t length = 0; length < 40; ++length)
    {
        Bytes out;
        AppendTlv(out, ParameterType::CERT, Bytes(length, 0xff));
        EXPECT_EQ(out.size(), 11 + length - (length + 3) % 8) << length;
        const auto read = ReadTlv(out, 0);
        ASSERT_TRUE(read);
        EXPECT_EQ(read->type, ParameterType::CERT);
        EXPECT_EQ(read->contents.size(), length);
        EXPECT_EQ(read->tlv.size(), out.size());
    }
}

TEST(Draft2003Tlv, IsPaddedWithZeros)
{
    Bytes out = FromHex("0123");
    AppendTlv(out, ParameterType::HMAC, FromHex("ffffffffff"));
    EXPECT_EQ(ToHex(out), "0123ffdc0005ffffffffff00000000000000");
    const auto read = ReadTlv(out, 2);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->offset, 2u);
}

TEST(Draft2003Tlv, IsNothingWhenItsOctetsEndEarly)
{
    Bytes out;
    AppendTlv(out, ParameterType::HMAC, Bytes(20));
    for (std::size_t length = 0; length < out.size(); ++length)
    {
        const Bytes cut(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(length));
        EXPECT_FALSE(ReadTlv(cut, 0)) << length;
    }
    EXPECT_FALSE(ReadTlv(out, out.size()));
}

} // namespace
} // namespace hip::draft2003
