// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/common/named-download.h"

#include "core/association/endpoint.h"

#include "ns3/inet6-socket-address.h"
#include "ns3/simulator.h"

#include <sstream>
#include <stdexcept>

namespace hipscenario
{

using namespace ns3;

namespace
{

const Time SERVERS_START = Seconds(2);
const Time PAUSE = Seconds(1); ///< before a name is asked for again, and the like

} // namespace

NamedDownload::NamedDownload(ProxyNetwork& network, std::uint64_t octets, bool isLossy)
    : NamedDownload(network, MakeFetchProbe(network.legacy.Get(0), 0, octets), FETCH_PORT, isLossy)
{
}

NamedDownload::NamedDownload(ProxyNetwork& network,
                             std::unique_ptr<Probe> probe,
                             std::uint16_t port,
                             bool isLossy)
    : m_network(network),
      m_isLossy(isLossy),
      m_probe(std::move(probe)),
      m_port(port)
{
    InstallProbeServers(network.hipNodes.Get(0), Ipv6Address::GetAny(), SERVERS_START);
}

void
NamedDownload::Begin(std::function<void()> whenConnecting, std::function<void()> whenDone)
{
    m_whenConnecting = std::move(whenConnecting);
    m_whenDone = std::move(whenDone);
    m_probe->measurement.asked = Simulator::Now();
    Ask();
}

void
NamedDownload::Ask()
{
    m_network.resolvers6[0]->Resolve(
        ProxyNetwork::GetHipName(0),
        true,
        Callback<void, HipDnsResult>([this](HipDnsResult result) { Connect(result); }));
}

void
NamedDownload::Connect(const HipDnsResult& result)
{
    if (result.addresses.empty() && m_isLossy)
    {
        // Over lossy links every try of a resolver may get lost; a user then tries again.
        Simulator::Schedule(PAUSE, &NamedDownload::Ask, this);
        return;
    }
    if (result.addresses.empty())
    {
        m_failure = result.name + " could not be resolved: " + result.status;
        Simulator::Stop();
        return;
    }
    m_probe->measurement.resolved = Simulator::Now();
    m_server = Ipv6Address::ConvertFrom(result.addresses.front());
    m_probe->Start(Inet6SocketAddress(m_server, m_port), [this] {
        m_isDone = true;
        m_whenDone();
    });
    m_whenConnecting();
}

void
NamedDownload::WhenAssociated(Time at, std::function<void()> next)
{
    Simulator::Schedule(at - Simulator::Now(), [this, next] {
        std::ostringstream hit;
        hit << m_network.hipHosts[0]->GetHit();
        const auto peer = hip::IpAddress::Parse(hit.str()).value();
        if (m_network.proxy->GetEndpoint().GetState(peer) == hip::State::ESTABLISHED)
        {
            next();
            return;
        }
        WhenAssociated(Simulator::Now() + PAUSE, next);
    });
}

void
NamedDownload::Fail() const
{
    const Measurement& measured = m_probe->measurement;
    throw std::runtime_error(!m_failure.empty()
                                 ? m_failure
                                 : std::to_string(measured.received) + " of " +
                                       std::to_string(measured.wanted) + " octets arrived, " +
                                       std::to_string(measured.wrong) + " of them wrong");
}

void
NamedDownload::CheckIntact() const
{
    if (!m_failure.empty() || !m_isDone || !m_probe->measurement.IsIntact())
    {
        Fail();
    }
}

void
NamedDownload::CheckAnswered() const
{
    const Measurement& measured = m_probe->measurement;
    if (!m_failure.empty() || !m_isDone || measured.received == 0 || measured.wrong > 0)
    {
        Fail();
    }
}

} // namespace hipscenario
