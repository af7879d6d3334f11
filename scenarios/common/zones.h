// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_COMMON_ZONES_H
#define HIP_SCENARIOS_COMMON_ZONES_H

#include <string>
#include <vector>

namespace hipscenario
{

/// A HIP host as the zone foo.com knows it.
struct ZoneHost
{
    std::string hipName;   ///< "hip", relative to foo.com
    std::string plainName; ///< "plain"
    std::string record;    ///< RDATA text of its HIP record
    std::string locator;   ///< its own address
};

/// Addresses of the three servers.
struct ZoneServers
{
    std::string root;
    std::string com;
    std::string foo;
};

// Master files of the hierarchy root -> com -> foo.com.

std::string MakeRootZone(const ZoneServers& servers);
std::string MakeComZone(const ZoneServers& servers);

/// @param agent address of the Forwarding Agent "fa"; empty if the hosts are reached directly
/// @param ttl seconds, of the records of hosts
std::string MakeFooZone(const ZoneServers& servers,
                        const std::vector<ZoneHost>& hosts,
                        const std::string& agent,
                        unsigned ttl);

} // namespace hipscenario

#endif // HIP_SCENARIOS_COMMON_ZONES_H
