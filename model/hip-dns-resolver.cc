// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "hip-dns-resolver.h"

#include "core/resolver/recursive-resolver.h"
#include "hip-bytes.h"
#include "hip-config.h"
#include "hip-dns-text.h"
#include "hip-dns-transport.h"

#include "ns3/log.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("HipDnsResolver");
NS_OBJECT_ENSURE_REGISTERED(HipDnsResolver);

TypeId
HipDnsResolver::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::HipDnsResolver")
            .SetParent<HipDnsApplication>()
            .SetGroupName("Hip")
            .AddConstructor<HipDnsResolver>()
            .AddAttribute("RootServer",
                          "Address of a root server; AddRootServer adds more.",
                          AddressValue(),
                          MakeAddressAccessor(&HipDnsResolver::m_rootServer),
                          MakeAddressChecker())
            .AddAttribute("Timeout",
                          "First wait for a server's answer; doubles with each further try.",
                          TimeValue(MilliSeconds(800)),
                          MakeTimeAccessor(&HipDnsResolver::m_timeout),
                          MakeTimeChecker(MilliSeconds(1), Seconds(60)))
            .AddAttribute("LookupLimit",
                          "The lookup of one name and type fails after so long.",
                          TimeValue(Seconds(20)),
                          MakeTimeAccessor(&HipDnsResolver::m_lookupLimit),
                          MakeTimeChecker(MilliSeconds(1), Seconds(3600)))
            .AddAttribute("CacheEntries",
                          "RRsets and negative answers in the cache; the least recently used one "
                          "makes room.",
                          UintegerValue(10000),
                          MakeUintegerAccessor(&HipDnsResolver::m_cacheEntries),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("MaxLookups",
                          "Lookups under way at the same time, those of server addresses included.",
                          UintegerValue(2000),
                          MakeUintegerAccessor(&HipDnsResolver::m_maxLookups),
                          MakeUintegerChecker<uint32_t>(1, 20000))
            .AddAttribute("MaxRequests",
                          "Queries of clients under way at the same time.",
                          UintegerValue(1000),
                          MakeUintegerAccessor(&HipDnsResolver::m_maxRequests),
                          MakeUintegerChecker<uint32_t>(1, 20000))
            .AddTraceSource("Upstream",
                            "A query was sent to a server.",
                            MakeTraceSourceAccessor(&HipDnsResolver::m_upstreamTrace),
                            "ns3::HipDnsQueryTracedCallback");
    return tid;
}

HipDnsResolver::HipDnsResolver()
{
    NS_LOG_FUNCTION(this);
}

HipDnsResolver::~HipDnsResolver()
{
    NS_LOG_FUNCTION(this);
}

void
HipDnsResolver::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_resolver.reset();
    HipDnsApplication::DoDispose();
}

void
HipDnsResolver::AddRootServer(const Address& address)
{
    NS_LOG_FUNCTION(this << address);
    m_rootServers.push_back(address);
}

std::size_t
HipDnsResolver::GetCacheSize() const
{
    return m_resolver ? m_resolver->GetCache().GetSize() : 0;
}

void
HipDnsResolver::MakeResolver()
{
    NS_LOG_FUNCTION(this);
    if (m_resolver)
    {
        return; // started again, with what it knew
    }
    hip::ResolverOptions options;
    if (!m_rootServer.IsInvalid())
    {
        options.rootServers.push_back(hipbytes::ToCore(m_rootServer));
    }
    for (const Address& address : m_rootServers)
    {
        options.rootServers.push_back(hipbytes::ToCore(address));
    }
    options.useIpv4 = false;
    options.useIpv6 = false;
    for (const hip::IpAddress& own : hipconfig::GetLocators(GetNode(), hip::GetHipv2()))
    {
        (own.IsV4() ? options.useIpv4 : options.useIpv6) = true;
    }
    options.timeout = hip::Duration(m_timeout.GetNanoSeconds());
    options.lookupLimit = hip::Duration(m_lookupLimit.GetNanoSeconds());
    options.cacheEntries = m_cacheEntries;
    options.maxLookups = m_maxLookups;
    options.maxRequests = m_maxRequests;
    m_resolver = std::make_unique<hip::RecursiveResolver>(options, GetRandom());
}

void
HipDnsResolver::StartApplication()
{
    NS_LOG_FUNCTION(this);
    HipDnsApplication::StartApplication();
    MakeResolver();
    Listen();
    Drain();
}

void
HipDnsResolver::HandleQuery(const hip::DnsClient& client, const std::vector<uint8_t>& query)
{
    NS_LOG_FUNCTION(this << client.address.ToString() << client.port << query.size());
    m_resolver->HandleClientQuery(query, client, hipbytes::ToCore(Simulator::Now()));
    Drain();
}

void
HipDnsResolver::HandleResponse(const HipDnsResponse& response)
{
    NS_LOG_FUNCTION(this << response.server.ToString() << response.localPort);
    m_resolver->HandleServerResponse(response.message,
                                     response.server,
                                     response.localPort,
                                     response.transport,
                                     hipbytes::ToCore(Simulator::Now()));
    Drain();
}

void
HipDnsResolver::HandleDeadline()
{
    NS_LOG_FUNCTION(this);
    m_resolver->HandleTimeout(hipbytes::ToCore(Simulator::Now()));
    Drain();
}

Time
HipDnsResolver::GetQueryTimeout() const
{
    return m_timeout * 8; // more than the last of its tries waits
}

void
HipDnsResolver::Drain()
{
    NS_LOG_FUNCTION(this);
    while (true)
    {
        const hip::DnsOutput output = m_resolver->Poll();
        if (const auto* query = std::get_if<hip::SendQuery>(&output))
        {
            if (!m_upstreamTrace.IsEmpty())
            {
                const Address server = hipbytes::ToSocketAddress(query->server, hip::DNS_PORT);
                m_upstreamTrace(hipdns::Describe(server,
                                                 query->message,
                                                 query->transport == hip::DnsTransport::TCP));
            }
            GetTransport().Send(*query);
        }
        else if (const auto* answer = std::get_if<hip::AnswerClient>(&output))
        {
            GetTransport().Reply(answer->client, answer->message);
        }
        else
        {
            SetDeadline(std::get<hip::DnsIdle>(output).deadline.time_since_epoch().count());
            break;
        }
    }
    ReportDrops(m_resolver->GetDrops());
}

} // namespace ns3
