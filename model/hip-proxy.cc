// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "hip-proxy.h"

#include "core/proxy/proxy.h"
#include "core/resolver/authoritative-server.h"
#include "hip-config.h"
#include "hip-dns-transport.h"
#include "hip-node-state.h"

#include "ns3/boolean.h"
#include "ns3/log.h"
#include "ns3/uinteger.h"

#include <stdexcept>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("HipProxy");
NS_OBJECT_ENSURE_REGISTERED(HipProxy);

struct HipProxy::Config
{
    hip::ProxyConfig core;
};

TypeId
HipProxy::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::HipProxy")
            .SetParent<HipNodeApplication>()
            .SetGroupName("Hip")
            .AddConstructor<HipProxy>()
            .AddAttribute(
                "HandOutRealAddresses",
                "Answer with a HIP host's own address instead of a substitute; only for a "
                "proxy that is the sole way out.",
                BooleanValue(false),
                MakeBooleanAccessor(&HipProxy::m_handOutRealAddresses),
                MakeBooleanChecker())
            .AddAttribute("MappingLifetime",
                          "How long a mapping lives after its last use.",
                          TimeValue(Minutes(15)),
                          MakeTimeAccessor(&HipProxy::m_mappingLifetime),
                          MakeTimeChecker(Seconds(1)))
            .AddAttribute("Quarantine",
                          "How long a substitute rests before it stands for another host.",
                          TimeValue(Minutes(10)),
                          MakeTimeAccessor(&HipProxy::m_quarantine),
                          MakeTimeChecker(Seconds(0)))
            .AddAttribute("MaxTtl",
                          "Longest TTL of the answers to legacy hosts.",
                          TimeValue(Minutes(5)),
                          MakeTimeAccessor(&HipProxy::m_maxTtl),
                          MakeTimeChecker(Seconds(0)))
            .AddAttribute("WanMtu",
                          "Octets of a packet towards HIP hosts.",
                          UintegerValue(1500),
                          MakeUintegerAccessor(&HipProxy::m_wanMtu),
                          MakeUintegerChecker<uint32_t>(1280, 65535));
    return tid;
}

HipProxy::HipProxy()
    : m_config(std::make_unique<Config>())
{
    NS_LOG_FUNCTION(this);
}

HipProxy::~HipProxy()
{
    NS_LOG_FUNCTION(this);
}

void
HipProxy::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_dns.reset();
    m_proxy.reset();
    m_zones.reset();
    HipNodeApplication::DoDispose();
}

void
HipProxy::AddLegacyPrefix(const Address& network, uint8_t length)
{
    NS_LOG_FUNCTION(this << network << +length);
    m_config->core.legacyPrefixes.push_back({hipbytes::ToCore(network), length});
}

void
HipProxy::SetPool(const Address& network, uint8_t length, const Address& first)
{
    NS_LOG_FUNCTION(this << network << +length << first);
    hip::AddressPoolConfig pool;
    pool.prefix = hipbytes::ToCore(network);
    pool.prefixLength = length;
    pool.first = hipbytes::ToCore(first);
    (pool.prefix.IsV4() ? m_config->core.mappings.pool4 : m_config->core.mappings.pool6) = pool;
}

void
HipProxy::AddUpstream(const Address& server)
{
    NS_LOG_FUNCTION(this << server);
    m_config->core.dns.upstream.push_back(hipbytes::ToCore(server));
}

void
HipProxy::AddZone(const std::string& text, const std::string& file, const std::string& origin)
{
    NS_LOG_FUNCTION(this << file << origin);
    if (!m_zones)
    {
        m_zones = std::make_unique<hip::AuthoritativeServer>();
    }
    const auto name = hip::DnsName::Parse(origin);
    if (!name)
    {
        throw std::invalid_argument(file + ": '" + origin + "' is no name of a zone");
    }
    m_zones->AddZone(hip::Zone::Parse(text, file, *name));
}

std::size_t
HipProxy::GetMappingCount() const
{
    return m_proxy ? m_proxy->GetMappings().GetSize() : 0;
}

std::size_t
HipProxy::GetBindingCount() const
{
    return m_proxy ? m_proxy->GetBindingCount() : 0;
}

uint64_t
HipProxy::GetDropCount()
{
    // The endpoint counts what is wrong with HIP and ESP, the proxy what is wrong with the rest.
    return HipNodeApplication::GetDropCount() + m_proxy->GetDrops().GetTotal();
}

void
HipProxy::MakeEndpoint()
{
    NS_LOG_FUNCTION(this);
    if (m_proxy)
    {
        return;
    }
    HipNodeApplication::MakeEndpoint();
    const auto toCore = [](Time time) { return std::chrono::nanoseconds(time.GetNanoSeconds()); };
    hip::ProxyConfig& config = m_config->core;
    config.mappings.lifetime = toCore(m_mappingLifetime);
    for (auto* pool : {&config.mappings.pool6, &config.mappings.pool4})
    {
        if (*pool)
        {
            (*pool)->quarantine = toCore(m_quarantine);
        }
    }
    config.dns.handOutRealAddresses = m_handOutRealAddresses;
    config.dns.maxTtl = static_cast<uint32_t>(m_maxTtl.GetSeconds());
    config.wanMtu = m_wanMtu;
    FindLanAddresses();
    State& state = GetState();
    m_proxy = std::make_unique<hip::Proxy>(config,
                                           *state.endpoint,
                                           *state.context,
                                           *state.protocolRandom,
                                           m_zones.get());
}

void
HipProxy::FindLanAddresses()
{
    NS_LOG_FUNCTION(this);
    for (const hip::IpAddress& own :
         hipconfig::GetLocators(GetNode(), GetState().endpoint->GetDialect()))
    {
        for (const hip::AddressPrefix& prefix : m_config->core.legacyPrefixes)
        {
            if (prefix.Contains(own))
            {
                (own.IsV4() ? m_config->core.lanAddress4 : m_config->core.lanAddress6) = own;
            }
        }
    }
}

void
HipProxy::StartApplication()
{
    NS_LOG_FUNCTION(this);
    HipNodeApplication::StartApplication();
    OpenDns();
    InterceptForwarded();
}

void
HipProxy::StopApplication()
{
    NS_LOG_FUNCTION(this);
    if (m_dns)
    {
        m_dns->Close();
    }
    HipNodeApplication::StopApplication();
}

bool
HipProxy::IsLocator(const Address& address) const
{
    // HIP hosts talk to the proxy from outside: its address on the legacy LAN is none of theirs.
    for (const hip::AddressPrefix& prefix : m_config->core.legacyPrefixes)
    {
        if (prefix.Contains(hipbytes::ToCore(address)))
        {
            return false;
        }
    }
    return true;
}

} // namespace ns3
