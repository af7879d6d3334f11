// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_FLOW_PROBE_H
#define HIP_FLOW_PROBE_H

#include "hip-flow-statistics.h"
#include "hip-flow-tuple.h"

#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/node.h"
#include "ns3/object.h"
#include "ns3/traced-callback.h"

#include <deque>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace ns3
{

class HipFlowTag;
struct HipEspRecord;

/**
 * @ingroup hip
 *
 * One direction of a transport flow, from the node that sends it to the one that gets it: through
 * ESP, the NAT of a HIP proxy, moves and rekeys.
 */
struct HipFlow
{
    uint32_t id;                         ///< from 0 on, in the order of first packets
    HipFlowTuple sent;                   ///< where it begins; through a proxy before its NAT
    std::optional<HipFlowTuple> arrived; ///< where it ends: the first packet that arrived
    Ipv6Address sourceHit;               ///< of the association; unspecified outside of ESP
    Ipv6Address destinationHit;          ///< likewise
    HipFlowStatistics statistics;        ///< octets are those of IP packets, without ESP
};

/**
 * @ingroup hip
 *
 * One ESP security association, from the packet's sealing to its opening.
 */
struct HipSaFlow
{
    Ipv6Address source;           ///< HIT of the sender
    Ipv6Address destination;      ///< HIT of the receiver
    uint32_t spi;                 ///< of the receiver
    HipFlowStatistics statistics; ///< octets are those of ESP packets with their IP header
};

/// Signature of the trace source "Arrival". @param flow whose packet has arrived for the first time
/// @param sent when it was sent @param arrived when it arrived @param bytes octets of it
using HipArrivalTracedCallback = void (*)(const HipFlow& flow,
                                          Time sent,
                                          Time arrived,
                                          uint32_t bytes);

/**
 * @ingroup hip
 *
 * Measures each TCP and UDP flow between the nodes that it is attached to, as ns3::FlowMonitor
 * does, but follows it also through ESP and through the NAT of a HIP proxy; and each security
 * association by itself. On plain flows both agree to the byte.
 *
 * A packet is known again by SPI and sequence number in ESP, and by a packet tag outside: no octet
 * on any link changes. A flow begins at the first node with the probe, and ends where the packet is
 * delivered; at a proxy, if the legacy host behind is without. doc/flow-probe.md tells the rest.
 */
class HipFlowProbe : public Object
{
  public:
    /// @return the type
    static TypeId GetTypeId();

    HipFlowProbe();
    ~HipFlowProbe() override;

    /// Watches a node from now on. A simulation has one probe at most. @param node with its IP
    /// stacks and what it has of HIP
    void Attach(Ptr<Node> node);

    /// Gives up what has been under way for so long, as FlowMonitor does. @param maxDelay instead
    /// of MaxDelay, where a simulation ends soon after its last packets
    void CheckForLostPackets(Time maxDelay);

    /// Gives up what has been under way for MaxDelay. @return all flows so far
    const std::deque<HipFlow>& GetFlows();

    /// As GetFlows. @return all security associations so far, in the order of first packets
    const std::deque<HipSaFlow>& GetSas();

  protected:
    void DoDispose() override;

  private:
    /// What ESP carries: which packet of which flow has this sequence number.
    struct Carried
    {
        uint32_t flow;
        uint64_t number;
        Time sealed;
    };

    struct Sa
    {
        std::size_t index = 0;
        uint64_t last = 0;                   ///< sequence number, with the bits that do not travel
        std::map<uint64_t, Carried> carried; ///< by sequence number; those under way
    };

    using SaKey = std::pair<Ipv6Address, uint32_t>; ///< HIT of the receiver, and its SPI

    void Watch(Ptr<Ipv4L3Protocol> ip);
    void Watch(Ptr<Ipv6L3Protocol> ip);
    template <class L3, class IpHeader, class Ip>
    void Watch(L3& ip);
    template <class IpHeader>
    void NoteOutgoing(const IpHeader& header, Ptr<const Packet> payload);
    template <class IpHeader>
    void NoteDelivery(const IpHeader& header, Ptr<const Packet> payload);
    void NoteDrop(Ptr<const Packet> payload);
    void NoteSealed(const HipEspRecord& record);
    void NoteOpened(const HipEspRecord& record);

    HipFlowTag Begin(const HipFlowTuple& tuple, uint32_t bytes);
    void Arrive(const HipFlowTag& tag, const HipFlowTuple& tuple, Time now, uint32_t bytes);
    bool IsUnderWay(const HipFlowTag& tag) const;
    Sa& FindOrMakeSa(const HipEspRecord& record);
    void Carry(Sa& sa, const HipEspRecord& record);
    void Uncarry(const Carried& carried, const HipEspRecord& record);
    bool EndsHere(uint32_t flow, const Address& destination);
    bool IsAttached(const Address& address) const;

    Time m_maxDelay;
    std::vector<uint32_t> m_nodes; ///< their ids: nodes own what refers to the probe
    std::deque<HipFlow> m_flows;
    std::map<HipFlowTuple, uint32_t> m_flowIds;
    std::map<uint32_t, bool> m_endsAtProxy; ///< by id of the flow: looking for it takes long
    std::deque<HipSaFlow> m_saFlows;
    std::map<SaKey, Sa> m_sas;

    TracedCallback<const HipFlow&, Time, Time, uint32_t> m_arrivalTrace;
};

} // namespace ns3

#endif // HIP_FLOW_PROBE_H
