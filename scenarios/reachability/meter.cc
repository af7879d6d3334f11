// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/reachability/meter.h"

#include "core/resolver/dns-message.h"
#include "scenarios/common/packet-kinds.h"

#include "ns3/ipv6.h"
#include "ns3/udp-header.h"

#include <vector>

namespace hipscenario
{

using namespace ns3;

namespace
{

constexpr std::uint8_t PROTOCOL_UDP = 17;
constexpr std::uint32_t DNS_FRONT = 12; // octets of its header
constexpr std::uint16_t DNS_PORT = 53;

Subject
FindSubject(Ptr<const Packet> packet, const Ipv6Header& header)
{
    Ptr<Packet> payload = packet->Copy();
    payload->RemoveAtStart(IPV6_HEADER);
    if (header.GetNextHeader() == PROTOCOL_UDP)
    {
        UdpHeader udp;
        payload->RemoveHeader(udp);
        std::vector<std::uint8_t> front(DNS_FRONT);
        front.resize(payload->CopyData(front.data(), DNS_FRONT));
        const auto message = hip::DnsMessage::ParseFront(front);
        const bool isDns = udp.GetSourcePort() == DNS_PORT || udp.GetDestinationPort() == DNS_PORT;
        return !isDns || !message                          ? Subject::NEITHER
               : message->opcode == hip::DNS_OPCODE_UPDATE ? Subject::DNS_UPDATE
                                                           : Subject::LOOKUP;
    }
    std::uint8_t front[hip::header::AT_TYPE + 1];
    if (!IsHip(header) || payload->CopyData(front, sizeof front) != sizeof front)
    {
        return Subject::NEITHER;
    }
    const std::uint8_t type = front[hip::header::AT_TYPE] & hip::header::TYPE_MASK;
    if (IsUpdate(header.GetNextHeader(), type))
    {
        return Subject::MOVE;
    }
    return type == static_cast<std::uint8_t>(hip::PacketType::I1) ? Subject::RELAY
                                                                  : Subject::OTHER_HIP;
}

} // namespace

ServerMeter::ServerMeter(Ptr<Node> node)
{
    if (!node)
    {
        return;
    }
    const auto count = Callback<void, Ptr<const Packet>, Ptr<Ipv6>, uint32_t>(
        [this](Ptr<const Packet> packet, Ptr<Ipv6>, uint32_t) { Count(packet); });
    node->GetObject<Ipv6>()->TraceConnectWithoutContext("Rx", count);
    node->GetObject<Ipv6>()->TraceConnectWithoutContext("Tx", count);
}

void
ServerMeter::Count(Ptr<const Packet> packet)
{
    const Subject subject = FindSubject(packet, PeekIpv6(packet));
    Traffic& traffic = m_traffic[static_cast<std::size_t>(subject)];
    ++traffic.packets;
    traffic.octets += packet->GetSize();
}

} // namespace hipscenario
