// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "hip-dns-connection.h"

#include "core/resolver/dns-message.h"
#include "core/util/endian.h"
#include "hip-bytes.h"
#include "hip-dns-socket.h"

#include "ns3/log.h"
#include "ns3/simulator.h"

#include <algorithm>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("HipDnsConnection");

namespace
{

constexpr std::size_t LENGTH_SIZE = 2;
constexpr std::size_t HEADER_SIZE = 12; // of a DNS message
constexpr uint32_t READ_SIZE = 65536;

} // namespace

HipDnsConnection::HipDnsConnection(Ptr<Socket> socket, Time idleTimeout, std::size_t maxBuffered)
    : m_socket(socket),
      m_idleTimeout(idleTimeout),
      m_maxBuffered(maxBuffered)
{
    NS_LOG_FUNCTION(this << socket << idleTimeout << maxBuffered);
}

HipDnsConnection::~HipDnsConnection()
{
    NS_LOG_FUNCTION(this);
    m_idleTimer.Cancel();
}

void
HipDnsConnection::Start(MessageHandler onMessage, EndHandler onEnd)
{
    NS_LOG_FUNCTION(this);
    m_onMessage = std::move(onMessage);
    m_onEnd = std::move(onEnd);
    const Ptr<HipDnsConnection> self(this);
    m_socket->SetConnectCallback(MakeNullCallback<void, Ptr<Socket>>(),
                                 MakeCallback(&HipDnsConnection::HandleFailed, self));
    m_socket->SetRecvCallback(MakeCallback(&HipDnsConnection::HandleReadable, self));
    m_socket->SetSendCallback(MakeCallback(&HipDnsConnection::HandleWritable, self));
    m_socket->SetCloseCallbacks(MakeCallback(&HipDnsConnection::HandlePeerClosed, self),
                                MakeCallback(&HipDnsConnection::HandleFailed, self));
    Touch();
}

void
HipDnsConnection::Send(hip::ByteSpan message)
{
    NS_LOG_FUNCTION(this << message.size());
    if (!m_socket)
    {
        return;
    }
    if (message.size() > hip::DNS_MAX_SIZE ||
        m_out.size() + LENGTH_SIZE + message.size() > m_maxBuffered)
    {
        End("tcp-buffer-full");
        return;
    }
    hip::AppendU16(m_out, static_cast<std::uint16_t>(message.size()));
    m_out.insert(m_out.end(), message.begin(), message.end());
    m_unanswered -= std::min<std::size_t>(m_unanswered, 1);
    Touch();
    Flush();
}

void
HipDnsConnection::Close()
{
    NS_LOG_FUNCTION(this);
    if (Ptr<Socket> socket = Detach())
    {
        socket->Close();
    }
}

void
HipDnsConnection::Forget()
{
    NS_LOG_FUNCTION(this);
    Detach();
}

Ptr<Socket>
HipDnsConnection::Detach()
{
    NS_LOG_FUNCTION(this);
    m_idleTimer.Cancel();
    m_onMessage = nullptr;
    m_onEnd = nullptr;
    Ptr<Socket> socket = m_socket;
    m_socket = nullptr;
    if (socket)
    {
        socket->SetConnectCallback(MakeNullCallback<void, Ptr<Socket>>(),
                                   MakeNullCallback<void, Ptr<Socket>>());
        socket->SetRecvCallback(MakeNullCallback<void, Ptr<Socket>>());
        socket->SetSendCallback(MakeNullCallback<void, Ptr<Socket>, uint32_t>());
        socket->SetCloseCallbacks(MakeNullCallback<void, Ptr<Socket>>(),
                                  MakeNullCallback<void, Ptr<Socket>>());
    }
    return socket;
}

