// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_TEST_CORE_SUPPORT_IP_SAMPLES_H
#define HIP_TEST_CORE_SUPPORT_IP_SAMPLES_H

#include "core/util/endian.h"
#include "core/wire/icmp-type.h"
#include "core/wire/ip-address.h"
#include "core/wire/ip-packet.h"
#include "core/wire/packet-buffer.h"
#include "core/wire/transport.h"

#include <algorithm>
#include <random>
#include <string>

namespace hip::test
{

inline Path
MakePath(const std::string& source, const std::string& destination)
{
    return Path{IpAddress::Parse(source).value(), IpAddress::Parse(destination).value()};
}

inline Path
Reverse(const Path& path)
{
    return Path{path.destination, path.source};
}

inline Path
GetPathV4()
{
    return MakePath("192.0.2.33", "198.51.100.7");
}

inline Path
GetPathV6()
{
    return MakePath("2001:db8::33", "2001:db8:cafe::7");
}

/// The same numbers on every run.
class Numbers
{
  public:
    explicit Numbers(unsigned seed = 1)
        : m_engine(seed)
    {
    }

    std::uint32_t Get()
    {
        return static_cast<std::uint32_t>(m_engine());
    }

    std::uint32_t GetBelow(std::uint32_t bound)
    {
        return Get() % bound;
    }

    std::uint16_t GetU16()
    {
        return static_cast<std::uint16_t>(Get());
    }

    Bytes GetBytes(std::size_t count)
    {
        Bytes bytes(count);
        std::generate(bytes.begin(), bytes.end(), [this] { return static_cast<Byte>(Get()); });
        return bytes;
    }

    Path GetPath(bool isV4)
    {
        const Bytes source = GetBytes(isV4 ? 4 : 16);
        const Bytes destination = GetBytes(isV4 ? 4 : 16);
        return Path{IpAddress::FromBytes(source), IpAddress::FromBytes(destination)};
    }

