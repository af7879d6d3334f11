// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_TEST_BENCH_BEST_TIME_H
#define HIP_TEST_BENCH_BEST_TIME_H

#include <algorithm>
#include <ctime>
#include <limits>

namespace hip
{

/// @return nanoseconds that this thread has had a processor for: what other programs take does not
/// count
inline double
GetCpuNanoseconds()
{
    std::timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

/**
 * Runs batches until the time is used up, and takes the shortest: caches and clock rates that other
 * programs spoil only ever make a batch longer.
 *
 * @param seconds of CPU time to spend; at least three batches run
 * @param prepare called before each batch, not measured
 * @param run one batch
 * @return nanoseconds of CPU time of the shortest batch
 */
template <class Prepare, class Run>
double
GetBestTime(double seconds, Prepare prepare, Run run)
{
    constexpr int MIN_BATCHES = 3;
    double best = std::numeric_limits<double>::infinity();
    const double end = GetCpuNanoseconds() + seconds * 1e9;
    for (int batches = 0; batches < MIN_BATCHES || GetCpuNanoseconds() < end; ++batches)
    {
        prepare();
        const double start = GetCpuNanoseconds();
        run();
        best = std::min(best, GetCpuNanoseconds() - start);
    }
    return best;
}

/**
 * @param seconds of CPU time to spend
 * @param call the operation to be measured
 * @return nanoseconds of CPU time that one call takes
 */
template <class Call>
double
GetBestTimePerCall(double seconds, Call call)
{
    constexpr double MIN_BATCH = 200e3; // ns, so that reading the clock does not count
    unsigned calls = 1;
    const auto run = [&calls, &call] {
        for (unsigned i = 0; i < calls; ++i)
        {
            call();
        }
    };
    for (;; calls *= 2)
    {
        const double start = GetCpuNanoseconds();
        run();
        if (GetCpuNanoseconds() - start >= MIN_BATCH)
        {
            break;
        }
    }
    return GetBestTime(
               seconds,
               [] {},
               run) /
           calls;
}

} // namespace hip

#endif // HIP_TEST_BENCH_BEST_TIME_H
