// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "hip-flow-probe.h"

#include "hip-flow-tag.h"
#include "hip-node-application.h"
#include "hip-trace.h"

#include "ns3/log.h"
#include "ns3/simulator.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("HipFlowProbe");
NS_OBJECT_ENSURE_REGISTERED(HipFlowProbe);

namespace
{

bool
IsGroup(const Ipv4L3Protocol& ip, const Ipv4Header& header)
{
    return !ip.IsUnicast(header.GetDestination());
}

bool
IsGroup(const Ipv6L3Protocol&, const Ipv6Header& header)
{
    return header.GetDestination().IsMulticast();
}

} // namespace

TypeId
HipFlowProbe::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::HipFlowProbe")
            .SetParent<Object>()
            .SetGroupName("Hip")
            .AddConstructor<HipFlowProbe>()
            .AddAttribute("MaxDelay",
                          "A packet that has been under way for so long is lost; as "
                          "ns3::FlowMonitor's MaxPerHopDelay.",
                          TimeValue(Seconds(10)),
                          MakeTimeAccessor(&HipFlowProbe::m_maxDelay),
                          MakeTimeChecker(NanoSeconds(1)))
            .AddTraceSource("Arrival",
                            "A packet of a flow has arrived for the first time.",
                            MakeTraceSourceAccessor(&HipFlowProbe::m_arrivalTrace),
                            "ns3::HipArrivalTracedCallback");
    return tid;
}

HipFlowProbe::HipFlowProbe()
{
    NS_LOG_FUNCTION(this);
}

HipFlowProbe::~HipFlowProbe()
{
    NS_LOG_FUNCTION(this);
}

void
HipFlowProbe::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_flows.clear();
    m_flowIds.clear();
    m_saFlows.clear();
    m_sas.clear();
    Object::DoDispose();
}

void
HipFlowProbe::Attach(Ptr<Node> node)
{
    NS_LOG_FUNCTION(this << node);
    m_nodes.push_back(node->GetId());
    if (Ptr<Ipv4L3Protocol> ipv4 = node->GetObject<Ipv4L3Protocol>())
    {
        Watch(ipv4);
    }
    if (Ptr<Ipv6L3Protocol> ipv6 = node->GetObject<Ipv6L3Protocol>())
    {
        Watch(ipv6);
    }
    for (uint32_t i = 0; i < node->GetNApplications(); ++i)
    {
        if (auto hip = DynamicCast<HipNodeApplication>(node->GetApplication(i)))
        {
            const Ptr<HipFlowProbe> self(this);
            hip->TraceConnectWithoutContext("EspSend",
                                            MakeCallback(&HipFlowProbe::NoteSealed, self));
            hip->TraceConnectWithoutContext("EspReceive",
                                            MakeCallback(&HipFlowProbe::NoteOpened, self));
        }
    }
}

void
HipFlowProbe::Watch(Ptr<Ipv4L3Protocol> ip)
{
    Watch<Ipv4L3Protocol, Ipv4Header, Ipv4>(*ip);
}

void
HipFlowProbe::Watch(Ptr<Ipv6L3Protocol> ip)
{
    Watch<Ipv6L3Protocol, Ipv6Header, Ipv6>(*ip);
}

template <class L3, class IpHeader, class Ip>
void
HipFlowProbe::Watch(L3& ip)
{
    using Passed = Callback<void, const IpHeader&, Ptr<const Packet>, uint32_t>;
    using Dropped = Callback<void,
                             const IpHeader&,
                             Ptr<const Packet>,
                             typename L3::DropReason,
                             Ptr<Ip>,
                             uint32_t>;
    const Ptr<HipFlowProbe> self(this); // applications may still send while nodes are disposed of
    ip.TraceConnectWithoutContext(
        "SendOutgoing",
        Passed([self, &ip](const IpHeader& header, Ptr<const Packet> payload, uint32_t) {
            if (!IsGroup(ip, header))
            {
                self->NoteOutgoing(header, payload);
            }
        }));
    ip.TraceConnectWithoutContext(
        "LocalDeliver",
        Passed([self](const IpHeader& header, Ptr<const Packet> payload, uint32_t) {
            self->NoteDelivery(header, payload);
        }));
    ip.TraceConnectWithoutContext("Drop",
                                  Dropped([self](const IpHeader&,
                                                 Ptr<const Packet> payload,
                                                 typename L3::DropReason,
                                                 Ptr<Ip>,
                                                 uint32_t) { self->NoteDrop(payload); }));
}

