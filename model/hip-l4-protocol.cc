// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "hip-l4-protocol.h"

#include "ns3/ipv4-interface.h"
#include "ns3/ipv6-interface.h"
#include "ns3/log.h"
#include "ns3/packet.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("HipL4Protocol");
NS_OBJECT_ENSURE_REGISTERED(HipL4Protocol);

TypeId
HipL4Protocol::GetTypeId()
{
    static TypeId tid = TypeId("ns3::HipL4Protocol")
                            .SetParent<IpL4Protocol>()
                            .SetGroupName("Hip")
                            .AddConstructor<HipL4Protocol>();
    return tid;
}

HipL4Protocol::HipL4Protocol()
{
    NS_LOG_FUNCTION(this);
}

HipL4Protocol::~HipL4Protocol()
{
    NS_LOG_FUNCTION(this);
}

void
HipL4Protocol::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_receiver = Receiver();
    m_downTarget.Nullify();
    m_downTarget6.Nullify();
    IpL4Protocol::DoDispose();
}

void
HipL4Protocol::SetProtocolNumber(int number)
{
    NS_LOG_FUNCTION(this << number);
    m_number = number;
}

void
HipL4Protocol::SetReceiver(Receiver receiver)
{
    NS_LOG_FUNCTION(this);
    m_receiver = receiver;
}

int
HipL4Protocol::GetProtocolNumber() const
{
    return m_number;
}

enum IpL4Protocol::RxStatus
HipL4Protocol::Receive(Ptr<Packet> packet, const Ipv4Header& header, Ptr<Ipv4Interface>)
{
    NS_LOG_FUNCTION(this << packet << header);
    // The stack has reassembled fragments and verified the header checksum, which the core does
    // again, so that it must be there.
    Ipv4Header whole = header;
    whole.SetPayloadSize(packet->GetSize());
    whole.SetFragmentOffset(0);
    whole.SetLastFragment();
    whole.EnableChecksum();
    if (!m_receiver.IsNull())
    {
        m_receiver(whole, packet);
    }
    return RX_OK;
}

enum IpL4Protocol::RxStatus
HipL4Protocol::Receive(Ptr<Packet> packet, const Ipv6Header& header, Ptr<Ipv6Interface>)
{
    NS_LOG_FUNCTION(this << packet << header);
    // The stack has consumed extension headers.
    Ipv6Header whole = header;
    whole.SetPayloadLength(static_cast<uint16_t>(packet->GetSize()));
    whole.SetNextHeader(static_cast<uint8_t>(m_number));
    if (!m_receiver.IsNull())
    {
        m_receiver(whole, packet);
    }
    return RX_OK;
}

void
HipL4Protocol::SetDownTarget(DownTargetCallback callback)
{
    NS_LOG_FUNCTION(this);
    m_downTarget = callback;
}

void
HipL4Protocol::SetDownTarget6(DownTargetCallback6 callback)
{
    NS_LOG_FUNCTION(this);
    m_downTarget6 = callback;
}

IpL4Protocol::DownTargetCallback
HipL4Protocol::GetDownTarget() const
{
    return m_downTarget;
}

IpL4Protocol::DownTargetCallback6
HipL4Protocol::GetDownTarget6() const
{
    return m_downTarget6;
}

} // namespace ns3
