// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// UDP datagrams with numbers, to an echo server and back or to another node.

#include "scenarios/common/byte-pattern.h"
#include "scenarios/common/paced-probe.h"

#include "ns3/inet6-socket-address.h"
#include "ns3/udp-socket-factory.h"

#include <algorithm>

namespace hipscenario
{

using namespace ns3;

namespace
{

class DatagramProbe : public PacedProbe
{
  public:
    static constexpr unsigned OCTETS = DATAGRAM_OCTETS;

    /// @param sink where datagrams are awaited; nullptr = they come back
    DatagramProbe(Ptr<Node> node, Ptr<Node> sink, std::uint64_t octets, Time interval)
        : PacedProbe(node,
                     static_cast<std::uint32_t>(std::max<std::uint64_t>(1, octets / OCTETS)),
                     OCTETS,
                     interval),
          m_sink(sink)
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

    Ptr<Socket> OpenReceiver(Ptr<Socket> sender) override
    {
        if (!m_sink)
        {
            return sender;
        }
        Ptr<Socket> socket = Socket::CreateSocket(m_sink, UdpSocketFactory::GetTypeId());
        socket->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), UPLOAD_PORT));
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

  private:
    Ptr<Node> m_sink;
};

} // namespace

std::unique_ptr<Probe>
MakeDatagramProbe(Ptr<Node> node, std::uint64_t octets, Time interval)
{
    return std::make_unique<DatagramProbe>(node, nullptr, octets, interval);
}

std::unique_ptr<Probe>
MakeDatagramUploadProbe(Ptr<Node> sender, Ptr<Node> receiver, std::uint64_t octets, Time interval)
{
    return std::make_unique<DatagramProbe>(sender, receiver, octets, interval);
}

} // namespace hipscenario
