// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/association/puzzle.h"

#include "core/crypto/hash.h"

#include <algorithm>
#include <array>

namespace hip
{

namespace
{

/// @return whether the last @p k bits are zero
bool
EndsInZeroBits(ByteSpan digest, unsigned k)
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

Bytes
MakePrefix(const PuzzleChallenge& challenge)
{
    Bytes prefix = challenge.i;
    Append(prefix, challenge.initiator.GetBytes());
    Append(prefix, challenge.responder.GetBytes());
    return prefix;
}

/// Adds one to a big-endian number.
void
Increment(MutableByteSpan number)
{
    for (std::size_t at = number.size(); at-- > 0 && ++number[at] == 0;)
    {
    }
}

} // namespace

bool
IsSolution(const PuzzleChallenge& challenge, ByteSpan j)
{
    const std::size_t length = GetHashLength(challenge.hash);
    if (j.size() != length || challenge.k > 8 * length)
    {
        return false;
    }
    return EndsInZeroBits(Hash(challenge.hash, {MakePrefix(challenge), j}), challenge.k);
}

PuzzleSolution
Solve(const PuzzleChallenge& challenge, RandomSource& random)
{
    PuzzleSolution solution{Bytes(GetHashLength(challenge.hash)), 0};
    random.Fill(solution.j);
    PrefixHasher hasher(challenge.hash, MakePrefix(challenge));
    std::array<Byte, 48> storage;
    const MutableByteSpan digest(storage.data(), solution.j.size());
    while (true)
    {
        ++solution.tries;
        hasher.Hash(solution.j, digest);
        if (EndsInZeroBits(digest, challenge.k))
        {
            return solution;
        }
        Increment(solution.j);
    }
}

Duration
DecodePuzzleLifetime(Byte value)
{
    const int exponent = std::clamp(static_cast<int>(value) - 32, -29, 31);
    const Duration second = std::chrono::seconds(1);
    return exponent >= 0 ? second * (std::int64_t{1} << exponent)
                         : second / (std::int64_t{1} << -exponent);
}

} // namespace hip
