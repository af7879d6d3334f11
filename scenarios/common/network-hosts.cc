// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// The nodes of figure 5 that speak HIP.

#include "scenarios/common/data-folder.h"
#include "scenarios/common/network-constants.h"
#include "scenarios/common/network.h"

#include "ns3/boolean.h"
#include "ns3/hip-installer.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <stdexcept>

namespace hipscenario
{

using namespace ns3;

namespace
{

Ipv6Address
MakeHipAddress(unsigned host)
{
    std::ostringstream text;
    text << "3ffe:100:" << std::hex << host + 1 << "::1";
    return Ipv6Address(text.str().c_str());
}

} // namespace

template <class T>
void
ProxyNetwork::Configure(Ptr<T> application, const std::string& name, bool useCredit)
{
    application->SetAttribute("EspSuites", StringValue(m_options.suite));
    application->SetAttribute("DhGroups", StringValue(m_options.group));
    application->SetAttribute("KeyKind", StringValue(m_options.keyKind));
    application->SetAttribute("PuzzleDifficulty", UintegerValue(m_options.puzzle));
    application->SetAttribute("UseCredit", BooleanValue(useCredit));
    application->SetAttribute("RekeyOnMove", BooleanValue(m_options.rekeyOnMove));
    application->SetAttribute("Crypto", StringValue(m_options.crypto));
    application->SetAttribute("ExportKeys", BooleanValue(m_options.withKeylog));
    application->SetCostModel(m_costs);
    if (!m_options.faults.HasNone())
    {
        // Where little gets through, TCP is silent for longer than the usual quarter of an hour.
        application->SetAttribute("UnusedLifetime", TimeValue(Hours(10)));
    }
    application->SetStartTime(HIP_START);
    m_stream += application->AssignStreams(m_stream);
    if (!m_options.keys.empty())
    {
        const std::string file = m_options.keys + "/" + name + ".pem";
        try
        {
            application->SetKey(ReadFile(file));
        }
        catch (const std::invalid_argument& cause)
        {
            const std::string text = cause.what();
            throw std::invalid_argument(text.find(file) == 0 ? text : file + ": " + text);
        }
    }
    m_recorder.AddName(ToText(application->GetHit()), name);
    m_recorder.Watch(application, name);
}

void
ProxyNetwork::MakeProxy()
{
    const Ipv6Address address(PROXY_ADDRESS);
    proxyLink =
        m_backbone->Attach(proxyNode, m_legacyCity, address, PREFIX, ACCESS_RATE, ACCESS_DELAY);
    m_backbone->AddRoutes(proxyLink, "3ffe:400::", PREFIX);
    m_backbone->AddRoutes(proxyLink, "3ffe:401::", PREFIX);
    m_recorder.AddName(PROXY_ADDRESS, "proxy");

    HipInstaller<HipProxy> installer;
    installer.SetAttribute("HandOutRealAddresses", BooleanValue(!m_options.withSubstitutes));
    proxy = installer.Install(proxyNode);
    proxy->AddLegacyPrefix(Ipv6Address("3ffe:400::"), 64);
    proxy->SetPool(Ipv6Address("3ffe:401::"), 64, Ipv6Address("3ffe:401::5"));
    if (m_options.legacyIpv4)
    {
        proxy->AddLegacyPrefix(Ipv4Address("192.168.0.0"), 24);
        proxy->SetPool(Ipv4Address("198.18.0.0"), 16, Ipv4Address("198.18.0.5"));
        proxy->AddUpstream(Ipv6Address(RESOLVER_ADDRESS));
    }
    Configure(proxy, "proxy", m_options.useCredit);
    proxy->SetStartTime(PROXY_START);
}

void
ProxyNetwork::MakeAgent()
{
    if (!m_options.withAgent)
    {
        return;
    }
    Ptr<Node> node = CreateObject<Node>();
    InstallStack(node, false);
    const auto link =
        m_backbone->Attach(node, m_agentCity, AGENT_ADDRESS, PREFIX, ACCESS_RATE, ACCESS_DELAY);
    m_linkOfAgent = link.host;
    m_recorder.AddName(AGENT_ADDRESS, "agent");
    agent = HipForwardingAgentHelper().Install(node);
    Configure(agent, "agent", m_options.useCredit);
}

void
ProxyNetwork::MakeHipHosts()
{
    hipNodes.Create(m_options.hipHosts);
    for (unsigned i = 0; i < m_options.hipHosts; ++i)
    {
        HipInstallStack(hipNodes.Get(i), false); // so that it sees its addresses change
        hipAddresses.push_back(MakeHipAddress(i));
        const auto link = m_backbone->Attach(hipNodes.Get(i),
                                             m_hipCity,
                                             hipAddresses[i],
                                             PREFIX,
                                             ACCESS_RATE,
                                             ACCESS_DELAY);
        hipLinks.push_back(link);
        const std::string name = "hip-" + std::to_string(i + 1);
        m_recorder.AddName(ToText(hipAddresses[i]), name);
        Ptr<HipHost> host = HipHostHelper().Install(hipNodes.Get(i));
        const auto& without = m_options.hipHostsWithoutCredit;
        const bool isWithout = std::find(without.begin(), without.end(), i) != without.end();
        Configure(host, name, m_options.useCredit && !isWithout);
        if (agent)
        {
            host->RegisterWith(agent->GetHit(), Ipv6Address(AGENT_ADDRESS), Minutes(30));
        }
        hipHosts.push_back(host);
    }
}

} // namespace hipscenario
