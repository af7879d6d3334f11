// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/crypto/hash.h"
#include "core/crypto/random.h"
#include "core/draft2003/puzzle.h"
#include "test/core/support/hex.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace hip::draft2003
{
namespace
{

/// Begins every search at J = 0.
class Zeros : public RandomSource
{
  public:
    void Fill(MutableByteSpan out) override
    {
        std::fill(out.begin(), out.end(), Byte{0});
    }
};

PuzzleChallenge
MakeChallenge(std::uint64_t k)
{
    return {k, 0x7851ba92d176f520, *Hit::Parse("4000::1"), *Hit::Parse("4000::2")};
}

TEST(Draft2003Puzzle, HasTheSolutionsOfTheVector)
{
    struct Case
    {
        std::uint64_t k;
        std::uint64_t j;
        const char* tail;
    };

    Zeros zeros;
    for (const Case& c :
         {Case{8, 0x51, "5ddca300"}, Case{10, 0x570, "5d803400"}, Case{16, 0x50fd, "41780000"}})
    {
        const PuzzleChallenge challenge = MakeChallenge(c.k);
        const auto solution = Solve(challenge, zeros);
        ASSERT_TRUE(solution);
        EXPECT_EQ(solution->j, c.j);
        EXPECT_EQ(solution->tries, c.j + 1);
        EXPECT_TRUE(IsSolution(challenge, c.j));
        EXPECT_FALSE(IsSolution(challenge, c.j + 1));
        Bytes input = hip::test::FromHex("7851ba92d176f520");
        Append(input, challenge.initiator.GetBytes());
        Append(input, challenge.responder.GetBytes());
        AppendU64(input, c.j);
        const Bytes digest = Hash(HashKind::SHA1, {input});
        EXPECT_EQ(hip::test::ToHex(ByteSpan(digest).last(4)), c.tail);
    }
}

TEST(Draft2003Puzzle, CountsBitsNotOctets)
{
    // …5ddca300 and …5d803400 end in 8 and 10 zero bits, no more.
    EXPECT_FALSE(IsSolution(MakeChallenge(9), 0x51));
    EXPECT_TRUE(IsSolution(MakeChallenge(9), 0x570));
    EXPECT_FALSE(IsSolution(MakeChallenge(11), 0x570));
}

TEST(Draft2003Puzzle, DependsOnTheRoles)
{
    PuzzleChallenge challenge = MakeChallenge(16);
    std::swap(challenge.initiator, challenge.responder);
    EXPECT_FALSE(IsSolution(challenge, 0x50fd));
}

TEST(Draft2003Puzzle, OfNoDifficultyIsSolvedAtOnce)
{
    SeededRandom random(1, 1, "puzzle");
    const auto solution = Solve(MakeChallenge(0), random);
    ASSERT_TRUE(solution);
    EXPECT_EQ(solution->tries, 1u);
    EXPECT_NE(solution->j, 0u); // the search begins anywhere
}

TEST(Draft2003Puzzle, IsGivenUpAfterFourTimesTheMeanEffort)
{
    EXPECT_EQ(GetMaxTries(0), 4u);
    EXPECT_EQ(GetMaxTries(MAX_PUZZLE_K), 1u << 22);
    SeededRandom random(1, 1, "puzzle");
    constexpr int ROUNDS = 4000;
    int failures = 0;
    for (int round = 0; round < ROUNDS; ++round)
    {
        PuzzleChallenge challenge = MakeChallenge(4);
        challenge.i = static_cast<std::uint64_t>(round);
        const auto solution = Solve(challenge, random);
        if (!solution)
        {
            EXPECT_EQ(solution.error(), DropReason::PUZZLE_TOO_HARD);
            ++failures;
            continue;
        }
        EXPECT_LE(solution->tries, GetMaxTries(4));
        EXPECT_TRUE(IsSolution(challenge, solution->j));
    }
    // (1 - 1/16)^64 = 0.0161 for K = 4 (0.0183 for large K): 64 of 4000, give or take 4 sigma.
    EXPECT_NEAR(failures, 64, 32);
}

TEST(Draft2003Puzzle, ThatIsTooHardIsNotTried)
{
    Zeros zeros;
    EXPECT_EQ(Solve(MakeChallenge(21), zeros).error(), DropReason::PUZZLE_TOO_HARD);
    EXPECT_EQ(Solve(MakeChallenge(~std::uint64_t{0}), zeros).error(), DropReason::PUZZLE_TOO_HARD);
    EXPECT_FALSE(IsSolution(MakeChallenge(160), 0x50fd));
    EXPECT_FALSE(IsSolution(MakeChallenge(161), 0x50fd));
    EXPECT_FALSE(IsSolution(MakeChallenge(~std::uint64_t{0}), 0x50fd));
}

} // namespace
} // namespace hip::draft2003
