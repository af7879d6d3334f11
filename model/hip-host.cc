// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "hip-host.h"

#include "core/association/dialect.h"
#include "hip-node-state.h"

#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ipv6-routing-protocol.h"
#include "ns3/ipv6.h"
#include "ns3/log.h"
#include "ns3/mac48-address.h"
#include "ns3/node.h"
#include "ns3/simulator.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("HipHost");
NS_OBJECT_ENSURE_REGISTERED(HipHost);

namespace
{

/// All HITs are on the link of the virtual device: those of RFC 7343 have 28 bits in common, those
/// of each kind of 2003 two (hip-08 §3.1).
constexpr uint8_t ORCHID_PREFIX = 28;
constexpr uint8_t PREFIX_OF_2003 = 2;
constexpr const char* KINDS_OF_2003[] = {"4000::", "8000::"};

/// Leaves room for the largest overhead of ESP over IPv6 on a link of 1500 octets.
constexpr uint16_t DEVICE_MTU = 1420;

} // namespace

TypeId
HipHost::GetTypeId()
{
    static TypeId tid = TypeId("ns3::HipHost")
                            .SetParent<HipNodeApplication>()
                            .SetGroupName("Hip")
                            .AddConstructor<HipHost>();
    return tid;
}

HipHost::HipHost()
{
    NS_LOG_FUNCTION(this);
}

HipHost::~HipHost()
{
    NS_LOG_FUNCTION(this);
}

void
HipHost::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_device = nullptr;
    HipNodeApplication::DoDispose();
}

Ptr<VirtualNetDevice>
HipHost::GetDevice() const
{
    return m_device;
}

void
HipHost::AddPeer(Ipv6Address hit, const std::vector<Address>& addresses)
{
    NS_LOG_FUNCTION(this << hit);
    std::vector<hip::IpAddress> known;
    for (const Address& address : addresses)
    {
        known.push_back(hipbytes::ToCore(address));
    }
    GetEndpoint().AddPeer(hipbytes::ToCore(hit), known);
}

void
HipHost::RegisterWith(Ipv6Address hit, const Address& address, Time lifetime)
{
    NS_LOG_FUNCTION(this << hit << address << lifetime);
    m_registrations.push_back({hit, address, lifetime});
}

void
HipHost::Connect(Ipv6Address hit)
{
    NS_LOG_FUNCTION(this << hit);
    GetEndpoint().Connect(hipbytes::ToCore(hit), hipbytes::ToCore(Simulator::Now()));
    Drain();
}

void
HipHost::Close(Ipv6Address hit)
{
    NS_LOG_FUNCTION(this << hit);
    GetEndpoint().Close(hipbytes::ToCore(hit), hipbytes::ToCore(Simulator::Now()));
    Drain();
}

void
HipHost::DoInitialize()
{
    NS_LOG_FUNCTION(this);
    // Before any application starts, so that sockets can be bound to the HIT.
    InstallDevice();
    HipNodeApplication::DoInitialize();
}

void
HipHost::StartApplication()
{
    NS_LOG_FUNCTION(this);
    HipNodeApplication::StartApplication();
    const hip::Time now = hipbytes::ToCore(Simulator::Now());
    for (const Registration& registration : m_registrations)
    {
        const hip::Hit registrar = hipbytes::ToCore(registration.hit);
        AddPeer(registration.hit, {registration.address});
        GetEndpoint().Register(registrar,
                               {hip::REGISTRATION_RENDEZVOUS},
                               std::chrono::nanoseconds(registration.lifetime.GetNanoSeconds()),
                               now);
    }
    Drain();
}

void
HipHost::InstallDevice()
{
    NS_LOG_FUNCTION(this);
    if (m_device)
    {
        return;
    }
    m_device = CreateObject<VirtualNetDevice>();
    m_device->SetAddress(Mac48Address::Allocate());
    m_device->SetMtu(DEVICE_MTU);
    m_device->SetNeedsArp(false);
    m_device->SetIsPointToPoint(false);
    m_device->SetSendCallback(MakeCallback(&HipHost::SendFromDevice, this));
    GetNode()->AddDevice(m_device);

    Ptr<Ipv6> ipv6 = GetNode()->GetObject<Ipv6>();
    NS_ABORT_MSG_UNLESS(ipv6, "HipHost needs an IPv6 stack on its node, for the HIT");
    const uint32_t interface = ipv6->AddInterface(m_device);
    const bool isOrchid = hipbytes::ToCore(GetHit()).IsOrchid();
    const Ipv6Prefix prefix(isOrchid ? ORCHID_PREFIX : PREFIX_OF_2003);
    ipv6->AddAddress(interface, Ipv6InterfaceAddress(GetHit(), prefix));
    ipv6->SetMetric(interface, 1);
    ipv6->SetUp(interface);
    for (const char* kind : KINDS_OF_2003)
    {
        if (!isOrchid && !prefix.IsMatch(GetHit(), kind))
        {
            ipv6->GetRoutingProtocol()->NotifyAddRoute(kind,
                                                       prefix,
                                                       Ipv6Address::GetZero(),
                                                       interface);
        }
    }
}

bool
HipHost::SendFromDevice(Ptr<Packet> packet,
                        const Address& source,
                        const Address& destination,
                        uint16_t protocolNumber)
{
    NS_LOG_FUNCTION(this << packet << source << destination << protocolNumber);
    Ipv6Header header;
    packet->PeekHeader(header);
    if (!GetEndpoint().GetDialect().IsHit(hipbytes::ToCore(header.GetDestination())))
    {
        NS_LOG_LOGIC("Neighbour discovery and the like find nobody behind the virtual device");
        return true;
    }
    State& state = GetState();
    hip::PacketBuffer& buffer = state.scratch.Load(packet);
    const hip::Verdict verdict =
        state.endpoint->HandleUpper(buffer, hipbytes::ToCore(Simulator::Now()));
    NoteUpper(hipbytes::ToCore(header.GetDestination()),
              packet,
              packet->GetSize() - header.GetSerializedSize(),
              verdict,
              buffer);
    Finish(verdict, buffer);
    return true;
}

void
HipHost::DeliverUpper(Ptr<Packet> packet)
{
    NS_LOG_FUNCTION(this << packet);
    if (m_device)
    {
        m_device->Receive(packet,
                          Ipv6L3Protocol::PROT_NUMBER,
                          m_device->GetAddress(),
                          m_device->GetAddress(),
                          NetDevice::PACKET_HOST);
    }
}

} // namespace ns3
