// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// What the hosts of a population do, and what becomes of their packets.

#include "core/association/rendezvous-service.h"
#include "core/esp/security-association.h"
#include "core/wire/hip-packet.h"
#include "core/wire/ip-packet.h"
#include "hip-population-state.h"
#include "hip-population.h"

#include "ns3/log.h"
#include "ns3/simulator.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("HipPopulationTraffic");

namespace
{

constexpr uint8_t PROTOCOL_DATA = 253; ///< what data says it is: an experiment (RFC 3692)
constexpr uint8_t HOP_LIMIT = 64;
constexpr std::size_t AT_MOVES = 8; ///< in an address, 32 bits each
constexpr std::size_t AT_HOST = 12;

uint32_t
Read32(const uint8_t* from)
{
    return uint32_t{from[0]} << 24 | uint32_t{from[1]} << 16 | uint32_t{from[2]} << 8 | from[3];
}

void
Write32(uint8_t* to, uint32_t value)
{
    for (int i = 3; i >= 0; --i, value >>= 8)
    {
        to[i] = static_cast<uint8_t>(value);
    }
}

} // namespace

Ipv6Address
HipPopulation::MakeAddress(uint32_t host, uint32_t moves) const
{
    uint8_t octets[16];
    m_prefix.GetBytes(octets);
    Write32(octets + AT_MOVES, moves);
    Write32(octets + AT_HOST, host + 1);
    return Ipv6Address(octets);
}

void
HipPopulation::Register(uint32_t number, Ipv6Address agent, Ipv6Address address, Time lifetime)
{
    NS_LOG_FUNCTION(this << number << agent << address << lifetime);
    Host& host = GetHost(number);
    const hip::Hit registrar = hipbytes::ToCore(agent);
    host.endpoint.AddPeer(registrar, {hipbytes::ToCore(address)});
    host.endpoint.Register(registrar,
                           {hip::REGISTRATION_RENDEZVOUS},
                           std::chrono::nanoseconds(lifetime.GetNanoSeconds()),
                           hipbytes::ToCore(Simulator::Now()));
    Drain(host);
}

void
HipPopulation::Move(uint32_t number)
{
    NS_LOG_FUNCTION(this << number);
    Host& host = GetHost(number);
    ++host.moves;
    host.endpoint.SetLocators({hipbytes::ToCore(GetAddress(number))},
                              hipbytes::ToCore(Simulator::Now()));
    Drain(host);
}

void
HipPopulation::Connect(uint32_t number, Ipv6Address peer, const std::vector<Ipv6Address>& addresses)
{
    NS_LOG_FUNCTION(this << number << peer);
    Host& host = GetHost(number);
    std::vector<hip::IpAddress> known;
    for (const Ipv6Address& address : addresses)
    {
        known.push_back(hipbytes::ToCore(address));
    }
    host.endpoint.AddPeer(hipbytes::ToCore(peer), known);
    host.endpoint.Connect(hipbytes::ToCore(peer), hipbytes::ToCore(Simulator::Now()));
    Drain(host);
}

void
HipPopulation::SendData(uint32_t number, Ipv6Address peer, uint32_t octets)
{
    NS_LOG_FUNCTION(this << number << peer << octets);
    Host& host = GetHost(number);
    const hip::Path path{host.endpoint.GetHit(), hipbytes::ToCore(peer)};
    const hip::Bytes inner = hip::MakeIpPacket(path, PROTOCOL_DATA, HOP_LIMIT, hip::Bytes(octets));
    hip::PacketBuffer& packet = m_state->scratch.Load(hipbytes::ToPacket(inner));
    const hip::Verdict verdict =
        host.endpoint.HandleUpper(packet, hipbytes::ToCore(Simulator::Now()));
    Finish(host, verdict, packet);
}

void
HipPopulation::Close(uint32_t number, Ipv6Address peer)
{
    NS_LOG_FUNCTION(this << number << peer);
    Host& host = GetHost(number);
    host.endpoint.Close(hipbytes::ToCore(peer), hipbytes::ToCore(Simulator::Now()));
    Drain(host);
}

HipInterception
HipPopulation::Intercept(const Header& header, Ptr<const Packet> payload)
{
    NS_LOG_FUNCTION(this << payload);
    const auto& ipv6 = dynamic_cast<const Ipv6Header&>(header);
    uint8_t octets[16];
    ipv6.GetDestination().GetBytes(octets);
    if (ipv6.GetDestination().CombinePrefix(Ipv6Prefix(64)) != m_prefix)
    {
        return HipInterception::FORWARD;
    }
    const uint32_t number = Read32(octets + AT_HOST) - 1;
    const bool isThere = number < m_size && GetHost(number).moves == Read32(octets + AT_MOVES) &&
                         (ipv6.GetNextHeader() == GetHost(number).endpoint.GetHipProtocol() ||
                          ipv6.GetNextHeader() == hip::PROTOCOL_ESP);
    if (!isThere)
    {
        ++m_strays;
        return HipInterception::TAKEN;
    }
    Host& host = GetHost(number);
    hip::PacketBuffer& packet = m_state->scratch.Load(header, payload);
    const hip::Verdict verdict =
        host.endpoint.HandlePacket(packet, hipbytes::ToCore(Simulator::Now()));
    Finish(host, verdict, packet);
    return HipInterception::TAKEN;
}

