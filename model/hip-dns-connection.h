// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_DNS_CONNECTION_H
#define HIP_DNS_CONNECTION_H

#include "core/util/span.h"
#include "core/wire/ip-address.h"

#include "ns3/event-id.h"
#include "ns3/nstime.h"
#include "ns3/simple-ref-count.h"
#include "ns3/socket.h"

#include <cstddef>
#include <functional>
#include <string>

// Private to this module: not installed.

namespace ns3
{

/**
 * DNS messages over one TCP connection, each behind its length in two octets (RFC 1035 §4.2.2,
 * RFC 7766). Either end may use it, and send before the connection is established.
 *
 * A length below that of a DNS header ends the connection: nothing behind it can be trusted.
 */
class HipDnsConnection : public SimpleRefCount<HipDnsConnection>
{
  public:
    /// Takes a whole message, without its length.
    using MessageHandler = std::function<void(const hip::Bytes& message)>;

    /// Told once, unless Close or Forget comes first. @param reason empty for an orderly end
    using EndHandler = std::function<void(const std::string& reason)>;

    /**
     * @param socket connected, or about to be
     * @param idleTimeout without a whole message in either direction for so long, it is closed
     * @param maxBuffered octets that may wait to be sent
     */
    HipDnsConnection(Ptr<Socket> socket, Time idleTimeout, std::size_t maxBuffered);
    ~HipDnsConnection();

    /// Begins to receive. The handlers may close the connection.
    void Start(MessageHandler onMessage, EndHandler onEnd);

    /// @param message at most 65535 octets; above that, or above the bound, the connection ends
    void Send(hip::ByteSpan message);

    /// Closes in order, after what TCP has taken. No handler is called any more.
    void Close();

    /// Lets go of the socket without a packet, when the node itself goes away.
    void Forget();

    /// @return the address that the other end connected to; unspecified once it is closed
    hip::IpAddress GetLocalAddress() const;

  private:
    void HandleReadable(Ptr<Socket> socket);
    void HandleWritable(Ptr<Socket> socket, uint32_t available);
    void HandlePeerClosed(Ptr<Socket> socket);
    void HandleFailed(Ptr<Socket> socket);
    void HandleIdle();
    void Extract();
    void Flush();
    void Touch();
    void EndIfDone();
    void End(const std::string& reason);
    Ptr<Socket> Detach();

    Ptr<Socket> m_socket;
    Time m_idleTimeout;
    std::size_t m_maxBuffered;
    MessageHandler m_onMessage;
    EndHandler m_onEnd;
    hip::Bytes m_in;             ///< less than one message, with its length
    hip::Bytes m_out;            ///< what TCP has not taken yet
    std::size_t m_unanswered{0}; ///< messages received less messages sent
    bool m_hasPeerClosed{false};
    EventId m_idleTimer;
};

} // namespace ns3

#endif // HIP_DNS_CONNECTION_H
