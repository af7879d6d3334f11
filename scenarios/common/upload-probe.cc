// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// Octets from one host to another over TCP, measured where they arrive.

#include "scenarios/common/pattern-stream.h"
#include "scenarios/common/probe.h"

#include "ns3/inet6-socket-address.h"
#include "ns3/simulator.h"
#include "ns3/tcp-socket-factory.h"

#include <algorithm>
#include <utility>

namespace hipscenario
{

using namespace ns3;

namespace
{

constexpr unsigned MAX_TRIES = 100; ///< to connect
const Time PAUSE = Seconds(1);      ///< before the next try

/// Connects again, as a user would, when a connection ends before the first octet has arrived.
class UploadProbe : public Probe
{
  public:
    UploadProbe(Ptr<Node> sender, Ptr<Node> receiver, std::uint64_t octets)
        : m_sender(sender),
          m_receiver(receiver)
    {
        measurement.wanted = octets;
    }

    void Start(const Address& server, std::function<void()> whenDone) override
    {
        m_server = server;
        m_whenDone = std::move(whenDone);
        measurement.started = Simulator::Now();
        m_listener = Socket::CreateSocket(m_receiver, TcpSocketFactory::GetTypeId());
        m_listener->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), UPLOAD_PORT));
        m_listener->Listen();
        m_listener->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                      MakeCallback(&UploadProbe::Accept, this));
        Connect();
    }

  private:
    void Connect()
    {
        ++m_tries;
        m_sent = 0;
        m_isAnnounced = false;
        m_socket = Socket::CreateSocket(m_sender, TcpSocketFactory::GetTypeId());
        m_socket->Bind6();
        m_socket->SetConnectCallback(MakeCallback(&UploadProbe::NoteConnection, this),
                                     MakeCallback(&UploadProbe::NoteFailure, this));
        m_socket->SetCloseCallbacks(MakeNullCallback<void, Ptr<Socket>>(),
                                    MakeCallback(&UploadProbe::NoteFailure, this));
        m_socket->SetSendCallback(Callback<void, Ptr<Socket>, uint32_t>(
            [this](Ptr<Socket> socket, uint32_t) { Write(socket); }));
        m_socket->Connect(m_server);
    }

    void NoteConnection(Ptr<Socket> socket)
    {
        measurement.connected = Simulator::Now();
        socket->Send(MakeRequest(measurement.wanted));
        m_isAnnounced = true;
        Write(socket);
    }

    void Write(Ptr<Socket> socket)
    {
        if (socket == m_socket && m_isAnnounced && WriteStream(socket, m_sent, measurement.wanted))
        {
            m_isAnnounced = false;
            socket->Close();
        }
    }

    /// The sender's connection has not come about, or has broken off.
    void NoteFailure(Ptr<Socket> socket)
    {
        if (socket != m_socket)
        {
            return; // it has told so before
        }
        m_socket = nullptr;
        if (measurement.received == 0 && m_tries < MAX_TRIES)
        {
            Simulator::Schedule(PAUSE, &UploadProbe::Connect, this);
        }
        else
        {
            Finish();
        }
    }

    void Accept(Ptr<Socket> socket, const Address&)
    {
        m_request.clear();
        m_accepted = socket;
        socket->SetRecvCallback(MakeCallback(&UploadProbe::Read, this));
        socket->SetCloseCallbacks(MakeCallback(&UploadProbe::NoteLastOctet, this),
                                  MakeNullCallback<void, Ptr<Socket>>());
    }

    void Read(Ptr<Socket> socket)
    {
        if (socket != m_accepted)
        {
            return; // of an earlier try
        }
        for (auto octets = ReadOctets(socket); !octets.empty(); octets = ReadOctets(socket))
        {
            const std::size_t missing = std::min(REQUEST_LENGTH - m_request.size(), octets.size());
            const auto first = octets.begin() + static_cast<std::ptrdiff_t>(missing);
            m_request.insert(m_request.end(), octets.begin(), first);
            octets.erase(octets.begin(), first);
            if (!octets.empty())
            {
                NoteOctets(octets, measurement, m_hash);
            }
        }
        if (measurement.received >= measurement.wanted)
        {
            Finish();
        }
    }

    /// The sender has nothing more to say.
    void NoteLastOctet(Ptr<Socket> socket)
    {
        Read(socket);
        socket->Close();
    }

    void Finish()
    {
        if (m_whenDone)
        {
            measurement.sha256 = m_hash.GetHex();
            std::exchange(m_whenDone, nullptr)();
        }
    }

    Ptr<Node> m_sender;
    Ptr<Node> m_receiver;
    Address m_server;
    unsigned m_tries = 0;
    std::uint64_t m_sent = 0;
    bool m_isAnnounced = false; ///< how many octets will come
    Ptr<Socket> m_socket;       ///< of the sender
    Ptr<Socket> m_listener;
    Ptr<Socket> m_accepted;
    std::vector<std::uint8_t> m_request;
    StreamHash m_hash;
    std::function<void()> m_whenDone;
};

} // namespace

std::unique_ptr<Probe>
MakeUploadProbe(Ptr<Node> sender, Ptr<Node> receiver, std::uint64_t octets)
{
    return std::make_unique<UploadProbe>(sender, receiver, octets);
}

} // namespace hipscenario
