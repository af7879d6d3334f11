// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// Probes whose packets come back as they were sent: UDP datagrams and ICMP echoes.

#include "scenarios/common/byte-pattern.h"
#include "scenarios/common/probe.h"

#include "ns3/icmpv4.h"
#include "ns3/icmpv6-header.h"
#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/ipv4-header.h"
#include "ns3/ipv4-raw-socket-factory.h"
#include "ns3/ipv6-header.h"
#include "ns3/ipv6-raw-socket-factory.h"
#include "ns3/ipv6.h"
#include "ns3/simulator.h"
#include "ns3/udp-socket-factory.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <set>

namespace hipscenario
{

using namespace ns3;

namespace
{

/**
 * Sends packets at an even pace and waits for each to come back. As long as none has, it begins
 * again from the first: where links lose packets, a base exchange may take longer than the packets
 * do.
 */
class EchoProbe : public Probe
{
  public:
    EchoProbe(Ptr<Node> node, std::uint32_t count, unsigned octets, Time interval)
        : m_node(node),
          m_count(count),
          m_octets(octets),
          m_interval(interval)
    {
    }

    void Start(const Address& server, std::function<void()> whenDone) override
    {
        m_whenDone = std::move(whenDone);
        measurement.started = Simulator::Now();
        measurement.connected = measurement.started;
        measurement.wanted = std::uint64_t{m_count} * m_octets;
        m_socket = Open(server);
        m_socket->SetRecvCallback(MakeCallback(&EchoProbe::Read, this));
        SendNext();
    }

  protected:
    /// Opens a socket that is connected to the server.
    virtual Ptr<Socket> Open(const Address& server) = 0;

    /// Wraps an echo's payload for the socket. @param number of the packet
    virtual Ptr<Packet> Wrap(Ptr<Packet> payload, std::uint32_t number) = 0;

    /// Takes the payload out of what came back. @return false if it is something else
    virtual bool Unwrap(Ptr<Packet> packet, std::uint32_t& number) = 0;

    Ptr<Node> m_node;

  private:
    static constexpr double PATIENCE = 5; ///< seconds to wait for the last echo
    static constexpr double LIMIT = 900;  ///< seconds to go on without any echo

    void SendNext()
    {
        m_roundStart = m_next == 0 ? Simulator::Now() : m_roundStart;
        std::vector<std::uint8_t> octets(m_octets);
        for (std::size_t i = 0; i < octets.size(); ++i)
        {
            octets[i] = GetPatternByte(std::uint64_t{m_next} * m_octets + i);
        }
        m_socket->Send(Wrap(Create<Packet>(octets.data(), m_octets), m_next));
        ++m_next;
        ++measurement.sent;
        if (m_next < m_count)
        {
            Simulator::Schedule(m_interval, &EchoProbe::SendNext, this);
        }
        else
        {
            Simulator::Schedule(Seconds(PATIENCE), &EchoProbe::EndRound, this);
        }
    }

    void EndRound()
    {
        if (m_seen.empty() && Simulator::Now() - measurement.started < Seconds(LIMIT))
        {
            m_next = 0;
            SendNext();
        }
        else
        {
            Finish();
        }
    }

    void Read(Ptr<Socket> socket)
    {
        while (Ptr<Packet> packet = socket->Recv())
        {
            std::uint32_t number = 0;
            if (!Unwrap(packet, number) || number >= m_count || !m_seen.insert(number).second)
            {
                continue;
            }
            std::vector<std::uint8_t> octets(packet->GetSize());
            packet->CopyData(octets.data(), packet->GetSize());
            for (std::size_t i = 0; i < octets.size(); ++i)
            {
                measurement.wrong +=
                    octets[i] != GetPatternByte(std::uint64_t{number} * m_octets + i) ? 1 : 0;
            }
            if (measurement.received == 0)
            {
                measurement.firstByte = Simulator::Now();
            }
            measurement.received += octets.size();
            measurement.arrivals.emplace_back(Simulator::Now(), octets.size());
            measurement.finished = Simulator::Now();
        }
        measurement.returned = m_seen.size();
        if (m_seen.size() == m_count)
        {
            Finish();
        }
    }

    void Finish()
    {
        if (m_whenDone)
        {
            for (std::uint32_t number = 0; number < m_count; ++number)
            {
                if (m_seen.count(number) == 0)
                {
                    measurement.lost.push_back(m_roundStart + number * m_interval);
                }
            }
            const std::function<void()> done = std::exchange(m_whenDone, nullptr);
            done();
        }
    }

    const std::uint32_t m_count;
    const unsigned m_octets;
    const Time m_interval;
    std::uint32_t m_next = 0;
    Time m_roundStart;
    std::set<std::uint32_t> m_seen;
    Ptr<Socket> m_socket;
    std::function<void()> m_whenDone;
};

class DatagramProbe : public EchoProbe
{
  public:
    static constexpr unsigned OCTETS = DATAGRAM_OCTETS;

    DatagramProbe(Ptr<Node> node, std::uint64_t octets, Time interval)
        : EchoProbe(node,
                    static_cast<std::uint32_t>(std::max<std::uint64_t>(1, octets / OCTETS)),
                    OCTETS,
                    interval)
    {
    }

  protected:
    Ptr<Socket> Open(const Address& server) override
    {
        Ptr<Socket> socket = Socket::CreateSocket(m_node, UdpSocketFactory::GetTypeId());
        Inet6SocketAddress::IsMatchingType(server) ? socket->Bind6() : socket->Bind();
        socket->Connect(server);
        return socket;
    }

    Ptr<Packet> Wrap(Ptr<Packet> payload, std::uint32_t number) override
    {
        // The number takes the place of the first octets, which are restored when it comes back.
        std::uint8_t octets[OCTETS];
        payload->CopyData(octets, OCTETS);
        for (int i = 0; i < 4; ++i)
        {
            octets[i] = static_cast<std::uint8_t>(number >> (24 - 8 * i));
        }
        return Create<Packet>(octets, OCTETS);
    }

    bool Unwrap(Ptr<Packet> packet, std::uint32_t& number) override
    {
        std::uint8_t octets[OCTETS];
        if (packet->GetSize() != OCTETS)
        {
            return false;
        }
        packet->CopyData(octets, OCTETS);
        for (int i = 0; i < 4; ++i)
        {
            number = (number << 8) | octets[i];
        }
        for (unsigned i = 0; i < 4; ++i)
        {
            octets[i] = GetPatternByte(std::uint64_t{number} * OCTETS + i);
        }
        packet->RemoveAtStart(OCTETS);
        packet->AddAtEnd(Create<Packet>(octets, OCTETS));
        return true;
    }
};

class PingProbe : public EchoProbe
{
  public:
    explicit PingProbe(Ptr<Node> node)
        : EchoProbe(node, 10, 56, MilliSeconds(100))
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
MakeDatagramProbe(Ptr<Node> node, std::uint64_t octets, Time interval)
{
    return std::make_unique<DatagramProbe>(node, octets, interval);
}

std::unique_ptr<Probe>
MakePingProbe(Ptr<Node> node)
{
    return std::make_unique<PingProbe>(node);
}

} // namespace hipscenario
