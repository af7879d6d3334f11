// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// The DNS of figure 5: zones, servers, and what legacy hosts ask with.

#include "scenarios/common/network-constants.h"
#include "scenarios/common/network.h"
#include "scenarios/common/zones.h"

#include "ns3/hip-installer.h"

namespace hipscenario
{

using namespace ns3;

namespace
{

constexpr const char* ROOT_ADDRESS = "3ffe:500::1";
constexpr const char* COM_ADDRESS = "3ffe:501::1";
constexpr const char* FOO_ADDRESS = "3ffe:502::1";

} // namespace

std::string
ProxyNetwork::GetZoneText(const std::string& name) const
{
    const ZoneServers servers{ROOT_ADDRESS, COM_ADDRESS, FOO_ADDRESS};
    if (name == "root")
    {
        return MakeRootZone(servers);
    }
    if (name == "com")
    {
        return MakeComZone(servers);
    }
    std::vector<ZoneHost> hosts;
    for (unsigned i = 0; i < hipHosts.size(); ++i)
    {
        const std::vector<std::string> rendezvous =
            agent ? std::vector<std::string>{"fa.foo.com"} : std::vector<std::string>{};
        hosts.push_back({"hip" + GetNumber(i),
                         "plain" + GetNumber(i),
                         hipHosts[i]->GetDnsRecord(rendezvous),
                         ToText(hipAddresses[i])});
    }
    return MakeFooZone(servers, hosts, agent ? AGENT_ADDRESS : "", m_options.recordTtl);
}

void
ProxyNetwork::MakeDns()
{
    const struct
    {
        const char* zone;
        const char* origin;
        const char* address;
        const char* node;
    } servers[] = {{"root", ".", ROOT_ADDRESS, "dns-root"},
                   {"com", "com", COM_ADDRESS, "dns-com"},
                   {"foo.com", "foo.com", FOO_ADDRESS, "dns-foo"}};

    // Root and com are with the agent, foo.com is with its hosts, the resolver with those that ask.
    for (const auto& server : servers)
    {
        Ptr<Node> node = CreateObject<Node>();
        InstallStack(node, false);
        m_backbone->Attach(node,
                           server.address == FOO_ADDRESS ? m_hipCity : m_agentCity,
                           server.address,
                           PREFIX,
                           ACCESS_RATE,
                           ACCESS_DELAY);
        m_recorder.AddName(server.address, server.node);
        Ptr<HipDnsServer> application = HipInstaller<HipDnsServer>().Install(node);
        application->SetStartTime(DNS_START);
        if (server.address == FOO_ADDRESS)
        {
            dnsServer = application;
        }
        if (m_options.zones.empty())
        {
            application->AddZone(GetZoneText(server.zone),
                                 std::string(server.zone) + ".zone",
                                 server.origin);
        }
        else
        {
            application->AddZoneFile(m_options.zones + "/" + server.zone + ".zone", server.origin);
        }
    }
    Ptr<Node> node = CreateObject<Node>();
    InstallStack(node, false);
    const auto link =
        m_backbone->Attach(node, m_legacyCity, RESOLVER_ADDRESS, PREFIX, ACCESS_RATE, ACCESS_DELAY);
    m_linkOfResolver = link.host;
    m_recorder.AddName(RESOLVER_ADDRESS, "dns");
    Ptr<HipDnsResolver> resolver = HipInstaller<HipDnsResolver>().Install(node);
    resolver->AddRootServer(Ipv6Address(ROOT_ADDRESS));
    resolver->SetStartTime(DNS_START);
    m_stream += resolver->AssignStreams(m_stream);
}

void
ProxyNetwork::MakeLegacyHosts()
{
    const auto install = [this](Ptr<Node> node, const Address& server) {
        Ptr<HipDnsClient> client = HipInstaller<HipDnsClient>().Install(node);
        client->AddServer(server);
        client->SetStartTime(DNS_START);
        m_stream += client->AssignStreams(m_stream);
        return client;
    };
    for (auto node = legacy.Begin(); node != legacy.End(); ++node)
    {
        resolvers6.push_back(install(*node, Ipv6Address(RESOLVER_ADDRESS)));
        resolvers.push_back(m_options.legacyIpv4 ? install(*node, Ipv4Address(RESOLVER_ADDRESS4))
                                                 : resolvers6.back());
    }
}

void
ProxyNetwork::WriteInputs(const RunFolder& folder) const
{
    if (!m_options.zones.empty())
    {
        return;
    }
    for (const char* zone : {"root", "com", "foo.com"})
    {
        TextFile file(folder, "zones/" + std::string(zone) + ".zone");
        file.WriteLine(GetZoneText(zone));
        file.Close();
    }
}

} // namespace hipscenario
