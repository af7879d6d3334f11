// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_UTIL_RESULT_H
#define HIP_CORE_UTIL_RESULT_H

#include "core/util/drop-reason.h"

#include <boost/system/result.hpp>
#include <stdexcept>
#include <string>

namespace hip
{

/**
 * What the packet path returns: a value, or the reason why there is none.
 *
 * Ask with has_value() (or in a condition) before dereferencing: value() of an error throws, which
 * is a bug of the caller and never happens because of what a peer sent.
 */
template <class T>
using Result = boost::system::result<T, DropReason>;

[[noreturn]] inline void
throw_exception_from_error(DropReason reason, const boost::source_location&)
{
    throw std::logic_error(std::string("value() of a refused packet: ") + ToString(reason));
}

} // namespace hip

#endif // HIP_CORE_UTIL_RESULT_H
