// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_TEST_BENCH_FORWARDING_CHAIN_H
#define HIP_TEST_BENCH_FORWARDING_CHAIN_H

#include "ns3/hip-dns-client.h"
#include "ns3/hip-host.h"
#include "ns3/hip-installer.h"
#include "ns3/hip-proxy.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv6-static-routing-helper.h"
#include "ns3/ipv6.h"
#include "ns3/node-container.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/simulator.h"
#include "ns3/socket.h"
#include "ns3/string.h"
#include "ns3/udp-socket-factory.h"

#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace ns3
{

/**
 * A chain of nodes: legacy host, proxy, routers, HIP host. The legacy host reaches the HIP host by
 * the same links at its own address, as plain IPv6, and at a substitute, through the proxy and ESP.
 */
class ForwardingChain
{
  public:
    /// @param suite of ESP
    ForwardingChain(unsigned routers, const std::string& suite)
    {
        m_nodes.Create(routers + 3);
        InternetStackHelper internet;
        internet.SetIpv4StackInstall(false);
        for (unsigned i = 0; i < m_nodes.GetN(); ++i)
        {
            i == PROXY ? HipInstallProxyStack(m_nodes.Get(i), false)
                       : internet.Install(m_nodes.Get(i));
        }
        for (unsigned i = 0; i + 1 < m_nodes.GetN(); ++i)
        {
            AddLink(i);
        }
        AddRoutes();
        InstallHip(suite);
        OpenSockets();
    }

    ~ForwardingChain()
    {
        Simulator::Destroy();
    }

    ForwardingChain(const ForwardingChain&) = delete;
    ForwardingChain& operator=(const ForwardingChain&) = delete;

    /**
     * Has the legacy host ask for the name, and makes the association.
     *
     * @throw std::runtime_error if that fails
     */
    void SetUp()
    {
        m_resolver->RunWhenResolved("hip.foo.com",
                                    true,
                                    PORT,
                                    MakeCallback(&ForwardingChain::NoteSubstitute, this));
        RunFor(Seconds(5));
        if (m_substitute == Ipv6Address::GetAny())
        {
            throw std::runtime_error("the proxy gave no substitute");
        }
        for (const Ipv6Address& destination : {GetPlain(), m_substitute})
        {
            // Small, since no more than 1280 octets may be sent before there is an association.
            if (Transfer(destination, 2, 100) != 2)
            {
                throw std::runtime_error("the HIP host is not reached");
            }
        }
    }

    /// @return the HIP host's own address
    Ipv6Address GetPlain() const
    {
        return Ipv6Address((GetPrefix(m_nodes.GetN() - 2) + "2").c_str());
    }

    /// @return the substitute that stands for the HIP host
    Ipv6Address GetSubstitute() const
    {
        return m_substitute;
    }

    /**
     * Sends UDP packets from the legacy host and runs the simulation until they are there.
     *
     * @param length octets of each packet with its IP header
     * @return how many arrived whole
     */
    uint64_t Transfer(Ipv6Address destination, uint64_t packets, uint32_t length)
    {
        constexpr uint32_t HEADERS = 40 + 8;
        m_payload.assign(length - HEADERS, 'x');
        m_received = 0;
        Simulator::ScheduleNow(&ForwardingChain::SendOne, this, destination, packets);
        RunFor(INTERVAL * static_cast<int64_t>(packets) + MilliSeconds(100));
        return m_received;
    }

  private:
    static constexpr unsigned PROXY = 1; ///< index of the node
    static constexpr uint16_t PORT = 9;
    const Time INTERVAL = MicroSeconds(20);

    /// @return the prefix of the link behind a node, as text that an interface number ends
    static std::string GetPrefix(unsigned node)
    {
        if (node == 0)
        {
            return "3ffe:400::";
        }
        std::ostringstream text;
        text << "3ffe:300:" << std::hex << node << "::";
        return text.str();
    }

    void AddLink(unsigned node)
    {
        PointToPointHelper link;
        link.SetDeviceAttribute("DataRate", StringValue("10Gbps"));
        link.SetChannelAttribute("Delay", StringValue("1ms"));
        const NetDeviceContainer devices = link.Install(m_nodes.Get(node), m_nodes.Get(node + 1));
        for (unsigned end = 0; end < 2; ++end)
        {
            Ptr<Ipv6> ipv6 = m_nodes.Get(node + end)->GetObject<Ipv6>();
            const uint32_t interface = ipv6->AddInterface(devices.Get(end));
            const std::string address = GetPrefix(node) + (end == 0 ? "1" : "2");
            ipv6->AddAddress(interface,
                             Ipv6InterfaceAddress(Ipv6Address(address.c_str()), Ipv6Prefix(64)));
            ipv6->SetUp(interface);
        }
    }

    /// Default routes lead to the HIP host; LAN and proxy are to the left.
    void AddRoutes()
    {
        const unsigned last = m_nodes.GetN() - 1;
        for (unsigned i = 0; i <= last; ++i)
        {
            Ptr<Ipv6> ipv6 = m_nodes.Get(i)->GetObject<Ipv6>();
            Ptr<Ipv6StaticRouting> routing = Ipv6StaticRoutingHelper().GetStaticRouting(ipv6);
            const bool isEnd = i == 0 || i == last;
            ipv6->SetAttribute("IpForward", BooleanValue(!isEnd));
            const std::string right = GetPrefix(i) + "2";
            const std::string left = GetPrefix(i - 1) + "1";
            const uint32_t rightInterface = i == 0 ? 1 : 2;
            routing->SetDefaultRoute(Ipv6Address((i == last ? left : right).c_str()),
                                     i == last ? 1 : rightInterface);
            for (unsigned known = 0; i > 1 && i < last && known < 2; ++known)
            {
                routing->AddNetworkRouteTo(Ipv6Address(GetPrefix(known).c_str()),
                                           Ipv6Prefix(64),
                                           Ipv6Address(left.c_str()),
                                           1);
            }
        }
    }

    void InstallHip(const std::string& suite)
    {
        HipHostHelper hostHelper;
        hostHelper.SetAttribute("EspSuites", StringValue(suite));
        Ptr<HipHost> host = hostHelper.Install(m_nodes.Get(m_nodes.GetN() - 1));
        host->SetStartTime(START);
        HipInstaller<HipProxy> proxyHelper;
        proxyHelper.SetAttribute("EspSuites", StringValue(suite));
        Ptr<HipProxy> proxy = proxyHelper.Install(m_nodes.Get(PROXY));
        proxy->AddLegacyPrefix(Ipv6Address("3ffe:400::"), 64);
        proxy->SetPool(Ipv6Address("3ffe:401::"), 64, Ipv6Address("3ffe:401::5"));
        std::ostringstream zone;
        zone << "$TTL 60\n@ IN SOA ns admin 1 7200 900 1209600 60\n@ IN NS ns\nns IN AAAA "
             << GetPlain() << "\nhip IN AAAA " << GetPlain() << "\nhip IN HIP "
             << host->GetDnsRecord({}) << "\n";
        proxy->AddZone(zone.str(), "foo.com.zone", "foo.com");
        proxy->SetStartTime(START);
        m_resolver = HipInstaller<HipDnsClient>().Install(m_nodes.Get(0));
        m_resolver->AddServer(GetPlain());
        m_resolver->SetStartTime(START + Seconds(1));
    }

    void OpenSockets()
    {
        const auto open = [this](unsigned node) {
            return Socket::CreateSocket(m_nodes.Get(node), UdpSocketFactory::GetTypeId());
        };
        m_sender = open(0);
        m_sender->Bind6();
        m_receiver = open(m_nodes.GetN() - 1);
        m_receiver->Bind(Inet6SocketAddress(Ipv6Address::GetAny(), PORT));
        m_receiver->SetRecvCallback(MakeCallback(&ForwardingChain::Receive, this));
    }

    void NoteSubstitute(Address address)
    {
        m_substitute = Inet6SocketAddress::ConvertFrom(address).GetIpv6();
    }

    void SendOne(Ipv6Address destination, uint64_t left)
    {
        m_sender->SendTo(Create<Packet>(m_payload.data(), m_payload.size()),
                         0,
                         Inet6SocketAddress(destination, PORT));
        if (left > 1)
        {
            Simulator::Schedule(INTERVAL, &ForwardingChain::SendOne, this, destination, left - 1);
        }
    }

    void Receive(Ptr<Socket> socket)
    {
        while (Ptr<Packet> packet = socket->Recv())
        {
            m_received += packet->GetSize() == m_payload.size() ? 1 : 0;
        }
    }

    static void RunFor(Time duration)
    {
        Simulator::Stop(duration);
        Simulator::Run();
    }

    const Time START = Seconds(2); ///< duplicate address detection takes the first second

    NodeContainer m_nodes;
    Ptr<HipDnsClient> m_resolver;
    Ptr<Socket> m_sender;
    Ptr<Socket> m_receiver;
    Ipv6Address m_substitute = Ipv6Address::GetAny();
    std::vector<uint8_t> m_payload;
    uint64_t m_received = 0;
};

} // namespace ns3

#endif // HIP_TEST_BENCH_FORWARDING_CHAIN_H
