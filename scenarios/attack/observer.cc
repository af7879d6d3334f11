// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/attack/observer.h"

#include "scenarios/attack/forgery.h"
#include "scenarios/common/network-constants.h"
#include "scenarios/common/packet-kinds.h"

#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ipv6.h"
#include "ns3/simulator.h"

namespace hipscenario
{

using namespace ns3;

namespace
{

hip::IpAddress
ToCore(Ipv6Address address)
{
    return hip::IpAddress::Parse(ToText(address)).value();
}

/// Calls a function with each packet that a node sends ("Tx") or gets ("Rx").
template <class Note>
void
WatchPackets(Ptr<Node> node, const char* trace, Note note)
{
    node->GetObject<Ipv6>()->TraceConnectWithoutContext(
        trace,
        Callback<void, Ptr<const Packet>, Ptr<Ipv6>, uint32_t>(
            [note](Ptr<const Packet> packet, Ptr<Ipv6>, uint32_t) { note(packet); }));
}

} // namespace

Observer::Observer(const AttackOptions& options,
                   ProxyNetwork& network,
                   Ptr<Node> node,
                   Ipv6Address address,
                   Ptr<Node> victim,
                   Ipv6Address victimAddress)
    : m_options(options),
      m_network(network),
      m_node(node),
      m_address(ToCore(address)),
      m_victim(ToCore(victimAddress))
{
    // A tap on the proxy's link to the backbone.
    WatchPackets(network.proxyNode, "Tx", [this](Ptr<const Packet> packet) { Record(packet); });
    WatchPackets(network.proxyNode, "Rx", [this](Ptr<const Packet> packet) { Record(packet); });
    WatchPackets(node, "Rx", [this, address](Ptr<const Packet> packet) {
        const Ipv6Header header = PeekIpv6(packet);
        if (header.GetDestination() == address && header.GetNextHeader() != Ipv6Header::IPV6_ICMPV6)
        {
            m_replays.diverted += packet->GetSize();
        }
    });
    WatchPackets(victim, "Rx", [this, victimAddress](Ptr<const Packet> packet) {
        if (PeekIpv6(packet).GetDestination() == victimAddress)
        {
            m_forgeries.diverted += packet->GetSize();
        }
    });
    Watch(network.proxy);
    Watch(network.hipHosts[0]);
}

void
Observer::Watch(Ptr<HipNodeApplication> receiver)
{
    receiver->TraceConnectWithoutContext(
        "Drop",
        Callback<void, const std::string&>([this](const std::string& reason) {
            if (m_current)
            {
                ++m_current->drops[reason];
            }
        }));
    receiver->TraceConnectWithoutContext(
        "Event",
        Callback<void, const HipEventRecord&>([this](const HipEventRecord& record) {
            if (m_current && record.event == "locator")
            {
                ++m_current->locatorChanges;
            }
        }));
}

void
Observer::Record(Ptr<const Packet> packet)
{
    const Ipv6Header header = PeekIpv6(packet);
    if (!m_isRecording || !IsUpdate(packet, header))
    {
        return;
    }
    Recorded recorded;
    hip::Bytes whole(packet->GetSize());
    packet->CopyData(whole.data(), packet->GetSize());
    recorded.packet.protocol = header.GetNextHeader();
    recorded.packet.hip.assign(whole.begin() + IPV6_HEADER, whole.end());
    recorded.isToProxy = header.GetDestination() == Ipv6Address(PROXY_ADDRESS);
    m_recorded.push_back(std::move(recorded));
}

/// @return between the present addresses of sender and receiver
hip::Path
Observer::GetPath(const Recorded& recorded) const
{
    const hip::IpAddress proxy = ToCore(Ipv6Address(PROXY_ADDRESS));
    const hip::IpAddress host = ToCore(m_network.hipAddresses[0]);
    return recorded.isToProxy ? hip::Path{host, proxy} : hip::Path{proxy, host};
}

void
Observer::Replay()
{
    for (unsigned copy = 0; copy < m_options.copies; ++copy)
    {
        for (const Recorded& recorded : m_recorded)
        {
            const hip::Path path = GetPath(recorded);
            Inject(m_replays, MakeCarrier(path, recorded.packet));
            Inject(m_replays, MakeCarrier({m_address, path.destination}, recorded.packet));
        }
    }
}

void
Observer::Forge()
{
    for (unsigned copy = 0; copy < m_options.copies; ++copy)
    {
        for (const Recorded& recorded : m_recorded)
        {
            for (const Forgery kind : ListForgeries(recorded.packet))
            {
                Inject(
                    m_forgeries,
                    hipscenario::Forge(kind, GetPath(recorded), recorded.packet, m_victim, copy));
            }
        }
    }
}

void
Observer::Inject(Injections& kind, hip::Bytes packet)
{
    m_current = &kind;
    kind.began = Simulator::Now();
    const Time delay = kind.sent++ * BETWEEN_PACKETS;
    Simulator::Schedule(delay, [node = m_node, packet = std::move(packet)] {
        // Not through the node's own stack, which would put its own addresses in.
        Ptr<NetDevice> device = node->GetDevice(1);
        device->Send(Create<Packet>(packet.data(), static_cast<uint32_t>(packet.size())),
                     device->GetBroadcast(),
                     Ipv6L3Protocol::PROT_NUMBER);
    });
}

} // namespace hipscenario
