// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/proxy/experiment.h"

#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/simulator.h"

#include <stdexcept>

namespace hipscenario
{

using namespace ns3;

namespace
{

const Time FIRST_CONTACT = Seconds(3);
const Time PAUSE = Seconds(1); ///< between contacts
const Time SERVERS_START = Seconds(2);
const Time LONGEST_RUN = Hours(100);
/// Of every TCP client that uses HIP: the NAT has to tell them apart.
constexpr std::uint16_t LOCAL_PORT = 40000;
/// Another one, since without substitutes both ways have the same destination.
constexpr std::uint16_t PLAIN_PORT = 40001;

} // namespace

ProxyExperiment::ProxyExperiment(const ProxyOptions& options,
                                 ProxyNetwork& network,
                                 Recorder& recorder)
    : m_options(options),
      m_network(network),
      m_recorder(recorder)
{
    for (uint32_t i = 0; i < network.hipNodes.GetN(); ++i)
    {
        // On any address: as a plain host, and as a HIP host under its HIT.
        InstallProbeServers(network.hipNodes.Get(i), Ipv6Address::GetAny(), SERVERS_START);
    }
    network.proxy->TraceConnectWithoutContext(
        "Event",
        Callback<void, const HipEventRecord&>(
            [this](const HipEventRecord& record) { NoteEvent(record); }));
}

ProxyExperiment::~ProxyExperiment() = default;

void
ProxyExperiment::Run()
{
    Contact& plain = AddContact("plain", 0, 0, true);
    Contact& first = AddContact("first-contact", 0, 0, false);
    Simulator::Schedule(FIRST_CONTACT, [this, &plain, &first] {
        Begin(plain, [this, &first] { Begin(first, [this] { BeginLive(); }); });
    });
    Simulator::Stop(LONGEST_RUN);
    Simulator::Run();
    if (!m_failure.empty())
    {
        throw std::runtime_error(m_failure);
    }
    if (m_contacts.size() < 3 || m_open > 0)
    {
        throw std::runtime_error(
            "the run did not come to its end within a hundred simulated hours");
    }
}

ProxyExperiment::Contact&
ProxyExperiment::AddContact(const std::string& path,
                            unsigned legacyHost,
                            unsigned hipHost,
                            bool isPlain)
{
    auto contact = std::make_unique<Contact>();
    contact->path = path;
    contact->legacyHost = legacyHost;
    contact->hipHost = hipHost;
    contact->isPlain = isPlain;
    contact->probe = MakeProbe(m_network.legacy.Get(legacyHost), isPlain ? PLAIN_PORT : LOCAL_PORT);
    m_contacts.push_back(std::move(contact));
    return *m_contacts.back();
}

std::unique_ptr<Probe>
ProxyExperiment::MakeProbe(Ptr<Node> node, std::uint16_t localPort) const
{
    switch (m_options.transport)
    {
    case Transport::TCP:
        return MakeFetchProbe(node, localPort, m_options.bytes);
    case Transport::UDP:
        return MakeDatagramProbe(node, m_options.bytes);
    case Transport::PING:
        return MakePingProbe(node);
    case Transport::HTTP:
        return MakeHttpProbe(node);
    }
    return nullptr;
}

std::uint16_t
ProxyExperiment::GetPort() const
{
    switch (m_options.transport)
    {
    case Transport::TCP:
        return FETCH_PORT;
    case Transport::UDP:
        return ECHO_PORT;
    case Transport::PING:
        return 0;
    case Transport::HTTP:
        return HTTP_PORT;
    }
    return 0;
}

void
ProxyExperiment::Begin(Contact& contact, std::function<void()> next)
{
    m_current = &contact;
    if (contact.probe->measurement.asked.IsZero())
    {
        contact.probe->measurement.asked = Simulator::Now();
    }
    const std::string name = contact.isPlain ? ProxyNetwork::GetPlainName(contact.hipHost)
                                             : ProxyNetwork::GetHipName(contact.hipHost);
    const bool isIpv6 = contact.isPlain || !m_options.legacyIpv4;
    auto& resolvers = isIpv6 ? m_network.resolvers6 : m_network.resolvers;
    resolvers[contact.legacyHost]->Resolve(
        name,
        isIpv6,
        Callback<void, HipDnsResult>(
            [this, &contact, next](HipDnsResult result) { Connect(contact, result, next); }));
}

void
ProxyExperiment::Connect(Contact& contact, HipDnsResult result, std::function<void()> next)
{
    if (result.addresses.empty() && m_options.faults.loss > 0)
    {
        // Over lossy links every try of a resolver may get lost; a user then tries again.
        Simulator::Schedule(PAUSE, [this, &contact, next] { Begin(contact, next); });
        return;
    }
    if (result.addresses.empty())
    {
        m_failure = result.name + " could not be resolved: " + result.status;
        Simulator::Stop();
        return;
    }
    contact.probe->measurement.resolved = Simulator::Now();
    const Address& host = result.addresses.front();
    const Address server =
        Ipv6Address::IsMatchingType(host)
            ? Address(Inet6SocketAddress(Ipv6Address::ConvertFrom(host), GetPort()))
            : Address(InetSocketAddress(Ipv4Address::ConvertFrom(host), GetPort()));
    contact.probe->Start(server, [next] { Simulator::Schedule(PAUSE, next); });
}

void
ProxyExperiment::BeginLive()
{
    for (unsigned legacyHost = 1; legacyHost < m_options.legacyHosts; ++legacyHost)
    {
        const bool isMeasured = legacyHost == 1;
        const unsigned hipHost = (legacyHost - 1) % m_options.hipHosts;
        AddContact(isMeasured ? "live" : "", legacyHost, hipHost, false);
        ++m_open;
    }
    for (std::size_t i = m_contacts.size() - m_open; i < m_contacts.size(); ++i)
    {
        Begin(*m_contacts[i], [this] {
            if (--m_open == 0)
            {
                Simulator::Stop();
            }
        });
    }
}

void
ProxyExperiment::NoteEvent(const HipEventRecord& record)
{
    if (record.event == "G.exchange-start")
    {
        m_exchangeStart = Simulator::Now();
    }
    else if (record.event == "state" && record.detail == "I2-SENT -> ESTABLISHED" && m_current &&
             m_current->path == "first-contact" && m_current->baseExchange.IsZero())
    {
        m_current->baseExchange = Simulator::Now() - m_exchangeStart;
    }
}

} // namespace hipscenario