template <class IpHeader>
void
HipFlowProbe::NoteOutgoing(const IpHeader& header, Ptr<const Packet> payload)
{
    NS_LOG_FUNCTION(this << header << payload);
    const auto tuple = HipFlowTuple::Read(header, payload);
    HipFlowTag tag;
    if (!tuple || (payload->PeekPacketTag(tag) && IsUnderWay(tag)))
    {
        return; // nothing for us; or what a proxy sends on has begun before it
    }
    Begin(*tuple, header.GetSerializedSize() + payload->GetSize()).PutOn(payload);
}

template <class IpHeader>
void
HipFlowProbe::NoteDelivery(const IpHeader& header, Ptr<const Packet> payload)
{
    NS_LOG_FUNCTION(this << header << payload);
    HipFlowTag tag;
    if (!payload->PeekPacketTag(tag) || tag.flow >= m_flows.size())
    {
        return;
    }
    const uint8_t protocol = m_flows[tag.flow].sent.protocol;
    if (const auto tuple = HipFlowTuple::Read(header, payload, protocol))
    {
        const uint32_t size = header.GetSerializedSize() + payload->GetSize();
        Arrive(tag, *tuple, Simulator::Now(), size);
    }
}

void
HipFlowProbe::NoteDrop(Ptr<const Packet> payload)
{
    NS_LOG_FUNCTION(this << payload);
    HipFlowTag tag;
    // ns-3 3.37 has no packet to show when it gives up a datagram whose first fragment is missing.
    if (payload && payload->PeekPacketTag(tag) && IsUnderWay(tag))
    {
        m_flows[tag.flow].statistics.Lose(tag.number);
    }
}

HipFlowTag
HipFlowProbe::Begin(const HipFlowTuple& tuple, uint32_t bytes)
{
    const auto id = static_cast<uint32_t>(m_flows.size());
    const auto [found, isNew] = m_flowIds.emplace(tuple, id);
    if (isNew)
    {
        m_flows.push_back({id, tuple, {}, {}, {}, HipFlowStatistics(m_maxDelay)});
    }
    HipFlowTag tag;
    tag.flow = found->second;
    HipFlowStatistics& statistics = m_flows[tag.flow].statistics;
    tag.number = statistics.Get().txPackets;
    statistics.Send(tag.number, Simulator::Now(), bytes);
    return tag;
}

void
HipFlowProbe::Arrive(const HipFlowTag& tag, const HipFlowTuple& tuple, Time now, uint32_t bytes)
{
    HipFlow& flow = m_flows[tag.flow];
    const Time sent = flow.statistics.GetSent(tag.number);
    if (flow.statistics.Receive(tag.number, now, bytes) != HipFlowStatistics::Arrival::FIRST)
    {
        return;
    }
    if (!flow.arrived)
    {
        flow.arrived = tuple;
    }
    m_arrivalTrace(flow, sent, now, bytes);
}

bool
HipFlowProbe::IsUnderWay(const HipFlowTag& tag) const
{
    return tag.flow < m_flows.size() && m_flows[tag.flow].statistics.IsUnderWay(tag.number);
}

const std::deque<HipFlow>&
HipFlowProbe::GetFlows()
{
    CheckForLostPackets(m_maxDelay);
    return m_flows;
}

const std::deque<HipSaFlow>&
HipFlowProbe::GetSas()
{
    CheckForLostPackets(m_maxDelay);
    return m_saFlows;
}

void
HipFlowProbe::CheckForLostPackets(Time maxDelay)
{
    NS_LOG_FUNCTION(this << maxDelay);
    const Time sent = Simulator::Now() - maxDelay;
    for (HipFlow& flow : m_flows)
    {
        flow.statistics.GiveUp(sent);
    }
    for (HipSaFlow& sa : m_saFlows)
    {
        sa.statistics.GiveUp(sent);
    }
}

} // namespace ns3
