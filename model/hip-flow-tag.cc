// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "hip-flow-tag.h"

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(HipFlowTag);

TypeId
HipFlowTag::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::HipFlowTag").SetParent<Tag>().SetGroupName("Hip").AddConstructor<HipFlowTag>();
    return tid;
}

TypeId
HipFlowTag::GetInstanceTypeId() const
{
    return GetTypeId();
}

uint32_t
HipFlowTag::GetSerializedSize() const
{
    return sizeof flow + sizeof number;
}

void
HipFlowTag::Serialize(TagBuffer buffer) const
{
    buffer.WriteU32(flow);
    buffer.WriteU64(number);
}

void
HipFlowTag::Deserialize(TagBuffer buffer)
{
    flow = buffer.ReadU32();
    number = buffer.ReadU64();
}

void
HipFlowTag::Print(std::ostream& stream) const
{
    stream << "flow=" << flow << " number=" << number;
}

void
HipFlowTag::PutOn(Ptr<const Packet> packet) const
{
    HipFlowTag copy = *this; // what ReplacePacketTag takes is not constant
    ConstCast<Packet>(packet)->ReplacePacketTag(copy);
}

} // namespace ns3
