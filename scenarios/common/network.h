// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_COMMON_NETWORK_H
#define HIP_SCENARIOS_COMMON_NETWORK_H

#include "scenarios/common/network-options.h"
#include "scenarios/common/recorder.h"
#include "scenarios/common/run-folder.h"

#include "ns3/csma-helper.h"
#include "ns3/hip-dns-client.h"
#include "ns3/hip-dns-resolver.h"
#include "ns3/hip-dns-server.h"
#include "ns3/hip-forwarding-agent.h"
#include "ns3/hip-graph-topology.h"
#include "ns3/hip-host.h"
#include "ns3/hip-proxy.h"
#include "ns3/node-container.h"

#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

namespace hip
{
class TopologyGraph;
}

namespace hipscenario
{

/**
 * Figure 5 of the patent on a real backbone:
 *
 *     legacy hosts --LAN-- proxy --\                 /-- HIP hosts
 *     3ffe:400::50...  3ffe:300::1  )-- backbone ---(--- agent 3ffe:200::1
 *                                   \                \-- DNS: resolver, root, com, foo.com
 *
 * The substitutes are 3ffe:401::5 and on. Host k has the name hip.foo.com (k = 1) or hipk.foo.com,
 * and as a plain IPv6 host plain.foo.com or plaink.foo.com.
 */
class ProxyNetwork
{
  public:
    /**
     * Makes all nodes and installs all applications; nothing runs yet.
     *
     * @throw std::invalid_argument for cities, zone files, keys and cost tables that cannot be used
     */
    ProxyNetwork(const NetworkOptions& options, Recorder& recorder);
    ~ProxyNetwork();

    /// Writes what only the first run leaves behind: a pcap file for each observed link if wanted,
    /// and zones/, which --zones reads again. @param out where the assumptions are told
    void WriteFirst(const RunFolder& folder, std::ostream& out);

    /**
     * @param wanted by the user; empty = the usual one
     * @param usual on the default map; another map may lack it
     * @param index of the place that stands in for it there
     * @throw std::invalid_argument if there is no city of the wanted name
     */
    std::string ChooseCity(const std::string& wanted, const char* usual, std::size_t index) const;

    /// @return one-way delay between the proxy and a host with an access link in this city
    ns3::Time GetPathDelay(const std::string& city) const;

    /**
     * @param city of a HIP host with a point-to-point link
     * @param octets of a packet with its IP header
     * @return how long the links between that host and the proxy are busy with it
     */
    ns3::Time GetTransmissionTime(const std::string& city, uint32_t octets) const;

    /// Gives a node one more access link. @param name of the node in events. @return both ends of
    /// it
    ns3::HipGraphTopology::Attachment AddLink(ns3::Ptr<ns3::Node> node,
                                              const std::string& name,
                                              const std::string& city,
                                              ns3::Ipv6Address address);

    /// Makes a host that knows nothing of HIP and only listens. Its capture is NAME.pcap.
    ns3::Ptr<ns3::Node> AddHost(const std::string& name,
                                const std::string& city,
                                ns3::Ipv6Address address);

    /**
     * Attaches a HIP host over a link of the scenario's own; its address comes from elsewhere.
     *
     * @param link the router's end is on GetRouter
     * @param network a prefix of 64 bits
     */
    void AddLink(const ns3::HipGraphTopology::Attachment& link, ns3::Ipv6Address network);

    /**
     * Gives a link of a HIP host to IPv4; needs dualStack.
     *
     * @param network a prefix of 24 bits. @return the address of the router
     */
    ns3::Ipv4Address AddIpv4(const ns3::HipGraphTopology::Attachment& link,
                             ns3::Ipv4Address network);

    /// @return the router of a city. @throw std::invalid_argument if there is none
    ns3::Ptr<ns3::Node> GetRouter(const std::string& city) const;

    /// @return the city of the HIP hosts
    const std::string& GetHipCity() const
    {
        return m_hipCity;
    }

    /// Lets events call a HIP host by its name at this address too.
    void NameLocator(unsigned host, ns3::Ipv6Address address);

    /// The same for IPv4.
    void NameLocator(unsigned host, ns3::Ipv4Address address);

    static std::string GetHipName(unsigned host);   ///< of a HIP host, from 0
    static std::string GetPlainName(unsigned host); ///< the same host without HIP

    ns3::NodeContainer legacy;
    std::vector<ns3::Ptr<ns3::HipDnsClient>> resolvers;  ///< of the legacy hosts
    std::vector<ns3::Ptr<ns3::HipDnsClient>> resolvers6; ///< the same, asking over IPv6
    ns3::Ptr<ns3::Node> proxyNode;
    ns3::Ptr<ns3::HipProxy> proxy;
    ns3::HipGraphTopology::Attachment proxyLink; ///< to the backbone
    ns3::NodeContainer hipNodes;
    std::vector<ns3::Ptr<ns3::HipHost>> hipHosts;
    std::vector<ns3::Ipv6Address> hipAddresses; ///< locators of the HIP hosts
    std::vector<ns3::HipGraphTopology::Attachment> hipLinks;
    ns3::Ptr<ns3::HipForwardingAgent> agent; ///< nullptr without agent
    ns3::Time pathDelay;                     ///< one way, between proxy and HIP hosts

  private:
    void WriteInputs(const RunFolder& folder) const;
    void EnablePcap(const RunFolder& folder);
    void ChooseCities();
    ns3::Time GetAccessDelay(const std::string& city) const;
    void MakeBackbone();
    void MakeLan();
    void MakeProxy();
    void MakeAgent();
    void AddFixedIpv4(const ns3::HipGraphTopology::Attachment& link,
                      ns3::Ipv4Address network,
                      const std::string& name);
    void MakeHipHosts();
    ns3::HipGraphTopology::Attachment AttachHipHost(ns3::Ptr<ns3::Node> node,
                                                    const std::string& city,
                                                    ns3::Ipv6Address address);
    void MakeDns();
    void MakeLegacyHosts();
    void MakeFaults();
    std::string GetZoneText(const std::string& name) const;
    template <class T>
    void Configure(ns3::Ptr<T> application, const std::string& name, bool useCredit);

    const NetworkOptions m_options;
    Recorder& m_recorder;
    std::unique_ptr<hip::TopologyGraph> m_graph;
    std::unique_ptr<ns3::HipGraphTopology> m_backbone;
    ns3::Ptr<ns3::CryptoCostModel> m_costs;
    std::string m_legacyCity;
    std::string m_hipCity;
    std::string m_agentCity;
    std::vector<std::string> m_notes;
    ns3::NetDeviceContainer m_lan;
    ns3::Ptr<ns3::NetDevice> m_lanOfProxy;
    ns3::Ptr<ns3::NetDevice> m_linkOfAgent;
    ns3::Ptr<ns3::NetDevice> m_linkOfResolver;
    std::vector<std::pair<std::string, ns3::Ptr<ns3::NetDevice>>> m_furtherLinks; ///< by capture
    int64_t m_stream = 1000;
};

} // namespace hipscenario

#endif // HIP_SCENARIOS_COMMON_NETWORK_H
