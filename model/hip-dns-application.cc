// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "hip-dns-application.h"

#include "core/crypto/random.h"
#include "hip-bytes.h"
#include "hip-dns-text.h"
#include "hip-dns-transport.h"

#include "ns3/log.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("HipDnsApplication");
NS_OBJECT_ENSURE_REGISTERED(HipDnsApplication);

struct HipDnsApplication::State
{
    std::unique_ptr<HipDnsTransport> transport; ///< while the application runs
    std::unique_ptr<hip::SeededRandom> random;  ///< once it is needed
    hip::DropCounters reported;                 ///< the core's, as far as they have been traced
};

TypeId
HipDnsApplication::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::HipDnsApplication")
            .SetParent<Application>()
            .SetGroupName("Hip")
            .AddAttribute("MaxConnections",
                          "TCP connections of clients at the same time.",
                          UintegerValue(100),
                          MakeUintegerAccessor(&HipDnsApplication::m_maxConnections),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("IdleTimeout",
                          "A TCP connection of a client without messages for so long is closed.",
                          TimeValue(Seconds(30)),
                          MakeTimeAccessor(&HipDnsApplication::m_idleTimeout),
                          MakeTimeChecker(MilliSeconds(1)))
            .AddTraceSource("Query",
                            "A query came from a client; for a HipDnsClient: was sent.",
                            MakeTraceSourceAccessor(&HipDnsApplication::m_queryTrace),
                            "ns3::HipDnsQueryTracedCallback")
            .AddTraceSource("Drop",
                            "A message or connection was refused, with the reason.",
                            MakeTraceSourceAccessor(&HipDnsApplication::m_dropTrace),
                            "ns3::HipDropTracedCallback");
    return tid;
}

HipDnsApplication::HipDnsApplication()
    : m_state(std::make_unique<State>()),
      m_stream(-1),
      m_drops(0)
{
    NS_LOG_FUNCTION(this);
}

HipDnsApplication::~HipDnsApplication()
{
    NS_LOG_FUNCTION(this);
}

void
HipDnsApplication::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_timer.Cancel();
    m_state->transport.reset();
    Application::DoDispose();
}

int64_t
HipDnsApplication::AssignStreams(int64_t stream)
{
    NS_LOG_FUNCTION(this << stream);
    m_stream = stream;
    return 1;
}

uint64_t
HipDnsApplication::GetDropCount() const
{
    return m_drops;
}

void
HipDnsApplication::StartApplication()
{
    NS_LOG_FUNCTION(this);
    HipDnsTransport::Handlers handlers;
    handlers.onQuery = [this](const hip::DnsClient& client, const hip::Bytes& query) {
        ReportQuery(hipbytes::ToSocketAddress(client.address, client.port),
                    query,
                    client.transport == hip::DnsTransport::TCP);
        HandleQuery(client, query);
    };
    handlers.onResponse = [this](const HipDnsResponse& response) { HandleResponse(response); };
    handlers.onDrop = [this](const std::string& reason) { ReportDrop(reason); };
    HipDnsTransport::Limits limits;
    limits.listener.maxConnections = m_maxConnections;
    limits.listener.idleTimeout = m_idleTimeout;
    limits.queryTimeout = GetQueryTimeout();
    m_state->transport = std::make_unique<HipDnsTransport>(GetNode(), limits, handlers);
}

void
HipDnsApplication::StopApplication()
{
    NS_LOG_FUNCTION(this);
    m_timer.Cancel();
    if (m_state->transport)
    {
        m_state->transport->Close();
        m_state->transport.reset();
    }
}

bool
HipDnsApplication::IsRunning() const
{
    return m_state->transport != nullptr;
}

void
HipDnsApplication::Listen()
{
    NS_LOG_FUNCTION(this);
    GetTransport().Listen(hip::DnsTransport::UDP);
    GetTransport().Listen(hip::DnsTransport::TCP);
}

void
HipDnsApplication::HandleQuery(const hip::DnsClient& client, const std::vector<uint8_t>& query)
{
    NS_LOG_FUNCTION(this << client.port << query.size());
}

void
HipDnsApplication::HandleResponse(const HipDnsResponse& response)
{
    NS_LOG_FUNCTION(this << response.localPort);
}

void
HipDnsApplication::HandleDeadline()
{
    NS_LOG_FUNCTION(this);
}

Time
HipDnsApplication::GetQueryTimeout() const
{
    return HipDnsTransport::Limits().queryTimeout;
}

HipDnsTransport&
HipDnsApplication::GetTransport()
{
    return *m_state->transport;
}

hip::RandomSource&
HipDnsApplication::GetRandom()
{
    NS_LOG_FUNCTION(this);
    if (!m_state->random)
    {
        if (m_stream < 0)
        {
            m_stream = static_cast<int64_t>(RngSeedManager::GetNextStreamIndex());
        }
        const uint64_t seed = static_cast<uint64_t>(RngSeedManager::GetSeed()) << 32;
        m_state->random = std::make_unique<hip::SeededRandom>(seed ^ RngSeedManager::GetRun(),
                                                              static_cast<uint64_t>(m_stream),
                                                              "dns");
    }
    return *m_state->random;
}

void
HipDnsApplication::SetDeadline(int64_t nanoseconds)
{
    NS_LOG_FUNCTION(this << nanoseconds);
    m_timer.Cancel();
    const hip::Time deadline{hip::Duration(nanoseconds)};
    if (deadline != hip::NEVER)
    {
        m_timer = Simulator::Schedule(hipbytes::GetDelayUntil(deadline),
                                      &HipDnsApplication::HandleDeadline,
                                      this);
    }
}

void
HipDnsApplication::ReportDrops(const hip::DropCounters& drops)
{
    NS_LOG_FUNCTION(this);
    if (drops.GetTotal() == m_state->reported.GetTotal())
    {
        return;
    }
    for (std::size_t i = 0; i < hip::DROP_REASON_COUNT; ++i)
    {
        const auto reason = static_cast<hip::DropReason>(i);
        for (uint64_t n = m_state->reported.Get(reason); n < drops.Get(reason); ++n)
        {
            ReportDrop(hip::ToString(reason));
        }
    }
    m_state->reported = drops;
}

void
HipDnsApplication::ReportQuery(const Address& peer, const std::vector<uint8_t>& query, bool isTcp)
{
    NS_LOG_FUNCTION(this << peer << query.size() << isTcp);
    if (!m_queryTrace.IsEmpty())
    {
        m_queryTrace(hipdns::Describe(peer, query, isTcp));
    }
}

void
HipDnsApplication::ReportDrop(const std::string& reason)
{
    NS_LOG_FUNCTION(this << reason);
    ++m_drops;
    m_dropTrace(reason);
}

} // namespace ns3
