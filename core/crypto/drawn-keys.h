// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_CRYPTO_DRAWN_KEYS_H
#define HIP_CORE_CRYPTO_DRAWN_KEYS_H

#include "core/util/span.h"

#include <cstddef>

namespace hip
{

/// Keys of one direction pair, named from this host's side.
struct HipKeys
{
    Bytes encryptionOut;
    Bytes macOut;
    Bytes encryptionIn;
    Bytes macIn;
};

struct EspKeys
{
    Bytes encryptionOut;
    Bytes authenticationOut;
    Bytes encryptionIn;
    Bytes authenticationIn;
};

/**
 * Cuts four keys off KEYMAT: encryption and MAC of one direction, then of the other (RFC 7401 §6.5,
 * hip-08 §9).
 *
 * @param keymat at least as long as the four keys together
 * @param encryptionLength,macLength of one key, in octets
 * @param isFirst true if the first two keys are for what this host sends
 */
HipKeys CutHipKeys(ByteSpan keymat,
                   std::size_t encryptionLength,
                   std::size_t macLength,
                   bool isFirst);

/// As CutHipKeys, for ESP (RFC 7402 §7, hip-08 §9).
EspKeys CutEspKeys(ByteSpan keymat,
                   std::size_t encryptionLength,
                   std::size_t authenticationLength,
                   bool isFirst);

} // namespace hip

#endif // HIP_CORE_CRYPTO_DRAWN_KEYS_H
