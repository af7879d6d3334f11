// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_DNS_HELPER_H
#define HIP_DNS_HELPER_H

#include "ns3/address.h"
#include "ns3/application-container.h"
#include "ns3/attribute.h"
#include "ns3/hip-dns-client.h"
#include "ns3/hip-dns-resolver.h"
#include "ns3/hip-dns-server.h"
#include "ns3/node-container.h"
#include "ns3/object-factory.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{

/**
 * @ingroup hip
 *
 * What the helpers for DNS applications have in common.
 */
class HipDnsHelper
{
  public:
    /**
     * Records an attribute to be set in each application after it is created.
     *
     * @param name of the attribute
     * @param value of the attribute
     */
    void SetAttribute(const std::string& name, const AttributeValue& value);

    /**
     * Fixes the random streams of applications, so that runs can be repeated.
     *
     * @param applications made by one of these helpers
     * @param stream first stream number to use
     * @return how many streams are used
     */
    static int64_t AssignStreams(const ApplicationContainer& applications, int64_t stream);

  protected:
    /// @param typeId of the application
    explicit HipDnsHelper(const std::string& typeId);
    ~HipDnsHelper() = default;

    /// Makes the applications
    ObjectFactory m_factory;
};

/**
 * @ingroup hip
 *
 * Installs authoritative DNS servers, all with the same zones.
 */
class HipDnsServerHelper : public HipDnsHelper
{
  public:
    HipDnsServerHelper();

    /**
     * Adds a zone to the servers installed from now on.
     *
     * @param text a master file (RFC 1035 §5)
     * @param fileNameForErrors stands in front of errors
     * @param origin name of the zone
     */
    void AddZone(const std::string& text,
                 const std::string& fileNameForErrors,
                 const std::string& origin);

    /**
     * Installs a server.
     *
     * @param node with an Internet stack
     * @return the server
     * @throw std::invalid_argument if a zone is wrong
     */
    Ptr<HipDnsServer> Install(Ptr<Node> node) const;

    /**
     * Installs a server on each node.
     *
     * @param nodes with an Internet stack
     * @return the servers, in the order of the nodes
     * @throw std::invalid_argument if a zone is wrong
     */
    ApplicationContainer Install(const NodeContainer& nodes) const;

  private:
    /// What AddZone was given.
    struct ZoneText
    {
        std::string text;     ///< a master file
        std::string fileName; ///< for errors
        std::string origin;   ///< name of the zone
    };

    std::vector<ZoneText> m_zones; ///< of all servers
};

/**
 * @ingroup hip
 *
 * Installs recursive DNS resolvers.
 */
class HipDnsResolverHelper : public HipDnsHelper
{
  public:
    HipDnsResolverHelper();

    /// Adds a root server for the resolvers installed from now on. @param address IPv4 or IPv6
    void AddRootServer(const Address& address);

    /// Installs a resolver. @param node with an Internet stack @return the resolver
    Ptr<HipDnsResolver> Install(Ptr<Node> node) const;

    /**
     * Installs a resolver on each node.
     *
     * @param nodes with an Internet stack
     * @return the resolvers, in the order of the nodes
     */
    ApplicationContainer Install(const NodeContainer& nodes) const;

  private:
    std::vector<Address> m_rootServers; ///< of all resolvers
};

/**
 * @ingroup hip
 *
 * Installs DNS clients.
 */
class HipDnsClientHelper : public HipDnsHelper
{
  public:
    /// @param server address of the DNS server to ask, IPv4 or IPv6
    explicit HipDnsClientHelper(const Address& server);

    /// Installs a client. @param node with an Internet stack @return the client
    Ptr<HipDnsClient> Install(Ptr<Node> node) const;

    /**
     * Installs a client on each node.
     *
     * @param nodes with an Internet stack
     * @return the clients, in the order of the nodes
     */
    ApplicationContainer Install(const NodeContainer& nodes) const;
};

} // namespace ns3

#endif // HIP_DNS_HELPER_H
