// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/dns-reply-sender.h"

#include "core/util/endian.h"
#include "core/wire/ip-packet.h"
#include "core/wire/transport.h"

#include <utility>

namespace hip
{

namespace
{

constexpr Byte HOP_LIMIT = 64;

Bytes
MakeUdpPacket(const InterceptedQuery& query, ByteSpan response)
{
    Bytes udp;
    AppendU16(udp, DNS_PORT);
    AppendU16(udp, query.client.port);
    AppendU16(udp, static_cast<std::uint16_t>(UDP_HEADER_LENGTH + response.size()));
    AppendU16(udp, 0);
    Append(udp, response);
    const Path path{query.server, query.client.address};
    FillTransportChecksum(path, PROTOCOL_UDP, udp);
    return MakeIpPacket(path, PROTOCOL_UDP, HOP_LIMIT, udp);
}

} // namespace

void
SendDnsReply(ProxyOutbox& outbox, const InterceptedQuery& query, Bytes response)
{
    constexpr std::size_t maximumUdp = 65535 - IPV4_HEADER_LENGTH - UDP_HEADER_LENGTH;
    if (query.client.transport == DnsTransport::TCP)
    {
        outbox.Put(DnsReply{query.server, query.client, std::move(response)});
    }
    else if (response.size() <= maximumUdp)
    {
        outbox.Put(Transmit{MakeUdpPacket(query, response)});
    }
}

void
ForwardDnsQuery(ProxyOutbox& outbox, const InterceptedQuery& query)
{
    Bytes packet = query.packet;
    if (const auto decremented = DecrementHopLimit(packet))
    {
        outbox.Put(Transmit{std::move(packet)});
    }
    else
    {
        outbox.Drop(decremented.error(), Path{query.client.address, query.server});
    }
}

} // namespace hip