void
HipPopulation::Finish(Host& host, const hip::Verdict& verdict, const hip::PacketBuffer& packet)
{
    const hip::Work work = host.endpoint.TakeWork();
    const Time delay =
        m_costModel && !work.IsEmpty() ? host.cpu.Occupy(m_costModel->GetCost(work)) : Time();
    if (verdict.kind == hip::Verdict::Kind::TRANSMIT)
    {
        Send(hipbytes::ToPacket(packet.GetPacket()), delay);
    }
    else if (verdict.kind == hip::Verdict::Kind::DELIVER && m_observer)
    {
        const std::size_t inner = hip::GetIpHeaderLength({host.endpoint.GetHit(), {}});
        m_observer->NoteData(host.number, static_cast<uint32_t>(packet.GetLength() - inner));
    }
    while (PollOnce(host, delay))
    {
    }
}

void
HipPopulation::Drain(Host& host)
{
    Finish(host, hip::Verdict{hip::Verdict::Kind::CONSUMED}, hip::PacketBuffer());
}

bool
HipPopulation::PollOnce(Host& host, Time delay)
{
    hip::Output output = host.endpoint.Poll();
    if (const auto* transmit = std::get_if<hip::Transmit>(&output))
    {
        Send(hipbytes::ToPacket(transmit->packet), delay);
        return true;
    }
    if (const auto* idle = std::get_if<hip::Idle>(&output))
    {
        SetDeadline(host, idle->deadline.time_since_epoch().count());
        return false;
    }
    const auto* event = std::get_if<hip::Event>(&output);
    if (!event || !m_observer)
    {
        return true;
    }
    const Time now = Simulator::Now();
    if (const auto* packet = std::get_if<hip::PacketEvent>(event))
    {
        m_observer->NotePacket(host.number, *packet, packet->isSent ? now + delay : now);
    }
    else if (const auto* registration = std::get_if<hip::RegistrationEvent>(event))
    {
        m_observer->NoteRegistration(host.number, *registration, now + delay);
    }
    else if (const auto* state = std::get_if<hip::StateEvent>(event))
    {
        m_observer->NoteState(host.number, *state, now + delay);
    }
    return true;
}

void
HipPopulation::Send(Ptr<Packet> packet, Time delay)
{
    if (delay.IsZero())
    {
        SendNow(packet);
    }
    else
    {
        Simulator::Schedule(delay, &HipPopulation::SendNow, this, packet);
    }
}

void
HipPopulation::SendNow(Ptr<Packet> packet)
{
    NS_LOG_FUNCTION(this << packet);
    if (m_state && !m_state->sender.Send(packet))
    {
        NS_LOG_WARN("No route");
    }
}

void
HipPopulation::SetDeadline(Host& host, int64_t nanoseconds)
{
    if (host.deadline == nanoseconds)
    {
        return;
    }
    m_state->deadlines.erase({host.deadline, host.number});
    host.deadline = nanoseconds;
    if (nanoseconds != Host::NO_DEADLINE)
    {
        m_state->deadlines.emplace(nanoseconds, host.number);
    }
    Reschedule();
}

void
HipPopulation::Reschedule()
{
    // As in HipNodeApplication: a timer that fires too early does no harm.
    const auto& deadlines = m_state->deadlines;
    if (deadlines.empty() || deadlines.begin()->first >= m_timerAt)
    {
        return;
    }
    m_timer.Cancel();
    m_timerAt = deadlines.begin()->first;
    m_timer = Simulator::Schedule(hipbytes::GetDelayUntil(hip::Time(hip::Duration(m_timerAt))),
                                  &HipPopulation::HandleTimer,
                                  this);
}

void
HipPopulation::HandleTimer()
{
    NS_LOG_FUNCTION(this);
    const hip::Time now = hipbytes::ToCore(Simulator::Now());
    auto& deadlines = m_state->deadlines;
    // The timer is not set anew before all that is due now is done.
    m_timerAt = now.time_since_epoch().count();
    while (!deadlines.empty() && deadlines.begin()->first <= m_timerAt)
    {
        Host& host = GetHost(deadlines.begin()->second);
        deadlines.erase(deadlines.begin());
        host.deadline = Host::NO_DEADLINE;
        host.endpoint.HandleTimeout(now);
        Drain(host);
    }
    m_timerAt = Host::NO_DEADLINE;
    Reschedule();
}

} // namespace ns3
