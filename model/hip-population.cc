// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "hip-population.h"

#include "hip-config.h"
#include "hip-identity-maker.h"
#include "hip-population-state.h"

#include "ns3/ipv6-list-routing.h"
#include "ns3/ipv6.h"
#include "ns3/log.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <limits>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("HipPopulation");
NS_OBJECT_ENSURE_REGISTERED(HipPopulation);

namespace
{

/// @return what a list of names stands for. @param usual the default of hosts that speak HIPv2: one
/// that all have, so that packets are short
std::string
ChooseName(const hip::Dialect& dialect, const std::string& names, const char* usual)
{
    const bool isDefault = names == hipconfig::DEFAULT_NAME && &dialect == &hip::GetHipv2();
    return isDefault ? usual : names;
}

} // namespace

HipPopulation::Host::Host(uint32_t itsNumber,
                          const hip::EndpointConfig& config,
                          const hip::Dialect& dialect,
                          std::shared_ptr<const hip::LocalIdentity> identity,
                          State& state)
    : number(itsNumber),
      endpoint(config,
               dialect,
               {std::move(identity)},
               state.context,
               *state.engine,
               state.protocolRandom)
{
}

HipPopulation::State::State(uint64_t seed, uint64_t stream)
    : protocolRandom(seed, stream, "protocol"),
      cryptoRandom(seed, stream, "crypto"),
      keyRandom(seed, stream, "host key"),
      keyContext(keyRandom),
      context(cryptoRandom)
{
}

TypeId
HipPopulation::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::HipPopulation")
            .SetParent<Application>()
            .SetGroupName("Hip")
            .AddConstructor<HipPopulation>()
            .AddAttribute("Size",
                          "Number of hosts.",
                          UintegerValue(100),
                          MakeUintegerAccessor(&HipPopulation::m_size),
                          MakeUintegerChecker<uint32_t>(1, 10000000))
            .AddAttribute("Dialect",
                          "hipv2, or 2003: HIP as the drafts hip-08 and mm-00 had it.",
                          StringValue("hipv2"),
                          MakeStringAccessor(&HipPopulation::m_dialect),
                          MakeStringChecker())
            .AddAttribute("KeyKind",
                          "Kind of the host keys: rsa-2048, rsa-3072, rsa-4096, ecdsa-p256 or "
                          "ecdsa-p384; in the dialect of 2003 dsa-1024, rsa-1024 up to rsa-4096. "
                          "default: ecdsa-p256, dsa-1024.",
                          StringValue("default"),
                          MakeStringAccessor(&HipPopulation::m_keyKind),
                          MakeStringChecker())
            .AddAttribute("Crypto",
                          "real: OpenSSL; modelled: same sizes and packets, no secrecy, cheap.",
                          StringValue("modelled"),
                          MakeStringAccessor(&HipPopulation::m_fidelity),
                          MakeStringChecker())
            .AddAttribute("DhGroups",
                          "Diffie-Hellman groups by preference, separated by commas. default: "
                          "p256; in the dialect of 2003 as for HipHost.",
                          StringValue("default"),
                          MakeStringAccessor(&HipPopulation::m_dhGroups),
                          MakeStringChecker())
            .AddAttribute("EspSuites",
                          "ESP suites by preference, separated by commas. default: "
                          "aes-128-gcm-16; in the dialect of 2003 as for HipHost.",
                          StringValue("default"),
                          MakeStringAccessor(&HipPopulation::m_espSuites),
                          MakeStringChecker())
            .AddAttribute("PuzzleDifficulty",
                          "K of the puzzles that these hosts set, in bits.",
                          UintegerValue(10),
                          MakeUintegerAccessor(&HipPopulation::m_puzzleDifficulty),
                          MakeUintegerChecker<uint8_t>(0, 24));
    return tid;
}

HipPopulation::HipPopulation()
    : m_observer(nullptr),
      m_stream(-1),
      m_timerAt(Host::NO_DEADLINE),
      m_strays(0)
{
    NS_LOG_FUNCTION(this);
}

HipPopulation::~HipPopulation()
{
    NS_LOG_FUNCTION(this);
}

void
HipPopulation::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_timer.Cancel();
    m_state.reset();
    m_interceptor = nullptr;
    m_costModel = nullptr;
    Application::DoDispose();
}

void
HipPopulation::SetPrefix(Ipv6Address prefix)
{
    NS_LOG_FUNCTION(this << prefix);
    m_prefix = prefix.CombinePrefix(Ipv6Prefix(64));
}

