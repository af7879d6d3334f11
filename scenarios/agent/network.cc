// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/agent/network.h"

#include "scenarios/common/network-constants.h"

#include "ns3/hip-installer.h"
#include "ns3/ipv6-static-routing-helper.h"
#include "ns3/ipv6.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <algorithm>

namespace hipscenario
{

using namespace ns3;

namespace
{

constexpr const char* HOST_PREFIX = "3ffe:10::";
constexpr const char* PEER_PREFIX = "3ffe:20::";

// The link of a population stands for the access links of many hosts, which are no bottleneck.
constexpr const char* POPULATION_RATE = "100Gbps";
constexpr const char* AGENT_RATE = "1Gbps";
constexpr const char* QUEUE = "100000p";

/// @param number from 0: 3ffe:200::, 3ffe:200:1:: and so on
std::string
MakeAgentPrefix(unsigned number)
{
    return number == 0 ? "3ffe:200::" : "3ffe:200:" + std::to_string(number) + "::";
}

/// So few peers call so many hosts: one for ten.
constexpr unsigned FEWEST_PEERS = 100;

uint32_t
AddInterface(Ptr<NetDevice> device)
{
    Ptr<Ipv6> ipv6 = device->GetNode()->GetObject<Ipv6>();
    const uint32_t interface = ipv6->AddInterface(device);
    ipv6->SetMetric(interface, 1);
    ipv6->SetUp(interface);
    return interface;
}

Ptr<Ipv6StaticRouting>
GetRouting(Ptr<Node> node)
{
    return Ipv6StaticRoutingHelper().GetStaticRouting(node->GetObject<Ipv6>());
}

} // namespace

AgentNetwork::AgentNetwork(const AgentOptions& options, const AgentCell& cell)
    : m_options(options),
      m_router(CreateObject<Node>())
{
    if (options.costs != "none")
    {
        m_costs = CreateObject<CryptoCostModel>();
        options.costs == "default" ? m_costs->LoadDefault() : m_costs->LoadFile(options.costs);
    }
    HipInstallProxyStack(m_router, false);
    for (unsigned number = 0; number < cell.agents; ++number)
    {
        AddAgent(number);
    }
    hosts = AddPopulation(cell.hosts, HOST_PREFIX);
    peers = AddPopulation(std::max(FEWEST_PEERS, cell.hosts / 10), PEER_PREFIX);
}

std::vector<Ipv6Address>
AgentNetwork::GetAgentAddresses() const
{
    std::vector<Ipv6Address> addresses;
    for (unsigned number = 0; number < agents.size(); ++number)
    {
        addresses.emplace_back((MakeAgentPrefix(number) + "1").c_str());
    }
    return addresses;
}

void
AgentNetwork::AddAgent(unsigned number)
{
    const std::string prefix = MakeAgentPrefix(number);
    Ptr<Node> node = AddNode(prefix.c_str(), (prefix + "1").c_str(), AGENT_RATE);
    agents.push_back(HipForwardingAgentHelper().Install(node));
    Configure(agents.back());
}

Ptr<Node>
AgentNetwork::AddNode(const char* prefix, const char* address, const char* rate)
{
    Ptr<Node> node = CreateObject<Node>();
    HipInstallProxyStack(node, false);
    PointToPointHelper link;
    link.SetDeviceAttribute("DataRate", StringValue(rate));
    link.SetChannelAttribute("Delay",
                             TimeValue(NanoSeconds(static_cast<int64_t>(m_options.delay * 1e6))));
    link.SetQueue("ns3::DropTailQueue", "MaxSize", StringValue(QUEUE));
    const NetDeviceContainer devices = link.Install(node, m_router);
    const uint32_t interface = AddInterface(devices.Get(0));
    node->GetObject<Ipv6>()->AddAddress(interface, Ipv6InterfaceAddress(address, PREFIX));
    GetRouting(node)->SetDefaultRoute(Ipv6Address::GetAny(), interface);
    GetRouting(m_router)->AddNetworkRouteTo(Ipv6Address(prefix),
                                            PREFIX,
                                            AddInterface(devices.Get(1)));
    return node;
}

Ptr<HipPopulation>
AgentNetwork::AddPopulation(unsigned size, const char* prefix)
{
    HipInstaller<HipPopulation> installer;
    installer.SetAttribute("Size", UintegerValue(size));
    // The node's own address is outside of what it has for the hosts.
    const std::string own = std::string(prefix).substr(0, std::string(prefix).size() - 1) + "f::1";
    Ptr<HipPopulation> population =
        installer.Install(AddNode(prefix, own.c_str(), POPULATION_RATE));
    population->SetPrefix(Ipv6Address(prefix));
    Configure(population);
    population->MakeHosts();
    return population;
}

template <class T>
void
AgentNetwork::Configure(Ptr<T> application)
{
    application->SetAttribute("Dialect", StringValue(m_options.dialect));
    application->SetAttribute("DhGroups", StringValue(m_options.group));
    application->SetAttribute("KeyKind", StringValue(m_options.keyKind));
    application->SetAttribute("PuzzleDifficulty", UintegerValue(m_options.puzzle));
    application->SetAttribute("Crypto", StringValue(m_options.crypto));
    application->SetCostModel(m_costs);
    application->SetStartTime(HIP_START);
    m_stream += application->AssignStreams(m_stream);
}

} // namespace hipscenario
