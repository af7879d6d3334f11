// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_GRAPH_TOPOLOGY_H
#define HIP_GRAPH_TOPOLOGY_H

#include "ns3/data-rate.h"
#include "ns3/ipv4-address.h"
#include "ns3/ipv6-address.h"
#include "ns3/net-device.h"
#include "ns3/node-container.h"
#include "ns3/nstime.h"

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace hip
{
class TopologyGraph;
}

namespace ns3
{

/**
 * @ingroup hip
 *
 * A backbone of IPv6 routers, or of routers that speak IPv4 too, made from a real network: one
 * router a city, one point-to-point link an edge, with the delay that light needs, and static
 * routes along the shortest paths. Hosts and networks are attached to cities by name.
 */
class HipGraphTopology
{
  public:
    /**
     * Makes the routers and their links.
     *
     * @param graph read from a file; copied
     * @param rate of links whose speed the file does not tell
     * @param withIpv4 the routers speak IPv4 too; their links have addresses of 10.0.0.0/8
     */
    HipGraphTopology(const hip::TopologyGraph& graph, DataRate rate, bool withIpv4 = false);
    ~HipGraphTopology();

    /// @return all routers, in the order of the graph's nodes
    const NodeContainer& GetRouters() const;

    /// The two ends of an access link.
    struct Attachment
    {
        Ptr<NetDevice> host;   ///< on the attached node
        Ptr<NetDevice> router; ///< in the city
    };

    /**
     * Attaches a node, which has an IPv6 stack, to a city: a link, an address, a default route, and
     * routes to its prefix on every router.
     *
     * @param node to attach
     * @param city as TopologyGraph::Find takes it. @throw std::invalid_argument if there is none
     * @param address of the node
     * @param prefix of the access link
     * @param rate of the access link
     * @param delay of the access link, one way
     * @return both ends of the link
     */
    Attachment Attach(Ptr<Node> node,
                      const std::string& city,
                      Ipv6Address address,
                      Ipv6Prefix prefix,
                      DataRate rate,
                      Time delay);

    /**
     * Attaches a node over a link that is there already: interfaces for its devices, and routes to
     * its prefix on every router. The node's address and default route are the caller's.
     *
     * @param link both ends, that of the router on one of GetRouters
     * @param network the prefix's address
     * @param prefix its length
     */
    void Attach(const Attachment& link, Ipv6Address network, Ipv6Prefix prefix);

    /**
     * Gives a link, whose node has an IPv4 stack, to IPv4: interfaces for its devices, the first
     * address of a prefix of 24 bits for the router, and routes to the prefix on every router. The
     * node's address and default route are the caller's.
     *
     * @param link both ends; the topology speaks IPv4
     * @param network the prefix's address
     * @return the router's address
     */
    Ipv4Address Attach4(const Attachment& link, Ipv4Address network);

    /// @return the router of a city. @throw std::invalid_argument if there is none
    Ptr<Node> GetRouter(const std::string& city) const;

    /**
     * Routes a further prefix to an attached node.
     *
     * @param attachment of the node behind which the prefix lies
     * @param network the prefix's address
     * @param prefix its length
     */
    void AddRoutes(const Attachment& attachment, Ipv6Address network, Ipv6Prefix prefix);

    /**
     * @param from,to names of cities. @throw std::invalid_argument if there is no way
     * @return one-way delay of the shortest path
     */
    Time GetDelay(const std::string& from, const std::string& to) const;

    /**
     * @param from,to as GetDelay takes them
     * @param octets of a packet with its IP header
     * @return how long the links of that path are busy with it, one after the other
     */
    Time GetTransmissionTime(const std::string& from, const std::string& to, uint32_t octets) const;

  private:
    /// A router, and the interface of its device towards another one.
    using NextHop = std::function<void(Ptr<Node> router, Ptr<NetDevice> device)>;

    void InstallLink(std::size_t edge, DataRate rate);
    std::size_t FindIndex(Ptr<Node> router) const;
    void ForEachNextHop(Ptr<Node> home, const NextHop& add) const;

    std::unique_ptr<hip::TopologyGraph> m_graph;
    NodeContainer m_routers;
    bool m_withIpv4;
    /// For each edge the device on its node a, and on b.
    std::vector<std::pair<Ptr<NetDevice>, Ptr<NetDevice>>> m_devices;
};

} // namespace ns3

#endif // HIP_GRAPH_TOPOLOGY_H
