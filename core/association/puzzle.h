// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_PUZZLE_H
#define HIP_CORE_ASSOCIATION_PUZZLE_H

#include "core/util/clock.h"
#include "core/util/random-source.h"
#include "core/wire/algorithms.h"
#include "core/wire/ip-address.h"

namespace hip
{

/// What the Initiator has to search for (RFC 7401 §4.1.2, appendix A).
struct PuzzleChallenge
{
    HashKind hash; ///< RHASH
    Byte k;        ///< difficulty in bits
    Bytes i;       ///< GetHashLength(hash) octets
    Hit initiator;
    Hit responder;
};

/// @return whether the low K bits of RHASH(I | HIT-I | HIT-R | J) are all zero (RFC 7401 §6.3)
bool IsSolution(const PuzzleChallenge& challenge, ByteSpan j);

struct PuzzleSolution
{
    Bytes j;
    std::uint64_t tries; ///< hashes that the search took
};

/// Searches upwards from a random J; takes about 2^K hashes. K must be below 64.
PuzzleSolution Solve(const PuzzleChallenge& challenge, RandomSource& random);

/// @return 2^(value - 32) seconds (RFC 7401 §5.2.4), held between 2^-29 s and 2^31 s
Duration DecodePuzzleLifetime(Byte value);

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_PUZZLE_H
