// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_TEST_MODEL_SUPPORT_DNS_WORLD_H
#define HIP_TEST_MODEL_SUPPORT_DNS_WORLD_H

#include "ns3/hip-dns-helper.h"
#include "ns3/net-device-container.h"
#include "ns3/node-container.h"
#include "ns3/nstime.h"
#include "ns3/simulator.h"

#include <string>
#include <vector>

namespace ns3
{
namespace hiptest
{

/// IP versions of a node or network.
struct Families
{
    bool ipv4 = true;
    bool ipv6 = true;
};

/**
 * A router in the middle and nodes around it: servers behind point-to-point links of 10 ms, hosts
 * on one Ethernet. Checksums are real. The simulation ends with it.
 */
class Network
{
  public:
    explicit Network(Families families = {});
    ~Network();

    Network(const Network&) = delete;
    Network& operator=(const Network&) = delete;

    /// @return a new node behind a link of its own
    Ptr<Node> AddServer(Families families);

    /// @return a new node on the Ethernet
    Ptr<Node> AddHost();

    Ptr<Node> GetRouter() const
    {
        return m_router;
    }

    /// @return the global address that AddServer or AddHost gave
    static Ipv6Address GetIpv6(Ptr<Node> node);
    static Ipv4Address GetIpv4(Ptr<Node> node);
    /// @return one of them, IPv6 if it has both
    static Address GetAddress(Ptr<Node> node);

    /// @return the router's end of the only link of a node
    Ptr<NetDevice> GetPeer(Ptr<Node> node) const;

    /// Adds one more pair of addresses to the only link of a node, and routes there.
    void AddAddresses(Ptr<Node> node, Ipv4Address ipv4, Ipv6Address ipv6);

    /// From @p at on, the router loses what comes from the node with this probability.
    void LoseFrom(Ptr<Node> node, double probability, Time at);

    /// The next packet that comes from the node after @p at is lost.
    void LoseNextFrom(Ptr<Node> node, Time at);

    /// Writes what passes the only link of a node into a file.
    void EnablePcap(Ptr<Node> node, const std::string& file);

  private:
    void Install(Ptr<Node> node, Families families);
    void Connect(Ptr<Node> node, Ptr<NetDevice> device, unsigned subnet, unsigned number);

    Families m_families;
    unsigned m_subnets = 0;
    unsigned m_hosts = 0;
    Ptr<Node> m_router;
    Ptr<NetDevice> m_ethernet; ///< the router's
    int64_t m_stream = 1000;
};

/// All that one client has been told.
struct Results
{
    std::vector<HipDnsResult> all;

    /// @return what stores a result
    Callback<void, HipDnsResult> Store();
};

/**
 * A root, com and foo.com server, a recursive resolver and a host with a client: all start at 2 s,
 * when IPv6 addresses are no more tentative.
 */
class DnsWorld
{
  public:
    explicit DnsWorld(Families families = {});
    DnsWorld(Families families, Families ofFooServer);

    /// Asks for A or AAAA at a time. @return where the result will be
    Results& Ask(const std::string& name, bool ipv6, Time at);

    void RunUntil(Time end);

    Network network;
    Ptr<HipDnsServer> root;
    Ptr<HipDnsServer> com;
    Ptr<HipDnsServer> foo;
    Ptr<HipDnsResolver> resolver;
    Ptr<HipDnsClient> client;
    Results results;
    std::vector<HipDnsQueryRecord> upstream; ///< what the resolver asked servers
    std::vector<HipDnsQueryRecord> queries;  ///< what the client sent

  private:
    std::string Describe(const std::string& name, Ptr<HipDnsServer> server) const;
    void AddZones();
};

} // namespace hiptest
} // namespace ns3

#endif // HIP_TEST_MODEL_SUPPORT_DNS_WORLD_H
