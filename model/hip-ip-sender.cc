// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "hip-ip-sender.h"

#include "core/wire/fragmentation.h"
#include "hip-bytes.h"

#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv4-route.h"
#include "ns3/ipv4-routing-protocol.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ipv6-route.h"
#include "ns3/ipv6-routing-protocol.h"
#include "ns3/log.h"
#include "ns3/socket.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("HipIpSender");

HipIpSender::HipIpSender() = default;

HipIpSender::~HipIpSender() = default;

void
HipIpSender::SetNode(Ptr<Node> node)
{
    m_ipv4 = node->GetObject<Ipv4L3Protocol>();
    m_ipv6 = node->GetObject<Ipv6L3Protocol>();
}

bool
HipIpSender::Send(Ptr<Packet> packet)
{
    NS_LOG_FUNCTION(this << packet);
    uint8_t versionAndMore = 0;
    packet->CopyData(&versionAndMore, 1);
    return versionAndMore >> 4 == 4 ? Send4(packet) : Send6(packet);
}

bool
HipIpSender::Send4(Ptr<Packet> packet) const
{
    if (!m_ipv4)
    {
        return false;
    }
    Ipv4Header header;
    packet->RemoveHeader(header);
    Socket::SocketErrno error;
    Ptr<Ipv4Route> route =
        m_ipv4->GetRoutingProtocol()->RouteOutput(packet, header, nullptr, error);
    if (!route)
    {
        NS_LOG_WARN("No route to " << header.GetDestination());
        return false;
    }
    m_ipv4->SendWithHeader(packet, header, route);
    return true;
}

bool
HipIpSender::Send6(Ptr<Packet> packet)
{
    if (!m_ipv6)
    {
        return false;
    }
    Ipv6Header header;
    packet->RemoveHeader(header);
    Socket::SocketErrno error;
    Ptr<Ipv6Route> route =
        m_ipv6->GetRoutingProtocol()->RouteOutput(packet, header, nullptr, error);
    if (!route)
    {
        NS_LOG_WARN("No route to " << header.GetDestination());
        return false;
    }
    if (Ptr<Ipv6Route> own = FindDefaultRoute(*route, packet, header))
    {
        route = own;
    }
    const std::size_t mtu = route->GetOutputDevice()->GetMtu();
    if (packet->GetSize() + header.GetSerializedSize() <= mtu)
    {
        SendAlong(route, header, packet);
        return true;
    }
    // Ipv6L3Protocol fragments only what comes from an address of its node: substitute addresses
    // are none, so it would refuse the packet as a router must.
    packet->AddHeader(header);
    hip::Bytes whole(packet->GetSize());
    packet->CopyData(whole.data(), static_cast<uint32_t>(whole.size()));
    for (const hip::Bytes& fragment : hip::Fragment(whole, mtu, ++m_identification))
    {
        Ptr<Packet> piece = packet->CreateFragment(0, 0); // for its tags
        piece->AddAtEnd(hipbytes::ToPacket(fragment));
        piece->RemoveHeader(header);
        SendAlong(route, header, piece);
    }
    return true;
}

/// @return of several default routes, the one over the link that the source address belongs to (RFC
/// 8028 §3.3): others may lead into a network that refuses it. nullptr if there is none
Ptr<Ipv6Route>
HipIpSender::FindDefaultRoute(const Ipv6Route& found,
                              Ptr<Packet> packet,
                              const Ipv6Header& header) const
{
    const int32_t interface = m_ipv6->GetInterfaceForAddress(header.GetSource());
    if (!found.GetDestination().IsAny() || interface < 0)
    {
        return nullptr;
    }
    Ptr<NetDevice> device = m_ipv6->GetNetDevice(static_cast<uint32_t>(interface));
    Socket::SocketErrno error;
    return device == found.GetOutputDevice()
               ? nullptr
               : m_ipv6->GetRoutingProtocol()->RouteOutput(packet, header, device, error);
}

void
HipIpSender::SendAlong(Ptr<Ipv6Route> route, const Ipv6Header& header, Ptr<Packet> packet) const
{
    // Ipv6L3Protocol builds the header anew and takes these two fields from tags.
    SocketIpv6HopLimitTag hopLimit;
    hopLimit.SetHopLimit(header.GetHopLimit());
    packet->AddPacketTag(hopLimit);
    SocketIpv6TclassTag trafficClass;
    trafficClass.SetTclass(header.GetTrafficClass());
    packet->AddPacketTag(trafficClass);
    m_ipv6->Send(packet,
                 header.GetSource(),
                 header.GetDestination(),
                 header.GetNextHeader(),
                 route);
}

} // namespace ns3
