// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "test/model/support/hip-world.h"

#include "ns3/boolean.h"
#include "ns3/bulk-send-helper.h"
#include "ns3/config.h"
#include "ns3/hip-installer.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/on-off-helper.h"
#include "ns3/packet-sink-helper.h"
#include "ns3/string.h"
#include "ns3/udp-echo-helper.h"
#include "ns3/uinteger.h"

#include <memory>
#include <sstream>

namespace ns3
{
namespace hiptest
{

namespace
{

const Time HIP_START = Seconds(1.5); ///< duplicate address detection takes the first second
constexpr Families DUAL_STACK;

void
StartAt(const ApplicationContainer& applications, Time start)
{
    applications.Get(0)->SetStartTime(start);
}

} // namespace

void
EventLog::Watch(Ptr<HipNodeApplication> application, const std::string& name)
{
    application->TraceConnectWithoutContext(
        "Event",
        Callback<void, const HipEventRecord&>([this, name](const HipEventRecord& record) {
            entries.push_back({Simulator::Now(), name, record});
        }));
    application->TraceConnectWithoutContext(
        "Drop",
        Callback<void, const std::string&>(
            [this, name](const std::string& reason) { drops.push_back(name + " " + reason); }));
}

std::size_t
EventLog::Count(const std::string& node, const std::string& event, const std::string& detail) const
{
    std::size_t count = 0;
    for (const Entry& entry : entries)
    {
        count += entry.node == node && entry.record.event == event &&
                 entry.record.detail.find(detail) != std::string::npos;
    }
    return count;
}

Time
EventLog::Find(const std::string& node, const std::string& event, const std::string& detail) const
{
    for (const Entry& entry : entries)
    {
        if (entry.node == node && entry.record.event == event &&
            entry.record.detail.find(detail) != std::string::npos)
        {
            return entry.at;
        }
    }
    return Time::Max();
}

std::string
EventLog::ToText() const
{
    std::ostringstream text;
    for (const Entry& entry : entries)
    {
        text << entry.at.GetNanoSeconds() << " " << entry.node << " " << entry.record.peer << " "
             << entry.record.event << " " << entry.record.detail << "\n";
    }
    return text.str();
}

HipWorld::HipWorld()
{
    Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(1340));
}

void
HipWorld::Prepare(Ptr<HipNodeApplication> application, const std::string& name)
{
    application->SetStartTime(HIP_START);
    m_stream += application->AssignStreams(m_stream);
    log.Watch(application, name);
}

Ptr<HipHost>
HipWorld::AddHipHost(const std::string& name)
{
    Ptr<HipHost> host = HipHostHelper().Install(network.AddServer(DUAL_STACK));
    Prepare(host, name);
    return host;
}

Ptr<HipForwardingAgent>
HipWorld::AddAgent(const std::string& name)
{
    Ptr<HipForwardingAgent> agent =
        HipForwardingAgentHelper().Install(network.AddServer(DUAL_STACK));
    Prepare(agent, name);
    return agent;
}

Ipv6Address
HipWorld::GetLocator(Ptr<HipNodeApplication> application)
{
    return Network::GetIpv6(application->GetNode());
}

void
HipWorld::RunUntil(Time end)
{
    Simulator::Stop(end);
    Simulator::Run();
}

LegacyWorld::LegacyWorld(bool withOwnZone)
{
    hip = AddHipHost("hip");
    plain = network.AddServer(DUAL_STACK);
    dns = HipInstaller<HipDnsServer>().Install(network.AddServer(DUAL_STACK));
    dns->SetStartTime(HIP_START);
    proxy = HipInstaller<HipProxy>().Install(network.GetRouter());
    Prepare(proxy, "proxy");
    proxy->AddLegacyPrefix(Ipv6Address("3ffe:c8::"), 64);
    proxy->AddLegacyPrefix(Ipv4Address("10.0.200.0"), 24);
    proxy->SetPool(Ipv6Address("3ffe:401::"), 64, Ipv6Address("3ffe:401::5"));
    proxy->SetPool(Ipv4Address("198.18.0.0"), 16, Ipv4Address("198.18.0.5"));
    withOwnZone ? proxy->AddZone(MakeZone(), "own.zone", "foo.com")
                : dns->AddZone(MakeZone(), "foo.zone", "foo.com");
}

std::string
LegacyWorld::MakeZone() const
{
    std::ostringstream zone;
    zone << "$TTL 3600\n@ SOA ns hostmaster 1 7200 3600 1209600 60\n@ NS ns\nns AAAA "
         << Network::GetIpv6(dns->GetNode()) << "\nhip AAAA " << GetLocator(hip) << "\nhip HIP "
         << hip->GetDnsRecord({}) << "\nplain AAAA " << Network::GetIpv6(plain) << "\nplain A "
         << Network::GetIpv4(plain) << "\n";
    return zone.str();
}

Ptr<HipDnsClient>
LegacyWorld::AddLegacy(bool ipv6)
{
    Ptr<HipDnsClient> client = HipInstaller<HipDnsClient>().Install(network.AddHost());
    client->AddServer(ipv6 ? Address(Network::GetIpv6(dns->GetNode()))
                           : Address(Network::GetIpv4(dns->GetNode())));
    client->SetStartTime(Seconds(2.1));
    m_stream += client->AssignStreams(m_stream);
    return client;
}

Results&
LegacyWorld::Ask(Ptr<HipDnsClient> client, const std::string& name, bool ipv6)
{
    client->Resolve(name, ipv6, results.Store());
    return results;
}

Ptr<PacketSink>
AddSink(Ptr<Node> node, const std::string& transport, uint16_t port)
{
    PacketSinkHelper helper("ns3::" + transport + "SocketFactory",
                            Inet6SocketAddress(Ipv6Address::GetAny(), port));
    return DynamicCast<PacketSink>(helper.Install(node).Get(0));
}

void
AddBulkSend(Ptr<Node> node, const Address& remote, uint64_t octets, Time start)
{
    BulkSendHelper helper("ns3::TcpSocketFactory", remote);
    helper.SetAttribute("MaxBytes", UintegerValue(octets));
    StartAt(helper.Install(node), start);
}

void
AddOnOff(Ptr<Node> node, const Address& remote, uint64_t octets, Time start)
{
    OnOffHelper helper("ns3::UdpSocketFactory", remote);
    helper.SetConstantRate(DataRate("400kbps"), 500);
    helper.SetAttribute("MaxBytes", UintegerValue(octets));
    StartAt(helper.Install(node), start);
}

std::shared_ptr<unsigned>
AddEcho(Ptr<Node> node, const Address& remote, unsigned packets, Time start, unsigned size)
{
    UdpEchoClientHelper helper(remote);
    helper.SetAttribute("PacketSize", UintegerValue(size));
    helper.SetAttribute("MaxPackets", UintegerValue(packets));
    helper.SetAttribute("Interval", TimeValue(MilliSeconds(100)));
    ApplicationContainer applications = helper.Install(node);
    StartAt(applications, start);
    auto count = std::make_shared<unsigned>(0);
    applications.Get(0)->TraceConnectWithoutContext(
        "Rx",
        Callback<void, Ptr<const Packet>>([count](Ptr<const Packet>) { ++*count; }));
    return count;
}

void
AddEchoServer(Ptr<Node> node, uint16_t port)
{
    UdpEchoServerHelper(port).Install(node);
}

} // namespace hiptest
} // namespace ns3
