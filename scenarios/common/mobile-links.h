// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_COMMON_MOBILE_LINKS_H
#define HIP_SCENARIOS_COMMON_MOBILE_LINKS_H

#include "scenarios/common/network.h"

#include "ns3/error-model.h"

#include <optional>
#include <vector>

namespace hipscenario
{

/// Makes the receiving end of a link deaf at will; else it does what was there before.
class SilenceModel : public ns3::ErrorModel
{
  public:
    static ns3::TypeId GetTypeId();

    /// Takes its place before whatever error model the device has.
    static ns3::Ptr<SilenceModel> Install(ns3::Ptr<ns3::NetDevice> device);

    void SetSilent(bool isSilent)
    {
        m_isSilent = isSilent;
    }

  private:
    bool DoCorrupt(ns3::Ptr<ns3::Packet> packet) override;
    void DoReset() override;

    bool m_isSilent = false;
    ns3::Ptr<ns3::ErrorModel> m_before;
};

/// A node's address on a link of IPv4, and its router there.
struct Ipv4Access
{
    ns3::Ipv4Address address;
    ns3::Ipv4Address router;
};

/// The node has this address and default route from now on. @param router any on a point-to-point
/// link. @param isSecond while it still prefers another link
void EnterIpv6(ns3::Ptr<ns3::NetDevice> device,
               ns3::Ipv6Address address,
               ns3::Ipv6Address router,
               bool isSecond);

/// Gives a link of a HIP host to IPv4, and takes its IPv6 addresses from it.
Ipv4Access AddIpv4Access(ProxyNetwork& network, const ns3::HipGraphTopology::Attachment& link);

/// As EnterIpv6.
void EnterIpv4(ns3::Ptr<ns3::NetDevice> device, const Ipv4Access& access, bool isSecond);

/**
 * The access links of a node that moves: at home, where it is first, and in the city that it
 * visits. A link that it has left is silent, and its address and route are gone.
 */
class MobileLinks
{
  public:
    enum Link
    {
        HOME,
        VISITED,
    };

    /// A link, the node's address on it, and what is known of the way to the peer.
    struct Place
    {
        ns3::HipGraphTopology::Attachment link;
        ns3::Ipv6Address address;
        ns3::Time pathDelay; ///< one way, between the node on this link and its peer
    };

    /// @param visited is left before anybody is told of it
    MobileLinks(ns3::Ptr<ns3::Node> node, const Place& home, const Place& visited);

    /// The node loses this link now.
    void Leave(Link link);

    /// The node has this link from now on. @param isSecond while it still prefers the other one
    void Enter(Link link, bool isSecond);

    ns3::Ipv6Address GetAddress(Link link) const
    {
        return m_links[link].address;
    }

    /**
     * Makes the visited link one of IPv4; the network needs dualStack.
     *
     * @param link that this was made with
     */
    void UseIpv4(ProxyNetwork& network, const ns3::HipGraphTopology::Attachment& link);

    /// @return one-way delay between the node on this link and its peer
    ns3::Time GetPathDelay(Link link) const
    {
        return m_links[link].pathDelay;
    }

  private:
    struct Access
    {
        ns3::Ipv6Address address;
        ns3::Time pathDelay;
        uint32_t interface;
        std::vector<ns3::Ptr<SilenceModel>> ends;
        ns3::Ptr<ns3::NetDevice> device{};
        std::optional<Ipv4Access> ipv4{}; ///< in place of the IPv6 address
    };

    Access MakeAccess(const Place& place) const;
    void SetSilent(Link link, bool isSilent);

    ns3::Ptr<ns3::Node> m_node;
    std::vector<Access> m_links;
};

/// The links of the first HIP host: its usual one, and one in another city. @param city empty = the
/// default one. @throw std::invalid_argument if it is unknown
MobileLinks MakeHipHostLinks(ProxyNetwork& network,
                             const std::string& city,
                             bool visitsIpv4 = false);

/// The links of the proxy: its usual one, and one in another city. @param city as above
MobileLinks MakeProxyLinks(ProxyNetwork& network, const std::string& city);

} // namespace hipscenario

#endif // HIP_SCENARIOS_COMMON_MOBILE_LINKS_H
