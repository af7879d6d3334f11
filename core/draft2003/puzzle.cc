// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/draft2003/puzzle.h"

#include "core/crypto/hash.h"

namespace hip::draft2003
{

namespace
{

constexpr std::size_t DIGEST_LENGTH = GetHashLength(HashKind::SHA1);

/// @param k at most 8 * DIGEST_LENGTH
bool
EndsInZeroBits(ByteSpan digest, std::uint64_t k)
{
    std::size_t at = digest.size();
    for (; k >= 8; k -= 8)
    {
        if (digest[--at] != 0)
        {
            return false;
        }
    }
    return k == 0 || (digest[at - 1] & ((1u << k) - 1)) == 0;
}

/// One puzzle, for many tries.
class Searcher
{
  public:
    explicit Searcher(const PuzzleChallenge& challenge)
        : m_k(challenge.k),
          m_hasher(HashKind::SHA1, MakePrefix(challenge))
    {
    }

    bool Try(std::uint64_t j)
    {
        std::array<Byte, 8> suffix;
        WriteU64(suffix, 0, j);
        std::array<Byte, DIGEST_LENGTH> digest;
        m_hasher.Hash(suffix, digest);
        return EndsInZeroBits(digest, m_k);
    }

  private:
    static Bytes MakePrefix(const PuzzleChallenge& challenge)
    {
        Bytes prefix;
        AppendU64(prefix, challenge.i);
        Append(prefix, challenge.initiator.GetBytes());
        Append(prefix, challenge.responder.GetBytes());
        return prefix;
    }

    std::uint64_t m_k;
    PrefixHasher m_hasher;
};

} // namespace

bool
IsSolution(const PuzzleChallenge& challenge, std::uint64_t j)
{
    return challenge.k <= 8 * DIGEST_LENGTH && Searcher(challenge).Try(j);
}

Result<PuzzleSolution>
Solve(const PuzzleChallenge& challenge, RandomSource& random)
{
    if (challenge.k > MAX_PUZZLE_K)
    {
        return DropReason::PUZZLE_TOO_HARD;
    }
    std::array<Byte, 8> start;
    random.Fill(start);
    Searcher searcher(challenge);
    PuzzleSolution solution{ReadU64(start), 1};
    for (; solution.tries <= GetMaxTries(challenge.k); ++solution.j, ++solution.tries)
    {
        if (searcher.Try(solution.j))
        {
            return solution;
        }
    }
    return DropReason::PUZZLE_TOO_HARD;
}

} // namespace hip::draft2003
