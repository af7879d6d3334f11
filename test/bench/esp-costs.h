// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_TEST_BENCH_ESP_COSTS_H
#define HIP_TEST_BENCH_ESP_COSTS_H

#include "core/crypto/crypto-engine.h"

namespace hip
{

/// Nanoseconds of CPU time of ESP with one suite, as a line: fixed part and slope.
struct EspCosts
{
    double sealPacket;
    double sealByte; ///< for each octet of the inner packet
    double openPacket;
    double openByte; ///< for each octet of the ESP packet
};

/**
 * Seals and opens packets of 64 to 1400 octets, as hosts do, and fits a line through the times.
 *
 * @param seconds of CPU time to spend on sealing, and again on opening
 */
EspCosts MeasureEspCosts(CryptoEngine& engine, EspSuite suite, double seconds);

} // namespace hip

#endif // HIP_TEST_BENCH_ESP_COSTS_H
