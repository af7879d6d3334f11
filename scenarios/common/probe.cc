// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/common/probe.h"

#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/three-gpp-http-client.h"
#include "ns3/three-gpp-http-helper.h"
#include "ns3/udp-echo-helper.h"
#include "ns3/uinteger.h"

namespace hipscenario
{

using namespace ns3;

namespace
{

class FetchProbe : public Probe
{
  public:
    FetchProbe(Ptr<Node> node, std::uint16_t localPort, std::uint64_t octets)
        : m_client(CreateObject<FetchClient>()),
          m_localPort(localPort),
          m_octets(octets)
    {
        node->AddApplication(m_client);
    }

    void Start(const Address& server, std::function<void()> whenDone) override
    {
        m_client->Fetch(server, m_localPort, m_octets, [this, whenDone] {
            const Measurement& all = m_client->GetMeasurement();
            const Time asked = measurement.asked;
            const Time resolved = measurement.resolved;
            measurement = all;
            measurement.asked = asked;
            measurement.resolved = resolved;
            whenDone();
        });
    }

  private:
    Ptr<FetchClient> m_client;
    std::uint16_t m_localPort;
    std::uint64_t m_octets;
};

/// One page of ns-3's HTTP client; the client itself would go on reading for ever.
class HttpProbe : public Probe
{
  public:
    explicit HttpProbe(Ptr<Node> node)
        : m_node(node)
    {
    }

    void Start(const Address& server, std::function<void()> whenDone) override
    {
        m_whenDone = std::move(whenDone);
        m_server = Inet6SocketAddress::IsMatchingType(server)
                       ? Address(Inet6SocketAddress::ConvertFrom(server).GetIpv6())
                       : Address(InetSocketAddress::ConvertFrom(server).GetIpv4());
        measurement.started = Simulator::Now();
        Load();
    }

  private:
    static constexpr int PATIENCE = 5; ///< minutes without any octet
    static constexpr unsigned MAX_TRIES = 100;

    void Load()
    {
        ++m_tries;
        m_lastSign = Simulator::Now();
        measurement.received = 0;
        measurement.arrivals.clear();
        ThreeGppHttpClientHelper helper(m_server);
        helper.SetAttribute("RemoteServerPort", UintegerValue(HTTP_PORT));
        m_client = helper.Install(m_node).Get(0);
        m_client->TraceConnectWithoutContext(
            "ConnectionEstablished",
            Callback<void, Ptr<const ThreeGppHttpClient>>(
                [this](Ptr<const ThreeGppHttpClient> client) { NoteConnection(client); }));
        m_client->TraceConnectWithoutContext(
            "Rx",
            Callback<void, Ptr<const Packet>, const Address&>(
                [this, client = PeekPointer(m_client)](Ptr<const Packet> packet, const Address&) {
                    Take(client, packet->GetSize());
                }));
        m_client->TraceConnectWithoutContext(
            "StateTransition",
            Callback<void, const std::string&, const std::string&>(
                [this, client = PeekPointer(m_client)](const std::string&, const std::string& to) {
                    if (client == m_client && to == "READING")
                    {
                        measurement.wanted = measurement.received;
                        Finish();
                    }
                }));
        m_client->Initialize();
        m_watch = Simulator::Schedule(Minutes(PATIENCE), &HttpProbe::Watch, this);
    }

    void NoteConnection(Ptr<const ThreeGppHttpClient> client)
    {
        if (client == m_client)
        {
            measurement.connected = Simulator::Now();
        }
    }

    void Take(const Application* client, unsigned octets)
    {
        if (client != m_client)
        {
            return; // of an earlier try
        }
        if (measurement.received == 0)
        {
            measurement.firstByte = Simulator::Now();
        }
        measurement.received += octets;
        measurement.arrivals.emplace_back(Simulator::Now(), octets);
        measurement.finished = Simulator::Now();
        m_lastSign = Simulator::Now();
    }

    /// Ends a try of which nothing is to be hoped any more.
    void Watch()
    {
        const Time end = m_lastSign + Minutes(PATIENCE);
        if (Simulator::Now() < end)
        {
            m_watch = Simulator::Schedule(end - Simulator::Now(), &HttpProbe::Watch, this);
            return;
        }
        if (m_tries == MAX_TRIES)
        {
            measurement.received = 0; // no page, only parts of one
            Finish();
            return;
        }
        StopClient();
        Load();
    }

    void Finish()
    {
        m_watch.Cancel();
        StopClient();
        m_whenDone();
    }

    void StopClient()
    {
        // Not within its own trace. An application has no other way to end once it has begun.
        Simulator::ScheduleNow([client = m_client] { client->Dispose(); });
        m_client = nullptr;
    }

    Ptr<Node> m_node;
    Address m_server; ///< without port
    Ptr<Application> m_client;
    unsigned m_tries = 0;
    Time m_lastSign; ///< of life
    EventId m_watch;
    std::function<void()> m_whenDone;
};

} // namespace

std::unique_ptr<Probe>
MakeFetchProbe(Ptr<Node> node, std::uint16_t localPort, std::uint64_t octets)
{
    return std::make_unique<FetchProbe>(node, localPort, octets);
}

std::unique_ptr<Probe>
MakeHttpProbe(Ptr<Node> node)
{
    return std::make_unique<HttpProbe>(node);
}

void
InstallProbeServers(Ptr<Node> node, const Address& local, Time start)
{
    const Ipv6Address address = Ipv6Address::ConvertFrom(local);
    Ptr<FetchServer> fetch = CreateObject<FetchServer>();
    fetch->SetLocal(Inet6SocketAddress(address, FETCH_PORT));
    fetch->SetStartTime(start);
    node->AddApplication(fetch);
    ThreeGppHttpServerHelper(address).Install(node).Start(start);
    UdpEchoServerHelper(ECHO_PORT).Install(node).Start(start);
}

} // namespace hipscenario
