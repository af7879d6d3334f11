// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_DNS_TRANSPORT_H
#define HIP_DNS_TRANSPORT_H

#include "hip-dns-listener.h"
#include "hip-dns-requester.h"

// Private to this module: not installed.

namespace ns3
{

/**
 * All DNS sockets of one application: port 53 for its clients, and what it needs to ask servers,
 * over UDP and TCP, IPv4 and IPv6.
 *
 * Its owner forgets or closes it before the node is disposed of.
 */
class HipDnsTransport
{
  public:
    /// Who gets what comes in. Those for sides that are not used may be empty, onDrop may not.
    struct Handlers
    {
        HipDnsListener::QueryHandler onQuery;
        HipDnsRequester::ResponseHandler onResponse;
        hipdns::DropHandler onDrop;
    };

    /// Bounds in time and number.
    struct Limits
    {
        HipDnsListener::Limits listener;
        Time queryTimeout = Seconds(10); ///< of a port or connection to a server
    };

    HipDnsTransport(Ptr<Node> node, const Limits& limits, const Handlers& handlers);
    ~HipDnsTransport();

    HipDnsTransport(const HipDnsTransport&) = delete;
    HipDnsTransport& operator=(const HipDnsTransport&) = delete;

    /// Opens port 53 for one transport. @throw std::invalid_argument if it is taken
    void Listen(hip::DnsTransport transport);

    /// Sends an answer. @param client as it came with the query; of TCP only the token counts
    void Reply(const hip::DnsClient& client, hip::ByteSpan message);

    /// Asks a server. Failures are told as drops; there is no response then.
    void Send(const hip::SendQuery& query);

    /// Closes all sockets and connections in order. Nothing can be sent any more.
    void Close();

    /// @return the address that a client of TCP connected to; unspecified if it has gone
    hip::IpAddress GetServerAddress(const hip::DnsClient& client) const;

    /// @return TCP connections of clients
    std::size_t GetConnectionCount() const;

    /// @return UDP ports and TCP connections to servers
    std::size_t GetOpenCount() const;

  private:
    Ptr<HipDnsListener> m_listener;
    HipDnsRequester m_requester;
};

} // namespace ns3

#endif // HIP_DNS_TRANSPORT_H
