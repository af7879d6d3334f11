// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "hip-dns-transport.h"

#include "ns3/log.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("HipDnsTransport");

HipDnsTransport::HipDnsTransport(Ptr<Node> node, const Limits& limits, const Handlers& handlers)
    : m_listener(Create<HipDnsListener>(node, limits.listener, handlers.onQuery, handlers.onDrop)),
      m_requester(node, limits.queryTimeout, handlers.onResponse, handlers.onDrop)
{
    NS_LOG_FUNCTION(this << node);
}

HipDnsTransport::~HipDnsTransport()
{
    NS_LOG_FUNCTION(this);
    m_listener->Forget(); // sockets may keep the listener alive
}

void
HipDnsTransport::Listen(hip::DnsTransport transport)
{
    NS_LOG_FUNCTION(this << static_cast<int>(transport));
    m_listener->Open(transport);
}

void
HipDnsTransport::Reply(const hip::DnsClient& client, hip::ByteSpan message)
{
    NS_LOG_FUNCTION(this << client.token << message.size());
    m_listener->Reply(client, message);
}

hip::IpAddress
HipDnsTransport::GetServerAddress(const hip::DnsClient& client) const
{
    return m_listener->GetServerAddress(client);
}

void
HipDnsTransport::Send(const hip::SendQuery& query)
{
    NS_LOG_FUNCTION(this << query.server.ToString() << query.localPort);
    m_requester.Send(query);
}

void
HipDnsTransport::Close()
{
    NS_LOG_FUNCTION(this);
    m_listener->Close();
    m_requester.Close();
}

std::size_t
HipDnsTransport::GetConnectionCount() const
{
    return m_listener->GetConnectionCount();
}

std::size_t
HipDnsTransport::GetOpenCount() const
{
    return m_requester.GetOpenCount();
}

} // namespace ns3
