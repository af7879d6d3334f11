// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "hip-dns-helper.h"

namespace ns3
{

namespace
{

/// Installs on each node. @return the applications in the order of the nodes
template <class Helper>
ApplicationContainer
InstallOnEach(const Helper& helper, const NodeContainer& nodes)
{
    ApplicationContainer applications;
    for (auto node = nodes.Begin(); node != nodes.End(); ++node)
    {
        applications.Add(helper.Install(*node));
    }
    return applications;
}

} // namespace

HipDnsHelper::HipDnsHelper(const std::string& typeId)
{
    m_factory.SetTypeId(typeId);
}

void
HipDnsHelper::SetAttribute(const std::string& name, const AttributeValue& value)
{
    m_factory.Set(name, value);
}

int64_t
HipDnsHelper::AssignStreams(const ApplicationContainer& applications, int64_t stream)
{
    int64_t used = 0;
    for (auto application = applications.Begin(); application != applications.End(); ++application)
    {
        if (Ptr<HipDnsApplication> dns = DynamicCast<HipDnsApplication>(*application))
        {
            used += dns->AssignStreams(stream + used);
        }
    }
    return used;
}

HipDnsServerHelper::HipDnsServerHelper()
    : HipDnsHelper("ns3::HipDnsServer")
{
}

void
HipDnsServerHelper::AddZone(const std::string& text,
                            const std::string& fileNameForErrors,
                            const std::string& origin)
{
    m_zones.push_back({text, fileNameForErrors, origin});
}

Ptr<HipDnsServer>
HipDnsServerHelper::Install(Ptr<Node> node) const
{
    Ptr<HipDnsServer> server = m_factory.Create<HipDnsServer>();
    for (const ZoneText& zone : m_zones)
    {
        server->AddZone(zone.text, zone.fileName, zone.origin);
    }
    node->AddApplication(server);
    return server;
}

ApplicationContainer
HipDnsServerHelper::Install(const NodeContainer& nodes) const
{
    return InstallOnEach(*this, nodes);
}

HipDnsResolverHelper::HipDnsResolverHelper()
    : HipDnsHelper("ns3::HipDnsResolver")
{
}

void
HipDnsResolverHelper::AddRootServer(const Address& address)
{
    m_rootServers.push_back(address);
}

Ptr<HipDnsResolver>
HipDnsResolverHelper::Install(Ptr<Node> node) const
{
    Ptr<HipDnsResolver> resolver = m_factory.Create<HipDnsResolver>();
    for (const Address& address : m_rootServers)
    {
        resolver->AddRootServer(address);
    }
    node->AddApplication(resolver);
    return resolver;
}

ApplicationContainer
HipDnsResolverHelper::Install(const NodeContainer& nodes) const
{
    return InstallOnEach(*this, nodes);
}

HipDnsClientHelper::HipDnsClientHelper(const Address& server)
    : HipDnsHelper("ns3::HipDnsClient")
{
    m_factory.Set("Server", AddressValue(server));
}

Ptr<HipDnsClient>
HipDnsClientHelper::Install(Ptr<Node> node) const
{
    Ptr<HipDnsClient> client = m_factory.Create<HipDnsClient>();
    node->AddApplication(client);
    return client;
}

ApplicationContainer
HipDnsClientHelper::Install(const NodeContainer& nodes) const
{
    return InstallOnEach(*this, nodes);
}

} // namespace ns3
