// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/mobility/mobile-access.h"

#include "scenarios/common/network-constants.h"
#include "scenarios/mobility/advertisements.h"
#include "scenarios/mobility/dhcp.h"

#include "ns3/csma-net-device.h"
#include "ns3/hip-link-loss.h"
#include "ns3/icmpv6-l4-protocol.h"
#include "ns3/ipv6.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"

namespace hipscenario
{

using namespace ns3;

namespace
{

constexpr const char* VISITED_ADDRESS = "3ffe:110:1::1";
/// After duplicate address detection, and before the host tells anybody of its addresses.
const Time FIRST_LEAVE = Seconds(1.25);
/// Of random numbers of the routers; those of the network are far below.
constexpr int64_t FIRST_STREAM = 100000;
constexpr int64_t WIFI_STREAM = 200000;
constexpr int64_t DHCP_STREAM = 300000;

} // namespace

MobileAccess::MobileAccess(ProxyNetwork& network, const MobilityOptions& options)
    : m_addressing(options.addressing),
      m_network(network),
      m_node(network.hipNodes.Get(0))
{
    const std::string city = network.ChooseCity(options.visitedCity, "Ireland", 1);
    const Ipv6Address visited(VISITED_ADDRESS);
    std::vector<HipGraphTopology::Attachment> links;
    if (options.attachment == Attachment::WIFI)
    {
        links = MakeWifi(network, options, city);
    }
    else
    {
        links = {network.hipLinks[0], network.AddLink(m_node, "hip-1", city, visited)};
    }
    m_links.push_back(MakeAccess(links[HOME], network.hipAddresses[0]));
    m_links.push_back(MakeAccess(links[VISITED], visited));
    m_links[HOME].city = network.GetHipCity();
    m_links[VISITED].city = city;
    for (Access& access : m_links)
    {
        access.pathDelay = network.GetPathDelay(access.city);
    }
    if (options.visitsIpv4)
    {
        UseIpv4(network, links[VISITED]);
    }
    if (m_addressing == Addressing::SCHEDULE)
    {
        Simulator::Schedule(FIRST_LEAVE, &MobileAccess::Leave, this, VISITED);
        return;
    }
    for (Access& access : m_links)
    {
        HipForgetLink(m_node, access.device);
        access.address =
            Ipv6Address::MakeAutoconfiguredAddress(access.device->GetAddress(),
                                                   access.address.CombinePrefix(PREFIX));
        network.NameLocator(0, access.address);
    }
    SetSilent(VISITED, true);
    StartAdvertisements(links, Seconds(options.raInterval));
    if (m_addressing == Addressing::DHCP)
    {
        ServeDhcp(links[VISITED].router, Ipv4Address(VISITED_NETWORK4));
        UseDhcp(links[VISITED].host, Seconds(options.dhcpCollect), DHCP_STREAM, [this] {
            if (m_leased)
            {
                m_leased();
            }
        });
    }
}

void
MobileAccess::UseIpv4(ProxyNetwork& network, const HipGraphTopology::Attachment& link)
{
    Access& access = m_links[VISITED];
    access.isIpv4 = true;
    access.ipv4 = AddIpv4Access(network, link);
}

std::string
MobileAccess::GetAddressText(Link link) const
{
    const Access& access = m_links[link];
    return access.isIpv4 ? ToText(access.ipv4.address) : ToText(access.address);
}

Time
MobileAccess::GetTransmissionTime(Link link, uint32_t octets) const
{
    return m_network.GetTransmissionTime(m_links[link].city, octets);
}

std::vector<HipGraphTopology::Attachment>
MobileAccess::MakeWifi(ProxyNetwork& network,
                       const MobilityOptions& options,
                       const std::string& city)
{
    if (network.GetRouter(network.GetHipCity()) == network.GetRouter(city))
    {
        throw std::invalid_argument("--attachment=wifi: the host's two cities must differ");
    }
    const NodeContainer routers(network.GetRouter(network.GetHipCity()), network.GetRouter(city));
    m_wifi = std::make_unique<WifiCells>(m_node, routers, options, WIFI_STREAM);
    const std::vector<HipGraphTopology::Attachment> links{
        {m_wifi->GetStation(), m_wifi->GetAccessPoint(HOME)},
        {m_wifi->GetStation(), m_wifi->GetAccessPoint(VISITED)}};
    network.AddLink(links[HOME], network.hipAddresses[0].CombinePrefix(PREFIX));
    network.AddLink(links[VISITED], Ipv6Address(VISITED_ADDRESS).CombinePrefix(PREFIX));
    return links;
}

void
MobileAccess::SetCallbacks(std::function<void(Time)> lost,
                           std::function<void(Link)> entered,
                           std::function<void()> leased)
{
    m_leased = std::move(leased);
    if (m_wifi)
    {
        m_wifi->SetCallbacks(
            [this, lost](Time lastBeacon) {
                HipForgetLink(m_node, m_wifi->GetStation());
                lost(lastBeacon);
            },
            [entered](uint32_t link) { entered(static_cast<Link>(link)); });
    }
}

void
MobileAccess::EnablePcap(const std::string& file)
{
    if (m_wifi)
    {
        m_wifi->EnablePcap(file);
    }
}

void
MobileAccess::StartAdvertisements(const std::vector<HipGraphTopology::Attachment>& links,
                                  Time longest)
{
    // ns-3's host solicits when an interface is first up, and would repeat it for a minute: a late
    // answer would look like an advertisement that was not asked for.
    m_node->GetObject<Icmpv6L4Protocol>()->SetAttribute("RsMaxRetransmissionDuration",
                                                        TimeValue(NanoSeconds(1)));
    for (const Link link : {HOME, VISITED})
    {
        if (m_links[link].isIpv4)
        {
            continue;
        }
        Advertise(links[link].router,
                  m_links[link].address.CombinePrefix(PREFIX),
                  longest,
                  FIRST_STREAM + 2 * link);
    }
}

MobileAccess::Access
MobileAccess::MakeAccess(const HipGraphTopology::Attachment& link, Ipv6Address address)
{
    Access access;
    access.address = address;
    access.device = link.host;
    access.interface =
        static_cast<uint32_t>(m_node->GetObject<Ipv6>()->GetInterfaceForDevice(link.host));
    if (DynamicCast<CsmaNetDevice>(link.host))
    {
        access.router = GetLinkLocal(link.router);
    }
    if (m_wifi)
    {
        return access;
    }
    access.ends = {SilenceModel::Install(link.host), SilenceModel::Install(link.router)};
    return access;
}

void
MobileAccess::SetSilent(Link link, bool isSilent)
{
    for (const Ptr<SilenceModel>& end : m_links[link].ends)
    {
        end->SetSilent(isSilent);
    }
}

void
MobileAccess::Leave(Link link)
{
    // Not SetDown: a router solicitation that is still to be sent from the interface would crash
    // ns-3 3.37.
    SetSilent(link, true);
    HipForgetLink(m_node, m_links[link].device);
}

void
MobileAccess::Enter(Link link, bool isSecond)
{
    SetSilent(link, false);
    if (m_addressing != Addressing::SCHEDULE)
    {
        return;
    }
    const Access& access = m_links[link];
    if (access.isIpv4)
    {
        EnterIpv4(access.device, access.ipv4, isSecond);
        return;
    }
    EnterIpv6(access.device, access.address, access.router, isSecond);
}

} // namespace hipscenario
