// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_MOBILITY_MOBILE_ACCESS_H
#define HIP_SCENARIOS_MOBILITY_MOBILE_ACCESS_H

#include "scenarios/common/mobile-links.h"
#include "scenarios/common/network.h"
#include "scenarios/mobility/options.h"
#include "scenarios/mobility/wifi-cells.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace hipscenario
{

/**
 * The access links of the host that moves: at home, where it is first, and in the city that it
 * visits. A link that it has left is silent, and its address and route are gone. On one that it has
 * entered they are there at once, or come with the first router advertisement.
 */
class MobileAccess
{
  public:
    enum Link
    {
        HOME,
        VISITED,
    };

    /// @throw std::invalid_argument if the city to visit is unknown
    MobileAccess(ProxyNetwork& network, const MobilityOptions& options);

    /// With Wi-Fi the links come and go by themselves, and this tells when; the time
    /// is that of the last beacon of the lost access point. Else nobody is called.
    /// @param leased the host has got an address by DHCP
    void SetCallbacks(std::function<void(ns3::Time)> lost,
                      std::function<void(Link)> entered,
                      std::function<void()> leased);

    /// Captures what a Wi-Fi station hears; nothing else. @param file its name
    void EnablePcap(const std::string& file);

    /// The host loses this link now.
    void Leave(Link link);

    /// The host has this link from now on. @param isSecond while it still prefers the other one
    void Enter(Link link, bool isSecond);

    /// The address that the host has, or is to have, on this link: an Ipv6Address or Ipv4Address.
    ns3::Address GetAddress(Link link) const
    {
        const Access& access = m_links[link];
        return access.isIpv4 ? ns3::Address(access.address4) : ns3::Address(access.address);
    }

    /// The same as text.
    std::string GetAddressText(Link link) const;

    /// @return whether the address on this link comes by DHCP
    bool HasDhcp(Link link) const
    {
        return m_addressing == Addressing::DHCP && m_links[link].isIpv4;
    }

    /// @return index of the host's IPv6 interface on this link
    uint32_t GetInterface(Link link) const
    {
        return m_links[link].interface;
    }

    /// @return how long the links between proxy and host are busy with so many octets, those of an
    /// IP packet; the host on this link, a point-to-point one
    ns3::Time GetTransmissionTime(Link link, uint32_t octets) const;

    /// @return one-way delay between the proxy and the host on this link
    ns3::Time GetPathDelay(Link link) const
    {
        return m_links[link].pathDelay;
    }

  private:
    struct Access
    {
        ns3::Ipv6Address address;
        std::string city;
        ns3::Time pathDelay;
        ns3::Ptr<ns3::NetDevice> device;
        uint32_t interface;
        bool isIpv4 = false;
        ns3::Ipv4Address address4;
        ns3::Ipv4Address router4;
        ns3::Ipv6Address router; ///< next hop; any on a point-to-point link
        std::vector<ns3::Ptr<SilenceModel>> ends;
    };

    Access MakeAccess(const ns3::HipGraphTopology::Attachment& link, ns3::Ipv6Address address);
    std::vector<ns3::HipGraphTopology::Attachment> MakeWifi(ProxyNetwork& network,
                                                            const MobilityOptions& options,
                                                            const std::string& city);
    void StartAdvertisements(const std::vector<ns3::HipGraphTopology::Attachment>& links,
                             ns3::Time longest);
    void UseIpv4(ProxyNetwork& network, const ns3::HipGraphTopology::Attachment& link);
    void EnterIpv4(const Access& access, bool isSecond);
    void SetSilent(Link link, bool isSilent);

    const Addressing m_addressing;
    const ProxyNetwork& m_network;
    ns3::Ptr<ns3::Node> m_node;
    std::vector<Access> m_links;
    std::unique_ptr<WifiCells> m_wifi; ///< nullptr without Wi-Fi
    std::function<void()> m_leased;
};

} // namespace hipscenario

#endif // HIP_SCENARIOS_MOBILITY_MOBILE_ACCESS_H
