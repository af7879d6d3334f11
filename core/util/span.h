// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_UTIL_SPAN_H
#define HIP_CORE_UTIL_SPAN_H

#include <boost/core/span.hpp>
#include <cstdint>
#include <vector>

namespace hip
{

using Byte = std::uint8_t;
using Bytes = std::vector<Byte>;           ///< Octets that the holder owns
using ByteSpan = boost::span<const Byte>;  ///< Borrowed octets, read only
using MutableByteSpan = boost::span<Byte>; ///< Borrowed octets that may be written

} // namespace hip

#endif // HIP_CORE_UTIL_SPAN_H