  private:
    std::mt19937 m_engine;
};

/// The checksum as RFC 1071 §4.1 writes it down, word by word: the judge of the faster ones.
inline std::uint16_t
ComputeNaively(ByteSpan bytes)
{
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i)
    {
        sum += i % 2 == 0 ? bytes[i] << 8 : bytes[i];
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return static_cast<std::uint16_t>(~sum);
}

/// Pseudo-header and transport in a row, for ComputeNaively.
inline Bytes
WithPseudoHeader(const Path& path, Byte protocol, ByteSpan transport)
{
    Bytes bytes;
    Append(bytes, path.source.GetWireBytes());
    Append(bytes, path.destination.GetWireBytes());
    AppendU32(bytes, static_cast<std::uint32_t>(transport.size()));
    AppendU32(bytes, protocol);
    Append(bytes, transport);
    return bytes;
}

/// A TCP segment with a good checksum. @param options a multiple of four octets
inline Bytes
MakeTcp(const Path& path, ByteSpan payload, Byte flags = TCP_ACK, ByteSpan options = {})
{
    Bytes tcp;
    AppendU16(tcp, 40000);
    AppendU16(tcp, 80);
    AppendU32(tcp, 0x01020304);
    AppendU32(tcp, 0x05060708);
    tcp.push_back(static_cast<Byte>((TCP_HEADER_LENGTH + options.size()) / 4 << 4));
    tcp.push_back(flags);
    AppendU16(tcp, 8192);
    AppendU32(tcp, 0);
    Append(tcp, options);
    Append(tcp, payload);
    WriteU16(tcp, 16, ComputeNaively(WithPseudoHeader(path, PROTOCOL_TCP, tcp)));
    return tcp;
}

/// A UDP datagram with a good checksum.
inline Bytes
MakeUdp(const Path& path, ByteSpan payload)
{
    Bytes udp;
    AppendU16(udp, 40000);
    AppendU16(udp, 9);
    AppendU16(udp, static_cast<std::uint16_t>(UDP_HEADER_LENGTH + payload.size()));
    AppendU16(udp, 0);
    Append(udp, payload);
    const std::uint16_t checksum = ComputeNaively(WithPseudoHeader(path, PROTOCOL_UDP, udp));
    WriteU16(udp, 6, checksum == 0 ? 0xffff : checksum);
    return udp;
}

inline Byte
GetIcmpProtocol(const Path& path)
{
    return path.source.IsV4() ? PROTOCOL_ICMP : PROTOCOL_ICMPV6;
}

/// An ICMP or ICMPv6 message with a good checksum.
inline Bytes
MakeIcmp(const Path& path, Byte type, Byte code, std::uint32_t parameter, ByteSpan data)
{
    Bytes message{type, code, 0, 0};
    AppendU32(message, parameter);
    Append(message, data);
    const bool isV4 = path.source.IsV4();
    const Bytes covered = isV4 ? message : WithPseudoHeader(path, PROTOCOL_ICMPV6, message);
    WriteU16(message, 2, ComputeNaively(covered));
    return message;
}

inline Bytes
MakeEcho(const Path& path, bool isRequest, std::uint16_t identifier, ByteSpan data)
{
    const bool isV4 = path.source.IsV4();
    const Byte request = isV4 ? ICMP_ECHO_REQUEST : ICMPV6_ECHO_REQUEST;
    const Byte reply = isV4 ? ICMP_ECHO_REPLY : ICMPV6_ECHO_REPLY;
    const std::uint32_t parameter = (static_cast<std::uint32_t>(identifier) << 16) | 9;
    return MakeIcmp(path, isRequest ? request : reply, 0, parameter, data);
}

/// A whole IP packet around a transport.
inline Bytes
MakePacket(const Path& path, Byte protocol, ByteSpan transport)
{
    return MakeIpPacket(path, protocol, 64, transport);
}

/// Sets More Fragments and offset of an IPv4 packet.
inline Bytes
AsFragmentV4(Bytes packet, std::size_t offset, bool moreFragments)
{
    WriteU16(packet, 6, static_cast<std::uint16_t>((moreFragments ? 0x2000 : 0) | offset / 8));
    WriteU16(packet, 10, 0);
    WriteU16(packet, 10, ComputeNaively(ByteSpan(packet).first(20)));
    return packet;
}

/// A fragment header (RFC 8200 §4.5).
inline Bytes
MakeFragmentHeader(Byte next, std::size_t offset, bool moreFragments, std::uint32_t id)
{
    Bytes header{next, 0};
    AppendU16(header, static_cast<std::uint16_t>(offset | (moreFragments ? 1 : 0)));
    AppendU32(header, id);
    return header;
}

/// @return true if IP header and transport have good checksums
inline bool
IsGood(ByteSpan packet)
{
    const Result<IpInfo> info = ParseIp(packet);
    return info &&
           HasGoodTransportChecksum(info->path, info->protocol, GetIpPayload(*info, packet));
}

/// A packet in a buffer of its own, with room around it.
class BufferedPacket
{
  public:
    explicit BufferedPacket(ByteSpan packet, std::size_t headroom = PacketBuffer::HEADROOM)
        : m_storage(headroom + packet.size() + PacketBuffer::TAILROOM),
          m_buffer(m_storage, headroom, packet.size())
    {
        std::copy(packet.begin(), packet.end(), m_buffer.GetPacket().begin());
    }

    BufferedPacket(const BufferedPacket&) = delete;
    BufferedPacket& operator=(const BufferedPacket&) = delete;

    PacketBuffer& GetBuffer()
    {
        return m_buffer;
    }

    Bytes GetBytes()
    {
        const MutableByteSpan packet = m_buffer.GetPacket();
        return Bytes(packet.begin(), packet.end());
    }

  private:
    Bytes m_storage;
    PacketBuffer m_buffer;
};

} // namespace hip::test

#endif // HIP_TEST_CORE_SUPPORT_IP_SAMPLES_H
