// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/agent/meter.h"

#include "core/draft2003/parameters.h"
#include "model/hip-bytes.h"
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

/// @param agent its HIT
Purpose
FindPurpose(const hip::PacketView& view, const hip::Hit& agent)
{
    switch (static_cast<hip::PacketType>(view.GetType()))
    {
    case hip::PacketType::I1:
        return view.GetReceiver() == agent ? Purpose::REGISTRATION : Purpose::RELAY;
    case hip::PacketType::R1:
    case hip::PacketType::I2:
    case hip::PacketType::R2:
        return Purpose::REGISTRATION;
    case hip::PacketType::UPDATE:
        for (auto parameter = view.Next({}); parameter; parameter = view.Next(parameter))
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
    static constexpr const char* NAMES[] =
        {"registration", "renewal", "move", "relay", "esp", "other"};
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
    : m_agent(hipbytes::ToCore(network.agents.front()->GetHit()))
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
Meter::Count(Ptr<const Packet> packet, std::array<Traffic, PURPOSES>& counts)
{
    const Ipv6Header header = PeekIpv6(packet);
    hip::Bytes octets(packet->GetSize());
    packet->CopyData(octets.data(), static_cast<uint32_t>(octets.size()));
    const hip::ByteSpan payload = hip::ByteSpan(octets).subspan(IPV6_HEADER);
    Purpose purpose = Purpose::OTHER;
    switch (header.GetNextHeader())
    {
    case PROTOCOL_ESP:
        purpose = Purpose::ESP;
        break;
    case hip::PROTOCOL_HIP:
        if (const auto view = hip::PacketView::Parse(payload))
        {
            purpose = hipscenario::FindPurpose(*view, m_agent);
        }
        break;
    case hip::draft2003::PROTOCOL_HIP:
        if (const auto view = hip::draft2003::PacketView::Parse(payload))
        {
            purpose = FindPurpose(*view, header);
        }
        break;
    default:
        return; // neighbour discovery
    }
    Add(counts[static_cast<std::size_t>(purpose)], packet);
}

Purpose
Meter::FindPurpose(const hip::draft2003::PacketView& view, const Ipv6Header& header)
{
    using hip::draft2003::PacketType;
    if (view.GetSender() != m_agent && view.GetReceiver() != m_agent)
    {
        return Purpose::RELAY;
    }
    switch (static_cast<PacketType>(view.GetType()))
    {
    case PacketType::R1:
        return Purpose::REGISTRATION;
    case PacketType::FAQ:
        return FindQueryPurpose(view, header.GetSource());
    case PacketType::FAA:
    case PacketType::FAD: {
        const auto question = m_questions.find(view.GetReceiver());
        return question == m_questions.end() ? Purpose::OTHER : question->second.purpose;
    }
    default:
        return Purpose::OTHER;
    }
}

/// A FAQ from another address than the one before is that of a host that has moved.
Purpose
Meter::FindQueryPurpose(const hip::draft2003::PacketView& query, Ipv6Address from)
{
    const auto info = query.Get<hip::draft2003::FaInfoParameter>();
    const std::uint16_t id = info ? info->requestId : 0;
    const auto before = m_questions.find(query.GetSender());
    Purpose purpose = Purpose::RENEWAL;
    if (query.Find(hip::draft2003::ParameterType::HOST_ID))
    {
        purpose = Purpose::REGISTRATION;
    }
    else if (before != m_questions.end() && before->second.requestId == id)
    {
        purpose = before->second.purpose; // it is sent again
    }
    else if (before != m_questions.end() && before->second.from != from)
    {
        purpose = Purpose::MOVE;
    }
    m_questions[query.GetSender()] = Question{from, id, purpose};
    return purpose;
}

Load
Meter::Take()
{
    return std::exchange(m_load, {});
}

} // namespace hipscenario
