// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_INTERCEPTOR_H
#define HIP_INTERCEPTOR_H

#include "hip-compat.h"

#include "ns3/callback.h"
#include "ns3/header.h"
#include "ns3/node.h"

namespace ns3
{

/// What becomes of a packet that a router is about to forward.
enum class HipInterception
{
    FORWARD, ///< not ours: the next routing protocol decides
    TAKEN,   ///< handled here
    LOCAL,   ///< deliver it to this node's own transport, although it is addressed to another one
};

/// Sees each packet that the node would forward: its IP header, and what follows it.
using HipInterceptCallback = Callback<HipInterception, const Header&, Ptr<const Packet>>;

/**
 * @ingroup hip
 *
 * A routing protocol at the top of a node's list that has no routes: it only sees all IPv6 packets
 * that are to be forwarded, and may take them, and hears of addresses that come and go.
 */
class HipInterceptor6 : public Ipv6RoutingProtocol
{
  public:
    /// @return the type
    static TypeId GetTypeId();

    /// @param callback who looks at the packets
    void SetCallback(HipInterceptCallback callback);

    /// @param callback who is told when an address or interface of the node comes or goes
    void SetAddressCallback(Callback<void> callback);

    // From Ipv6RoutingProtocol
    Ptr<Ipv6Route> RouteOutput(Ptr<Packet> packet,
                               const Ipv6Header& header,
                               Ptr<NetDevice> device,
                               Socket::SocketErrno& error) override;
    bool RouteInput(Ptr<const Packet> packet,
                    const Ipv6Header& header,
                    Ptr<const NetDevice> device,
                    hipcompat::Unicast6 unicast,
                    hipcompat::Multicast6 multicast,
                    hipcompat::LocalDeliver6 local,
                    hipcompat::Error6 error) override;
    void NotifyInterfaceUp(uint32_t interface) override;
    void NotifyInterfaceDown(uint32_t interface) override;
    void NotifyAddAddress(uint32_t interface, Ipv6InterfaceAddress address) override;
    void NotifyRemoveAddress(uint32_t interface, Ipv6InterfaceAddress address) override;
    void NotifyAddRoute(Ipv6Address destination,
                        Ipv6Prefix mask,
                        Ipv6Address nextHop,
                        uint32_t interface,
                        Ipv6Address prefixToUse) override;
    void NotifyRemoveRoute(Ipv6Address destination,
                           Ipv6Prefix mask,
                           Ipv6Address nextHop,
                           uint32_t interface,
                           Ipv6Address prefixToUse) override;
    void SetIpv6(Ptr<Ipv6> ipv6) override;
    void PrintRoutingTable(Ptr<OutputStreamWrapper> stream, Time::Unit unit) const override;

  protected:
    void DoDispose() override;

  private:
    HipInterceptCallback m_callback;
    Callback<void> m_addressCallback;
    Ptr<Ipv6> m_ipv6;
};

/**
 * @ingroup hip
 *
 * As HipInterceptor6, for IPv4.
 */
class HipInterceptor4 : public Ipv4RoutingProtocol
{
  public:
    /// @return the type
    static TypeId GetTypeId();

    /// @param callback who looks at the packets
    void SetCallback(HipInterceptCallback callback);

    /// @param callback who is told when an address or interface of the node comes or goes
    void SetAddressCallback(Callback<void> callback);

    // From Ipv4RoutingProtocol
    Ptr<Ipv4Route> RouteOutput(Ptr<Packet> packet,
                               const Ipv4Header& header,
                               Ptr<NetDevice> device,
                               Socket::SocketErrno& error) override;
    bool RouteInput(Ptr<const Packet> packet,
                    const Ipv4Header& header,
                    Ptr<const NetDevice> device,
                    hipcompat::Unicast4 unicast,
                    hipcompat::Multicast4 multicast,
                    hipcompat::LocalDeliver4 local,
                    hipcompat::Error4 error) override;
    void NotifyInterfaceUp(uint32_t interface) override;
    void NotifyInterfaceDown(uint32_t interface) override;
    void NotifyAddAddress(uint32_t interface, Ipv4InterfaceAddress address) override;
    void NotifyRemoveAddress(uint32_t interface, Ipv4InterfaceAddress address) override;
    void SetIpv4(Ptr<Ipv4> ipv4) override;
    void PrintRoutingTable(Ptr<OutputStreamWrapper> stream, Time::Unit unit) const override;

  protected:
    void DoDispose() override;

  private:
    HipInterceptCallback m_callback;
    Callback<void> m_addressCallback;
    Ptr<Ipv4> m_ipv4;
};

} // namespace ns3

#endif // HIP_INTERCEPTOR_H
