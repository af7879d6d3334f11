// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_COMMON_NETWORK_CONSTANTS_H
#define HIP_SCENARIOS_COMMON_NETWORK_CONSTANTS_H

#include "ns3/data-rate.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address.h"
#include "ns3/ipv6-address.h"
#include "ns3/ipv6.h"
#include "ns3/net-device.h"
#include "ns3/nstime.h"

#include <sstream>
#include <string>

// What the parts of ProxyNetwork share.

namespace hipscenario
{

inline const ns3::Ipv6Prefix PREFIX(64);
inline const ns3::DataRate ACCESS_RATE("100Mbps");
inline constexpr uint32_t LINK_HEADER = 2; ///< octets of PPP
inline const ns3::DataRate BACKBONE_RATE("10Gbps");
inline const ns3::Time ACCESS_DELAY = ns3::MicroSeconds(200);
inline const ns3::Time DNS_START =
    ns3::Seconds(1.2); ///< duplicate address detection takes the first second
inline const ns3::Time HIP_START = ns3::Seconds(1.3);
inline const ns3::Time PROXY_START = ns3::Seconds(1.4);

inline constexpr const char* PROXY_ADDRESS = "3ffe:300::1";  ///< outside
inline constexpr const char* PROXY_NETWORK4 = "203.0.113.0"; ///< outside
inline constexpr const char* VISITED_NETWORK4 = "192.0.2.0"; ///< of a HIP host that moves
inline constexpr const char* AGENT_ADDRESS = "3ffe:200::1";
inline constexpr const char* RESOLVER_ADDRESS = "3ffe:503::53";
inline constexpr const char* RESOLVER_ADDRESS4 =
    "198.51.100.53"; ///< what IPv4 legacy hosts ask; intercepted

template <class T>
std::string
ToText(const T& address)
{
    std::ostringstream text;
    text << address;
    return text.str();
}

/// @return the link-local address of a device's IPv6 interface
inline ns3::Ipv6Address
GetLinkLocal(ns3::Ptr<ns3::NetDevice> device)
{
    ns3::Ptr<ns3::Ipv6> ipv6 = device->GetNode()->GetObject<ns3::Ipv6>();
    return ipv6->GetAddress(static_cast<uint32_t>(ipv6->GetInterfaceForDevice(device)), 0)
        .GetAddress();
}

/// @return the address of the node on an access link of IPv4, whose router has the first one
inline ns3::Ipv4Address
GetNodeAddress(ns3::Ipv4Address network)
{
    return ns3::Ipv4Address(network.Get() + 2);
}

/// @return how names of the host end: nothing for the first one, "2" for the second one
inline std::string
GetNumber(unsigned host)
{
    return host == 0 ? std::string() : std::to_string(host + 1);
}

/// @return of a host in a network of its own. @param site what such networks share: "3ffe:100:"
inline ns3::Ipv6Address
MakeHostAddress(const char* site, unsigned host)
{
    std::ostringstream text;
    text << site << std::hex << host + 1 << "::1";
    return ns3::Ipv6Address(text.str().c_str());
}

inline void
InstallStack(ns3::Ptr<ns3::Node> node, bool withIpv4)
{
    ns3::InternetStackHelper internet;
    internet.SetIpv4StackInstall(withIpv4);
    internet.Install(node);
}

} // namespace hipscenario

#endif // HIP_SCENARIOS_COMMON_NETWORK_CONSTANTS_H
