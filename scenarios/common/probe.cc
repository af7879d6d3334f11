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
        const Address host = Inet6SocketAddress::IsMatchingType(server)
                                 ? Address(Inet6SocketAddress::ConvertFrom(server).GetIpv6())
                                 : Address(InetSocketAddress::ConvertFrom(server).GetIpv4());
        ThreeGppHttpClientHelper helper(host);
        helper.SetAttribute("RemoteServerPort", UintegerValue(HTTP_PORT));
        m_applications = helper.Install(m_node);
        Ptr<Application> client = m_applications.Get(0);
        measurement.started = Simulator::Now();
        client->TraceConnectWithoutContext(
            "ConnectionEstablished",
            Callback<void, Ptr<const ThreeGppHttpClient>>([this](Ptr<const ThreeGppHttpClient>) {
                measurement.connected = Simulator::Now();
            }));
        client->TraceConnectWithoutContext(
            "Rx",
            Callback<void, Ptr<const Packet>, const Address&>(
                [this](Ptr<const Packet> packet, const Address&) { Take(packet->GetSize()); }));
        client->TraceConnectWithoutContext(
            "StateTransition",
            Callback<void, const std::string&, const std::string&>(
                [this](const std::string&, const std::string& to) {
                    if (to == "READING" && m_whenDone)
                    {
                        measurement.wanted = measurement.received;
                        m_applications.Get(0)->SetStopTime(Simulator::Now());
                        const std::function<void()> done = std::exchange(m_whenDone, nullptr);
                        done();
                    }
                }));
        client->Initialize();
    }

  private:
    void Take(unsigned octets)
    {
        if (measurement.received == 0)
        {
            measurement.firstByte = Simulator::Now();
        }
        measurement.received += octets;
        measurement.arrivals.emplace_back(Simulator::Now(), octets);
        measurement.finished = Simulator::Now();
    }

    Ptr<Node> m_node;
    ApplicationContainer m_applications;
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
