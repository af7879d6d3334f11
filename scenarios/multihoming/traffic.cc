// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/multihoming/traffic.h"

#include "ns3/inet6-socket-address.h"
#include "ns3/simulator.h"

#include <stdexcept>

namespace hipscenario
{

using namespace ns3;

namespace
{

const Time SETTLE = Seconds(1); ///< until all paths can be used

std::unique_ptr<Probe>
MakeProbe(const MultihomingOptions& options, Ptr<Node> legacy)
{
    if (!options.useUdp)
    {
        return MakeFetchProbe(legacy, 0, options.bytes);
    }
    const auto datagrams =
        static_cast<std::uint64_t>(options.GetStreamDuration().GetSeconds() * options.rate);
    return MakeDatagramProbe(legacy, datagrams * DATAGRAM_OCTETS, Seconds(1 / options.rate));
}

std::uint16_t
GetPort(bool isUdp)
{
    return isUdp ? ECHO_PORT : FETCH_PORT;
}

} // namespace

MultihomingTraffic::MultihomingTraffic(const MultihomingOptions& options, ProxyNetwork& network)
    : m_isUdp(options.useUdp),
      m_streamDuration(options.GetStreamDuration()),
      m_first(network,
              MakeProbe(options, network.legacy.Get(0)),
              GetPort(options.useUdp),
              !options.faults.HasNone()),
      m_left(options.flows)
{
    for (unsigned i = 1; i < options.flows; ++i)
    {
        m_others.push_back(MakeProbe(options, network.legacy.Get(0)));
    }
}

void
MultihomingTraffic::Begin(std::function<void()> whenConnecting, std::function<void()> whenDone)
{
    m_whenDone = std::move(whenDone);
    m_first.Begin(
        [this, whenConnecting] {
            Simulator::Schedule(m_others.empty() ? Time(0) : SETTLE, [this] { StartOthers(); });
            whenConnecting();
        },
        [this] { NoteEnd(); });
}

void
MultihomingTraffic::StartOthers()
{
    m_begin = Simulator::Now();
    m_end = m_isUdp ? GetFirst().started + m_streamDuration : m_end;
    for (const auto& other : m_others)
    {
        other->measurement.asked = m_first.GetMeasurement().asked;
        other->Start(Inet6SocketAddress(m_first.GetServer(), GetPort(m_isUdp)),
                     [this] { NoteEnd(); });
    }
}

void
MultihomingTraffic::NoteEnd()
{
    m_end = Min(m_end, Simulator::Now());
    if (--m_left == 0)
    {
        m_whenDone();
    }
}

void
MultihomingTraffic::Check() const
{
    if (m_first.IsDone() || GetFirst().wrong > 0)
    {
        m_isUdp ? m_first.CheckAnswered() : m_first.CheckIntact();
    }
    for (const auto& other : m_others)
    {
        const Measurement& measured = other->measurement;
        if (measured.wrong > 0 || (IsDone() && !m_isUdp && !measured.IsIntact()))
        {
            throw std::runtime_error("a further flow brought " + std::to_string(measured.received) +
                                     " of " + std::to_string(measured.wanted) + " octets, " +
                                     std::to_string(measured.wrong) + " of them wrong");
        }
    }
}

std::vector<const Measurement*>
MultihomingTraffic::GetAll() const
{
    std::vector<const Measurement*> all{&GetFirst()};
    for (const auto& other : m_others)
    {
        all.push_back(&other->measurement);
    }
    return all;
}

bool
MultihomingTraffic::AreAllUnderWay() const
{
    return Simulator::Now() >= m_begin && Simulator::Now() < m_end;
}

double
MultihomingTraffic::GetGoodput() const
{
    if (m_begin >= m_end)
    {
        return 0;
    }
    double octets = 0;
    for (const Measurement* flow : GetAll())
    {
        for (const auto& [at, count] : flow->arrivals)
        {
            octets += at >= m_begin && at <= m_end ? count : 0;
        }
    }
    return octets / (m_end - m_begin).GetSeconds();
}

} // namespace hipscenario
