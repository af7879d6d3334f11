// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_UTIL_ENDIAN_H
#define HIP_CORE_UTIL_ENDIAN_H

#include "core/util/span.h"

#include <cassert>
#include <cstddef>

namespace hip
{

// Network byte order in and out of buffers whose length the caller has checked.

inline std::uint16_t
ReadU16(ByteSpan bytes, std::size_t at = 0)
{
    assert(at + 2 <= bytes.size());
    return static_cast<std::uint16_t>((bytes[at] << 8) | bytes[at + 1]);
}

inline std::uint32_t
ReadU32(ByteSpan bytes, std::size_t at = 0)
{
    return (static_cast<std::uint32_t>(ReadU16(bytes, at)) << 16) | ReadU16(bytes, at + 2);
}

inline std::uint64_t
ReadU64(ByteSpan bytes, std::size_t at = 0)
{
    return (static_cast<std::uint64_t>(ReadU32(bytes, at)) << 32) | ReadU32(bytes, at + 4);
}

inline void
WriteU16(MutableByteSpan bytes, std::size_t at, std::uint16_t value)
{
    assert(at + 2 <= bytes.size());
    bytes[at] = static_cast<Byte>(value >> 8);
    bytes[at + 1] = static_cast<Byte>(value);
}

inline void
WriteU32(MutableByteSpan bytes, std::size_t at, std::uint32_t value)
{
    WriteU16(bytes, at, static_cast<std::uint16_t>(value >> 16));
    WriteU16(bytes, at + 2, static_cast<std::uint16_t>(value));
}

inline void
WriteU64(MutableByteSpan bytes, std::size_t at, std::uint64_t value)
{
    WriteU32(bytes, at, static_cast<std::uint32_t>(value >> 32));
    WriteU32(bytes, at + 4, static_cast<std::uint32_t>(value));
}

inline void
AppendU16(Bytes& out, std::uint16_t value)
{
    out.resize(out.size() + 2);
    WriteU16(out, out.size() - 2, value);
}

inline void
AppendU32(Bytes& out, std::uint32_t value)
{
    out.resize(out.size() + 4);
    WriteU32(out, out.size() - 4, value);
}

inline void
AppendU64(Bytes& out, std::uint64_t value)
{
    out.resize(out.size() + 8);
    WriteU64(out, out.size() - 8, value);
}

inline void
Append(Bytes& out, ByteSpan bytes)
{
    out.insert(out.end(), bytes.begin(), bytes.end());
}

} // namespace hip

#endif // HIP_CORE_UTIL_ENDIAN_H
