// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_DNS_SOCKET_H
#define HIP_DNS_SOCKET_H

#include "core/resolver/dns-output.h"

#include "ns3/node.h"
#include "ns3/packet.h"
#include "ns3/socket.h"

#include <functional>
#include <string>

// What both ends of a DNS exchange need from sockets. Private to this module: not installed.

namespace ns3
{
namespace hipdns
{

/// Told what is refused and why, such as "tcp-bad-length".
using DropHandler = std::function<void(const std::string& reason)>;

/// @return true if the node has an IPv4 (or IPv6) stack
bool HasStack(Ptr<Node> node, bool isV4);

/**
 * ns-3 asserts that nobody sends to some addresses without naming a device. Addresses in packets
 * must not get that far.
 *
 * @return true for an address that may be sent to: unicast, and of a family that the node has
 */
bool IsUsable(Ptr<Node> node, const hip::IpAddress& address);

/**
 * @param port local one; 0 for any
 * @return a socket bound to all addresses of the family; nullptr if the port is taken
 */
Ptr<Socket> OpenSocket(Ptr<Node> node, hip::DnsTransport transport, bool isV4, uint16_t port);

/// Where a UDP packet goes, and from where.
struct Datagram
{
    hip::IpAddress source; ///< ::, if routing may choose
    hip::IpAddress destination;
    uint16_t sourcePort;
    uint16_t destinationPort;
    Ptr<NetDevice> device; ///< to send to link-local addresses by
};

/**
 * Sends a packet from an address of choice. A socket bound to all addresses lets routing choose, so
 * that a client of a host with several addresses would not know the answer again.
 *
 * @param packet what follows the UDP header
 * @param datagram of a family that the node has
 * @return false if there is no route
 */
bool SendDatagram(Ptr<Node> node, Ptr<Packet> packet, const Datagram& datagram);

/// @return port of an InetSocketAddress or Inet6SocketAddress
uint16_t GetPort(const Address& address);

/// @return the octets of a packet
hip::Bytes ToBytes(Ptr<const Packet> packet);

} // namespace hipdns
} // namespace ns3

#endif // HIP_DNS_SOCKET_H
