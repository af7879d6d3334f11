// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_AGENT_NETWORK_H
#define HIP_SCENARIOS_AGENT_NETWORK_H

#include "scenarios/agent/options.h"

#include "ns3/hip-forwarding-agent.h"
#include "ns3/hip-population.h"
#include "ns3/node.h"

namespace hipscenario
{

/// A star: its agent, all hosts of the agent in one node, and their peers in another one.
class AgentNetwork
{
  public:
    /// @throw std::invalid_argument for a wrong table of costs
    AgentNetwork(const AgentOptions& options, const AgentCell& cell);

    ns3::Ipv6Address GetAgentAddress() const;

    ns3::Ptr<ns3::HipForwardingAgent> agent;
    ns3::Ptr<ns3::HipPopulation> hosts;
    ns3::Ptr<ns3::HipPopulation> peers;

  private:
    ns3::Ptr<ns3::Node> AddNode(const char* prefix, const char* address, const char* rate);
    ns3::Ptr<ns3::HipPopulation> AddPopulation(unsigned size, const char* prefix);
    template <class T>
    void Configure(ns3::Ptr<T> application);

    const AgentOptions& m_options;
    ns3::Ptr<ns3::Node> m_router;
    ns3::Ptr<ns3::CryptoCostModel> m_costs;
    int64_t m_stream = 1000;
};

} // namespace hipscenario

#endif // HIP_SCENARIOS_AGENT_NETWORK_H
