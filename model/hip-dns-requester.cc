// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "hip-dns-requester.h"

#include "core/util/endian.h"
#include "hip-bytes.h"

#include "ns3/log.h"
#include "ns3/simulator.h"

#include <algorithm>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("HipDnsRequester");

namespace
{

/// @return the id of a message, its first field; 0 if it is too short
uint16_t
GetId(const hip::Bytes& message)
{
    return message.size() < 2 ? 0 : hip::ReadU16(message);
}

} // namespace

HipDnsRequester::HipDnsRequester(Ptr<Node> node,
                                 Time timeout,
                                 ResponseHandler onResponse,
                                 hipdns::DropHandler onDrop)
    : m_node(node),
      m_timeout(timeout),
      m_onResponse(std::move(onResponse)),
      m_onDrop(std::move(onDrop))
{
    NS_LOG_FUNCTION(this << node << timeout);
}

HipDnsRequester::~HipDnsRequester()
{
    NS_LOG_FUNCTION(this);
    Forget();
}

void
HipDnsRequester::Send(const hip::SendQuery& query)
{
    NS_LOG_FUNCTION(this << query.server.ToString() << query.localPort);
    if (!hipdns::IsUsable(m_node, query.server))
    {
        m_onDrop("unusable-server");
    }
    else if (query.transport == hip::DnsTransport::UDP)
    {
        SendDatagram(query);
    }
    else
    {
        SendStream(query);
    }
}

void
HipDnsRequester::Close()
{
    NS_LOG_FUNCTION(this);
    while (!m_ports.empty())
    {
        ClosePort(m_ports.begin()->first);
    }
    const std::map<uint64_t, Ptr<HipDnsConnection>> streams = std::move(m_streams);
    m_streams.clear();
    for (const auto& [number, connection] : streams)
    {
        connection->Close();
    }
}

void
HipDnsRequester::Forget()
{
    NS_LOG_FUNCTION(this);
    for (auto& [key, port] : m_ports)
    {
        port.expiry.Cancel();
        port.socket->SetRecvCallback(MakeNullCallback<void, Ptr<Socket>>());
    }
    m_ports.clear();
    for (const auto& [number, connection] : m_streams)
    {
        connection->Forget();
    }
    m_streams.clear();
}

std::size_t
HipDnsRequester::GetOpenCount() const
{
    return m_ports.size() + m_streams.size();
}

void
HipDnsRequester::SendDatagram(const hip::SendQuery& query)
{
    NS_LOG_FUNCTION(this);
    const PortKey key(query.server.IsV4(), query.localPort);
    Port& port = m_ports[key];
    if (!port.socket)
    {
        port.socket =
            hipdns::OpenSocket(m_node, hip::DnsTransport::UDP, key.first, query.localPort);
        if (!port.socket)
        {
            m_ports.erase(key);
            m_onDrop("port-taken");
            return;
        }
        port.socket->SetRecvCallback(MakeCallback(&HipDnsRequester::HandleDatagrams, this, key));
    }
    port.pending.emplace_back(query.server, GetId(query.message));
    port.expiry.Cancel();
    port.expiry = Simulator::Schedule(m_timeout, &HipDnsRequester::ClosePort, this, key);
    const Address to = hipbytes::ToSocketAddress(query.server, hip::DNS_PORT);
    if (port.socket->SendTo(hipbytes::ToPacket(query.message), 0, to) < 0)
    {
        port.pending.pop_back();
        m_onDrop("no-route");
        CloseIfIdle(port, key);
    }
}

void
HipDnsRequester::HandleDatagrams(PortKey key, Ptr<Socket> socket)
{
    NS_LOG_FUNCTION(this << key.second << socket);
    Address from;
    while (Ptr<Packet> packet = socket->RecvFrom(from))
    {
        const HipDnsResponse response{hipbytes::ToCore(from),
                                      key.second,
                                      hip::DnsTransport::UDP,
                                      hipdns::ToBytes(packet)};
        const auto port = m_ports.find(key);
        if (hipdns::GetPort(from) != hip::DNS_PORT || port == m_ports.end())
        {
            m_onDrop("not-from-server-port");
            continue;
        }
        NoteAnswer(port->second, key, response);
        m_onResponse(response);
    }
}

void
HipDnsRequester::NoteAnswer(Port& port, PortKey key, const HipDnsResponse& response)
{
    NS_LOG_FUNCTION(this);
    const auto answered = std::find(port.pending.begin(),
                                    port.pending.end(),
                                    std::pair(response.server, GetId(response.message)));
    if (answered != port.pending.end())
    {
        port.pending.erase(answered);
        CloseIfIdle(port, key);
    }
}

void
HipDnsRequester::CloseIfIdle(Port& port, PortKey key)
{
    NS_LOG_FUNCTION(this << key.second);
    if (port.pending.empty())
    {
        // Later, because the socket may be in the middle of a call.
        port.expiry.Cancel();
        port.expiry = Simulator::ScheduleNow(&HipDnsRequester::ClosePort, this, key);
    }
}

void
HipDnsRequester::ClosePort(PortKey key)
{
    NS_LOG_FUNCTION(this << key.second);
    const auto found = m_ports.find(key);
    found->second.expiry.Cancel();
    Ptr<Socket> socket = found->second.socket;
    m_ports.erase(found);
    socket->SetRecvCallback(MakeNullCallback<void, Ptr<Socket>>());
    socket->Close();
}

void
HipDnsRequester::SendStream(const hip::SendQuery& query)
{
    NS_LOG_FUNCTION(this);
    Ptr<Socket> socket = hipdns::OpenSocket(m_node, hip::DnsTransport::TCP, query.server.IsV4(), 0);
    if (!socket)
    {
        m_onDrop("tcp-no-port");
        return;
    }
    if (socket->Connect(hipbytes::ToSocketAddress(query.server, hip::DNS_PORT)) != 0)
    {
        socket->Close();
        m_onDrop("tcp-no-route");
        return;
    }
    const uint64_t number = ++m_lastStream;
    auto connection = Create<HipDnsConnection>(socket, m_timeout, 2 + hip::DNS_MAX_SIZE);
    m_streams[number] = connection;
    const hip::IpAddress server = query.server;
    const uint16_t localPort = query.localPort;
    connection->Start(
        [this, number, server, localPort](const hip::Bytes& message) {
            const Ptr<HipDnsConnection> answered = m_streams.at(number);
            m_streams.erase(number);
            answered->Close();
            m_onResponse({server, localPort, hip::DnsTransport::TCP, message});
        },
        [this, number](const std::string& reason) { HandleStreamEnd(number, reason); });
    connection->Send(query.message);
}

void
HipDnsRequester::HandleStreamEnd(uint64_t number, const std::string& reason)
{
    NS_LOG_FUNCTION(this << number << reason);
    m_streams.erase(number);
    m_onDrop(reason.empty() ? "tcp-no-answer" : reason);
}

} // namespace ns3
