// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "hip-flow-tuple.h"

#include <tuple>

namespace ns3
{

namespace
{

/// The first octets of TCP and UDP alike, in network byte order (RFC 9293 §3.1, RFC 768).
constexpr uint32_t PORTS_LENGTH = 4;

std::optional<HipFlowTuple>
ReadPorts(HipFlowTuple tuple, Ptr<const Packet> payload)
{
    uint8_t ports[PORTS_LENGTH];
    const bool hasPorts =
        tuple.protocol == HipFlowTuple::TCP || tuple.protocol == HipFlowTuple::UDP;
    if (!hasPorts || payload->CopyData(ports, PORTS_LENGTH) < PORTS_LENGTH)
    {
        return std::nullopt;
    }
    tuple.sourcePort = static_cast<uint16_t>(ports[0] << 8 | ports[1]);
    tuple.destinationPort = static_cast<uint16_t>(ports[2] << 8 | ports[3]);
    return tuple;
}

} // namespace

std::optional<HipFlowTuple>
HipFlowTuple::Read(const Ipv4Header& header, Ptr<const Packet> payload)
{
    return Read(header, payload, header.GetProtocol());
}

std::optional<HipFlowTuple>
HipFlowTuple::Read(const Ipv6Header& header, Ptr<const Packet> payload)
{
    return Read(header, payload, header.GetNextHeader());
}

std::optional<HipFlowTuple>
HipFlowTuple::Read(const Ipv4Header& header, Ptr<const Packet> payload, uint8_t protocol)
{
    if (header.GetFragmentOffset() != 0)
    {
        return std::nullopt;
    }
    return ReadPorts({header.GetSource(), header.GetDestination(), protocol}, payload);
}

std::optional<HipFlowTuple>
HipFlowTuple::Read(const Ipv6Header& header, Ptr<const Packet> payload, uint8_t protocol)
{
    return ReadPorts({header.GetSource(), header.GetDestination(), protocol}, payload);
}

std::optional<HipFlowTuple>
HipFlowTuple::Read(Ptr<const Packet> packet)
{
    uint8_t version = 0;
    packet->CopyData(&version, 1);
    Ptr<Packet> payload = packet->Copy();
    if (version >> 4 == 4)
    {
        Ipv4Header header;
        payload->RemoveHeader(header);
        return Read(header, payload);
    }
    Ipv6Header header;
    payload->RemoveHeader(header);
    return Read(header, payload);
}

bool
operator<(const HipFlowTuple& a, const HipFlowTuple& b)
{
    return std::tie(a.source, a.destination, a.protocol, a.sourcePort, a.destinationPort) <
           std::tie(b.source, b.destination, b.protocol, b.sourcePort, b.destinationPort);
}

} // namespace ns3
