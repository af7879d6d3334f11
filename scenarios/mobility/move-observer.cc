// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/mobility/move-observer.h"

#include "scenarios/common/network-constants.h"
#include "scenarios/common/packet-kinds.h"

#include "ns3/ipv4-header.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ipv6.h"
#include "ns3/simulator.h"

namespace hipscenario
{

using namespace ns3;

namespace
{

constexpr uint8_t PROTOCOL_ICMPV6 = 58;
constexpr uint8_t ROUTER_ADVERTISEMENT = 134;

/// What is to be known of a packet of either family.
struct PacketInfo
{
    uint8_t protocol;
    Address source;
    Address destination;
    uint8_t type; ///< of a HIP packet or an ICMPv6 message
};

/// @param packet from its IP header on; one with IPv4 options is none of ours
PacketInfo
Inspect(Ptr<const Packet> packet)
{
    Ptr<Packet> rest = packet->Copy();
    uint8_t version = 0;
    packet->CopyData(&version, 1);
    PacketInfo info{};
    if (version >> 4 == 4)
    {
        Ipv4Header header;
        rest->RemoveHeader(header);
        info = {header.GetProtocol(), header.GetSource(), header.GetDestination(), 0};
    }
    else
    {
        Ipv6Header header;
        rest->RemoveHeader(header);
        info = {header.GetNextHeader(), header.GetSource(), header.GetDestination(), 0};
    }
    uint8_t start[hip::header::AT_TYPE + 1] = {};
    rest->CopyData(start, sizeof start);
    const bool isHip =
        info.protocol == hip::PROTOCOL_HIP || info.protocol == hip::draft2003::PROTOCOL_HIP;
    info.type = isHip ? start[hip::header::AT_TYPE] & hip::header::TYPE_MASK : start[0];
    return info;
}

using Trace6 = Callback<void, Ptr<const Packet>, Ptr<Ipv6>, uint32_t>;
using Trace4 = Callback<void, Ptr<const Packet>, Ptr<Ipv4>, uint32_t>;

/// Calls for each packet of a node. @param name "Rx" or "Tx"
void
Connect(Ptr<Node> node,
        const char* name,
        const std::function<void(Ptr<const Packet>, uint32_t)>& take)
{
    node->GetObject<Ipv6>()->TraceConnectWithoutContext(
        name,
        Trace6([take](Ptr<const Packet> packet, Ptr<Ipv6>, uint32_t i) { take(packet, i); }));
    if (Ptr<Ipv4> ipv4 = node->GetObject<Ipv4>())
    {
        ipv4->TraceConnectWithoutContext(
            name,
            Trace4([take](Ptr<const Packet> packet, Ptr<Ipv4>, uint32_t i) { take(packet, i); }));
    }
}

} // namespace

MoveObserver::MoveObserver(ProxyNetwork& network,
                           const MobileAccess& links,
                           Recorder& recorder,
                           std::vector<Move>& moves)
    : m_links(links),
      m_recorder(recorder),
      m_moves(moves)
{
    network.proxy->TraceConnectWithoutContext(
        "Event",
        Callback<void, const HipEventRecord&>(
            [this](const HipEventRecord& record) { NoteProxyEvent(record); }));
    Connect(network.hipNodes.Get(0), "Rx", [this](Ptr<const Packet> packet, uint32_t interface) {
        NoteArrival(packet, interface);
    });
    Connect(network.proxyNode, "Rx", [this](Ptr<const Packet> packet, uint32_t) {
        NoteProxyArrival(packet);
    });
    network.hipHosts[0]->TraceConnectWithoutContext(
        "Locator",
        Callback<void, const Address&>([this](const Address& address) { NoteLocator(address); }));
    std::vector<Ptr<Node>> senders{network.hipNodes.Get(0), network.proxyNode};
    if (network.agent)
    {
        senders.push_back(network.agent->GetNode());
    }
    for (const Ptr<Node>& node : senders)
    {
        Connect(node, "Tx", [this](Ptr<const Packet> packet, uint32_t) { NoteDeparture(packet); });
    }
}

void
MoveObserver::NoteLease()
{
    for (Move& move : m_moves)
    {
        if (!move.entered.IsZero() && move.found.IsZero() && m_links.HasDhcp(move.to))
        {
            move.found = Simulator::Now();
            m_recorder.Write("hip-1", "", "lease", "kind=" + move.kind);
        }
    }
}

void
MoveObserver::NoteProxyEvent(const HipEventRecord& record)
{
    for (Move& move : m_moves)
    {
        const std::string address = m_links.GetAddressText(move.to);
        const auto has = [&](const std::string& key) {
            return (record.detail + " ").find(key + "=" + address + " ") != std::string::npos;
        };
        const bool isTold = record.event == "UPDATE-received" || record.event == "REA-received";
        if (move.IsSwitched() && move.told.IsZero() && isTold && has("source"))
        {
            move.told = Simulator::Now();
        }
        if (!move.entered.IsZero() && move.verified.IsZero() && record.event == "locator-active" &&
            has("address"))
        {
            move.verified = Simulator::Now();
        }
    }
}

void
MoveObserver::NoteLocator(const Address& address)
{
    for (Move& move : m_moves)
    {
        if (!move.entered.IsZero() && move.usable.IsZero() &&
            address == m_links.GetAddress(move.to))
        {
            move.usable = Simulator::Now();
            m_recorder.Write("hip-1", "", "address-usable", "kind=" + move.kind);
        }
    }
}

void
MoveObserver::NoteArrival(Ptr<const Packet> packet, uint32_t interface)
{
    const PacketInfo info = Inspect(packet);
    const bool isAdvertisement =
        info.protocol == PROTOCOL_ICMPV6 && info.type == ROUTER_ADVERTISEMENT;
    for (Move& move : m_moves)
    {
        if (!move.entered.IsZero() && move.found.IsZero() && isAdvertisement &&
            interface == m_links.GetInterface(move.to))
        {
            move.found = Simulator::Now();
            m_recorder.Write("hip-1", "", "router-advertisement", "kind=" + move.kind);
        }
        if (move.IsSwitched() && move.firstDown.IsZero() && info.protocol == PROTOCOL_ESP &&
            info.destination == m_links.GetAddress(move.to))
        {
            move.firstDown = Simulator::Now();
        }
    }
}

void
MoveObserver::NoteProxyArrival(Ptr<const Packet> packet)
{
    const PacketInfo info = Inspect(packet);
    for (Move& move : m_moves)
    {
        if (move.IsSwitched() && move.firstUp.IsZero() && info.protocol == PROTOCOL_ESP &&
            info.source == m_links.GetAddress(move.to))
        {
            move.firstUp = Simulator::Now();
        }
    }
}

void
MoveObserver::NoteDeparture(Ptr<const Packet> packet)
{
    const PacketInfo info = Inspect(packet);
    if (IsUpdate(info.protocol, info.type))
    {
        ++m_updates;
        m_updateBytes += packet->GetSize();
        for (Move& move : m_moves)
        {
            const bool isHandover = move.IsSwitched() && move.entered >= move.lost;
            if (isHandover && move.verified.IsZero())
            {
                NoteSignalling(move, info.source, info.destination, packet->GetSize());
            }
        }
    }
}

void
MoveObserver::NoteSignalling(Move& move, const Address& from, const Address& to, uint32_t size)
{
    const Address host = m_links.GetAddress(move.to);
    const Address proxy = Ipv4Address::IsMatchingType(host)
                              ? Address(GetNodeAddress(PROXY_NETWORK4))
                              : Address(Ipv6Address(PROXY_ADDRESS));
    // One takes turns with the other. What either sends besides, such as the host's question
    // whether the proxy is at its address of the other family, is no part of it.
    const bool isHostsTurn = move.signalling.size() % 2 == 0;
    if (isHostsTurn ? from == host && to == proxy : from == proxy && to == host)
    {
        move.signalling.push_back(size);
    }
    else if (from == host && move.signalling.empty())
    {
        move.before += size + LINK_HEADER;
    }
}

} // namespace hipscenario
