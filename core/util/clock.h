// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_UTIL_CLOCK_H
#define HIP_CORE_UTIL_CLOCK_H

#include <chrono>

namespace hip
{

/**
 * The core's notion of time: nanoseconds since the caller's epoch (in a simulation, since its
 * start).
 *
 * It has no now() on purpose: core code that tries to read the time does not compile.
 */
struct Clock
{
    using duration = std::chrono::nanoseconds;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<Clock>;
    static constexpr bool is_steady = true;
};

using Time = Clock::time_point;
using Duration = Clock::duration;

/// A deadline that never comes.
inline constexpr Time NEVER = Time::max();

} // namespace hip

#endif // HIP_CORE_UTIL_CLOCK_H