void
HipPopulation::SetCostModel(Ptr<CryptoCostModel> model)
{
    NS_LOG_FUNCTION(this << model);
    m_costModel = model;
}

void
HipPopulation::SetObserver(HipPopulationObserver* observer)
{
    NS_LOG_FUNCTION(this << observer);
    m_observer = observer;
}

int64_t
HipPopulation::AssignStreams(int64_t stream)
{
    NS_LOG_FUNCTION(this << stream);
    m_stream = stream;
    return 1;
}

void
HipPopulation::MakeHosts()
{
    NS_LOG_FUNCTION(this);
    if (m_state)
    {
        return;
    }
    if (m_stream < 0)
    {
        m_stream = static_cast<int64_t>(RngSeedManager::GetNextStreamIndex());
    }
    const uint64_t seed =
        (static_cast<uint64_t>(RngSeedManager::GetSeed()) << 32) ^ RngSeedManager::GetRun();
    auto state = std::make_unique<State>(seed, static_cast<uint64_t>(m_stream));
    const hip::Dialect& dialect = hipconfig::ParseDialect(m_dialect);
    hip::EndpointConfig config =
        hipconfig::MakeConfig(dialect,
                              {ChooseName(dialect, m_dhGroups, "p256"),
                               hipconfig::DEFAULT_NAME,
                               ChooseName(dialect, m_espSuites, "aes-128-gcm-16")});
    config.puzzleDifficulty = m_puzzleDifficulty;
    config.precomputeR1 = false; // of most hosts nobody ever asks one
    state->engine = hip::MakeCryptoEngine(hipconfig::ParseFidelity(m_fidelity), state->context);
    HipIdentityMaker identities(dialect, state->keyContext, m_keyKind);
    for (uint32_t number = 0; number < m_size; ++number)
    {
        auto identity = identities.MakeNext();
        state->numbers[identity->GetHit()] = number;
        state->hosts.emplace_back(number, config, dialect, std::move(identity), *state);
    }
    m_state = std::move(state);
}

uint32_t
HipPopulation::GetSize() const
{
    return m_size;
}

HipPopulation::Host&
HipPopulation::GetHost(uint32_t host) const
{
    return m_state->hosts.at(host);
}

Ipv6Address
HipPopulation::GetHit(uint32_t host) const
{
    return hipbytes::ToIpv6(GetHost(host).endpoint.GetHit());
}

Ipv6Address
HipPopulation::GetAddress(uint32_t host) const
{
    return MakeAddress(host, GetHost(host).moves);
}

std::optional<uint32_t>
HipPopulation::Find(Ipv6Address hit) const
{
    const auto found = m_state->numbers.find(hipbytes::ToCore(hit));
    return found == m_state->numbers.end() ? std::nullopt : std::optional(found->second);
}

void
HipPopulation::StartApplication()
{
    NS_LOG_FUNCTION(this);
    MakeHosts();
    m_state->sender.SetNode(GetNode());
    if (!m_interceptor)
    {
        Ptr<Ipv6ListRouting> list =
            DynamicCast<Ipv6ListRouting>(GetNode()->GetObject<Ipv6>()->GetRoutingProtocol());
        NS_ABORT_MSG_UNLESS(list,
                            "HipPopulation needs a list of routing protocols on its node; see "
                            "HipInstallProxyStack");
        m_interceptor = CreateObject<HipInterceptor6>();
        list->AddRoutingProtocol(m_interceptor, std::numeric_limits<int16_t>::max());
    }
    m_interceptor->SetCallback(MakeCallback(&HipPopulation::Intercept, this));
    const hip::Time now = hipbytes::ToCore(Simulator::Now());
    for (Host& host : m_state->hosts)
    {
        host.endpoint.SetLocators({hipbytes::ToCore(GetAddress(host.number))}, now);
    }
}

void
HipPopulation::StopApplication()
{
    NS_LOG_FUNCTION(this);
    m_timer.Cancel();
    m_timerAt = Host::NO_DEADLINE;
    if (m_interceptor)
    {
        m_interceptor->SetCallback(HipInterceptCallback());
    }
}

uint64_t
HipPopulation::GetDropCount() const
{
    uint64_t count = m_strays;
    for (const Host& host : m_state->hosts)
    {
        count += host.endpoint.GetDrops().GetTotal();
    }
    return count;
}

} // namespace ns3
