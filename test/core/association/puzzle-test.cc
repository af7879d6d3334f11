// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/puzzle.h"
#include "core/crypto/random.h"
#include "test/core/support/hex.h"

#include <gtest/gtest.h>

namespace hip
{
namespace
{

using namespace hip::test;
using namespace std::chrono_literals;

/// HITs and I of test/data/hipv2-base-exchange.pcap.
PuzzleChallenge
MakeChallenge(Byte k)
{
    return PuzzleChallenge{
        HashKind::SHA256,
        k,
        FromHex("5072da36311b5ae055d9957dc3feaf723c20d46b36e21f3a86b59f1c67022de9"),
        Hit::FromBytes(FromHex("20010021f99e07fe79f9028af631f89e")),
        Hit::FromBytes(FromHex("20010021cede2a06494fd3ca0b0e1ab3"))};
}

Bytes
MakeJ(std::uint32_t low)
{
    Bytes j(32);
    for (std::size_t i = 0; i < 4; ++i)
    {
        j[28 + i] = static_cast<Byte>(low >> (24 - 8 * i));
    }
    return j;
}

TEST(Puzzle, AcceptsTheSolutionsOfTheVectors)
{
    // RHASH ends in b0290000 and in 8f772c00, computed with another tool.
    EXPECT_TRUE(IsSolution(MakeChallenge(16), MakeJ(0x010c13)));
    EXPECT_TRUE(IsSolution(MakeChallenge(10), MakeJ(0x073e)));
}

TEST(Puzzle, CountsZeroBitsFromTheEnd)
{
    EXPECT_FALSE(IsSolution(MakeChallenge(17), MakeJ(0x010c13))) << "0x29 is odd";
    EXPECT_FALSE(IsSolution(MakeChallenge(11), MakeJ(0x073e))) << "0x2c00 has ten zero bits";
    for (Byte k = 0; k <= 10; ++k)
    {
        EXPECT_TRUE(IsSolution(MakeChallenge(k), MakeJ(0x073e))) << int{k};
    }
}

TEST(Puzzle, RefusesTheSolutionOfAProgramThatSwapsTheHits)
{
    const Bytes j = FromHex("e99fa20c9b1acdff1246638f13ba707ea875ac5d2c1e9c66446de2742c28db61");
    PuzzleChallenge challenge = MakeChallenge(16);
    EXPECT_FALSE(IsSolution(challenge, j));
    std::swap(challenge.initiator, challenge.responder);
    EXPECT_TRUE(IsSolution(challenge, j));
}

TEST(Puzzle, RefusesAJOfAnotherLength)
{
    EXPECT_FALSE(IsSolution(MakeChallenge(0), Bytes(31)));
    EXPECT_FALSE(IsSolution(MakeChallenge(0), Bytes(33)));
    EXPECT_FALSE(IsSolution(MakeChallenge(0), Bytes()));
}

TEST(Puzzle, RefusesADifficultyBeyondTheHash)
{
    PuzzleChallenge challenge = MakeChallenge(0);
    challenge.hash = HashKind::SHA384;
    EXPECT_TRUE(IsSolution(challenge, Bytes(48)));
    challenge = MakeChallenge(255);
    EXPECT_FALSE(IsSolution(challenge, MakeJ(0x010c13)));
}

TEST(Puzzle, IsSolvedForEitherHash)
{
    SeededRandom random(1, 0, "puzzle");
    for (const HashKind hash : {HashKind::SHA256, HashKind::SHA384})
    {
        for (const Byte k : {Byte{0}, Byte{1}, Byte{7}, Byte{8}, Byte{12}})
        {
            PuzzleChallenge challenge = MakeChallenge(k);
            challenge.hash = hash;
            const PuzzleSolution solution = Solve(challenge, random);
            EXPECT_EQ(solution.j.size(), GetHashLength(hash));
            EXPECT_TRUE(IsSolution(challenge, solution.j)) << int{k};
        }
    }
}

TEST(Puzzle, TakesOneTryWithoutDifficulty)
{
    SeededRandom random(2, 0, "puzzle");
    EXPECT_EQ(Solve(MakeChallenge(0), random).tries, 1u);
}

/// The number of tries is geometric with mean 2^K; the mean of 400 lies within 5 standard errors.
TEST(Puzzle, TakesTwoToTheKTriesOnAverage)
{
    SeededRandom random(3, 0, "puzzle");
    const double mean = 64;
    const int samples = 400;
    double sum = 0;
    for (int i = 0; i < samples; ++i)
    {
        sum += static_cast<double>(Solve(MakeChallenge(6), random).tries);
    }
    EXPECT_NEAR(sum / samples, mean, 5 * mean / 20);
}

TEST(Puzzle, StartsFromARandomJ)
{
    SeededRandom random(4, 0, "puzzle");
    const Bytes first = Solve(MakeChallenge(4), random).j;
    EXPECT_NE(Solve(MakeChallenge(4), random).j, first);
}

/// A source whose octets are all 0xff, so that counting up wraps around.
class AllOnes : public RandomSource
{
    void Fill(MutableByteSpan out) override
    {
        std::fill(out.begin(), out.end(), Byte{0xff});
    }
};

TEST(Puzzle, GoesOnPastTheLargestJ)
{
    AllOnes random;
    const PuzzleSolution solution = Solve(MakeChallenge(10), random);
    EXPECT_EQ(solution.j, MakeJ(0x073e)) << "the first one counted from 0";
    EXPECT_EQ(solution.tries, 0x073eu + 2);
}

TEST(PuzzleLifetime, IsAPowerOfTwoSeconds)
{
    EXPECT_EQ(DecodePuzzleLifetime(32), 1s);
    EXPECT_EQ(DecodePuzzleLifetime(37), 32s);
    EXPECT_EQ(DecodePuzzleLifetime(39), 128s);
    EXPECT_EQ(DecodePuzzleLifetime(31), 500ms);
    EXPECT_EQ(DecodePuzzleLifetime(33), 2s);
}

TEST(PuzzleLifetime, IsHeldInsideWhatDurationsCanSay)
{
    EXPECT_EQ(DecodePuzzleLifetime(0), DecodePuzzleLifetime(3));
    EXPECT_GT(DecodePuzzleLifetime(0), 0ns);
    EXPECT_EQ(DecodePuzzleLifetime(255), std::chrono::seconds(std::int64_t{1} << 31));
}

} // namespace
} // namespace hip
