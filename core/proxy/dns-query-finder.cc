// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/dns-query-finder.h"

#include "core/util/endian.h"
#include "core/wire/transport.h"

namespace hip
{

std::optional<InterceptedQuery>
FindDnsQuery(const IpInfo& info, ByteSpan packet)
{
    if (info.protocol != PROTOCOL_UDP || info.isFragment || info.isSourceRouted)
    {
        return std::nullopt;
    }
    const ByteSpan udp = GetIpPayload(info, packet);
    const auto flow = ParseFlow(info.protocol, udp);
    if (!flow || flow->destinationPort != DNS_PORT ||
        !HasGoodTransportChecksum(info.path, info.protocol, udp))
    {
        return std::nullopt;
    }
    const ByteSpan message = udp.first(ReadU16(udp, 4)).subspan(UDP_HEADER_LENGTH);
    InterceptedQuery query;
    query.client = {info.path.source, flow->sourcePort, DnsTransport::UDP};
    query.server = info.path.destination;
    query.message.assign(message.begin(), message.end());
    query.packet.assign(packet.begin(), packet.begin() + info.totalLength);
    return query;
}

} // namespace hip
