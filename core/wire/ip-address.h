// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_WIRE_IP_ADDRESS_H
#define HIP_CORE_WIRE_IP_ADDRESS_H

#include "core/util/span.h"

#include <array>
#include <cstring>
#include <functional>
#include <optional>
#include <string>

namespace hip
{

/**
 * An IPv6 or IPv4 address: 16 octets, IPv4 as IPv4-mapped ::ffff:a.b.c.d, which is also how HIP
 * writes it in FROM, VIA_RVS and LOCATOR_SET.
 */
class IpAddress
{
  public:
    /// The unspecified address ::
    IpAddress() = default;

    explicit IpAddress(const std::array<Byte, 16>& bytes)
        : m_bytes(bytes)
    {
    }

    /// @param bytes exactly 16 octets (IPv6 or IPv4-mapped) or 4 octets (IPv4)
    static IpAddress FromBytes(ByteSpan bytes);

    /// @param text "2001:db8::1" or "192.0.2.1". @return nothing if it is neither
    static std::optional<IpAddress> Parse(const std::string& text);

    bool IsV4() const;
    bool IsUnspecified() const; ///< :: or 0.0.0.0
    bool IsMulticast() const;
    bool IsLoopback() const; ///< ::1 or 127.0.0.0/8

    /// @return whether it may be that of one host, seen from another one: neither unspecified,
    /// loopback nor multicast, nor in 240.0.0.0/4, which holds the limited broadcast
    bool IsUnicast() const;

    bool IsLinkLocal() const;

    /// @return true for 2001:20::/28, the prefix of ORCHIDv2 (RFC 7343)
    bool IsOrchid() const;

    /// @return true if the first @p length bits (of 128, or of 32 if both are IPv4) agree
    bool SharesPrefix(const IpAddress& other, unsigned length) const;

    /// All 16 octets, IPv4 as IPv4-mapped.
    const std::array<Byte, 16>& GetBytes() const
    {
        return m_bytes;
    }

    /// The octets as they stand in an IP header: 4 for IPv4, else 16.
    ByteSpan GetWireBytes() const
    {
        return IsV4() ? ByteSpan(m_bytes).subspan(12) : ByteSpan(m_bytes);
    }

    /// RFC 5952 text, or dotted quad.
    std::string ToString() const;

    friend bool operator==(const IpAddress& a, const IpAddress& b)
    {
        return a.m_bytes == b.m_bytes;
    }

    friend bool operator!=(const IpAddress& a, const IpAddress& b)
    {
        return !(a == b);
    }

    /// Order of unsigned 128-bit big-endian integers, as HITs are compared (RFC 7401 §6.5).
    friend bool operator<(const IpAddress& a, const IpAddress& b)
    {
        return a.m_bytes < b.m_bytes;
    }

  private:
    std::array<Byte, 16> m_bytes{};
};

/**
 * A Host Identity Tag: 128 bits that look like an IPv6 address (RFC 7343). It is the same type,
 * because the layers above use it in place of an address.
 */
using Hit = IpAddress;

/// Both ends of a packet.
struct Path
{
    IpAddress source;
    IpAddress destination;

    friend bool operator==(const Path& a, const Path& b)
    {
        return a.source == b.source && a.destination == b.destination;
    }
};

/// Mixes all 16 octets; for boost::unordered_flat_map (found by ADL).
inline std::size_t
hash_value(const IpAddress& address)
{
    std::uint64_t high;
    std::uint64_t low;
    std::memcpy(&high, address.GetBytes().data(), 8);
    std::memcpy(&low, address.GetBytes().data() + 8, 8);
    return static_cast<std::size_t>((high * 0x9e3779b97f4a7c15ULL) ^
                                    ((low ^ (low >> 29)) * 0xbf58476d1ce4e5b9ULL));
}

} // namespace hip

namespace std
{
template <>
struct hash<hip::IpAddress>
{
    size_t operator()(const hip::IpAddress& address) const
    {
        return hip::hash_value(address);
    }
};
} // namespace std

#endif // HIP_CORE_WIRE_IP_ADDRESS_H
