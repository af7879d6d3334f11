// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_PROXY_PACKET_REWRITER_H
#define HIP_CORE_PROXY_PACKET_REWRITER_H

#include "core/proxy/nat-binding.h"
#include "core/util/result.h"
#include "core/wire/ip-info.h"
#include "core/wire/packet-buffer.h"
#include "core/wire/transport.h"

#include <optional>

namespace hip
{

// What NAT does to the octets of a packet. On the legacy side it runs between the legacy host and
// the substitute, IPv6 or IPv4; on the other side between the proxy's HIT and the HIP host's HIT,
// always IPv6. All functions work in place; where one refuses, the packet's content is unspecified.

/// @return what the NAT calls the transport of a flow in a packet of this family; nothing for a
/// protocol that it cannot carry
std::optional<NatProtocol> GetNatProtocol(Byte protocol, bool isV4);

/// Legacy host to substitute.
Path GetLegacyPath(const NatBinding& binding);

/// Proxy to HIP host.
Path GetInnerPath(const NatBinding& binding, const Hit& proxy);

/**
 * Turns a packet of the legacy host into one between HITs.
 *
 * @param info,flow what ParseIp and ParseFlow say about the packet
 * @return else the reasons of RewriteFlow and TranslateToIpv6
 */
Result<void> RewriteOutbound(PacketBuffer& packet,
                             const IpInfo& info,
                             const FlowId& flow,
                             const NatBinding& binding,
                             const Hit& proxy);

/**
 * Turns a packet between HITs into one for the legacy host.
 *
 * @param identification for an IPv4 packet, if it becomes one
 * @return else the reasons of RewriteFlow and TranslateToIpv4
 */
Result<void> RewriteInbound(PacketBuffer& packet,
                            const IpInfo& info,
                            const FlowId& flow,
                            const NatBinding& binding,
                            std::uint16_t identification);

/**
 * Turns an ICMP error about a packet that came through the binding from the HIP host into the error
 * that this host understands.
 *
 * @param quoted the flow of the packet in error, as the legacy side sees it
 * @return else the reasons of RewriteIcmpError and TranslateToIpv6
 */
Result<void> RewriteErrorOutbound(PacketBuffer& packet,
                                  const IpInfo& info,
                                  const FlowId& quoted,
                                  const NatBinding& binding,
                                  const Hit& proxy);

/**
 * The other way round: an error about a packet of the legacy host.
 *
 * @param quoted the flow of the packet in error, as the HIP host sees it
 */
Result<void> RewriteErrorInbound(PacketBuffer& packet,
                                 const IpInfo& info,
                                 const FlowId& quoted,
                                 const NatBinding& binding,
                                 std::uint16_t identification);

} // namespace hip

#endif // HIP_CORE_PROXY_PACKET_REWRITER_H
