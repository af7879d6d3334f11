// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_AGENT_NETWORK_H
#define HIP_SCENARIOS_AGENT_NETWORK_H

#include "scenarios/agent/options.h"

#include "ns3/hip-forwarding-agent.h"
#include "ns3/hip-population.h"
#include "ns3/node.h"

namespace hipscenario
{

/// A star: its agents, all hosts of the agent in one node, and their peers in another one.
class AgentNetwork
{
  public:
    /// @throw std::invalid_argument for a wrong table of costs
    AgentNetwork(const AgentOptions& options, const AgentCell& cell);

    /// @return the addresses of all agents, as the DNS would have them
    std::vector<ns3::Ipv6Address> GetAgentAddresses() const;

    /// All hosts register with each of them; the load is that of the first one.
    std::vector<ns3::Ptr<ns3::HipForwardingAgent>> agents;
    ns3::Ptr<ns3::HipPopulation> hosts;
    ns3::Ptr<ns3::HipPopulation> peers;

  private:
    ns3::Ptr<ns3::Node> AddNode(const char* prefix, const char* address, const char* rate);
    void AddAgent(unsigned number);
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
