// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/mix.h"
#include "test/core/support/hex.h"

#include <gtest/gtest.h>
#include <random>
#include <set>

namespace hip
{
namespace
{

constexpr MixChecksum::States START{1, 2, 3, 4};

std::uint64_t
Sum(ByteSpan bytes)
{
    MixChecksum checksum(START);
    checksum.Absorb(bytes);
    return checksum.Finish();
}

TEST(Mix, ReadsWordsTheSameOnEveryMachine)
{
    EXPECT_EQ(ReadMixWord(test::FromHex("0102030405060708ff")), 0x0807060504030201U);
}

TEST(Mix, KeepsItsValuesAcrossVersions)
{
    // Traces of old runs stay comparable only as long as this holds.
    EXPECT_EQ(MixStep(0, 0), 0U);
    EXPECT_EQ(MixStep(1, 0), 0x9e3779b97f4a7c15U ^ 0x9e3779b9U);
}

TEST(Mix, IsAffectedByEachBitOfEachLength)
{
    std::mt19937_64 source(1);
    for (std::size_t length = 0; length < 200; ++length)
    {
        Bytes bytes(length);
        for (Byte& octet : bytes)
        {
            octet = static_cast<Byte>(source());
        }
        const std::uint64_t sum = Sum(bytes);
        for (std::size_t bit = 0; bit < 8 * length; ++bit)
        {
            bytes[bit / 8] ^= static_cast<Byte>(1U << (bit % 8));
            ASSERT_NE(Sum(bytes), sum) << length << " octets, bit " << bit;
            bytes[bit / 8] ^= static_cast<Byte>(1U << (bit % 8));
        }
    }
}

TEST(Mix, TellsZerosOfDifferentLengthApart)
{
    std::set<std::uint64_t> sums;
    for (std::size_t length = 0; length < 1000; ++length)
    {
        sums.insert(Sum(Bytes(length)));
    }
    EXPECT_EQ(sums.size(), 1000U);
}

TEST(Mix, FindsBlocksThatChangedPlaces)
{
    Bytes bytes(64);
    bytes[0] = 1;
    const std::uint64_t sum = Sum(bytes);
    for (std::size_t at = 1; at < bytes.size(); ++at)
    {
        Bytes moved(64);
        moved[at] = 1;
        EXPECT_NE(Sum(moved), sum) << at;
    }
}

TEST(Mix, FillsAnyLength)
{
    Bytes longest(40);
    FillWithMix(7, longest);
    for (std::size_t length = 0; length < longest.size(); ++length)
    {
        Bytes bytes(length);
        FillWithMix(7, bytes);
        EXPECT_EQ(bytes, Bytes(longest.begin(), longest.begin() + length));
    }
    Bytes other(8);
    FillWithMix(8, other);
    EXPECT_NE(other, Bytes(longest.begin(), longest.begin() + 8));
}

} // namespace
} // namespace hip
