// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_DNS_REQUESTER_H
#define HIP_DNS_REQUESTER_H

#include "hip-dns-connection.h"
#include "hip-dns-socket.h"

#include <cstdint>
#include <functional>
#include <map>
#include <utility>
#include <vector>

// Private to this module: not installed.

namespace ns3
{

/// What came back from a server's port 53 for a hip::SendQuery.
struct HipDnsResponse
{
    hip::IpAddress server;
    uint16_t localPort; ///< of the query; over TCP its number only
    hip::DnsTransport transport;
    hip::Bytes message;
};

/**
 * The client side of DNS on a node: carries out hip::SendQuery.
 *
 * A UDP port is open from its first query until all its queries have their answers, or until none
 * has been sent for the timeout. Each query over TCP has its own connection, for one answer.
 */
class HipDnsRequester
{
  public:
    /// Takes a response.
    using ResponseHandler = std::function<void(const HipDnsResponse& response)>;

    /// @param timeout after the last query of a port, or without progress of a connection
    HipDnsRequester(Ptr<Node> node,
                    Time timeout,
                    ResponseHandler onResponse,
                    hipdns::DropHandler onDrop);
    ~HipDnsRequester();

    HipDnsRequester(const HipDnsRequester&) = delete;
    HipDnsRequester& operator=(const HipDnsRequester&) = delete;

    /// Sends a query. What cannot be sent is told as dropped: "unusable-server", "port-taken",
    /// "no-route", or a reason that begins with "tcp-".
    void Send(const hip::SendQuery& query);

    /// Closes all sockets and connections.
    void Close();

    /// Lets go of all sockets without a packet, when the node itself goes away.
    void Forget();

    /// @return UDP ports and TCP connections that are open
    std::size_t GetOpenCount() const;

  private:
    /// Family (true: IPv4) and number of a local UDP port.
    using PortKey = std::pair<bool, uint16_t>;

    /// A UDP port and what it waits for.
    struct Port
    {
        Ptr<Socket> socket;
        std::vector<std::pair<hip::IpAddress, uint16_t>> pending; ///< server and message id
        EventId expiry;
    };

    void SendDatagram(const hip::SendQuery& query);
    void HandleDatagrams(PortKey key, Ptr<Socket> socket);
    void NoteAnswer(Port& port, PortKey key, const HipDnsResponse& response);
    void CloseIfIdle(Port& port, PortKey key);
    void ClosePort(PortKey key);
    void SendStream(const hip::SendQuery& query);
    void HandleStreamEnd(uint64_t number, const std::string& reason);

    Ptr<Node> m_node;
    Time m_timeout;
    ResponseHandler m_onResponse;
    hipdns::DropHandler m_onDrop;
    std::map<PortKey, Port> m_ports;
    std::map<uint64_t, Ptr<HipDnsConnection>> m_streams;
    uint64_t m_lastStream{0};
};

} // namespace ns3

#endif // HIP_DNS_REQUESTER_H
