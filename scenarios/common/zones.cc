// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/common/zones.h"

namespace hipscenario
{

namespace
{

std::string
MakeHead(const std::string& origin, const std::string& server, const std::string& address)
{
    return "$ORIGIN " + origin + "\n$TTL 3600\n@ IN SOA " + server + " hostmaster." +
           (origin == "." ? "root." : origin) + " 1 7200 900 1209600 60\n@ IN NS " + server + "\n" +
           server + " IN AAAA " + address + "\n";
}

std::string
MakeDelegation(const std::string& zone, const std::string& server, const std::string& address)
{
    return zone + " IN NS " + server + "\n" + server + " IN AAAA " + address + "\n";
}

} // namespace

std::string
MakeRootZone(const ZoneServers& servers)
{
    return MakeHead(".", "ns.root-servers.", servers.root) +
           MakeDelegation("com.", "ns.com.", servers.com);
}

std::string
MakeComZone(const ZoneServers& servers)
{
    return MakeHead("com.", "ns.com.", servers.com) +
           MakeDelegation("foo.com.", "ns.foo.com.", servers.foo);
}

std::string
MakeFooZone(const ZoneServers& servers,
            const std::vector<ZoneHost>& hosts,
            const std::string& agent,
            unsigned ttl)
{
    const std::string head = " " + std::to_string(ttl) + " IN ";
    std::string zone = MakeHead("foo.com.", "ns.foo.com.", servers.foo);
    if (!agent.empty())
    {
        zone += "fa IN AAAA " + agent + "\n";
    }
    for (const ZoneHost& host : hosts)
    {
        zone += host.hipName + head + "HIP " + host.record + "\n";
        zone += host.hipName + head + "AAAA " + (agent.empty() ? host.locator : agent) + "\n";
        zone += host.plainName + head + "AAAA " + host.locator + "\n";
    }
    return zone;
}

} // namespace hipscenario
