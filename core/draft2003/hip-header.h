// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_DRAFT2003_HIP_HEADER_H
#define HIP_CORE_DRAFT2003_HIP_HEADER_H

#include "core/util/span.h"

#include <cstddef>

namespace hip::draft2003
{

/// Where the fields of the HIP header stand, and their fixed values (hip-08 §6.1). Controls and
/// checksum stand the other way round than in the header of the RFCs.
namespace header
{
inline constexpr std::size_t AT_NEXT_HEADER = 0;
inline constexpr std::size_t AT_LENGTH = 1;
inline constexpr std::size_t AT_TYPE = 2;
inline constexpr std::size_t AT_VERSION = 3;
inline constexpr std::size_t AT_CONTROLS = 4;
inline constexpr std::size_t AT_CHECKSUM = 6;
inline constexpr std::size_t AT_SENDER = 8;
inline constexpr std::size_t AT_RECEIVER = 24;

inline constexpr Byte NO_NEXT_HEADER = 59;
inline constexpr unsigned VERSION = 1;
inline constexpr Byte VERSION_OCTET = 0x10; ///< version and four reserved bits
} // namespace header

} // namespace hip::draft2003

#endif // HIP_CORE_DRAFT2003_HIP_HEADER_H
