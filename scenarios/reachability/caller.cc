// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/reachability/caller.h"

#include "scenarios/common/probe.h"

#include "ns3/inet6-socket-address.h"
#include "ns3/node.h"
#include "ns3/packet.h"
#include "ns3/simulator.h"
#include "ns3/udp-socket-factory.h"

namespace hipscenario
{

using namespace ns3;

namespace
{

constexpr std::uint32_t OCTETS = 100; // of a datagram

} // namespace

Caller::Caller(Ptr<HipDnsClient> client, const std::string& name, Time retry)
    : m_client(client),
      m_name(name),
      m_retry(retry)
{
}

Caller::~Caller()
{
    m_next.Cancel();
    if (m_socket)
    {
        m_socket->SetRecvCallback(MakeNullCallback<void, Ptr<Socket>>());
    }
}

void
Caller::Start(std::function<void()> whenAnswered)
{
    m_whenAnswered = std::move(whenAnswered);
    m_started = Simulator::Now();
    Ask();
}

void
Caller::Ask()
{
    m_client->Resolve(
        m_name,
        true,
        Callback<void, HipDnsResult>([this](const HipDnsResult& result) { Connect(result); }));
}

void
Caller::Connect(const HipDnsResult& result)
{
    if (result.addresses.empty())
    {
        m_next = Simulator::Schedule(m_retry, &Caller::Ask, this);
        return;
    }
    m_socket = Socket::CreateSocket(m_client->GetNode(), UdpSocketFactory::GetTypeId());
    m_socket->Bind6();
    m_socket->Connect(
        Inet6SocketAddress(Ipv6Address::ConvertFrom(result.addresses.front()), ECHO_PORT));
    m_socket->SetRecvCallback(MakeCallback(&Caller::Read, this));
    Send();
}

void
Caller::Send()
{
    m_socket->Send(Create<Packet>(OCTETS));
    m_next = Simulator::Schedule(m_retry, &Caller::Send, this);
}

void
Caller::Read(Ptr<Socket> socket)
{
    while (socket->Recv())
    {
        if (m_answered.IsZero())
        {
            m_answered = Simulator::Now();
            m_next.Cancel();
            m_whenAnswered();
        }
    }
}

} // namespace hipscenario
