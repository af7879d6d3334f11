// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "hip-forwarding-agent.h"

#include "core/agent/forwarding-agent.h"
#include "hip-node-state.h"

#include "ns3/log.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("HipForwardingAgent");
NS_OBJECT_ENSURE_REGISTERED(HipForwardingAgent);

TypeId
HipForwardingAgent::GetTypeId()
{
    static TypeId tid = TypeId("ns3::HipForwardingAgent")
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
                                          MakeUintegerChecker<uint32_t>(1));
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
}

void
HipForwardingAgent::Restart(Time outage)
{
    NS_LOG_FUNCTION(this << outage);
    Crash();
    m_agent.reset();
    m_start = Simulator::Schedule(outage, &HipForwardingAgent::StartApplication, this);
}

std::size_t
HipForwardingAgent::GetClientCount() const
{
    return m_agent ? m_agent->GetClientCount() : 0;
}

uint64_t
HipForwardingAgent::GetRelayedCount() const
{
    return m_agent ? m_agent->GetRelayed() : 0;
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
    m_agent = std::make_unique<hip::ForwardingAgent>(
        hip::ForwardingAgentConfig{std::chrono::nanoseconds(m_minLifetime.GetNanoSeconds()),
                                   std::chrono::nanoseconds(m_maxLifetime.GetNanoSeconds()),
                                   m_maxClients});
    GetState().endpoint->OfferService(*m_agent);
}

void
HipForwardingAgent::DeliverUpper(Ptr<Packet> packet)
{
    // No application runs behind an agent's HIT.
    NS_LOG_FUNCTION(this << packet);
}

} // namespace ns3
