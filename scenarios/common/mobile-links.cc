// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/common/mobile-links.h"

#include "scenarios/common/network-constants.h"

#include "ns3/hip-link-loss.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6-static-routing-helper.h"
#include "ns3/ipv6.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"

namespace hipscenario
{

using namespace ns3;

namespace
{

constexpr const char* VISITED_ADDRESS = "3ffe:110:1::1";
constexpr const char* NEW_PROXY_ADDRESS = "3ffe:310::1";
/// After duplicate address detection, and before the host tells anybody of its addresses.
const Time FIRST_LEAVE = Seconds(1.25);

Ptr<Ipv6StaticRouting>
GetRouting(Ptr<Node> node)
{
    return Ipv6StaticRoutingHelper().GetStaticRouting(node->GetObject<Ipv6>());
}

} // namespace

TypeId
SilenceModel::GetTypeId()
{
    static TypeId tid =
        TypeId("hipscenario::SilenceModel").SetParent<ErrorModel>().AddConstructor<SilenceModel>();
    return tid;
}

Ptr<SilenceModel>
SilenceModel::Install(Ptr<NetDevice> device)
{
    Ptr<SilenceModel> model = CreateObject<SilenceModel>();
    PointerValue before;
    device->GetAttribute("ReceiveErrorModel", before);
    model->m_before = before.Get<ErrorModel>();
    device->SetAttribute("ReceiveErrorModel", PointerValue(model));
    return model;
}

bool
SilenceModel::DoCorrupt(Ptr<Packet> packet)
{
    return m_isSilent || (m_before && m_before->IsCorrupt(packet));
}

void
SilenceModel::DoReset()
{
    m_isSilent = false;
}

MobileLinks::MobileLinks(Ptr<Node> node, const Place& home, const Place& visited)
    : m_node(node)
{
    m_links.push_back(MakeAccess(home));
    m_links.push_back(MakeAccess(visited));
    Simulator::Schedule(FIRST_LEAVE, [links = *this]() mutable { links.Leave(VISITED); });
}

MobileLinks::Access
MobileLinks::MakeAccess(const Place& place) const
{
    Access access;
    access.address = place.address;
    access.pathDelay = place.pathDelay;
    access.interface =
        static_cast<uint32_t>(m_node->GetObject<Ipv6>()->GetInterfaceForDevice(place.link.host));
    access.device = place.link.host;
    access.ends = {SilenceModel::Install(place.link.host),
                   SilenceModel::Install(place.link.router)};
    return access;
}

void
MobileLinks::SetSilent(Link link, bool isSilent)
{
    for (const Ptr<SilenceModel>& end : m_links[link].ends)
    {
        end->SetSilent(isSilent);
    }
}

void
EnterIpv6(Ptr<NetDevice> device, Ipv6Address address, Ipv6Address router, bool isSecond)
{
    Ptr<Node> node = device->GetNode();
    Ptr<Ipv6> ipv6 = node->GetObject<Ipv6>();
    const auto interface = static_cast<uint32_t>(ipv6->GetInterfaceForDevice(device));
    ipv6->AddAddress(interface, Ipv6InterfaceAddress(address, PREFIX));
    GetRouting(node)->SetDefaultRoute(router, interface, Ipv6Address::GetAny(), isSecond ? 1 : 0);
}

Ipv4Access
AddIpv4Access(ProxyNetwork& network, const HipGraphTopology::Attachment& link)
{
    const Ipv4Address prefix(VISITED_NETWORK4);
    HipForgetLink(link.host->GetNode(), link.host);
    const Ipv4Access access{GetNodeAddress(prefix), network.AddIpv4(link, prefix)};
    network.NameLocator(0, access.address);
    return access;
}

void
EnterIpv4(Ptr<NetDevice> device, const Ipv4Access& access, bool isSecond)
{
    Ptr<Ipv4> ipv4 = device->GetNode()->GetObject<Ipv4>();
    const auto interface = static_cast<uint32_t>(ipv4->GetInterfaceForDevice(device));
    ipv4->AddAddress(interface, Ipv4InterfaceAddress(access.address, Ipv4Mask("/24")));
    Ipv4StaticRoutingHelper().GetStaticRouting(ipv4)->SetDefaultRoute(access.router,
                                                                      interface,
                                                                      isSecond ? 1 : 0);
}

void
MobileLinks::UseIpv4(ProxyNetwork& network, const HipGraphTopology::Attachment& link)
{
    m_links[VISITED].ipv4 = AddIpv4Access(network, link);
}

void
MobileLinks::Leave(Link link)
{
    // Not SetDown: a router solicitation that is still to be sent from the interface would crash
    // ns-3 3.37.
    SetSilent(link, true);
    const Access& access = m_links[link];
    if (access.ipv4)
    {
        HipForgetLink(m_node, access.device);
        return;
    }
    GetRouting(m_node)->RemoveRoute(Ipv6Address::GetAny(),
                                    Ipv6Prefix(uint8_t{0}),
                                    access.interface,
                                    Ipv6Address::GetAny());
    m_node->GetObject<Ipv6>()->RemoveAddress(access.interface, access.address);
}

void
MobileLinks::Enter(Link link, bool isSecond)
{
    SetSilent(link, false);
    const Access& access = m_links[link];
    if (access.ipv4)
    {
        EnterIpv4(access.device, *access.ipv4, isSecond);
        return;
    }
    EnterIpv6(access.device, access.address, Ipv6Address::GetAny(), isSecond);
}

MobileLinks
MakeHipHostLinks(ProxyNetwork& network, const std::string& city, bool visitsIpv4)
{
    const std::string visitedCity = network.ChooseCity(city, "Ireland", 1);
    const Ipv6Address visited(VISITED_ADDRESS);
    const auto link = network.AddLink(network.hipNodes.Get(0), "hip-1", visitedCity, visited);
    MobileLinks links(network.hipNodes.Get(0),
                      {network.hipLinks[0], network.hipAddresses[0], network.pathDelay},
                      {link, visited, network.GetPathDelay(visitedCity)});
    if (visitsIpv4)
    {
        links.UseIpv4(network, link);
    }
    return links;
}

MobileLinks
MakeProxyLinks(ProxyNetwork& network, const std::string& city)
{
    const std::string to = network.ChooseCity(city, "Estonia", 4);
    const Ipv6Address address(NEW_PROXY_ADDRESS);
    const auto link = network.AddLink(network.proxyNode, "proxy", to, address);
    return MobileLinks(network.proxyNode,
                       {network.proxyLink, PROXY_ADDRESS, network.pathDelay},
                       {link, address, network.pathDelay});
}

} // namespace hipscenario
