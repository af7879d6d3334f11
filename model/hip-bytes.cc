// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "hip-bytes.h"

#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <array>

namespace ns3
{
namespace hipbytes
{

hip::IpAddress
ToCore(const Ipv6Address& address)
{
    std::array<hip::Byte, 16> bytes;
    address.GetBytes(bytes.data());
    return hip::IpAddress(bytes);
}

hip::IpAddress
ToCore(const Ipv4Address& address)
{
    std::array<hip::Byte, 4> bytes;
    address.Serialize(bytes.data());
    return hip::IpAddress::FromBytes(bytes);
}

hip::IpAddress
ToCore(const Address& address)
{
    if (Ipv6Address::IsMatchingType(address))
    {
        return ToCore(Ipv6Address::ConvertFrom(address));
    }
    if (Ipv4Address::IsMatchingType(address))
    {
        return ToCore(Ipv4Address::ConvertFrom(address));
    }
    if (Inet6SocketAddress::IsMatchingType(address))
    {
        return ToCore(Inet6SocketAddress::ConvertFrom(address).GetIpv6());
    }
    if (InetSocketAddress::IsMatchingType(address))
    {
        return ToCore(InetSocketAddress::ConvertFrom(address).GetIpv4());
    }
    return hip::IpAddress();
}

Ipv6Address
ToIpv6(const hip::IpAddress& address)
{
    auto bytes = address.GetBytes();
    return Ipv6Address(bytes.data());
}

Ipv4Address
ToIpv4(const hip::IpAddress& address)
{
    return Ipv4Address::Deserialize(address.GetBytes().data() + 12);
}

Address
ToAddress(const hip::IpAddress& address)
{
    return address.IsV4() ? Address(ToIpv4(address)) : Address(ToIpv6(address));
}

Address
ToSocketAddress(const hip::IpAddress& address, uint16_t port)
{
    return address.IsV4() ? Address(InetSocketAddress(ToIpv4(address), port))
                          : Address(Inet6SocketAddress(ToIpv6(address), port));
}

hip::Time
ToCore(const Time& time)
{
    return hip::Time(std::chrono::nanoseconds(time.GetNanoSeconds()));
}

Time
GetDelayUntil(hip::Time time)
{
    const int64_t delay = time.time_since_epoch().count() - Simulator::Now().GetNanoSeconds();
    return NanoSeconds(std::max<int64_t>(delay, 0));
}

hip::PacketBuffer&
Scratch::Prepare(std::size_t length)
{
    const std::size_t needed = hip::PacketBuffer::HEADROOM + length + hip::PacketBuffer::TAILROOM;
    if (m_storage.size() < needed)
    {
        m_storage.resize(needed);
    }
    m_packet = hip::PacketBuffer(m_storage, hip::PacketBuffer::HEADROOM, length);
    return m_packet;
}

hip::PacketBuffer&
Scratch::Load(const Header& header, Ptr<const Packet> payload)
{
    // Not by Packet::AddHeader, which would first make a copy of the whole payload.
    const uint32_t headerLength = header.GetSerializedSize();
    if (m_header.GetSize() != headerLength)
    {
        m_header = Buffer();
        m_header.AddAtStart(headerLength);
    }
    header.Serialize(m_header.Begin());
    hip::PacketBuffer& buffer = Prepare(headerLength + payload->GetSize());
    hip::Byte* const start = buffer.GetPacket().data();
    m_header.CopyData(start, headerLength);
    payload->CopyData(start + headerLength, payload->GetSize());
    return buffer;
}

hip::PacketBuffer&
Scratch::Load(Ptr<const Packet> packet)
{
    hip::PacketBuffer& buffer = Prepare(packet->GetSize());
    packet->CopyData(buffer.GetPacket().data(), packet->GetSize());
    return buffer;
}

Ptr<Packet>
ToPacket(hip::ByteSpan bytes)
{
    return Create<Packet>(bytes.data(), bytes.size());
}

std::string
ToHex(hip::ByteSpan bytes)
{
    static const char DIGITS[] = "0123456789abcdef";
    std::string text;
    for (const hip::Byte byte : bytes)
    {
        text += DIGITS[byte >> 4];
        text += DIGITS[byte & 15];
    }
    return text;
}

} // namespace hipbytes
} // namespace ns3
