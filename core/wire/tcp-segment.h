// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_WIRE_TCP_SEGMENT_H
#define HIP_CORE_WIRE_TCP_SEGMENT_H

#include "core/util/endian.h"
#include "core/util/result.h"

#include <optional>

namespace hip
{

inline constexpr std::size_t TCP_HEADER_LENGTH = 20; ///< without options

// Flags (RFC 9293 §3.1)
inline constexpr Byte TCP_FIN = 0x01;
inline constexpr Byte TCP_SYN = 0x02;
inline constexpr Byte TCP_RST = 0x04;
inline constexpr Byte TCP_PSH = 0x08;
inline constexpr Byte TCP_ACK = 0x10;

/// A TCP segment in a caller's bytes, which must outlive the view. Its length is checked by Parse.
class TcpView
{
  public:
    /// @param transport header and data of one segment
    /// @return else TRUNCATED or MALFORMED (data offset)
    static Result<TcpView> Parse(ByteSpan transport);

    std::uint16_t GetSourcePort() const
    {
        return ReadU16(m_bytes, 0);
    }

    std::uint16_t GetDestinationPort() const
    {
        return ReadU16(m_bytes, 2);
    }

    std::uint32_t GetSequence() const
    {
        return ReadU32(m_bytes, 4);
    }

    std::uint32_t GetAcknowledgement() const
    {
        return ReadU32(m_bytes, 8);
    }

    /// @return TCP_SYN and the like, combined
    Byte GetFlags() const
    {
        return m_bytes[13];
    }

    bool HasFlag(Byte flag) const
    {
        return (GetFlags() & flag) != 0;
    }

    std::uint16_t GetWindow() const
    {
        return ReadU16(m_bytes, 14);
    }

    /// @return octets of header and options
    std::size_t GetHeaderLength() const
    {
        return static_cast<std::size_t>(m_bytes[12] >> 4) * 4;
    }

    ByteSpan GetPayload() const
    {
        return m_bytes.subspan(GetHeaderLength());
    }

    /// @return the maximum segment size option, if there is one in options that can be read
    std::optional<std::uint16_t> GetMss() const;

    /// @return where in the segment the two octets of the MSS stand, or 0 without the option
    std::size_t FindMss() const;

  private:
    explicit TcpView(ByteSpan bytes)
        : m_bytes(bytes)
    {
    }

    ByteSpan m_bytes;
};

/**
 * Lowers the MSS option of a SYN to @p maximum, and updates the checksum (RFC 4459 §3.2).
 *
 * @param tcp the segment; one that cannot be parsed is left alone
 * @param maximum octets of payload
 * @return true if the segment was changed
 */
bool ClampMss(MutableByteSpan tcp, std::uint16_t maximum);

} // namespace hip

#endif // HIP_CORE_WIRE_TCP_SEGMENT_H
