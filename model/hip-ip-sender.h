// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_IP_SENDER_H
#define HIP_IP_SENDER_H

#include "ns3/node.h"
#include "ns3/packet.h"

// Private to this module: not installed.

namespace ns3
{

class Ipv4L3Protocol;
class Ipv6Header;
class Ipv6L3Protocol;
class Ipv6Route;

/**
 * Sends whole IP packets, which the core made, through the IP stack of a node: route, fragmentation
 * and neighbour discovery are the stack's, header fields are the core's.
 */
class HipIpSender
{
  public:
    HipIpSender();
    ~HipIpSender();

    /// @param node with its IP stacks
    void SetNode(Ptr<Node> node);

    /**
     * @param packet a whole IPv4 or IPv6 packet from its IP header; changed
     * @return false if the node has no such stack or no route
     */
    bool Send(Ptr<Packet> packet);

  private:
    bool Send4(Ptr<Packet> packet) const;
    bool Send6(Ptr<Packet> packet);
    Ptr<Ipv6Route> FindDefaultRoute(const Ipv6Route& found,
                                    Ptr<Packet> packet,
                                    const Ipv6Header& header) const;
    void SendAlong(Ptr<Ipv6Route> route, const Ipv6Header& header, Ptr<Packet> packet) const;

    Ptr<Ipv4L3Protocol> m_ipv4; ///< of the node, or nullptr
    Ptr<Ipv6L3Protocol> m_ipv6;
    uint32_t m_identification =
        0; ///< of the last packet that was fragmented ///< of the node, or nullptr
};

} // namespace ns3

#endif // HIP_IP_SENDER_H
