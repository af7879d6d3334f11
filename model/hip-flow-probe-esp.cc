// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// How the probe follows packets through ESP, and a proxy's NAT behind it.

#include "hip-flow-probe.h"
#include "hip-flow-tag.h"
#include "hip-trace.h"

#include "ns3/log.h"
#include "ns3/node-list.h"

#include <algorithm>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("HipFlowProbeEsp");

namespace
{

constexpr uint64_t SEQUENCE_CYCLE = uint64_t{1} << 32;

/// @return the sequence number whose low 32 bits these are, the next one from @p last on
uint64_t
Extend(uint64_t last, uint32_t low)
{
    return last + static_cast<uint32_t>(low - static_cast<uint32_t>(last));
}

} // namespace

void
HipFlowProbe::NoteSealed(const HipEspRecord& record)
{
    NS_LOG_FUNCTION(this << record.spi << record.sequence);
    if (record.peer.IsAny())
    {
        return;
    }
    Sa& sa = FindOrMakeSa(record);
    sa.last = Extend(sa.last, record.sequence);
    m_saFlows[sa.index].statistics.Send(sa.last, record.time, record.size);
    if (record.inner)
    {
        Carry(sa, record);
    }
}

HipFlowProbe::Sa&
HipFlowProbe::FindOrMakeSa(const HipEspRecord& record)
{
    const SaKey key(record.peer, record.spi);
    const auto found = m_sas.find(key);
    if (found != m_sas.end() && m_saFlows[found->second.index].source == record.local)
    {
        const uint64_t step = Extend(found->second.last, record.sequence) - found->second.last;
        if (step > 0 && step < SEQUENCE_CYCLE / 2)
        {
            return found->second;
        }
    }
    // An SPI may come again when its host has forgotten it: it begins anew.
    Sa sa;
    sa.index = m_saFlows.size();
    m_saFlows.push_back({record.local, record.peer, record.spi, HipFlowStatistics(m_maxDelay)});
    return m_sas[key] = sa;
}

void
HipFlowProbe::Carry(Sa& sa, const HipEspRecord& record)
{
    HipFlowTag tag;
    if (!record.inner->PeekPacketTag(tag) || tag.flow >= m_flows.size())
    {
        const auto tuple = HipFlowTuple::Read(record.inner);
        if (!tuple)
        {
            return;
        }
        tag = Begin(*tuple, record.inner->GetSize());
    }
    HipFlow& flow = m_flows[tag.flow];
    flow.sourceHit = record.local;
    flow.destinationHit = record.peer;
    auto& carried = sa.carried;
    while (!carried.empty() && record.time - carried.begin()->second.sealed >= m_maxDelay)
    {
        carried.erase(carried.begin());
    }
    carried[sa.last] = {tag.flow, tag.number, record.time};
}

void
HipFlowProbe::NoteOpened(const HipEspRecord& record)
{
    NS_LOG_FUNCTION(this << record.spi << record.sequence);
    const auto found = m_sas.find({record.local, record.spi});
    if (found == m_sas.end())
    {
        return; // the sender is without probe
    }
    Sa& sa = found->second;
    const uint64_t behind = static_cast<uint32_t>(static_cast<uint32_t>(sa.last) - record.sequence);
    const uint64_t number = sa.last - std::min(behind, sa.last);
    HipFlowStatistics& statistics = m_saFlows[sa.index].statistics;
    if (record.isReplay)
    {
        statistics.Refuse(number);
        return;
    }
    const auto arrival = statistics.Receive(number, record.time, record.size);
    const auto carried = sa.carried.find(number);
    if (arrival == HipFlowStatistics::Arrival::FIRST && carried != sa.carried.end())
    {
        Uncarry(carried->second, record);
        sa.carried.erase(carried);
    }
}

void
HipFlowProbe::Uncarry(const Carried& carried, const HipEspRecord& record)
{
    if (!record.inner)
    {
        return; // refused behind ESP, or the piece of a packet
    }
    HipFlowTag tag;
    tag.flow = carried.flow;
    tag.number = carried.number;
    tag.PutOn(record.inner);
    const auto tuple = HipFlowTuple::Read(record.inner);
    if (tuple && tuple->destination != Address(record.local) &&
        EndsHere(tag.flow, tuple->destination))
    {
        Arrive(tag, *tuple, record.time, record.inner->GetSize());
    }
}

/// @return whether a flow that a proxy sends on goes to a host without probe
bool
HipFlowProbe::EndsHere(uint32_t flow, const Address& destination)
{
    const auto found = m_endsAtProxy.find(flow);
    return found != m_endsAtProxy.end()
               ? found->second
               : m_endsAtProxy.emplace(flow, !IsAttached(destination)).first->second;
}

bool
HipFlowProbe::IsAttached(const Address& address) const
{
    return std::any_of(m_nodes.begin(), m_nodes.end(), [&](uint32_t id) {
        Ptr<Node> node = NodeList::GetNode(id);
        if (Ipv4Address::IsMatchingType(address))
        {
            Ptr<Ipv4> ipv4 = node->GetObject<Ipv4>();
            return ipv4 && ipv4->GetInterfaceForAddress(Ipv4Address::ConvertFrom(address)) >= 0;
        }
        Ptr<Ipv6> ipv6 = node->GetObject<Ipv6>();
        return ipv6 && ipv6->GetInterfaceForAddress(Ipv6Address::ConvertFrom(address)) >= 0;
    });
}

} // namespace ns3
