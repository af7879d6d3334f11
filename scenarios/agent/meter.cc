// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/agent/meter.h"

#include "scenarios/common/packet-kinds.h"

#include "ns3/ipv6.h"

#include <utility>

namespace hipscenario
{

using namespace ns3;

namespace
{

Traffic
Sum(const std::array<Traffic, PURPOSES>& all)
{
    Traffic sum;
    for (const Traffic& one : all)
    {
        sum.packets += one.packets;
        sum.octets += one.octets;
    }
    return sum;
}

void
Add(Traffic& traffic, Ptr<const Packet> packet)
{
    ++traffic.packets;
    traffic.octets += packet->GetSize();
}

/// @param hip from the HIP header; @param agent its HIT
Purpose
FindPurpose(hip::ByteSpan hip, const hip::Hit& agent)
{
    const auto view = hip::PacketView::Parse(hip);
    if (!view)
    {
        return Purpose::OTHER;
    }
    switch (static_cast<hip::PacketType>(view->GetType()))
    {
    case hip::PacketType::I1:
        return view->GetReceiver() == agent ? Purpose::REGISTRATION : Purpose::RELAY;
    case hip::PacketType::R1:
    case hip::PacketType::I2:
    case hip::PacketType::R2:
        return Purpose::REGISTRATION;
    case hip::PacketType::UPDATE:
        for (auto parameter = view->Next({}); parameter; parameter = view->Next(parameter))
        {
            if (parameter->type == hip::ParameterType::LOCATOR_SET ||
                parameter->type == hip::ParameterType::ECHO_REQUEST_SIGNED ||
                parameter->type == hip::ParameterType::ECHO_RESPONSE_SIGNED)
            {
                return Purpose::MOVE;
            }
        }
        return Purpose::RENEWAL;
    default:
        return Purpose::OTHER;
    }
}

} // namespace

const char*
ToString(Purpose purpose)
{
    static constexpr const char* NAMES[] = {"registration", "renewal", "move", "relay", "other"};
    return NAMES[static_cast<std::size_t>(purpose)];
}

Traffic
Load::GetIn() const
{
    return Sum(in);
}

Traffic
Load::GetOut() const
{
    return Sum(out);
}

Time
Load::GetBusy() const
{
    Time sum;
    for (const auto& [operation, time] : work)
    {
        sum += time;
    }
    return sum;
}

Meter::Meter(const AgentNetwork& network)
    : m_agent(network.agents.front()->GetHit())
{
    using Trace = Callback<void, Ptr<const Packet>, Ptr<Ipv6>, uint32_t>;
    Ptr<Ipv6> atAgent = network.agents.front()->GetNode()->GetObject<Ipv6>();
    atAgent->TraceConnectWithoutContext(
        "Rx",
        Trace([this](Ptr<const Packet> packet, Ptr<Ipv6>, uint32_t) { Count(packet, m_load.in); }));
    atAgent->TraceConnectWithoutContext(
        "Tx",
        Trace(
            [this](Ptr<const Packet> packet, Ptr<Ipv6>, uint32_t) { Count(packet, m_load.out); }));
    network.agents.front()->TraceConnectWithoutContext(
        "Work",
        Callback<void, const std::string&, uint64_t, Time>(
            [this](const std::string& operation, uint64_t, Time cost) {
                m_load.work[operation] += cost;
            }));
    for (const auto& population : {network.hosts, network.peers})
    {
        population->GetNode()->GetObject<Ipv6>()->TraceConnectWithoutContext(
            "Rx",
            Trace([this](Ptr<const Packet> packet, Ptr<Ipv6>, uint32_t) {
                if (PeekIpv6(packet).GetNextHeader() == PROTOCOL_ESP)
                {
                    Add(m_load.data, packet);
                }
            }));
    }
}

void
Meter::Count(Ptr<const Packet> packet, std::array<Traffic, PURPOSES>& counts) const
{
    if (PeekIpv6(packet).GetNextHeader() != hip::PROTOCOL_HIP)
    {
        return; // neighbour discovery
    }
    hip::Bytes octets(packet->GetSize());
    packet->CopyData(octets.data(), static_cast<uint32_t>(octets.size()));
    uint8_t hit[16];
    m_agent.GetBytes(hit);
    const Purpose purpose =
        FindPurpose(hip::ByteSpan(octets).subspan(IPV6_HEADER), hip::IpAddress::FromBytes(hit));
    Add(counts[static_cast<std::size_t>(purpose)], packet);
}

Load
Meter::Take()
{
    return std::exchange(m_load, {});
}

} // namespace hipscenario
