// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "hip-dns-listener.h"

#include "hip-bytes.h"

#include "ns3/ipv4-packet-info-tag.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6-packet-info-tag.h"
#include "ns3/ipv6.h"
#include "ns3/log.h"

#include <algorithm>
#include <stdexcept>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("HipDnsListener");

HipDnsListener::HipDnsListener(Ptr<Node> node,
                               const Limits& limits,
                               QueryHandler onQuery,
                               hipdns::DropHandler onDrop)
    : m_node(node),
      m_limits(limits),
      m_onQuery(std::move(onQuery)),
      m_onDrop(std::move(onDrop))
{
    NS_LOG_FUNCTION(this << node);
}

HipDnsListener::~HipDnsListener()
{
    NS_LOG_FUNCTION(this);
}

void
HipDnsListener::Open(hip::DnsTransport transport)
{
    NS_LOG_FUNCTION(this << static_cast<int>(transport));
    const bool isUdp = transport == hip::DnsTransport::UDP;
    const Ptr<HipDnsListener> self(this);
    bool isOpen = false;
    for (const bool isV4 : {true, false})
    {
        if (!hipdns::HasStack(m_node, isV4))
        {
            continue;
        }
        Ptr<Socket> socket = hipdns::OpenSocket(m_node, transport, isV4, hip::DNS_PORT);
        if (!socket)
        {
            throw std::invalid_argument("port 53 of node " + std::to_string(m_node->GetId()) +
                                        " is taken");
        }
        isOpen = true;
        if (isUdp)
        {
            socket->SetRecvPktInfo(true);
            socket->SetRecvCallback(MakeCallback(&HipDnsListener::HandleDatagrams, self));
            m_datagramSockets.push_back(socket);
        }
        else
        {
            socket->Listen();
            socket->SetAcceptCallback(MakeCallback(&HipDnsListener::HandleRequest, self),
                                      MakeCallback(&HipDnsListener::HandleAccepted, self));
            m_streamSockets.push_back(socket);
        }
    }
    if (!isOpen)
    {
        throw std::invalid_argument("node " + std::to_string(m_node->GetId()) +
                                    " has no Internet stack for DNS");
    }
}

void
HipDnsListener::Close()
{
    NS_LOG_FUNCTION(this);
    const std::map<uint64_t, Ptr<HipDnsConnection>> connections = std::move(m_connections);
    for (const auto& [token, connection] : connections)
    {
        connection->Close();
    }
    const std::vector<Ptr<Socket>> datagramSockets = m_datagramSockets;
    const std::vector<Ptr<Socket>> streamSockets = m_streamSockets;
    Forget();
    for (const auto& sockets : {datagramSockets, streamSockets})
    {
        for (const Ptr<Socket>& socket : sockets)
        {
            socket->Close();
        }
    }
}

void
HipDnsListener::Forget()
{
    NS_LOG_FUNCTION(this);
    m_isClosed = true;
    for (const auto& [token, connection] : m_connections)
    {
        connection->Forget();
    }
    m_connections.clear();
    for (const Ptr<Socket>& socket : m_datagramSockets)
    {
        socket->SetRecvCallback(MakeNullCallback<void, Ptr<Socket>>());
    }
    for (const Ptr<Socket>& socket : m_streamSockets)
    {
        socket->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                  MakeNullCallback<void, Ptr<Socket>, const Address&>());
    }
    m_datagramSockets.clear();
    m_streamSockets.clear();
}

hip::IpAddress
HipDnsListener::GetServerAddress(const hip::DnsClient& client) const
{
    NS_LOG_FUNCTION(this);
    const auto found = m_connections.find(client.token);
    return found == m_connections.end() ? hip::IpAddress() : found->second->GetLocalAddress();
}

std::size_t
HipDnsListener::GetConnectionCount() const
{
    return m_connections.size();
}

void
HipDnsListener::HandleDatagrams(Ptr<Socket> socket)
{
    NS_LOG_FUNCTION(this << socket);
    Address from;
    while (Ptr<Packet> packet = socket->RecvFrom(from))
    {
        hip::DnsClient client;
        client.address = hipbytes::ToCore(from);
        client.port = hipdns::GetPort(from);
        client.transport = hip::DnsTransport::UDP;
        client.token = FindToken(packet, client.address.IsV4());
        if (!hipdns::IsUsable(m_node, client.address))
        {
            m_onDrop("unusable-source");
            continue;
        }
        m_onQuery(client, hipdns::ToBytes(packet));
    }
}

