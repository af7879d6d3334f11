// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "hip-interceptor.h"

#include "ns3/ipv4-route.h"
#include "ns3/ipv6-route.h"
#include "ns3/log.h"
#include "ns3/output-stream-wrapper.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("HipInterceptor");
NS_OBJECT_ENSURE_REGISTERED(HipInterceptor6);
NS_OBJECT_ENSURE_REGISTERED(HipInterceptor4);

namespace
{

void
CallIfSet(const Callback<void>& callback)
{
    if (!callback.IsNull())
    {
        callback();
    }
}

} // namespace

TypeId
HipInterceptor6::GetTypeId()
{
    static TypeId tid = TypeId("ns3::HipInterceptor6")
                            .SetParent<Ipv6RoutingProtocol>()
                            .SetGroupName("Hip")
                            .AddConstructor<HipInterceptor6>();
    return tid;
}

void
HipInterceptor6::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_callback.Nullify();
    m_addressCallback.Nullify();
    m_ipv6 = nullptr;
    Ipv6RoutingProtocol::DoDispose();
}

void
HipInterceptor6::SetCallback(HipInterceptCallback callback)
{
    NS_LOG_FUNCTION(this);
    m_callback = callback;
}

void
HipInterceptor6::SetAddressCallback(Callback<void> callback)
{
    NS_LOG_FUNCTION(this);
    m_addressCallback = callback;
}

Ptr<Ipv6Route>
HipInterceptor6::RouteOutput(Ptr<Packet>,
                             const Ipv6Header& header,
                             Ptr<NetDevice>,
                             Socket::SocketErrno& error)
{
    NS_LOG_FUNCTION(this << header);
    error = Socket::ERROR_NOROUTETOHOST;
    return nullptr;
}

bool
HipInterceptor6::RouteInput(Ptr<const Packet> packet,
                            const Ipv6Header& header,
                            Ptr<const NetDevice> device,
                            hipcompat::Unicast6,
                            hipcompat::Multicast6,
                            hipcompat::LocalDeliver6 local,
                            hipcompat::Error6)
{
    NS_LOG_FUNCTION(this << packet << header << device);
    if (m_callback.IsNull() || header.GetDestination().IsMulticast())
    {
        return false;
    }
    const HipInterception decision = m_callback(header, packet);
    if (decision == HipInterception::LOCAL)
    {
        local(packet, header, static_cast<uint32_t>(m_ipv6->GetInterfaceForDevice(device)));
    }
    return decision != HipInterception::FORWARD;
}

void
HipInterceptor6::NotifyInterfaceUp(uint32_t interface)
{
    NS_LOG_FUNCTION(this << interface);
    CallIfSet(m_addressCallback);
}

void
HipInterceptor6::NotifyInterfaceDown(uint32_t interface)
{
    NS_LOG_FUNCTION(this << interface);
    CallIfSet(m_addressCallback);
}

void
HipInterceptor6::NotifyAddAddress(uint32_t interface, Ipv6InterfaceAddress address)
{
    NS_LOG_FUNCTION(this << interface << address);
    CallIfSet(m_addressCallback);
}

void
HipInterceptor6::NotifyRemoveAddress(uint32_t interface, Ipv6InterfaceAddress address)
{
    NS_LOG_FUNCTION(this << interface << address);
    CallIfSet(m_addressCallback);
}

void
HipInterceptor6::NotifyAddRoute(Ipv6Address destination,
                                Ipv6Prefix mask,
                                Ipv6Address nextHop,
                                uint32_t interface,
                                Ipv6Address prefixToUse)
{
    NS_LOG_FUNCTION(this << destination << mask << nextHop << interface << prefixToUse);
}

void
HipInterceptor6::NotifyRemoveRoute(Ipv6Address destination,
                                   Ipv6Prefix mask,
                                   Ipv6Address nextHop,
                                   uint32_t interface,
                                   Ipv6Address prefixToUse)
{
    NS_LOG_FUNCTION(this << destination << mask << nextHop << interface << prefixToUse);
}

