// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/mobility/experiment.h"

#include "scenarios/common/network-constants.h"
#include "scenarios/common/packet-kinds.h"

#include "ns3/ipv4-header.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ipv6.h"
#include "ns3/simulator.h"

#include <stdexcept>

namespace hipscenario
{

using namespace ns3;

namespace
{

const Time LINGER = Seconds(1); ///< for what is still on its way after the last octet

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

std::unique_ptr<Probe>
MakeProbe(const MobilityOptions& options, Ptr<Node> legacy, Ptr<Node> hip)
{
    if (!options.useUdp)
    {
        return options.isUpload ? MakeUploadProbe(legacy, hip, options.bytes)
                                : MakeFetchProbe(legacy, 0, options.bytes);
    }
    const auto datagrams =
        static_cast<std::uint64_t>(options.GetStreamDuration().GetSeconds() * options.rate);
    const std::uint64_t octets = datagrams * DATAGRAM_OCTETS;
    const Time interval = Seconds(1 / options.rate);
    return options.isUpload ? MakeDatagramUploadProbe(legacy, hip, octets, interval)
                            : MakeDatagramProbe(legacy, octets, interval);
}

std::uint16_t
GetPort(const MobilityOptions& options)
{
    if (options.isUpload)
    {
        return UPLOAD_PORT;
    }
    return options.useUdp ? ECHO_PORT : FETCH_PORT;
}

std::vector<Move>
MakeMoves(const MobilityOptions& options)
{
    if (options.attachment == Attachment::WIFI)
    {
        return {Move{"away", MobileAccess::VISITED}, Move{"back", MobileAccess::HOME}};
    }
    return {Move{"hard", MobileAccess::VISITED},
            Move{"gapless", MobileAccess::HOME},
            Move{"soft", MobileAccess::VISITED}};
}

} // namespace

MobilityExperiment::MobilityExperiment(const MobilityOptions& options,
                                       ProxyNetwork& network,
                                       Recorder& recorder)
    : m_options(options),
      m_network(network),
      m_recorder(recorder),
      m_links(network, options),
      m_download(network,
                 MakeProbe(options, network.legacy.Get(0), network.hipNodes.Get(0)),
                 GetPort(options),
                 !options.faults.HasNone()),
      m_moves(MakeMoves(options))
{
    Watch();
}

void
MobilityExperiment::Watch()
{
    m_network.proxy->TraceConnectWithoutContext(
        "Event",
        Callback<void, const HipEventRecord&>(
            [this](const HipEventRecord& record) { NoteProxyEvent(record); }));
    hipscenario::Connect(
        m_network.hipNodes.Get(0),
        "Rx",
        [this](Ptr<const Packet> packet, uint32_t interface) { NoteArrival(packet, interface); });
    hipscenario::Connect(m_network.proxyNode, "Rx", [this](Ptr<const Packet> packet, uint32_t) {
        NoteProxyArrival(packet);
    });
    m_network.hipHosts[0]->TraceConnectWithoutContext(
        "Locator",
        Callback<void, const Address&>([this](const Address& address) { NoteLocator(address); }));
    std::vector<Ptr<Node>> senders{m_network.hipNodes.Get(0), m_network.proxyNode};
    if (m_network.agent)
    {
        senders.push_back(m_network.agent->GetNode());
    }
    for (const Ptr<Node>& node : senders)
    {
        hipscenario::Connect(node, "Tx", [this](Ptr<const Packet> packet, uint32_t) {
            NoteDeparture(packet);
        });
    }
}

void
MobilityExperiment::Run()
{
    Simulator::Schedule(m_options.GetContactTime(), [this] {
        m_download.Begin([this] { Plan(); }, [] { Simulator::Stop(LINGER); });
    });
    Simulator::Stop(NamedDownload::LONGEST_RUN);
    Simulator::Run();
    // What datagrams get lost is what is measured.
    m_options.useUdp ? m_download.CheckAnswered() : m_download.CheckIntact();
    if (!m_moves.back().IsSwitched())
    {
        throw std::runtime_error(
            m_options.attachment == Attachment::WIFI
                ? "the traffic was over before the host had changed its access point and come "
                  "back: raise --bytes, or look at --distance, --speed and --trace"
                : "the transfer was over before the host had moved three times: raise --bytes or "
                  "lower --interval");
    }
}

void
MobilityExperiment::Plan()
{
    if (m_options.attachment == Attachment::WIFI)
    {
        m_links.SetCallbacks([this](Time lastBeacon) { LoseAccessPoint(lastBeacon); },
                             [this](MobileAccess::Link link) { Associate(link); },
                             [this] { NoteLease(); });
        return;
    }
    const auto at = [this](int number) { return Seconds(number * m_options.interval); };
    const Time gap = Seconds(m_options.gap);
    const Time overlap = Seconds(m_options.overlap);
    Move& hard = m_moves[0];
    Move& gapless = m_moves[1];
    Move& soft = m_moves[2];
    Simulator::Schedule(at(1), [this, &hard] { Leave(hard); });
    Simulator::Schedule(at(1) + gap, [this, &hard] { Enter(hard, false); });
    Simulator::Schedule(at(2) + gap, [this, &gapless] {
        Leave(gapless);
        Enter(gapless, false);
    });
    Simulator::Schedule(at(3) + gap, [this, &soft] { Enter(soft, true); });
    Simulator::Schedule(at(3) + gap + overlap, [this, &soft] { Leave(soft); });
}

void
MobilityExperiment::Leave(Move& move)
{
    if (!m_download.IsDone())
    {
        move.lost = Simulator::Now();
        m_recorder.Write("hip-1", "", "link-lost", "kind=" + move.kind);
        m_links.Leave(move.to == MobileAccess::HOME ? MobileAccess::VISITED : MobileAccess::HOME);
    }
}

void
MobilityExperiment::Enter(Move& move, bool isSecond)
{
    if (!m_download.IsDone())
    {
        move.entered = Simulator::Now();
        if (m_options.addressing == Addressing::SCHEDULE)
        {
            move.found = move.entered;
        }
        m_recorder.Write("hip-1",
                         "",
                         "move",
                         "kind=" + move.kind + " to-link=" + m_links.GetAddressText(move.to));
        m_links.Enter(move.to, isSecond);
    }
}

void
MobilityExperiment::LoseAccessPoint(Time lastBeacon)
{
    m_recorder.Write("hip-1", "", "link-lost", "");
    for (Move& move : m_moves)
    {
        if (!move.IsSwitched())
        {
            if (!m_download.IsDone())
            {
                move.silent = lastBeacon;
                move.lost = Simulator::Now();
            }
            return;
        }
    }
}

void
MobilityExperiment::Associate(MobileAccess::Link link)
{
    ++m_associations;
    m_recorder.Write("hip-1", "", "move", "to-link=" + m_links.GetAddressText(link));
    for (Move& move : m_moves)
    {
        // It may have come back to the access point that it had lost: no move.
        if (!move.IsSwitched() && !move.lost.IsZero() && move.to == link)
        {
            move.entered = Simulator::Now();
            return;
        }
        if (!move.IsSwitched())
        {
            return;
        }
    }
}

void
MobilityExperiment::NoteLease()
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
MobilityExperiment::NoteProxyEvent(const HipEventRecord& record)
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
MobilityExperiment::NoteLocator(const Address& address)
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
MobilityExperiment::NoteArrival(Ptr<const Packet> packet, uint32_t interface)
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
MobilityExperiment::NoteProxyArrival(Ptr<const Packet> packet)
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
MobilityExperiment::NoteDeparture(Ptr<const Packet> packet)
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
MobilityExperiment::NoteSignalling(Move& move,
                                   const Address& from,
                                   const Address& to,
                                   uint32_t size)
{
    const Address proxy = Ipv6Address(PROXY_ADDRESS);
    const Address host = m_links.GetAddress(move.to);
    if ((from == host && to == proxy) || (from == proxy && to == host))
    {
        move.signalling.push_back(size);
    }
    else if (from == host && move.signalling.empty())
    {
        move.before += size + LINK_HEADER;
    }
}

} // namespace hipscenario
