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

TEST(Draft2003SpiLsiParameter, HasTheLayoutOfTheDraft)
{
    const auto value = ParseAndWriteBack<SpiLsiParameter>("00000000 12345678 01abcdef");
    EXPECT_EQ(value.spi, 0x12345678u);
    EXPECT_EQ(value.lsi.ToString(), "1.171.205.239");
    ExpectOnlyThisLength<SpiLsiParameter>("00000000 12345678 01abcdef");
}

TEST(Draft2003SpiLsiParameter, RefusesWhatEspAndLsiRulesForbid)
{
    ParseAndWriteBack<SpiLsiParameter>("00000000 00000100 01000000");
    ExpectRefused<SpiLsiParameter>("00000000 000000ff 01000000");
    ExpectRefused<SpiLsiParameter>("00000000 00000000 01000000");
    ExpectRefused<SpiLsiParameter>("00000000 00000100 0a000001");
    EXPECT_TRUE(SpiLsiParameter::Parse(FromHex("ffffffff 00000100 01000000")));
}

TEST(Draft2003CookieParameter, HasTheLayoutOfTheDraft)
{
    const std::string hex = "00000000 0000000000000007 7851ba92d176f520 000000000000000a";
    const auto puzzle = ParseAndWriteBack<CookieParameter>(hex);
    EXPECT_EQ(puzzle.birthday, 7u);
    EXPECT_EQ(puzzle.i, 0x7851ba92d176f520u);
    EXPECT_EQ(puzzle.k, 10u);
    const auto solution = ParseAndWriteBack<CookieSolutionParameter>(hex);
    EXPECT_EQ(solution.birthday, 7u);
    EXPECT_EQ(solution.i, 0x7851ba92d176f520u);
    EXPECT_EQ(solution.j, 10u);
    ExpectOnlyThisLength<CookieParameter>(hex);
    ExpectOnlyThisLength<CookieSolutionParameter>(hex);
    EXPECT_EQ(static_cast<int>(CookieParameter::TYPE), 2);
    EXPECT_EQ(static_cast<int>(CookieSolutionParameter::TYPE), 4);
}

TEST(Draft2003DiffieHellmanParameter, IsGroupAndValue)
{
    const auto value = ParseAndWriteBack<DiffieHellmanParameter>("03 0102030405");
    EXPECT_EQ(value.group, DhGroup::MODP_1536);
    EXPECT_EQ(ToHex(value.publicValue), "0102030405");
    ParseAndWriteBack<DiffieHellmanParameter>("ff 01"); // an unknown group is kept
    ExpectRefused<DiffieHellmanParameter>("03");
    ExpectRefused<DiffieHellmanParameter>("");
}

TEST(Draft2003TransformParameter, HoldsOneToSixSuites)
{
    const auto hip = ParseAndWriteBack<HipTransformParameter>("0002 0005 abcd");
    EXPECT_EQ(hip.suites,
              (std::vector<Suite>{Suite::TRIPLE_DES_CBC_SHA1, Suite::NULL_SHA1, Suite{0xabcd}}));
    EXPECT_EQ(
        ParseAndWriteBack<EspTransformParameter>("0001 0002 0003 0004 0005 0006").suites.size(),
        6u);
    EXPECT_EQ(static_cast<int>(HipTransformParameter::TYPE), 16);
    EXPECT_EQ(static_cast<int>(EspTransformParameter::TYPE), 18);
    ExpectRefused<HipTransformParameter>("");
    ExpectRefused<HipTransformParameter>("000200");
    ExpectRefused<HipTransformParameter>("0001 0002 0003 0004 0005 0006 0007");
}

TEST(Draft2003EncryptedParameter, IsReservedAndTheRest)
{
    EXPECT_EQ(ToHex(ParseAndWriteBack<EncryptedParameter>("00000000 010203").ivAndCiphertext),
              "010203");
    ExpectRefused<EncryptedParameter>("00000000");
    ExpectRefused<EncryptedParameter>("");
}

TEST(Draft2003HmacParameter, IsAllOfHmacSha1)
{
    const std::string hex = "000102030405060708090a0b0c0d0e0f10111213";
    EXPECT_EQ(ToHex(ParseAndWriteBack<HmacParameter>(hex).mac), hex);
    ExpectOnlyThisLength<HmacParameter>(hex);
}

} // namespace
} // namespace hip::draft2003
