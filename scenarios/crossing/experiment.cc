// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/crossing/experiment.h"

#include "scenarios/common/network-constants.h"
#include "scenarios/common/packet-kinds.h"

#include "ns3/ipv6.h"
#include "ns3/simulator.h"

#include <stdexcept>

namespace hipscenario
{

using namespace ns3;

namespace
{

const Time FIRST_MOVE = Seconds(4);
const Time LINGER = Seconds(1); ///< for what is still on its way after the last octet
/// After the moves: an UPDATE that nobody answers is given up within 80 s.
const Time PATIENCE = Seconds(150);

} // namespace

CrossingExperiment::CrossingExperiment(const CrossingOptions& options,
                                       const CrossingCell& cell,
                                       ProxyNetwork& network,
                                       Recorder& recorder)
    : m_cell(cell),
      m_network(network),
      m_recorder(recorder),
      m_download(network, options.bytes, !options.faults.HasNone()),
      m_host{"hip-1", MakeHipHostLinks(network, options.visitedCity), {}, {}, {}, {}},
      m_proxy{"proxy", MakeProxyLinks(network, options.proxyCity), {}, {}, {}, {}}
{
    Watch(network.hipHosts[0], m_host, m_proxy);
    Watch(network.proxy, m_proxy, m_host);
}

void
CrossingExperiment::Watch(Ptr<HipNodeApplication> application, Mover& self, const Mover& other)
{
    application->GetNode()->GetObject<Ipv6>()->TraceConnectWithoutContext(
        "Rx",
        Callback<void, Ptr<const Packet>, Ptr<Ipv6>, uint32_t>(
            [this, &self, &other](Ptr<const Packet> packet, Ptr<Ipv6>, uint32_t) {
                NoteData(packet, self, other);
            }));
    std::ostringstream peer;
    peer << (&self == &m_host ? Ptr<HipNodeApplication>(m_network.proxy)
                              : Ptr<HipNodeApplication>(m_network.hipHosts[0]))
                ->GetHit();
    const std::string found = "-> " + ToText(other.links.GetAddress(MobileLinks::VISITED));
    application->TraceConnectWithoutContext(
        "Event",
        Callback<void, const HipEventRecord&>(
            [this, &self, peer = peer.str(), found](const HipEventRecord& record) {
                if (record.peer != peer)
                {
                    return;
                }
                const auto has = [&](const std::string& text) {
                    return record.detail.find(text) != std::string::npos;
                };
                if (record.event == "locator" && has(found))
                {
                    self.knows = Simulator::Now();
                }
                if (record.event == "state" && !self.moved.IsZero() && has("-> CLOSING"))
                {
                    m_isClosed = true;
                }
            }));
}

void
CrossingExperiment::Run()
{
    Simulator::Schedule(NamedDownload::FIRST_CONTACT, [this] {
        m_download.Begin([this] { Plan(); }, [] { Simulator::Stop(LINGER); });
    });
    Simulator::Stop(NamedDownload::LONGEST_RUN);
    Simulator::Run();
    const Measurement& measured = m_download.GetMeasurement();
    if (HasRecovered() || measured.wrong > 0)
    {
        m_download.CheckIntact();
    }
    if (m_download.IsDone() && !IsReunited())
    {
        throw std::runtime_error("the download was over before both had moved: raise --bytes");
    }
}

void
CrossingExperiment::Plan()
{
    m_download.WhenAssociated(Max(FIRST_MOVE, Simulator::Now()), [this] {
        const Time first = Min(Time(), m_cell.offset); // of both moves, since that of the host
        Simulator::Schedule(Time() - first, [this] { Move(m_host); });
        Simulator::Schedule(m_cell.offset - first, [this] { Move(m_proxy); });
        Simulator::Schedule(PATIENCE, [this] {
            if (!IsReunited())
            {
                Simulator::Stop();
            }
        });
    });
}

void
CrossingExperiment::Move(Mover& mover)
{
    mover.moved = Simulator::Now();
    m_recorder.Write(mover.name,
                     "",
                     "move",
                     "kind=gapless to-link=" +
                         ToText(mover.links.GetAddress(MobileLinks::VISITED)));
    mover.links.Leave(MobileLinks::HOME);
    mover.links.Enter(MobileLinks::VISITED, false);
}

void
CrossingExperiment::NoteData(Ptr<const Packet> packet, Mover& self, const Mover& other)
{
    const Ipv6Header header = PeekIpv6(packet);
    if (header.GetNextHeader() == PROTOCOL_ESP && self.firstAfter.IsZero())
    {
        const bool isReunited =
            header.GetSource() == other.links.GetAddress(MobileLinks::VISITED) &&
            header.GetDestination() == self.links.GetAddress(MobileLinks::VISITED);
        (isReunited ? self.firstAfter : self.lastBefore) = Simulator::Now();
    }
}

Time
CrossingExperiment::GetSignalling() const
{
    return Max(m_host.knows, m_proxy.knows) - Max(m_host.moved, m_proxy.moved);
}

} // namespace hipscenario
