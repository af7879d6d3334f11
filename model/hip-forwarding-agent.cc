// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "hip-forwarding-agent.h"

#include "core/agent/forwarding-agent.h"
#include "core/agent/leasing-agent.h"
#include "hip-config.h"
#include "hip-node-state.h"

#include "ns3/boolean.h"
#include "ns3/ipv6-header.h"
#include "ns3/ipv6.h"
#include "ns3/log.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <algorithm>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("HipForwardingAgent");
NS_OBJECT_ENSURE_REGISTERED(HipForwardingAgent);

namespace
{

/// @return the first of one family; unspecified if there is none
hip::IpAddress
FindAddress(const std::vector<hip::IpAddress>& addresses, bool isV4)
{
    const auto found = std::find_if(addresses.begin(), addresses.end(), [&](const auto& it) {
        return it.IsV4() == isV4;
    });
    return found == addresses.end() ? hip::IpAddress() : *found;
}

/// @return the first address to be lent if nobody says which: those of the node's own network whose
/// interface identifier begins with 1; unspecified on a node without IPv6
hip::IpAddress
ChooseFirstLease(const hip::IpAddress& own)
{
    constexpr std::size_t PREFIX_LENGTH = 8; // octets
    if (own.IsUnspecified())
    {
        return own;
    }
    std::array<hip::Byte, 16> bytes{};
    std::copy_n(own.GetBytes().begin(), PREFIX_LENGTH, bytes.begin());
    bytes[PREFIX_LENGTH + 1] = 1;
    bytes.back() = 1;
    return hip::IpAddress(bytes);
}

hip::Duration
ToCore(Time time)
{
    return std::chrono::nanoseconds(time.GetNanoSeconds());
}

} // namespace

TypeId
HipForwardingAgent::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::HipForwardingAgent")
            .SetParent<HipNodeApplication>()
            .SetGroupName("Hip")
            .AddConstructor<HipForwardingAgent>()
            .AddAttribute("MinLifetime",
                          "Shortest registration that is granted.",
                          TimeValue(Seconds(10)),
                          MakeTimeAccessor(&HipForwardingAgent::m_minLifetime),
                          MakeTimeChecker(MilliSeconds(5)))
            .AddAttribute("MaxLifetime",
                          "Longest registration that is granted.",
                          TimeValue(Hours(1)),
                          MakeTimeAccessor(&HipForwardingAgent::m_maxLifetime),
                          MakeTimeChecker(MilliSeconds(5)))
            .AddAttribute("MaxClients",
                          "Hosts that may be registered at once.",
                          UintegerValue(100000),
                          MakeUintegerAccessor(&HipForwardingAgent::m_maxClients),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("WantsPuzzle",
                          "In 2003, have a puzzle solved before a new lease (mm-00 "
                          "§5.1, \"when it does not trust\").",
                          BooleanValue(true),
                          MakeBooleanAccessor(&HipForwardingAgent::m_wantsPuzzle),
                          MakeBooleanChecker())
            .AddAttribute("FirstLease",
                          "In 2003, the first IPv6 address to be lent, from which "
                          "they count up; :: = of the network of the node.",
                          Ipv6AddressValue(Ipv6Address::GetAny()),
                          MakeIpv6AddressAccessor(&HipForwardingAgent::m_firstLease),
                          MakeIpv6AddressChecker());
    return tid;
}

HipForwardingAgent::HipForwardingAgent()
{
    NS_LOG_FUNCTION(this);
}

HipForwardingAgent::~HipForwardingAgent()
{
    NS_LOG_FUNCTION(this);
}

void
HipForwardingAgent::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_start.Cancel();
    HipNodeApplication::DoDispose();
    m_agent.reset();
    m_lessor.reset();
}

void
HipForwardingAgent::Restart(Time outage)
{
    NS_LOG_FUNCTION(this << outage);
    Crash();
    if (m_lessor && GetInterceptor6())
    {
        // What is for leased addresses ends here, instead of going back to the router.
        GetNode()->GetObject<Ipv6>()->SetAttribute("IpForward", BooleanValue(false));
    }
    m_agent.reset();
    m_lessor.reset();
    m_start = Simulator::Schedule(outage, &HipForwardingAgent::StartApplication, this);
}

std::size_t
HipForwardingAgent::GetClientCount() const
{
    return m_lessor ? m_lessor->GetClientCount() : m_agent ? m_agent->GetClientCount() : 0;
}

uint64_t
HipForwardingAgent::GetRelayedCount() const
{
    return m_lessor ? m_lessor->GetRelayed() : m_agent ? m_agent->GetRelayed() : 0;
}

uint64_t
HipForwardingAgent::GetForwardedCount() const
{
    return m_lessor ? m_lessor->GetForwarded() : 0;
}

void
HipForwardingAgent::MakeEndpoint()
{
    NS_LOG_FUNCTION(this);
    if (m_agent)
    {
        return;
    }
    HipNodeApplication::MakeEndpoint();
    if (&GetState().endpoint->GetDialect() != &hip::GetHipv2())
    {
        return; // what there is to lend is known once the node has its addresses
    }
    m_agent = std::make_unique<hip::ForwardingAgent>(
        hip::ForwardingAgentConfig{ToCore(m_minLifetime), ToCore(m_maxLifetime), m_maxClients});
    GetState().endpoint->OfferService(*m_agent);
}

void
HipForwardingAgent::StartApplication()
{
    NS_LOG_FUNCTION(this);
    HipNodeApplication::StartApplication();
    if (!m_agent)
    {
        OfferLeases();
    }
}

void
HipForwardingAgent::OfferLeases()
{
    NS_LOG_FUNCTION(this);
    hip::LeasingAgentConfig config;
    config.minLifetime = ToCore(m_minLifetime);
    config.maxLifetime = ToCore(m_maxLifetime);
    config.wantsPuzzle = m_wantsPuzzle;
    config.pool.slots = m_maxClients;
    const auto own = hipconfig::GetLocators(GetNode(), GetState().endpoint->GetDialect());
    config.pool.sharedV4 = FindAddress(own, true);
    config.pool.firstV6 = m_firstLease.IsAny() ? ChooseFirstLease(FindAddress(own, false))
                                               : hipbytes::ToCore(m_firstLease);
    m_lessor = std::make_unique<hip::LeasingAgent>(config);
    GetState().endpoint->OfferService(*m_lessor);
    if (GetInterceptor6())
    {
        // It is the router of the leased addresses: ns-3 shows no others what a node may not
        // forward.
        GetNode()->GetObject<Ipv6>()->SetAttribute("IpForward", BooleanValue(true));
        GetInterceptor6()->SetCallback(MakeCallback(&HipForwardingAgent::Intercept, this));
    }
}

HipInterception
HipForwardingAgent::Intercept(const Header& header, Ptr<const Packet> payload)
{
    NS_LOG_FUNCTION(this << payload);
    const auto& ipv6 = dynamic_cast<const Ipv6Header&>(header);
    if (!m_lessor->HasAddress(hipbytes::ToCore(ipv6.GetDestination())))
    {
        return HipInterception::FORWARD;
    }
    ReceivePacket(header, payload);
    return HipInterception::TAKEN;
}

void
HipForwardingAgent::DeliverUpper(Ptr<Packet> packet)
{
    // No application runs behind an agent's HIT.
    NS_LOG_FUNCTION(this << packet);
}

} // namespace ns3
