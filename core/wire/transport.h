// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_WIRE_TRANSPORT_H
#define HIP_CORE_WIRE_TRANSPORT_H

#include "core/util/result.h"
#include "core/util/span.h"
#include "core/wire/ip-address.h"
#include "core/wire/ip-info.h"
#include "core/wire/tcp-segment.h"

#include <cstdint>

namespace hip
{

inline constexpr std::size_t UDP_HEADER_LENGTH = 8;

/**
 * What tells the flows between two addresses apart. The identifier of an ICMP or ICMPv6 echo is the
 * sourcePort of a request and the destinationPort of a reply, and the other one is 0: so a reply
 * has the ports of its request the other way round, as in TCP and UDP.
 */
struct FlowId
{
    Byte protocol = 0;
    std::uint16_t sourcePort = 0;
    std::uint16_t destinationPort = 0;

    friend bool operator==(const FlowId& a, const FlowId& b)
    {
        return a.protocol == b.protocol && a.sourcePort == b.sourcePort &&
               a.destinationPort == b.destinationPort;
    }
};

/**
 * Reads the ports of a whole TCP segment or UDP datagram, or the identifier of an ICMP echo.
 *
 * @param transport all of the IP payload
 * @return else TRUNCATED, MALFORMED (data offset, UDP length) or UNSUPPORTED_PROTOCOL, also for
 *         ICMP messages that are no echo
 */
Result<FlowId> ParseFlow(Byte protocol, ByteSpan transport);

/**
 * As ParseFlow, but content with the first octets: those of a first fragment, or those that an ICMP
 * error quotes (at least 8, by RFC 792).
 */
Result<FlowId> ParseFlowStart(Byte protocol, ByteSpan transport);

/**
 * Verifies the checksum of TCP, UDP, ICMP or ICMPv6. UDP over IPv4 may go without; octets behind
 * the UDP length do not count.
 *
 * @param path addresses of the IP header
 * @param transport all of the IP payload
 * @return false also if the header is not whole; true for every other protocol
 */
bool HasGoodTransportChecksum(const Path& path, Byte protocol, ByteSpan transport);

/// Computes and writes the checksum of TCP, UDP, ICMP or ICMPv6; leaves alone what has no whole
/// header and every other protocol.
void FillTransportChecksum(const Path& path, Byte protocol, MutableByteSpan transport);

/**
 * Writes a checksum that was updated incrementally (UpdateChecksum). One's complement has two
 * zeros, and here it matters which: UDP means none by 0, and ICMPv4 octets that are all 0 need the
 * other one.
 *
 * @param transport a header with a checksum of @p protocol, which is TCP, UDP, ICMP or ICMPv6
 */
void WriteUpdatedChecksum(Byte protocol, MutableByteSpan transport, std::uint16_t checksum);

/**
 * Replaces the ports (of an echo the identifier) and updates the checksum for them and for the
 * change of addresses in the pseudo-header, without a look at the data. A checksum that was wrong
 * stays wrong. UDP without a checksum stays so, except from IPv4 to IPv6, which does not allow it:
 * there it is computed.
 *
 * @param oldPath addresses for which the checksum is right now
 * @param newPath addresses for which it is to be right; for TCP and UDP of either family
 * @param transport all of the IP payload
 * @return else the reasons of ParseFlow; nothing is changed then
 * @see RFC 1624, RFC 7915 §4.5
 */
Result<void> RewriteFlow(const Path& oldPath,
                         const Path& newPath,
                         Byte protocol,
                         MutableByteSpan transport,
                         std::uint16_t newSourcePort,
                         std::uint16_t newDestinationPort);

/**
 * As RewriteFlow for the first octets of a transport (see ParseFlowStart). A checksum that is not
 * among them is not updated, and a UDP checksum of 0 stays.
 */
Result<void> RewriteFlowStart(const Path& oldPath,
                              const Path& newPath,
                              Byte protocol,
                              MutableByteSpan transport,
                              std::uint16_t newSourcePort,
                              std::uint16_t newDestinationPort);

} // namespace hip

#endif // HIP_CORE_WIRE_TRANSPORT_H