uint64_t
HipDnsListener::FindToken(Ptr<Packet> packet, bool isV4)
{
    NS_LOG_FUNCTION(this << packet << isV4);
    Arrival arrival{};
    Ipv4PacketInfoTag tag4;
    Ipv6PacketInfoTag tag6;
    int32_t interface = -1;
    if (isV4 && packet->RemovePacketTag(tag4))
    {
        arrival = {hipbytes::ToCore(tag4.GetAddress()), tag4.GetRecvIf()};
        interface = m_node->GetObject<Ipv4>()->GetInterfaceForAddress(tag4.GetAddress());
    }
    else if (!isV4 && packet->RemovePacketTag(tag6))
    {
        arrival = {hipbytes::ToCore(tag6.GetAddress()), tag6.GetRecvIf()};
        interface = m_node->GetObject<Ipv6>()->GetInterfaceForAddress(tag6.GetAddress());
    }
    if (interface < 0)
    {
        NS_LOG_LOGIC("Sent to a group or to somebody else: routing chooses the source");
        return 0;
    }
    const auto known = std::find_if(m_arrivals.begin(), m_arrivals.end(), [&](const Arrival& one) {
        return one.address == arrival.address && one.device == arrival.device;
    });
    if (known != m_arrivals.end())
    {
        return static_cast<uint64_t>(known - m_arrivals.begin()) + 1;
    }
    m_arrivals.push_back(arrival);
    return m_arrivals.size();
}

const HipDnsListener::Arrival*
HipDnsListener::FindArrival(const hip::DnsClient& client) const
{
    const bool isKnown = client.token > 0 && client.token <= m_arrivals.size();
    return isKnown ? &m_arrivals[client.token - 1] : nullptr;
}

void
HipDnsListener::Reply(const hip::DnsClient& client, hip::ByteSpan message)
{
    NS_LOG_FUNCTION(this << client.address.ToString() << client.port << message.size());
    if (client.transport == hip::DnsTransport::UDP)
    {
        ReplyByDatagram(client, message);
        return;
    }
    const auto found = m_connections.find(client.token);
    if (found == m_connections.end())
    {
        NS_LOG_LOGIC("The client has closed its connection");
        return;
    }
    const Ptr<HipDnsConnection> connection = found->second; // Send may end it
    connection->Send(message);
}

void
HipDnsListener::ReplyByDatagram(const hip::DnsClient& client, hip::ByteSpan message)
{
    NS_LOG_FUNCTION(this << message.size());
    const Arrival* arrival = FindArrival(client);
    if (m_isClosed)
    {
        return;
    }
    hipdns::Datagram datagram;
    datagram.destination = client.address;
    datagram.sourcePort = hip::DNS_PORT;
    datagram.destinationPort = client.port;
    if (arrival)
    {
        datagram.source = arrival->address;
        datagram.device = m_node->GetDevice(arrival->device);
    }
    if (!hipdns::SendDatagram(m_node, hipbytes::ToPacket(message), datagram))
    {
        m_onDrop("no-route");
    }
}

bool
HipDnsListener::HandleRequest(Ptr<Socket> socket, const Address& from)
{
    NS_LOG_FUNCTION(this << socket << from);
    if (m_isClosed)
    {
        return false;
    }
    if (!hipdns::IsUsable(m_node, hipbytes::ToCore(from)))
    {
        m_onDrop("unusable-source");
        return false;
    }
    if (m_connections.size() >= m_limits.maxConnections)
    {
        m_onDrop("tcp-connection-bound");
        return false;
    }
    return true;
}

void
HipDnsListener::HandleAccepted(Ptr<Socket> socket, const Address& from)
{
    NS_LOG_FUNCTION(this << socket << from);
    // Several may have been let in before the first of them was complete.
    if (!HandleRequest(socket, from))
    {
        socket->Close();
        return;
    }
    hip::DnsClient client;
    client.address = hipbytes::ToCore(from);
    client.port = hipdns::GetPort(from);
    client.transport = hip::DnsTransport::TCP;
    client.token = ++m_lastConnection;
    auto connection = Create<HipDnsConnection>(socket, m_limits.idleTimeout, m_limits.maxBuffered);
    m_connections[client.token] = connection;
    // Neither handler is called after Close or Forget, which come before the end of this.
    connection->Start([this, client](const hip::Bytes& query) { m_onQuery(client, query); },
                      [this, client](const std::string& reason) {
                          m_connections.erase(client.token);
                          if (!reason.empty())
                          {
                              m_onDrop(reason);
                          }
                      });
}

} // namespace ns3
