// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_DNS_LISTENER_H
#define HIP_DNS_LISTENER_H

#include "hip-dns-connection.h"
#include "hip-dns-socket.h"

#include "ns3/simple-ref-count.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <vector>

// Private to this module: not installed.

namespace ns3
{

/**
 * The server side of DNS on a node: port 53 on all its addresses, over UDP and TCP, as far as the
 * node has IPv4 and IPv6.
 *
 * TCP connections are also accepted for addresses that are not the node's own, if its routing
 * delivers them here.
 */
class HipDnsListener : public SimpleRefCount<HipDnsListener>
{
  public:
    /// Takes a query. @param client with the token that Reply needs
    using QueryHandler = std::function<void(const hip::DnsClient& client, const hip::Bytes& query)>;

    /// Bounds of TCP.
    struct Limits
    {
        std::size_t maxConnections = 100;
        Time idleTimeout = Seconds(30);      ///< of a connection without whole messages
        std::size_t maxBuffered = 4 * 65537; ///< octets that wait for one client to take them
    };

    HipDnsListener(Ptr<Node> node,
                   const Limits& limits,
                   QueryHandler onQuery,
                   hipdns::DropHandler onDrop);
    ~HipDnsListener();

    /**
     * Opens the sockets.
     *
     * @throw std::invalid_argument if the port is taken, or the node has no Internet stack
     */
    void Open(hip::DnsTransport transport);

    /// Sends an answer where the query came from; over UDP from the address that was asked, if it
    /// is the node's own. An answer to a connection that has gone is lost. @param client as it was
    /// given with the query; of TCP only the token counts
    void Reply(const hip::DnsClient& client, hip::ByteSpan message);

    /// Closes all sockets and connections.
    void Close();

    /// Lets go of all sockets without a packet, when the node itself goes away.
    void Forget();

    /// @return the address that a client of TCP connected to; unspecified if it has gone
    hip::IpAddress GetServerAddress(const hip::DnsClient& client) const;

    /// @return TCP connections that are open
    std::size_t GetConnectionCount() const;

  private:
    /// Where a datagram came to.
    struct Arrival
    {
        hip::IpAddress address;
        uint32_t device; ///< index within the node
    };

    void HandleDatagrams(Ptr<Socket> socket);
    const Arrival* FindArrival(const hip::DnsClient& client) const;
    uint64_t FindToken(Ptr<Packet> packet, bool isV4);
    void ReplyByDatagram(const hip::DnsClient& client, hip::ByteSpan message);
    bool HandleRequest(Ptr<Socket> socket, const Address& from);
    void HandleAccepted(Ptr<Socket> socket, const Address& from);

    Ptr<Node> m_node;
    Limits m_limits;
    QueryHandler m_onQuery;
    hipdns::DropHandler m_onDrop;
    std::vector<Ptr<Socket>> m_datagramSockets;
    std::vector<Ptr<Socket>> m_streamSockets;
    std::vector<Arrival> m_arrivals; ///< the token of UDP is an index into this, from 1
    std::map<uint64_t, Ptr<HipDnsConnection>> m_connections;
    uint64_t m_lastConnection{0};
    bool m_isClosed{false};
};

} // namespace ns3

#endif // HIP_DNS_LISTENER_H
