// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_DRAFT2003_PUZZLE_H
#define HIP_CORE_DRAFT2003_PUZZLE_H

#include "core/util/random-source.h"
#include "core/util/result.h"
#include "core/wire/ip-address.h"

namespace hip::draft2003
{

/// K is never more than this (hip-08 §12).
inline constexpr std::uint64_t MAX_PUZZLE_K = 20;

/// What the Initiator has to search for (hip-08 §4.1.1, appendix C).
struct PuzzleChallenge
{
    std::uint64_t k; ///< difficulty in bits
    std::uint64_t i;
    Hit initiator; ///< by role, wherever the header has it
    Hit responder;
};

/// @return whether the low K bits of SHA-1(I | HIT-I | HIT-R | J) are all zero; false if K is
/// more than the hash has
bool IsSolution(const PuzzleChallenge& challenge, std::uint64_t j);

struct PuzzleSolution
{
    std::uint64_t j;
    std::uint64_t tries; ///< hashes that the search took
};

/**
 * Searches upwards from a random J.
 *
 * @return the solution; else PUZZLE_TOO_HARD if K exceeds MAX_PUZZLE_K, or after 2^(K + 2) tries in
 *         vain, which befalls one of 55 puzzles: then the Initiator starts anew with an I1, or
 *         gives up
 */
Result<PuzzleSolution> Solve(const PuzzleChallenge& challenge, RandomSource& random);

/// @return 2^(K + 2), what a search in vain has cost
constexpr std::uint64_t
GetMaxTries(std::uint64_t k)
{
    return std::uint64_t{4} << k;
}

} // namespace hip::draft2003

#endif // HIP_CORE_DRAFT2003_PUZZLE_H
