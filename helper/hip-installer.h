// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_INSTALLER_H
#define HIP_INSTALLER_H

#include "ns3/application-container.h"
#include "ns3/hip-forwarding-agent.h"
#include "ns3/hip-host.h"
#include "ns3/object-factory.h"

namespace ns3
{

/**
 * @ingroup hip
 *
 * Puts applications of this module on nodes that have an IP stack, in the manner of ns-3's helpers.
 */
template <class T>
class HipInstaller
{
  public:
    HipInstaller();

    /**
     * @param name of an attribute
     * @param value of it, for all that are installed from now on
     */
    void SetAttribute(const std::string& name, const AttributeValue& value);

    /**
     * @param node to install on
     * @return the application, to start when the simulation does unless told otherwise
     */
    Ptr<T> Install(Ptr<Node> node) const;

  private:
    ObjectFactory m_factory;
};

using HipHostHelper = HipInstaller<HipHost>;
using HipForwardingAgentHelper = HipInstaller<HipForwardingAgent>;

/**
 * Installs an IP stack whose static routing is in a list of routing protocols for both families,
 * which ns-3's helper gives IPv4 only: on such a node, HIP sees addresses come and go.
 *
 * @param node without a stack
 * @param withIpv4 also IPv4
 */
void HipInstallStack(Ptr<Node> node, bool withIpv4);

/// As HipInstallStack, for a router that can become a HipProxy.
void HipInstallProxyStack(Ptr<Node> node, bool withIpv4);

/// Makes every IP, TCP, UDP and ICMP checksum real. Call it before the first node is made.
void HipEnableChecksums();

template <class T>
HipInstaller<T>::HipInstaller()
{
    m_factory.SetTypeId(T::GetTypeId());
}

template <class T>
void
HipInstaller<T>::SetAttribute(const std::string& name, const AttributeValue& value)
{
    m_factory.Set(name, value);
}

template <class T>
Ptr<T>
HipInstaller<T>::Install(Ptr<Node> node) const
{
    Ptr<T> application = m_factory.Create<T>();
    node->AddApplication(application);
    return application;
}

} // namespace ns3

#endif // HIP_INSTALLER_H
