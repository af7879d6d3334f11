// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_BYTES_H
#define HIP_BYTES_H

#include "core/util/clock.h"
#include "core/wire/ip-address.h"
#include "core/wire/packet-buffer.h"

#include "ns3/address.h"
#include "ns3/buffer.h"
#include "ns3/ipv4-address.h"
#include "ns3/ipv4-header.h"
#include "ns3/ipv6-address.h"
#include "ns3/ipv6-header.h"
#include "ns3/nstime.h"
#include "ns3/packet.h"

// The border between ns-3's types and the core's. Private to this module: not installed.

namespace ns3
{
namespace hipbytes
{

hip::IpAddress ToCore(const Ipv6Address& address);
hip::IpAddress ToCore(const Ipv4Address& address);
/// @param address of type Ipv4Address, Ipv6Address or a socket address of these
hip::IpAddress ToCore(const Address& address);

Ipv6Address ToIpv6(const hip::IpAddress& address);
Ipv4Address ToIpv4(const hip::IpAddress& address);
/// @return an Ipv4Address or Ipv6Address
Address ToAddress(const hip::IpAddress& address);
/// @return an InetSocketAddress or Inet6SocketAddress
Address ToSocketAddress(const hip::IpAddress& address, uint16_t port);

hip::Time ToCore(const Time& time);
/// @return the delay from now until @p time, not below zero
Time GetDelayUntil(hip::Time time);

/// One packet in contiguous memory with room on both sides, reused from packet to packet.
class Scratch
{
  public:
    /// Copies header and payload into the buffer. It is valid until the next call.
    hip::PacketBuffer& Load(const Header& header, Ptr<const Packet> payload);

    /// Copies a packet that begins with its IP header.
    hip::PacketBuffer& Load(Ptr<const Packet> packet);

  private:
    hip::PacketBuffer& Prepare(std::size_t length);

    hip::Bytes m_storage;
    hip::PacketBuffer m_packet;
    Buffer m_header; ///< where headers are serialized
};

Ptr<Packet> ToPacket(hip::ByteSpan bytes);

/// @return lower-case hex without separators
std::string ToHex(hip::ByteSpan bytes);

} // namespace hipbytes
} // namespace ns3

#endif // HIP_BYTES_H
