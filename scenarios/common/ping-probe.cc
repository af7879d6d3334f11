// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// ICMP and ICMPv6 echoes.

#include "scenarios/common/paced-probe.h"

#include "ns3/icmpv4.h"
#include "ns3/icmpv6-header.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/ipv4-header.h"
#include "ns3/ipv4-raw-socket-factory.h"
#include "ns3/ipv6-header.h"
#include "ns3/ipv6-raw-socket-factory.h"
#include "ns3/ipv6.h"
#include "ns3/uinteger.h"

namespace hipscenario
{

using namespace ns3;

namespace
{

class PingProbe : public PacedProbe
{
  public:
    explicit PingProbe(Ptr<Node> node)
        : PacedProbe(node, 10, 56, MilliSeconds(100))
    {
    }

  protected:
    Ptr<Socket> Open(const Address& server) override
    {
        m_isIpv6 = Inet6SocketAddress::IsMatchingType(server);
        Ptr<Socket> socket = Socket::CreateSocket(m_node,
                                                  m_isIpv6 ? Ipv6RawSocketFactory::GetTypeId()
                                                           : Ipv4RawSocketFactory::GetTypeId());
        socket->SetAttribute("Protocol", UintegerValue(m_isIpv6 ? 58 : 1));
        if (m_isIpv6)
        {
            socket->Bind(Inet6SocketAddress(GetOwnIpv6(), 0));
            m_server = Inet6SocketAddress::ConvertFrom(server).GetIpv6();
        }
        else
        {
            socket->Bind();
        }
        socket->Connect(server);
        return socket;
    }

    Ptr<Packet> Wrap(Ptr<Packet> payload, std::uint32_t number) override
    {
        if (m_isIpv6)
        {
            Icmpv6Echo echo(true);
            echo.SetId(IDENTIFIER);
            echo.SetSeq(static_cast<std::uint16_t>(number));
            echo.CalculatePseudoHeaderChecksum(
                GetOwnIpv6(),
                m_server,
                static_cast<uint16_t>(payload->GetSize() + echo.GetSerializedSize()),
                58);
            payload->AddHeader(echo);
            return payload;
        }
        Icmpv4Echo echo;
        echo.SetIdentifier(IDENTIFIER);
        echo.SetSequenceNumber(static_cast<std::uint16_t>(number));
        echo.SetData(payload);
        Ptr<Packet> packet = Create<Packet>();
        packet->AddHeader(echo);
        Icmpv4Header header;
        header.SetType(Icmpv4Header::ICMPV4_ECHO);
        header.SetCode(0);
        header.EnableChecksum();
        packet->AddHeader(header);
        return packet;
    }

    bool Unwrap(Ptr<Packet> packet, std::uint32_t& number) override
    {
        // Raw sockets hand out the IP header too.
        if (m_isIpv6)
        {
            Ipv6Header ip;
            packet->RemoveHeader(ip);
            Icmpv6Echo echo(false);
            if (packet->GetSize() < echo.GetSerializedSize())
            {
                return false;
            }
            packet->RemoveHeader(echo);
            number = echo.GetSeq();
            return echo.GetType() == Icmpv6Header::ICMPV6_ECHO_REPLY && echo.GetId() == IDENTIFIER;
        }
        Ipv4Header ip;
        packet->RemoveHeader(ip);
        Icmpv4Header header;
        packet->RemoveHeader(header);
        if (header.GetType() != Icmpv4Header::ICMPV4_ECHO_REPLY)
        {
            return false;
        }
        Icmpv4Echo echo;
        packet->RemoveHeader(echo);
        std::vector<std::uint8_t> octets(echo.GetDataSize());
        echo.GetData(octets.data());
        packet->AddAtEnd(Create<Packet>(octets.data(), static_cast<uint32_t>(octets.size())));
        number = echo.GetSequenceNumber();
        return echo.GetIdentifier() == IDENTIFIER;
    }

  private:
    static constexpr std::uint16_t IDENTIFIER = 0x4849;

    /// The host's address on its first link; interface 0 is the loopback.
    Ipv6Address GetOwnIpv6() const
    {
        Ptr<Ipv6> ipv6 = m_node->GetObject<Ipv6>();
        for (uint32_t i = 0; i < ipv6->GetNAddresses(1); ++i)
        {
            const Ipv6Address address = ipv6->GetAddress(1, i).GetAddress();
            if (!address.IsLinkLocal())
            {
                return address;
            }
        }
        return Ipv6Address::GetAny();
    }

    bool m_isIpv6 = true;
    Ipv6Address m_server;
};

} // namespace

std::unique_ptr<Probe>
MakePingProbe(Ptr<Node> node)
{
    return std::make_unique<PingProbe>(node);
}

} // namespace hipscenario
