// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_WIRE_TRANSLATION_DIRECTION_H
#define HIP_CORE_WIRE_TRANSLATION_DIRECTION_H

#include "core/util/result.h"
#include "core/util/span.h"
#include "core/wire/icmp-type.h"
#include "core/wire/ip-info.h"

#include <array>

namespace hip
{

/// An IP header for the other side, with a Fragment header if need be.
struct NewHeader
{
    std::array<Byte, IPV6_HEADER_LENGTH + IPV6_FRAGMENT_HEADER_LENGTH> bytes;
    std::size_t length = 0;

    operator ByteSpan() const
    {
        return ByteSpan(bytes).first(length);
    }
};

/// What differs between the two directions of a translation (RFC 7915).
class TranslationDirection
{
  public:
    /// @param identification for IPv4 headers of what is no fragment
    TranslationDirection(bool isToV6, std::uint16_t identification)
        : m_isToV6(isToV6),
          m_identification(identification)
    {
    }

    bool IsToV6() const
    {
        return m_isToV6;
    }

    /// @return the protocol number of ICMP on this side
    Byte GetOldIcmp() const
    {
        return m_isToV6 ? PROTOCOL_ICMP : PROTOCOL_ICMPV6;
    }

    /// @return the protocol number of ICMP on the other side
    Byte GetNewIcmp() const
    {
        return m_isToV6 ? PROTOCOL_ICMPV6 : PROTOCOL_ICMP;
    }

    /// @return how many octets an ICMP error may have on the other side
    std::size_t GetMaximumError() const
    {
        return m_isToV6 ? IPV6_MINIMUM_MTU : IPV4_MAXIMUM_ERROR;
    }

    /// @return else why a packet with this header has no counterpart: UNTRANSLATABLE or TOO_LONG
    Result<void> Check(const IpInfo& info) const;

    /**
     * Makes the header for the other side.
     *
     * @param info the header on this side; Check has accepted it
     * @param path addresses on the other side
     * @param payloadLength octets of the upper layer, or of the piece that a fragment holds
     */
    NewHeader MakeHeader(const IpInfo& info, const Path& path, std::size_t payloadLength) const
    {
        return m_isToV6 ? MakeIpv6Header(info, path, payloadLength)
                        : MakeIpv4Header(info, path, payloadLength);
    }

  private:
    Byte TranslateProtocol(Byte protocol) const
    {
        return protocol == GetOldIcmp() ? GetNewIcmp() : protocol;
    }

    NewHeader MakeIpv6Header(const IpInfo& info, const Path& path, std::size_t payloadLength) const;
    NewHeader MakeIpv4Header(const IpInfo& info, const Path& path, std::size_t payloadLength) const;

    bool m_isToV6;
    std::uint16_t m_identification;
};

} // namespace hip

#endif // HIP_CORE_WIRE_TRANSLATION_DIRECTION_H
