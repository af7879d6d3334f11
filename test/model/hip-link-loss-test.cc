// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// A host on a link with a router that advertises a prefix, and a second link.

#include "ns3/boolean.h"
#include "ns3/csma-helper.h"
#include "ns3/hip-link-loss.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ipv6-routing-table-entry.h"
#include "ns3/ipv6-static-routing-helper.h"
#include "ns3/node-container.h"
#include "ns3/simulator.h"

#include <gtest/gtest.h>
#include <vector>

namespace ns3
{
namespace
{

constexpr uint32_t FIRST = 1; ///< interface 0 is the loopback
constexpr uint32_t SECOND = 2;

const Ipv6Address PREFIX("3ffe:7::");
const Ipv6Address ROUTER("fe80::1");

class LinkLoss : public testing::Test
{
  protected:
    LinkLoss()
    {
        InternetStackHelper().Install(m_nodes);
        m_ipv6 = m_nodes.Get(0)->GetObject<Ipv6L3Protocol>();
        m_ipv4 = m_nodes.Get(0)->GetObject<Ipv4>();
        for (int i = 0; i < 2; ++i)
        {
            Ptr<NetDevice> device = CsmaHelper().Install(m_nodes).Get(0);
            m_devices.push_back(device);
            m_ipv6->SetUp(m_ipv6->AddInterface(device));
            const uint32_t interface4 = m_ipv4->AddInterface(device);
            m_ipv4->AddAddress(interface4,
                               Ipv4InterfaceAddress(i == 0 ? "10.0.0.1" : "10.0.1.1", "/24"));
            m_ipv4->SetUp(interface4);
        }
    }

    ~LinkLoss() override
    {
        Simulator::Destroy();
    }

    /// As if the router of a link had advertised the prefix.
    void Advertise(uint32_t interface)
    {
        constexpr uint8_t ON_LINK_AND_AUTONOMOUS = 0x80 | 0x40;
        m_ipv6->AddAutoconfiguredAddress(interface,
                                         PREFIX,
                                         Ipv6Prefix(64),
                                         ON_LINK_AND_AUTONOMOUS,
                                         0xffffffff,
                                         0xffffffff,
                                         ROUTER);
    }

    unsigned CountRoutes(uint32_t interface)
    {
        Ptr<Ipv6StaticRouting> routing = Ipv6StaticRoutingHelper().GetStaticRouting(m_ipv6);
        unsigned count = 0;
        for (uint32_t i = 0; i < routing->GetNRoutes(); ++i)
        {
            count += routing->GetRoute(i).GetInterface() == interface ? 1 : 0;
        }
        return count;
    }

    NodeContainer m_nodes{1};
    Ptr<Ipv6L3Protocol> m_ipv6;
    Ptr<Ipv4> m_ipv4;
    std::vector<Ptr<NetDevice>> m_devices;
};

TEST_F(LinkLoss, TakesAddressesAndRoutesOfThatLinkOnly)
{
    Advertise(FIRST);
    Advertise(SECOND);
    const unsigned routes = CountRoutes(SECOND);
    ASSERT_EQ(m_ipv6->GetNAddresses(FIRST), 2U) << "link-local and autoconfigured";
    HipForgetLink(m_nodes.Get(0), m_devices[0]);
    EXPECT_EQ(m_ipv6->GetNAddresses(FIRST), 1U);
    EXPECT_TRUE(m_ipv6->GetAddress(FIRST, 0).GetAddress().IsLinkLocal());
    EXPECT_EQ(CountRoutes(FIRST), 1U) << "that to the link-local prefix";
    EXPECT_EQ(m_ipv4->GetNAddresses(FIRST), 0U);
    EXPECT_EQ(m_ipv6->GetNAddresses(SECOND), 2U);
    EXPECT_EQ(CountRoutes(SECOND), routes);
    EXPECT_EQ(m_ipv4->GetNAddresses(SECOND), 1U);
    EXPECT_TRUE(m_ipv6->IsUp(FIRST));
}

TEST_F(LinkLoss, LetsTheSamePrefixMakeTheSameAddressAgain)
{
    Advertise(FIRST);
    const Ipv6Address before = m_ipv6->GetAddress(FIRST, 1).GetAddress();
    const unsigned routes = CountRoutes(FIRST);
    HipForgetLink(m_nodes.Get(0), m_devices[0]);
    Advertise(FIRST);
    ASSERT_EQ(m_ipv6->GetNAddresses(FIRST), 2U);
    EXPECT_EQ(m_ipv6->GetAddress(FIRST, 1).GetAddress(), before);
    EXPECT_EQ(CountRoutes(FIRST), routes);
}

TEST_F(LinkLoss, MayHappenTwice)
{
    Advertise(FIRST);
    HipForgetLink(m_nodes.Get(0), m_devices[0]);
    HipForgetLink(m_nodes.Get(0), m_devices[0]);
    EXPECT_EQ(m_ipv6->GetNAddresses(FIRST), 1U);
}

} // namespace
} // namespace ns3