void
HipInterceptor6::SetIpv6(Ptr<Ipv6> ipv6)
{
    NS_LOG_FUNCTION(this << ipv6);
    m_ipv6 = ipv6;
}

void
HipInterceptor6::PrintRoutingTable(Ptr<OutputStreamWrapper> stream, Time::Unit) const
{
    *stream->GetStream() << "HipInterceptor6: no routes, sees what is forwarded\n";
}

TypeId
HipInterceptor4::GetTypeId()
{
    static TypeId tid = TypeId("ns3::HipInterceptor4")
                            .SetParent<Ipv4RoutingProtocol>()
                            .SetGroupName("Hip")
                            .AddConstructor<HipInterceptor4>();
    return tid;
}

void
HipInterceptor4::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_callback.Nullify();
    m_addressCallback.Nullify();
    m_ipv4 = nullptr;
    Ipv4RoutingProtocol::DoDispose();
}

void
HipInterceptor4::SetCallback(HipInterceptCallback callback)
{
    NS_LOG_FUNCTION(this);
    m_callback = callback;
}

void
HipInterceptor4::SetAddressCallback(Callback<void> callback)
{
    NS_LOG_FUNCTION(this);
    m_addressCallback = callback;
}

Ptr<Ipv4Route>
HipInterceptor4::RouteOutput(Ptr<Packet>,
                             const Ipv4Header& header,
                             Ptr<NetDevice>,
                             Socket::SocketErrno& error)
{
    NS_LOG_FUNCTION(this << header);
    error = Socket::ERROR_NOROUTETOHOST;
    return nullptr;
}

bool
HipInterceptor4::RouteInput(Ptr<const Packet> packet,
                            const Ipv4Header& header,
                            Ptr<const NetDevice> device,
                            hipcompat::Unicast4,
                            hipcompat::Multicast4,
                            hipcompat::LocalDeliver4 local,
                            hipcompat::Error4)
{
    NS_LOG_FUNCTION(this << packet << header << device);
    const auto interface = static_cast<uint32_t>(m_ipv4->GetInterfaceForDevice(device));
    if (m_callback.IsNull() || header.GetDestination().IsMulticast() ||
        m_ipv4->IsDestinationAddress(header.GetDestination(), interface))
    {
        return false;
    }
    const HipInterception decision = m_callback(header, packet);
    if (decision == HipInterception::LOCAL)
    {
        local(packet, header, interface);
    }
    return decision != HipInterception::FORWARD;
}

void
HipInterceptor4::NotifyInterfaceUp(uint32_t interface)
{
    NS_LOG_FUNCTION(this << interface);
    CallIfSet(m_addressCallback);
}

void
HipInterceptor4::NotifyInterfaceDown(uint32_t interface)
{
    NS_LOG_FUNCTION(this << interface);
    CallIfSet(m_addressCallback);
}

void
HipInterceptor4::NotifyAddAddress(uint32_t interface, Ipv4InterfaceAddress address)
{
    NS_LOG_FUNCTION(this << interface << address);
    CallIfSet(m_addressCallback);
}

void
HipInterceptor4::NotifyRemoveAddress(uint32_t interface, Ipv4InterfaceAddress address)
{
    NS_LOG_FUNCTION(this << interface << address);
    CallIfSet(m_addressCallback);
}

void
HipInterceptor4::SetIpv4(Ptr<Ipv4> ipv4)
{
    NS_LOG_FUNCTION(this << ipv4);
    m_ipv4 = ipv4;
}

void
HipInterceptor4::PrintRoutingTable(Ptr<OutputStreamWrapper> stream, Time::Unit) const
{
    *stream->GetStream() << "HipInterceptor4: no routes, sees what is forwarded\n";
}

} // namespace ns3
