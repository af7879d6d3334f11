// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "hip-dns-client.h"

#include "core/resolver/stub-resolver.h"
#include "hip-bytes.h"
#include "hip-dns-text.h"
#include "hip-dns-transport.h"

#include "ns3/boolean.h"
#include "ns3/log.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("HipDnsClient");
NS_OBJECT_ENSURE_REGISTERED(HipDnsClient);

TypeId
HipDnsClient::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::HipDnsClient")
            .SetParent<HipDnsApplication>()
            .SetGroupName("Hip")
            .AddConstructor<HipDnsClient>()
            .AddAttribute("Server",
                          "Address of the DNS server that is asked first; AddServer adds more.",
                          AddressValue(),
                          MakeAddressAccessor(&HipDnsClient::m_server),
                          MakeAddressChecker())
            .AddAttribute("Timeout",
                          "First wait for an answer; doubles with each further try of a server.",
                          TimeValue(Seconds(1)),
                          MakeTimeAccessor(&HipDnsClient::m_timeout),
                          MakeTimeChecker(MilliSeconds(1), Seconds(60)))
            .AddAttribute("Tries",
                          "How often each server is asked at the most.",
                          UintegerValue(4),
                          MakeUintegerAccessor(&HipDnsClient::m_tries),
                          MakeUintegerChecker<uint32_t>(1, 16))
            .AddAttribute("EdnsSize",
                          "Largest UDP answer that EDNS announces, in octets; 0 = without EDNS, "
                          "which means 512.",
                          UintegerValue(hip::DNS_EDNS_UDP_SIZE),
                          MakeUintegerAccessor(&HipDnsClient::m_ednsSize),
                          MakeUintegerChecker<uint16_t>())
            .AddAttribute("ForceTcp",
                          "Ask over TCP at once, not only after a truncated answer.",
                          BooleanValue(false),
                          MakeBooleanAccessor(&HipDnsClient::m_forceTcp),
                          MakeBooleanChecker())
            .AddTraceSource("Answer",
                            "A name was resolved, or could not be.",
                            MakeTraceSourceAccessor(&HipDnsClient::m_answerTrace),
                            "ns3::HipDnsResultTracedCallback");
    return tid;
}

HipDnsClient::HipDnsClient()
{
    NS_LOG_FUNCTION(this);
}

HipDnsClient::~HipDnsClient()
{
    NS_LOG_FUNCTION(this);
}

void
HipDnsClient::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_waiting.clear();
    m_requests.clear();
    m_resolver.reset();
    HipDnsApplication::DoDispose();
}

void
HipDnsClient::AddServer(const Address& address)
{
    NS_LOG_FUNCTION(this << address);
    m_servers.push_back(address);
}

void
HipDnsClient::Resolve(const std::string& name, bool ipv6, Callback<void, HipDnsResult> callback)
{
    NS_LOG_FUNCTION(this << name << ipv6);
    Request request{hipdns::ParseName(name).ToString(), ipv6, callback, Time()};
    if (IsRunning())
    {
        Ask(std::move(request));
    }
    else
    {
        m_waiting.push_back(std::move(request));
    }
}

void
HipDnsClient::RunWhenResolved(const std::string& name,
                              bool ipv6,
                              uint16_t port,
                              Callback<void, Address> run)
{
    NS_LOG_FUNCTION(this << name << ipv6 << port);
    Resolve(name, ipv6, MakeBoundCallback(&HipDnsClient::RunWith, port, run));
}

void
HipDnsClient::RunWith(uint16_t port, Callback<void, Address> run, HipDnsResult result)
{
    NS_LOG_FUNCTION(port << result.name << result.status);
    if (!result.addresses.empty())
    {
        run(hipbytes::ToSocketAddress(hipbytes::ToCore(result.addresses.front()), port));
    }
}