void
HipDnsConnection::HandleReadable(Ptr<Socket> socket)
{
    NS_LOG_FUNCTION(this << socket);
    const Ptr<HipDnsConnection> self(this); // a handler may let go of this
    while (m_socket)
    {
        Ptr<Packet> packet = m_socket->Recv(READ_SIZE, 0);
        if (!packet || packet->GetSize() == 0)
        {
            return;
        }
        const hip::Bytes bytes = hipdns::ToBytes(packet);
        m_in.insert(m_in.end(), bytes.begin(), bytes.end());
        Extract();
    }
}

void
HipDnsConnection::Extract()
{
    NS_LOG_FUNCTION(this);
    std::size_t at = 0;
    while (m_socket && m_in.size() - at >= LENGTH_SIZE)
    {
        const hip::ByteSpan rest = hip::ByteSpan(m_in).subspan(at);
        const std::size_t length = hip::ReadU16(rest);
        if (length < HEADER_SIZE)
        {
            End("tcp-bad-length");
            return;
        }
        if (rest.size() - LENGTH_SIZE < length)
        {
            break;
        }
        const hip::ByteSpan message = rest.subspan(LENGTH_SIZE, length);
        at += LENGTH_SIZE + length;
        ++m_unanswered;
        Touch();
        const MessageHandler handler = m_onMessage; // survives Close within it
        handler(hip::Bytes(message.begin(), message.end()));
    }
    m_in.erase(m_in.begin(), m_in.begin() + static_cast<std::ptrdiff_t>(at));
}

void
HipDnsConnection::HandleWritable(Ptr<Socket> socket, uint32_t available)
{
    NS_LOG_FUNCTION(this << socket << available);
    const Ptr<HipDnsConnection> self(this);
    Flush();
}

void
HipDnsConnection::Flush()
{
    NS_LOG_FUNCTION(this);
    while (m_socket && !m_out.empty())
    {
        const std::size_t length = std::min<std::size_t>(m_socket->GetTxAvailable(), m_out.size());
        if (length == 0)
        {
            return; // HandleWritable comes when there is room again
        }
        if (m_socket->Send(Create<Packet>(m_out.data(), length)) < 0)
        {
            End("tcp-closed");
            return;
        }
        m_out.erase(m_out.begin(), m_out.begin() + static_cast<std::ptrdiff_t>(length));
    }
    EndIfDone();
}

void
HipDnsConnection::HandlePeerClosed(Ptr<Socket> socket)
{
    NS_LOG_FUNCTION(this << socket);
    const Ptr<HipDnsConnection> self(this);
    HandleReadable(socket);
    m_hasPeerClosed = true;
    EndIfDone();
}

void
HipDnsConnection::EndIfDone()
{
    NS_LOG_FUNCTION(this);
    // What has been asked is answered before the connection is closed (RFC 1035 §4.2.2).
    if (m_socket && m_hasPeerClosed && m_unanswered == 0 && m_out.empty())
    {
        End(m_in.empty() ? "" : "tcp-cut-short");
    }
}

void
HipDnsConnection::HandleFailed(Ptr<Socket> socket)
{
    NS_LOG_FUNCTION(this << socket);
    const Ptr<HipDnsConnection> self(this);
    End("tcp-failed");
}

void
HipDnsConnection::Touch()
{
    NS_LOG_FUNCTION(this);
    m_idleTimer.Cancel();
    m_idleTimer = Simulator::Schedule(m_idleTimeout, &HipDnsConnection::HandleIdle, this);
}

void
HipDnsConnection::HandleIdle()
{
    NS_LOG_FUNCTION(this);
    const Ptr<HipDnsConnection> self(this);
    End(m_in.empty() && m_out.empty() ? "" : "tcp-timeout");
}

void
HipDnsConnection::End(const std::string& reason)
{
    NS_LOG_FUNCTION(this << reason);
    const EndHandler handler = m_onEnd;
    Close();
    if (handler)
    {
        handler(reason);
    }
}

hip::IpAddress
HipDnsConnection::GetLocalAddress() const
{
    NS_LOG_FUNCTION(this);
    Address local;
    return m_socket && m_socket->GetSockName(local) == 0 ? hipbytes::ToCore(local)
                                                         : hip::IpAddress();
}

} // namespace ns3
