// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/common/paced-probe.h"

#include "scenarios/common/byte-pattern.h"

#include "ns3/simulator.h"

#include <utility>

namespace hipscenario
{

using namespace ns3;

namespace
{

const Time PATIENCE = Seconds(5); ///< to wait for the last packet
const Time LIMIT = Seconds(900);  ///< to go on without any packet

} // namespace

PacedProbe::PacedProbe(Ptr<Node> node, std::uint32_t count, unsigned octets, Time interval)
    : m_node(node),
      m_count(count),
      m_octets(octets),
      m_interval(interval)
{
}

void
PacedProbe::Start(const Address& server, std::function<void()> whenDone)
{
    m_whenDone = std::move(whenDone);
    measurement.started = Simulator::Now();
    measurement.connected = measurement.started;
    measurement.wanted = std::uint64_t{m_count} * m_octets;
    m_socket = Open(server);
    m_receiver = OpenReceiver(m_socket);
    m_receiver->SetRecvCallback(MakeCallback(&PacedProbe::Read, this));
    SendNext();
}

Ptr<Socket>
PacedProbe::OpenReceiver(Ptr<Socket> sender)
{
    return sender;
}

void
PacedProbe::SendNext()
{
    m_roundStart = m_next == 0 ? Simulator::Now() : m_roundStart;
    std::vector<std::uint8_t> octets(m_octets);
    for (std::size_t i = 0; i < octets.size(); ++i)
    {
        octets[i] = GetPatternByte(std::uint64_t{m_next} * m_octets + i);
    }
    m_socket->Send(Wrap(Create<Packet>(octets.data(), m_octets), m_next));
    ++m_next;
    ++measurement.sent;
    if (m_next < m_count)
    {
        Simulator::Schedule(m_interval, &PacedProbe::SendNext, this);
    }
    else
    {
        Simulator::Schedule(PATIENCE, &PacedProbe::EndRound, this);
    }
}

void
PacedProbe::EndRound()
{
    if (m_seen.empty() && Simulator::Now() - measurement.started < LIMIT)
    {
        m_next = 0;
        SendNext();
    }
    else
    {
        Finish();
    }
}

void
PacedProbe::Read(Ptr<Socket> socket)
{
    while (Ptr<Packet> packet = socket->Recv())
    {
        std::uint32_t number = 0;
        if (Unwrap(packet, number) && number < m_count && m_seen.insert(number).second)
        {
            Note(packet, number);
        }
    }
    measurement.returned = m_seen.size();
    if (m_seen.size() == m_count)
    {
        Finish();
    }
}

void
PacedProbe::Note(Ptr<const Packet> payload, std::uint32_t number)
{
    std::vector<std::uint8_t> octets(payload->GetSize());
    payload->CopyData(octets.data(), payload->GetSize());
    for (std::size_t i = 0; i < octets.size(); ++i)
    {
        const std::uint64_t position = std::uint64_t{number} * m_octets + i;
        measurement.wrong += octets[i] != GetPatternByte(position) ? 1 : 0;
    }
    if (measurement.received == 0)
    {
        measurement.firstByte = Simulator::Now();
    }
    measurement.received += octets.size();
    measurement.arrivals.emplace_back(Simulator::Now(), octets.size());
    measurement.finished = Simulator::Now();
}

void
PacedProbe::Finish()
{
    if (m_whenDone)
    {
        for (std::uint32_t number = 0; number < m_count; ++number)
        {
            if (m_seen.count(number) == 0)
            {
                measurement.lost.push_back(m_roundStart + number * m_interval);
            }
        }
        std::exchange(m_whenDone, nullptr)();
    }
}

} // namespace hipscenario
