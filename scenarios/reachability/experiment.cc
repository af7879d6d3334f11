// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/reachability/experiment.h"

#include "scenarios/common/network-constants.h"
#include "scenarios/common/probe.h"

#include "ns3/hip-installer.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <stdexcept>

namespace hipscenario
{

using namespace ns3;

namespace
{

const Time SETTLED = Seconds(5);          ///< all hosts are registered, or in DNS
const Time SHORTEST_BEFORE = Seconds(60); ///< in which the usual traffic is counted
const Time PATIENCE = Seconds(1000);      ///< of a peer, beyond the TTL
const Time SERVERS_START = Seconds(2);
/// After a record has ended, until others ask again: more than it takes to get a new one.
const Time OTHERS_PAUSE = MilliSeconds(100);

constexpr int64_t STREAM = 5000;
constexpr const char* VISITED_SITE = "3ffe:112:";

/// What all hosts share with the DNS server: keys differ by their names.
constexpr const char* SECRET = "cmVhY2hhYmlsaXR5LXNjZW5hcmlvLXNlY3JldC1rZXk=";

} // namespace

ReachabilityExperiment::ReachabilityExperiment(const ReachabilityOptions& options,
                                               const ReachabilityCell& cell,
                                               ProxyNetwork& network,
                                               Recorder& recorder)
    : m_options(options),
      m_cell(cell),
      m_network(network),
      m_recorder(recorder),
      m_random(CreateObject<UniformRandomVariable>()),
      m_before(Max(SHORTEST_BEFORE, Seconds(cell.ttl))),
      m_move(SETTLED + m_before),
      m_dns(network.dnsServer->GetNode()),
      m_agent(network.agent ? network.agent->GetNode() : nullptr)
{
    m_random->SetStream(STREAM);
    Ptr<Node> others = network.AddHost("others",
                                       network.ChooseCity(options.legacyCity, "Finland", 0),
                                       "3ffe:600::1");
    m_others = HipInstaller<HipDnsClient>().Install(others);
    m_others->AddServer(Ipv6Address(RESOLVER_ADDRESS));
    m_others->SetStartTime(DNS_START);
    m_others->AssignStreams(STREAM + 1);
    m_contacts.reserve(options.hipHosts); // callbacks hold references
    for (unsigned i = 0; i < options.hipHosts; ++i)
    {
        AddContact(i);
    }
    WatchAgent();
}

void
ReachabilityExperiment::AddContact(unsigned host)
{
    const std::string city = m_network.ChooseCity(m_options.visitedCity, "Ireland", 1);
    const Ipv6Address address = MakeHostAddress(VISITED_SITE, host);
    Ptr<Node> node = m_network.hipNodes.Get(host);
    const auto link = m_network.AddLink(node, "hip-" + std::to_string(host + 1), city, address);
    m_network.NameLocator(host, address);
    const std::string name = ProxyNetwork::GetHipName(host);
    m_contacts.push_back(
        {name,
         MobileLinks(node,
                     {m_network.hipLinks[host], m_network.hipAddresses[host], m_network.pathDelay},
                     {link, address, m_network.GetPathDelay(city)}),
         std::make_unique<Caller>(m_network.resolvers[0], name, Seconds(m_options.retry)),
         Seconds(m_random->GetValue(0, m_options.window)),
         Seconds(m_random->GetValue(0, m_cell.ttl)),
         Time(),
         Time()});
    InstallProbeServers(node, Ipv6Address::GetAny(), SERVERS_START);
    if (!m_cell.withAgent)
    {
        AddUpdater(host);
    }
}

void
ReachabilityExperiment::AddUpdater(unsigned host)
{
    Contact& contact = m_contacts.back();
    const std::string key = contact.name + ".key";
    m_network.dnsServer->AllowUpdates(key, SECRET, contact.name);
    Ptr<HipDnsUpdater> updater =
        HipInstaller<HipDnsUpdater>().Install(m_network.hipNodes.Get(host));
    updater->SetAttribute("Name", StringValue(contact.name));
    updater->SetAttribute("KeyName", StringValue(key));
    updater->SetAttribute("Secret", StringValue(SECRET));
    updater->SetAttribute("Ttl", UintegerValue(m_cell.ttl));
    updater->AddResolver(Ipv6Address(RESOLVER_ADDRESS));
    updater->AssignStreams(STREAM + 10 + host);
    updater->SetStartTime(SERVERS_START);
    updater->Follow(m_network.hipHosts[host]);
    updater->TraceConnectWithoutContext(
        "Update",
        Callback<void, const HipDnsUpdateResult&>(
            [this, &contact, host](const HipDnsUpdateResult& result) {
                m_recorder.Write("hip-" + std::to_string(host + 1),
                                 "dns-foo",
                                 "dns-update",
                                 "status=" + result.status);
                if (Simulator::Now() > m_move && result.status == "done")
                {
                    contact.known = Simulator::Now();
                }
            }));
}

void
ReachabilityExperiment::WatchAgent()
{
    if (!m_network.agent)
    {
        return;
    }
    for (unsigned i = 0; i < m_options.hipHosts; ++i)
    {
        const std::string hit = ToText(m_network.hipHosts[i]->GetHit());
        const std::string found = "-> " + ToText(MakeHostAddress(VISITED_SITE, i));
        m_network.agent->TraceConnectWithoutContext(
            "Event",
            Callback<void, const HipEventRecord&>(
                [&contact = m_contacts[i], hit, found](const HipEventRecord& record) {
                    if (record.event == "locator" && record.peer == hit &&
                        record.detail.find(found) != std::string::npos)
                    {
                        contact.known = Simulator::Now();
                    }
                }));
    }
}

/// The names are popular: others ask for each of them whenever the record that they know has ended.
void
ReachabilityExperiment::PlanOthers()
{
    const Time period = Seconds(m_cell.ttl) + OTHERS_PAUSE;
    for (Contact& contact : m_contacts)
    {
        for (Time at = m_move - contact.phase; at >= m_move - m_before; at -= period)
        {
            Simulator::Schedule(at, [this, &contact] { AskForOthers(contact); });
        }
    }
}

void
ReachabilityExperiment::AskForOthers(Contact& contact)
{
    const auto host = static_cast<std::size_t>(&contact - m_contacts.data());
    const Address old = m_network.hipAddresses[host];
    m_others->Resolve(
        contact.name,
        true,
        Callback<void, HipDnsResult>([this, &contact, old](const HipDnsResult& found) {
            const bool isOld = found.addresses == std::vector<Address>{old};
            contact.cachedUntil = isOld ? Simulator::Now() + Seconds(m_cell.ttl) : Time();
        }));
}

void
ReachabilityExperiment::Run()
{
    Simulator::Schedule(m_move - m_before, [this] {
        m_dns.meter.Reset();
        m_agent.meter.Reset();
    });
    Simulator::Schedule(m_move, [this] { Move(); });
    PlanOthers();
    for (Contact& contact : m_contacts)
    {
        Simulator::Schedule(m_move + contact.arrival, [this, &contact] {
            contact.caller->Start([this] {
                if (++m_answered == m_contacts.size())
                {
                    Simulator::Stop(Seconds(1));
                }
            });
        });
    }
    Simulator::Stop(m_move + Seconds(m_options.window) + Seconds(m_cell.ttl) + PATIENCE);
    Simulator::Run();
    if (m_answered < m_contacts.size())
    {
        throw std::runtime_error("a peer got no answer in the end");
    }
}

void
ReachabilityExperiment::Move()
{
    EndOfBefore(m_dns);
    EndOfBefore(m_agent);
    for (std::size_t i = 0; i < m_contacts.size(); ++i)
    {
        MobileLinks& links = m_contacts[i].links;
        m_recorder.Write("hip-" + std::to_string(i + 1),
                         "",
                         "move",
                         "kind=gapless to-link=" + ToText(links.GetAddress(MobileLinks::VISITED)));
        links.Leave(MobileLinks::HOME);
        links.Enter(MobileLinks::VISITED, false);
    }
}

void
ReachabilityExperiment::EndOfBefore(Load& load)
{
    for (std::size_t i = 0; i < SUBJECTS; ++i)
    {
        load.before[i] = load.meter.Get(static_cast<Subject>(i));
    }
    load.meter.Reset();
}

} // namespace hipscenario
