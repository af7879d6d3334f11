// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_WIRE_ICMP_H
#define HIP_CORE_WIRE_ICMP_H

#include "core/util/result.h"
#include "core/util/span.h"
#include "core/wire/icmp-type.h"
#include "core/wire/ip-address.h"
#include "core/wire/transport.h"

#include <cstdint>
#include <optional>

namespace hip
{

/// What can be wrong with a packet, in the words of neither family.
enum class IcmpProblem : Byte
{
    NO_ROUTE,
    PROHIBITED,
    ADDRESS_UNREACHABLE,
    PORT_UNREACHABLE,
    UNKNOWN_PROTOCOL, ///< parameter: where IPv6 says so, an offset into the packet
    PACKET_TOO_BIG,   ///< parameter: the MTU, in octets
    HOP_LIMIT_EXCEEDED,
    REASSEMBLY_TIMEOUT,
    BAD_HEADER_FIELD, ///< parameter: offset of the field in the packet
    SOURCE_ROUTED,    ///< parameter: offset of Segments Left in an IPv6 packet
};

/**
 * Makes the IP packet of an ICMP or ICMPv6 error about a packet, addressed to its source.
 *
 * It quotes all of the packet, or what makes an error of 576 octets (IPv4) or 1280 octets (IPv6).
 * How many errors may be sent in a time is the caller's business.
 *
 * @param source the sender's address, of the packet's family
 * @param packet the packet in question, as it came
 * @param parameter see IcmpProblem; 0 for the others
 * @return nothing if there must be no error: about an ICMP error or redirect, a multicast, a
 *         source that is no single host, a later fragment (in IPv6 only if of ICMPv6), or about
 *         what is no IP packet
 * @see RFC 4443 §2.4, §3, RFC 1812 §4.3.2
 */
std::optional<Bytes> MakeIcmpError(const IpAddress& source,
                                   ByteSpan packet,
                                   IcmpProblem problem,
                                   std::uint32_t parameter = 0);

/// An ICMP or ICMPv6 error that was received. It borrows the message.
struct IcmpError
{
    Byte type = 0;
    Byte code = 0;
    std::uint32_t parameter = 0; ///< MTU or pointer, for the types that have one
    ByteSpan quoted;             ///< start of a packet, without extensions (RFC 4884); any length
};

/**
 * Reads an ICMP or ICMPv6 error.
 *
 * @param path addresses of the IP header
 * @param protocol PROTOCOL_ICMP or PROTOCOL_ICMPV6
 * @param message all of the IP payload
 * @return else TRUNCATED, BAD_CHECKSUM, MALFORMED (length attribute of RFC 4884) or
 *         UNSUPPORTED_PROTOCOL (no error)
 */
Result<IcmpError> ParseIcmpError(const Path& path, Byte protocol, ByteSpan message);

/**
 * Writes another MTU into a Packet Too Big or Fragmentation Needed, and updates its checksum.
 *
 * @param message one that ParseIcmpError has accepted; left alone if it has no MTU
 * @param mtu in octets; IPv4 has no more than 65535
 */
void RewriteIcmpMtu(Byte protocol, MutableByteSpan message, std::uint32_t mtu);

/**
 * Gives the packet that an error quotes other addresses and ports, as a NAT has to (RFC 5508 §4),
 * and makes the checksums of the quoted headers and of the error right.
 *
 * @param newPath addresses of the error itself, as they are to be
 * @param message one that ParseIcmpError has accepted
 * @param newQuotedPath addresses of the quoted packet, of the same family
 * @return else why the quoted packet cannot be read (see ParseQuotedIp, ParseFlowStart), or
 *         UNRELATED_ICMP for a later fragment, which tells no flow; nothing is changed then
 */
Result<void> RewriteIcmpError(const Path& newPath,
                              Byte protocol,
                              MutableByteSpan message,
                              const Path& newQuotedPath,
                              std::uint16_t newSourcePort,
                              std::uint16_t newDestinationPort);

} // namespace hip

#endif // HIP_CORE_WIRE_ICMP_H
