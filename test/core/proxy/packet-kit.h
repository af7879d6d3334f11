// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_TEST_CORE_PROXY_PACKET_KIT_H
#define HIP_TEST_CORE_PROXY_PACKET_KIT_H

#include "core/util/endian.h"
#include "core/wire/icmp-type.h"
#include "core/wire/ip-packet.h"
#include "core/wire/packet-buffer.h"
#include "core/wire/transport.h"
#include "test/core/proxy/proxy-support.h"

#include <stdexcept>

namespace hip::test
{

inline Path
Between(const std::string& source, const std::string& destination)
{
    return Path{Ip(source), Ip(destination)};
}

inline Path
Back(const Path& path)
{
    return Path{path.destination, path.source};
}

/// A whole IP packet with good checksums.
inline Bytes
BuildIp(const Path& path, Byte protocol, Bytes transport, Byte hopLimit = 64)
{
    FillTransportChecksum(path, protocol, transport);
    return MakeIpPacket(path, protocol, hopLimit, transport);
}

inline Bytes
BuildUdp(const Path& path,
         std::uint16_t sourcePort,
         std::uint16_t destinationPort,
         ByteSpan payload,
         Byte hopLimit = 64)
{
    Bytes udp;
    AppendU16(udp, sourcePort);
    AppendU16(udp, destinationPort);
    AppendU16(udp, static_cast<std::uint16_t>(UDP_HEADER_LENGTH + payload.size()));
    AppendU16(udp, 0);
    Append(udp, payload);
    return BuildIp(path, PROTOCOL_UDP, udp, hopLimit);
}

/// @param mss of an option in the header; 0: no option
inline Bytes
BuildTcp(const Path& path,
         std::uint16_t sourcePort,
         std::uint16_t destinationPort,
         Byte flags,
         ByteSpan payload = {},
         std::uint16_t mss = 0)
{
    Bytes tcp;
    AppendU16(tcp, sourcePort);
    AppendU16(tcp, destinationPort);
    AppendU32(tcp, 1000);
    AppendU32(tcp, 2000);
    tcp.push_back(mss == 0 ? 0x50 : 0x60);
    tcp.push_back(flags);
    AppendU16(tcp, 8192);
    AppendU32(tcp, 0);
    if (mss != 0)
    {
        AppendU16(tcp, 0x0204);
        AppendU16(tcp, mss);
    }
    Append(tcp, payload);
    return BuildIp(path, PROTOCOL_TCP, tcp);
}

inline Byte
GetIcmp(const Path& path)
{
    return path.source.IsV4() ? PROTOCOL_ICMP : PROTOCOL_ICMPV6;
}

inline Bytes
BuildEcho(const Path& path, bool isRequest, std::uint16_t identifier, ByteSpan data)
{
    const bool isV4 = path.source.IsV4();
    const Byte request = isV4 ? ICMP_ECHO_REQUEST : ICMPV6_ECHO_REQUEST;
    const Byte reply = isV4 ? ICMP_ECHO_REPLY : ICMPV6_ECHO_REPLY;
    Bytes icmp{isRequest ? request : reply, 0, 0, 0};
    AppendU16(icmp, identifier);
    AppendU16(icmp, 1);
    Append(icmp, data);
    return BuildIp(path, GetIcmp(path), icmp);
}

/// A packet taken apart, all of its checksums verified.
struct Parts
{
    explicit Parts(const Bytes& packet)
    {
        const auto parsed = ParseIp(packet);
        if (!parsed)
        {
            throw std::runtime_error(std::string("unreadable packet: ") + ToString(parsed.error()));
        }
        info = *parsed;
        const ByteSpan octets = GetIpPayload(info, packet);
        transport.assign(octets.begin(), octets.end());
        isGood = HasGoodTransportChecksum(info.path, info.protocol, transport);
        if (const auto found = ParseFlowStart(info.protocol, transport))
        {
            flow = *found;
        }
        const std::size_t header =
            info.protocol == PROTOCOL_TCP ? static_cast<std::size_t>(transport[12] >> 4) * 4 : 8;
        payload.assign(transport.begin() + std::min(header, transport.size()), transport.end());
    }

    IpInfo info;
    FlowId flow;
    Bytes transport;
    Bytes payload;
    bool isGood = false;
};

} // namespace hip::test

#endif // HIP_TEST_CORE_PROXY_PACKET_KIT_H