void
HipDnsClient::MakeResolver()
{
    NS_LOG_FUNCTION(this);
    if (m_resolver)
    {
        return; // started again, with the queries it had
    }
    hip::StubOptions options;
    options.timeout = hip::Duration(m_timeout.GetNanoSeconds());
    options.triesPerServer = m_tries;
    options.ednsUdpSize = m_ednsSize;
    options.transport = m_forceTcp ? hip::DnsTransport::TCP : hip::DnsTransport::UDP;
    m_resolver = std::make_unique<hip::StubResolver>(options, GetRandom());
}

void
HipDnsClient::StartApplication()
{
    NS_LOG_FUNCTION(this);
    HipDnsApplication::StartApplication();
    MakeResolver();
    std::vector<Request> waiting = std::move(m_waiting);
    m_waiting.clear();
    for (Request& request : waiting)
    {
        Ask(std::move(request));
    }
    Drain();
}

void
HipDnsClient::Ask(Request request)
{
    NS_LOG_FUNCTION(this << request.name << request.ipv6);
    std::vector<hip::IpAddress> servers;
    if (!m_server.IsInvalid())
    {
        servers.push_back(hipbytes::ToCore(m_server));
    }
    for (const Address& address : m_servers)
    {
        servers.push_back(hipbytes::ToCore(address));
    }
    request.start = Simulator::Now();
    const uint64_t handle = m_resolver->Query(hipdns::ParseName(request.name),
                                              request.ipv6 ? hip::DnsType::AAAA : hip::DnsType::A,
                                              servers,
                                              hipbytes::ToCore(Simulator::Now()));
    m_requests.emplace(handle, std::move(request));
    Drain();
}

void
HipDnsClient::HandleResponse(const HipDnsResponse& response)
{
    NS_LOG_FUNCTION(this << response.server.ToString() << response.localPort);
    m_resolver->HandleResponse(response.message,
                               response.server,
                               response.localPort,
                               response.transport,
                               hipbytes::ToCore(Simulator::Now()));
    Drain();
}

void
HipDnsClient::HandleDeadline()
{
    NS_LOG_FUNCTION(this);
    m_resolver->HandleTimeout(hipbytes::ToCore(Simulator::Now()));
    Drain();
}

Time
HipDnsClient::GetQueryTimeout() const
{
    return m_timeout * (1 << (m_tries - 1)); // as long as the last of its tries waits
}

void
HipDnsClient::Drain()
{
    NS_LOG_FUNCTION(this);
    while (true)
    {
        const hip::DnsOutput output = m_resolver->Poll();
        if (const auto* query = std::get_if<hip::SendQuery>(&output))
        {
            ReportQuery(hipbytes::ToSocketAddress(query->server, hip::DNS_PORT),
                        query->message,
                        query->transport == hip::DnsTransport::TCP);
            GetTransport().Send(*query);
        }
        else if (const auto* outcome = std::get_if<hip::QueryOutcome>(&output))
        {
            Finish(*outcome);
        }
        else
        {
            SetDeadline(std::get<hip::DnsIdle>(output).deadline.time_since_epoch().count());
            break;
        }
    }
    ReportDrops(m_resolver->GetDrops());
}

void
HipDnsClient::Finish(const hip::QueryOutcome& outcome)
{
    NS_LOG_FUNCTION(this << outcome.handle);
    const auto found = m_requests.find(outcome.handle);
    const Request request = std::move(found->second);
    m_requests.erase(found);
    HipDnsResult result{request.name,
                        hipdns::ToString(outcome.status),
                        {},
                        Simulator::Now() - request.start};
    for (const hip::IpAddress& address : outcome.message.GetAddresses())
    {
        if (outcome.status == hip::DnsStatus::FOUND && address.IsV4() != request.ipv6)
        {
            result.addresses.push_back(hipbytes::ToAddress(address));
        }
    }
    m_answerTrace(result);
    // Anything may happen within it: another Resolve, or the end of the application.
    Simulator::ScheduleNow([callback = request.callback, result] { callback(result); });
}

} // namespace ns3
