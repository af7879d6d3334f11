// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_DRAFT2003_HIP_HEADER_H
#define HIP_CORE_DRAFT2003_HIP_HEADER_H

#include "core/wire/hip-header.h"

namespace hip::draft2003
{

/// Where the fields of the HIP header stand, and their fixed values (hip-08 §6.1). Controls and
/// checksum stand the other way round than in the header of the RFCs.
namespace header
{
using hip::header::AT_LENGTH;
using hip::header::AT_NEXT_HEADER;
using hip::header::AT_RECEIVER;
using hip::header::AT_SENDER;
using hip::header::AT_TYPE;
using hip::header::AT_VERSION;
using hip::header::NO_NEXT_HEADER;

inline constexpr std::size_t AT_CONTROLS = 4;
inline constexpr std::size_t AT_CHECKSUM = 6;

inline constexpr Byte TYPE_MASK = 0xff;
inline constexpr unsigned VERSION = 1;
inline constexpr Byte VERSION_OCTET = 0x10; ///< version and four reserved bits
} // namespace header

} // namespace hip::draft2003

#endif // HIP_CORE_DRAFT2003_HIP_HEADER_H
