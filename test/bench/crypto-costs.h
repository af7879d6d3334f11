// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_TEST_BENCH_CRYPTO_COSTS_H
#define HIP_TEST_BENCH_CRYPTO_COSTS_H

#include "core/util/work.h"

#include <functional>
#include <string>
#include <vector>

namespace hip
{

/// A row of a cost table.
struct CryptoCost
{
    Operation operation;
    std::string algorithm;
    double nanoseconds; ///< for an amount of one, see Operation
};

/**
 * Measures what each operation costs on this machine, with OpenSSL and with the amounts that the
 * core counts.
 *
 * @param seconds of CPU time to spend on each measurement
 * @param onProgress told what comes next
 * @return all operations with all algorithms
 */
std::vector<CryptoCost> MeasureCryptoCosts(
    double seconds,
    const std::function<void(const std::string& what)>& onProgress);

} // namespace hip

#endif // HIP_TEST_BENCH_CRYPTO_COSTS_H
