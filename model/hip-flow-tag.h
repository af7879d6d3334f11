// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_FLOW_TAG_H
#define HIP_FLOW_TAG_H

#include "ns3/packet.h"
#include "ns3/tag.h"

#include <cstdint>

// Private to this module: not installed.

namespace ns3
{

/// Names a packet of a flow outside of ESP, where it has no number of its own. Costs no octet.
class HipFlowTag : public Tag
{
  public:
    /// @return the type
    static TypeId GetTypeId();

    // From Tag
    TypeId GetInstanceTypeId() const override;
    uint32_t GetSerializedSize() const override;
    void Serialize(TagBuffer buffer) const override;
    void Deserialize(TagBuffer buffer) override;
    void Print(std::ostream& stream) const override;

    /// Puts the tag on a packet, in the place of one that it may have got before: applications may
    /// send on what they have received. Tags are not part of what makes a packet constant.
    void PutOn(Ptr<const Packet> packet) const;

    uint32_t flow = 0;   ///< index of the flow
    uint64_t number = 0; ///< of the packet in it
};

} // namespace ns3

#endif // HIP_FLOW_TAG_H
