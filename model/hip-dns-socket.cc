// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "hip-dns-socket.h"

#include "hip-bytes.h"

#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/ipv4-route.h"
#include "ns3/ipv4-routing-protocol.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6-route.h"
#include "ns3/ipv6-routing-protocol.h"
#include "ns3/ipv6.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/udp-l4-protocol.h"
#include "ns3/udp-socket-factory.h"

namespace ns3
{
namespace hipdns
{

bool
HasStack(Ptr<Node> node, bool isV4)
{
    return isV4 ? node->GetObject<Ipv4>() != nullptr : node->GetObject<Ipv6>() != nullptr;
}

bool
IsUsable(Ptr<Node> node, const hip::IpAddress& address)
{
    static const hip::IpAddress broadcast = *hip::IpAddress::Parse("255.255.255.255");
    return !address.IsMulticast() && !address.IsUnspecified() && address != broadcast &&
           HasStack(node, address.IsV4());
}

Ptr<Socket>
OpenSocket(Ptr<Node> node, hip::DnsTransport transport, bool isV4, uint16_t port)
{
    const TypeId factory = transport == hip::DnsTransport::UDP ? UdpSocketFactory::GetTypeId()
                                                               : TcpSocketFactory::GetTypeId();
    Ptr<Socket> socket = Socket::CreateSocket(node, factory);
    const Address any = isV4 ? Address(InetSocketAddress(Ipv4Address::GetAny(), port))
                             : Address(Inet6SocketAddress(Ipv6Address::GetAny(), port));
    if (socket->Bind(any) != 0)
    {
        return nullptr;
    }
    return socket;
}

namespace
{

bool
SendDatagram4(Ptr<Node> node, Ptr<Packet> packet, const Datagram& datagram)
{
    Ipv4Header header;
    header.SetDestination(hipbytes::ToIpv4(datagram.destination));
    header.SetProtocol(UdpL4Protocol::PROT_NUMBER);
    Socket::SocketErrno error;
    Ptr<Ipv4Route> route =
        node->GetObject<Ipv4>()->GetRoutingProtocol()->RouteOutput(packet, header, nullptr, error);
    if (!route)
    {
        return false;
    }
    node->GetObject<UdpL4Protocol>()->Send(
        packet,
        datagram.source.IsUnspecified() ? route->GetSource() : hipbytes::ToIpv4(datagram.source),
        header.GetDestination(),
        datagram.sourcePort,
        datagram.destinationPort,
        route);
    return true;
}

bool
SendDatagram6(Ptr<Node> node, Ptr<Packet> packet, const Datagram& datagram)
{
    Ipv6Header header;
    header.SetDestination(hipbytes::ToIpv6(datagram.destination));
    header.SetNextHeader(UdpL4Protocol::PROT_NUMBER);
    const Ptr<NetDevice> device = datagram.destination.IsLinkLocal() ? datagram.device : nullptr;
    Socket::SocketErrno error;
    Ptr<Ipv6Route> route =
        node->GetObject<Ipv6>()->GetRoutingProtocol()->RouteOutput(packet, header, device, error);
    if (!route)
    {
        return false;
    }
    node->GetObject<UdpL4Protocol>()->Send(
        packet,
        datagram.source.IsUnspecified() ? route->GetSource() : hipbytes::ToIpv6(datagram.source),
        header.GetDestination(),
        datagram.sourcePort,
        datagram.destinationPort,
        route);
    return true;
}

} // namespace

bool
SendDatagram(Ptr<Node> node, Ptr<Packet> packet, const Datagram& datagram)
{
    return datagram.destination.IsV4() ? SendDatagram4(node, packet, datagram)
                                       : SendDatagram6(node, packet, datagram);
}

uint16_t
GetPort(const Address& address)
{
    return InetSocketAddress::IsMatchingType(address)
               ? InetSocketAddress::ConvertFrom(address).GetPort()
               : Inet6SocketAddress::ConvertFrom(address).GetPort();
}

hip::Bytes
ToBytes(Ptr<const Packet> packet)
{
    hip::Bytes bytes(packet->GetSize());
    packet->CopyData(bytes.data(), packet->GetSize());
    return bytes;
}

} // namespace hipdns
} // namespace ns3
