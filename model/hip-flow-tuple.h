// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_FLOW_TUPLE_H
#define HIP_FLOW_TUPLE_H

#include "ns3/address.h"
#include "ns3/ipv4-header.h"
#include "ns3/ipv6-header.h"
#include "ns3/packet.h"

#include <cstdint>
#include <optional>

namespace ns3
{

/**
 * @ingroup hip
 *
 * What tells one transport flow from another at one place: addresses and ports of a TCP or UDP
 * packet. Between HIP hosts the addresses are HITs; a NAT shows each of its sides another one.
 */
struct HipFlowTuple
{
    Address source;      ///< an Ipv4Address or Ipv6Address
    Address destination; ///< of the same family
    uint8_t protocol = 0;
    uint16_t sourcePort = 0;
    uint16_t destinationPort = 0;

    static constexpr uint8_t TCP = 6;
    static constexpr uint8_t UDP = 17;

    /// @param payload what follows the header. @return nothing if it is neither TCP nor UDP, or no
    /// ports are there, as in all fragments but the first
    static std::optional<HipFlowTuple> Read(const Ipv4Header& header, Ptr<const Packet> payload);
    static std::optional<HipFlowTuple> Read(const Ipv6Header& header, Ptr<const Packet> payload);

    /// Reads what was delivered. @param protocol of the payload: the header may tell of extensions
    /// that are gone
    static std::optional<HipFlowTuple> Read(const Ipv4Header& header,
                                            Ptr<const Packet> payload,
                                            uint8_t protocol);
    static std::optional<HipFlowTuple> Read(const Ipv6Header& header,
                                            Ptr<const Packet> payload,
                                            uint8_t protocol);

    /// @param packet from its IP header on. @return as above
    static std::optional<HipFlowTuple> Read(Ptr<const Packet> packet);

    friend bool operator<(const HipFlowTuple& a, const HipFlowTuple& b);
};

} // namespace ns3

#endif // HIP_FLOW_TUPLE_H
