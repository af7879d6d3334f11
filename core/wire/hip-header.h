// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_WIRE_HIP_HEADER_H
#define HIP_CORE_WIRE_HIP_HEADER_H

#include "core/util/span.h"

#include <cstddef>

namespace hip
{

/// Where the fields of the HIP header stand, and their fixed values (RFC 7401 §5.1). HIP of 2003
/// has some in other places.
namespace header
{
inline constexpr std::size_t AT_NEXT_HEADER = 0;
inline constexpr std::size_t AT_LENGTH = 1;
inline constexpr std::size_t AT_TYPE = 2;
inline constexpr std::size_t AT_VERSION = 3;
inline constexpr std::size_t AT_CHECKSUM = 4;
inline constexpr std::size_t AT_CONTROLS = 6;
inline constexpr std::size_t AT_SENDER = 8;
inline constexpr std::size_t AT_RECEIVER = 24;

inline constexpr Byte NO_NEXT_HEADER = 59;
inline constexpr Byte TYPE_MASK = 0x7f; ///< the bit above is fixed, for SHIM6
inline constexpr unsigned VERSION = 2;
inline constexpr Byte VERSION_OCTET = 0x21; ///< version, three reserved bits and a fixed one
} // namespace header

} // namespace hip

#endif // HIP_CORE_WIRE_HIP_HEADER_H
