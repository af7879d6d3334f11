// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/common/fetch.h"

#include "scenarios/common/pattern-stream.h"

#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/node.h"
#include "ns3/simulator.h"
#include "ns3/tcp-socket-factory.h"

#include <utility>

namespace hipscenario
{

using namespace ns3;

namespace
{

constexpr unsigned MAX_TRIES = 100; ///< to connect
const Time PAUSE = Seconds(1);      ///< before the next try

Address
MakeAnyAddress(const Address& like, std::uint16_t port)
{
    return Inet6SocketAddress::IsMatchingType(like)
               ? Address(Inet6SocketAddress(Ipv6Address::GetAny(), port))
               : Address(InetSocketAddress(Ipv4Address::GetAny(), port));
}

} // namespace

TypeId
FetchServer::GetTypeId()
{
    static TypeId tid =
        TypeId("hipscenario::FetchServer").SetParent<Application>().AddConstructor<FetchServer>();
    return tid;
}

void
FetchServer::SetLocal(const Address& local)
{
    m_local = local;
}

void
FetchServer::StartApplication()
{
    m_listener = Socket::CreateSocket(GetNode(), TcpSocketFactory::GetTypeId());
    m_listener->Bind(m_local);
    m_listener->Listen();
    m_listener->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                  MakeCallback(&FetchServer::Accept, this));
}

void
FetchServer::StopApplication()
{
    if (m_listener)
    {
        m_listener->Close();
    }
}

void
FetchServer::DoDispose()
{
    m_listener = nullptr;
    m_transfers.clear();
    Application::DoDispose();
}

void
FetchServer::Accept(Ptr<Socket> socket, const Address&)
{
    m_transfers[socket];
    socket->SetRecvCallback(MakeCallback(&FetchServer::Read, this));
    socket->SetSendCallback(Callback<void, Ptr<Socket>, uint32_t>(
        [this](Ptr<Socket> ready, uint32_t) { Write(ready); }));
}

void
FetchServer::Read(Ptr<Socket> socket)
{
    Transfer& transfer = m_transfers[socket];
    for (auto octets = ReadOctets(socket); !octets.empty(); octets = ReadOctets(socket))
    {
        transfer.request.insert(transfer.request.end(), octets.begin(), octets.end());
    }
    if (transfer.wanted == 0 && transfer.request.size() >= REQUEST_LENGTH)
    {
        transfer.wanted = ParseRequest(transfer.request);
        Write(socket);
    }
}

void
FetchServer::Write(Ptr<Socket> socket)
{
    const auto found = m_transfers.find(socket);
    if (found == m_transfers.end() || found->second.wanted == 0)
    {
        return;
    }
    if (WriteStream(socket, found->second.sent, found->second.wanted))
    {
        m_transfers.erase(found);
        socket->Close();
    }
}

TypeId
FetchClient::GetTypeId()
{
    static TypeId tid =
        TypeId("hipscenario::FetchClient").SetParent<Application>().AddConstructor<FetchClient>();
    return tid;
}

void
FetchClient::StartApplication()
{
}

void
FetchClient::StopApplication()
{
    if (m_socket)
    {
        m_socket->Close();
    }
}

void
FetchClient::DoDispose()
{
    m_socket = nullptr;
    m_whenDone = nullptr;
    Application::DoDispose();
}

void
FetchClient::Fetch(const Address& server,
                   std::uint16_t localPort,
                   std::uint64_t wanted,
                   std::function<void()> whenDone)
{
    m_server = server;
    m_localPort = localPort;
    m_whenDone = std::move(whenDone);
    m_measurement.wanted = wanted;
    m_measurement.started = Simulator::Now();
    Connect();
}

void
FetchClient::Connect()
{
    ++m_tries;
    m_socket = Socket::CreateSocket(GetNode(), TcpSocketFactory::GetTypeId());
    m_socket->Bind(MakeAnyAddress(m_server, m_localPort));
    m_socket->SetConnectCallback(MakeCallback(&FetchClient::HandleConnected, this),
                                 MakeCallback(&FetchClient::HandleClosed, this));
    m_socket->SetCloseCallbacks(MakeCallback(&FetchClient::HandleClosed, this),
                                MakeCallback(&FetchClient::HandleClosed, this));
    m_socket->SetRecvCallback(MakeCallback(&FetchClient::Read, this));
    m_socket->Connect(m_server);
}

void
FetchClient::HandleConnected(Ptr<Socket> socket)
{
    m_measurement.connected = Simulator::Now();
    socket->Send(MakeRequest(m_measurement.wanted));
}

void
FetchClient::HandleClosed(Ptr<Socket> socket)
{
    if (socket != m_socket)
    {
        return; // it has told so before
    }
    Read(socket);
    m_socket = nullptr;
    if (m_measurement.received == 0 && m_tries < MAX_TRIES)
    {
        Simulator::Schedule(PAUSE, &FetchClient::Connect, Ptr<FetchClient>(this));
        return;
    }
    Finish();
}

void
FetchClient::Read(Ptr<Socket> socket)
{
    for (auto octets = ReadOctets(socket); !octets.empty(); octets = ReadOctets(socket))
    {
        NoteOctets(octets, m_measurement, m_hash);
    }
    if (m_measurement.received >= m_measurement.wanted)
    {
        Finish();
    }
}

void
FetchClient::Finish()
{
    if (m_whenDone)
    {
        m_measurement.sha256 = m_hash.GetHex();
        const std::function<void()> whenDone = std::exchange(m_whenDone, nullptr);
        whenDone();
    }
}

} // namespace hipscenario
