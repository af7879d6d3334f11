// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "test/core/support/parameter-checks.h"

namespace hip
{
namespace
{

using test::ExpectOnlyThisLength;
using test::ExpectRefused;
using test::ParseAndWriteBack;
using test::ToHex;

TEST(R1CounterParameter, KeepsReservedForTheEcho)
{
    const auto value = ParseAndWriteBack<R1CounterParameter>("01020304 0000000100000002");
    EXPECT_EQ(value.reserved, 0x01020304U);
    EXPECT_EQ(value.counter, 0x100000002U);
    ExpectOnlyThisLength<R1CounterParameter>("000000000000000000000001");
}

TEST(PuzzleParameter, TakesIOfAnyHash)
{
    const std::string i(64, 'a'); // 32 octets
    const auto value = ParseAndWriteBack<PuzzleParameter>("1025abcd" + i);
    EXPECT_EQ(value.k, 16);
    EXPECT_EQ(value.lifetime, 37);
    EXPECT_EQ(value.opaque, 0xabcd);
    EXPECT_EQ(ToHex(value.i), i);
    EXPECT_EQ(ParseAndWriteBack<PuzzleParameter>("10250000" + i + std::string(32, 'b')).i.size(),
              48U);
}

TEST(PuzzleParameter, IsRefusedWithoutI)
{
    ExpectRefused<PuzzleParameter>("");
    ExpectRefused<PuzzleParameter>("102500");
    ExpectRefused<PuzzleParameter>("10250000");
}

TEST(SolutionParameter, SplitsIAndJInTheMiddle)
{
    const std::string i(64, 'a');
    const std::string j(64, 'b');
    const auto value = ParseAndWriteBack<SolutionParameter>("1000abcd" + i + j);
    EXPECT_EQ(value.k, 16);
    EXPECT_EQ(value.opaque, 0xabcd);
    EXPECT_EQ(ToHex(value.i), i);
    EXPECT_EQ(ToHex(value.j), j);
}

TEST(SolutionParameter, IgnoresReserved)
{
    const auto value = SolutionParameter::Parse(test::FromHex("10ff0000 aabb"));
    ASSERT_TRUE(value);
    EXPECT_EQ(test::Write(*value), "10000000aabb");
}

TEST(SolutionParameter, IsRefusedWithoutTwoEqualHalves)
{
    ExpectRefused<SolutionParameter>("");
    ExpectRefused<SolutionParameter>("100000");
    ExpectRefused<SolutionParameter>("10000000");
    ExpectRefused<SolutionParameter>("10000000aabbcc");
}

TEST(DiffieHellmanParameter, HasExactlyOneValueOfTheLengthItSays)
{
    const auto value = ParseAndWriteBack<DiffieHellmanParameter>("07 0004 01020304");
    EXPECT_EQ(value.group, DhGroup::P256);
    EXPECT_EQ(ToHex(value.publicValue), "01020304");
    ExpectOnlyThisLength<DiffieHellmanParameter>("07 0004 01020304");
    ExpectRefused<DiffieHellmanParameter>("07 0000");
    ExpectRefused<DiffieHellmanParameter>("03 0001 aa 07 0001 bb"); // two values: HIPv1
}

TEST(DiffieHellmanParameter, KeepsAGroupItDoesNotKnow)
{
    EXPECT_EQ(ParseAndWriteBack<DiffieHellmanParameter>("0a 0001 aa").group,
              static_cast<DhGroup>(10));
}

TEST(EncryptedParameter, LeavesOutReserved)
{
    const auto value = ParseAndWriteBack<EncryptedParameter>("00000000 0102030405");
    EXPECT_EQ(ToHex(value.ivAndCiphertext), "0102030405");
    ExpectRefused<EncryptedParameter>("");
    ExpectRefused<EncryptedParameter>("000000");
    ExpectRefused<EncryptedParameter>("00000000");
}

TEST(OpaqueParameter, IsItsContents)
{
    EXPECT_EQ(ToHex(ParseAndWriteBack<EchoRequestSignedParameter>("0011ff").data), "0011ff");
    EXPECT_TRUE(ParseAndWriteBack<EchoResponseUnsignedParameter>("").data.empty());
    EXPECT_EQ(ParseAndWriteBack<HipMacParameter>(std::string(96, '7')).data.size(), 48U);
}

} // namespace
} // namespace hip
