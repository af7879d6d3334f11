// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "hip-node-application.h"

#include "core/association/path-policy.h"
#include "core/esp/security-association.h"
#include "hip-config.h"
#include "hip-interceptor.h"
#include "hip-l4-protocol.h"
#include "hip-node-state.h"

#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/rng-seed-manager.h"

#include <stdexcept>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("HipNodeApplication");
NS_OBJECT_ENSURE_REGISTERED(HipNodeApplication);

HipNodeApplication::State::State(uint64_t seed, uint64_t run, uint64_t stream, unsigned restarts)
{
    const uint64_t both = (seed << 32) ^ run;
    const std::string suffix = restarts == 0 ? "" : " " + std::to_string(restarts);
    protocolRandom = std::make_unique<hip::SeededRandom>(both, stream, "protocol" + suffix);
    cryptoRandom = std::make_unique<hip::SeededRandom>(both, stream, "crypto" + suffix);
    keyRandom = std::make_unique<hip::SeededRandom>(both, stream, "host key");
    keyContext = std::make_unique<hip::CryptoContext>(*keyRandom);
    context = std::make_unique<hip::CryptoContext>(*cryptoRandom);
}

HipNodeApplication::HipNodeApplication()
    : m_stream(-1),
      m_restarts(0),
      m_knowsAddresses(false),
      m_timerAt(State::NO_TIMER)
{
    NS_LOG_FUNCTION(this);
}

HipNodeApplication::~HipNodeApplication()
{
    NS_LOG_FUNCTION(this);
}

void
HipNodeApplication::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_refresh.Cancel();
    m_settle.Cancel();
    m_interceptor6 = nullptr;
    m_interceptor4 = nullptr;
    m_timer.Cancel();
    m_state.reset();
    m_hipProtocol = nullptr;
    m_espProtocol = nullptr;
    m_costModel = nullptr;
    Application::DoDispose();
}

void
HipNodeApplication::SetKey(const std::string& pem)
{
    NS_LOG_FUNCTION(this);
    if (pem.empty())
    {
        throw std::invalid_argument("host key: the text is empty");
    }
    hip::SeededRandom random(0, 0, "check");
    hip::CryptoContext context(random);
    hipconfig::MakeIdentity(hipconfig::ParseDialect(m_dialect),
                            context,
                            pem,
                            hipconfig::DEFAULT_NAME);
    m_pem = pem;
}

Ipv6Address
HipNodeApplication::GetHit()
{
    NS_LOG_FUNCTION(this);
    return hipbytes::ToIpv6(GetEndpoint().GetHit());
}

std::string
HipNodeApplication::GetDnsRecord(const std::vector<std::string>& rendezvous)
{
    NS_LOG_FUNCTION(this);
    const hip::Dialect& dialect = GetEndpoint().GetDialect();
    return dialect.MakeRecord(*m_state->identity, rendezvous).ToText();
}

void
HipNodeApplication::SetCostModel(Ptr<CryptoCostModel> model)
{
    NS_LOG_FUNCTION(this << model);
    m_costModel = model;
}

int64_t
HipNodeApplication::AssignStreams(int64_t stream)
{
    NS_LOG_FUNCTION(this << stream);
    m_stream = stream;
    return 1;
}

Time
HipNodeApplication::GetBusyTime() const
{
    return m_state ? m_state->cpu.GetBusyTime() : Time();
}

std::size_t
HipNodeApplication::GetAssociationCount()
{
    return GetEndpoint().GetAssociationCount();
}

uint64_t
HipNodeApplication::GetDropCount()
{
    return GetEndpoint().GetDrops().GetTotal();
}

hip::Endpoint&
HipNodeApplication::GetEndpoint()
{
    MakeEndpoint();
    return *m_state->endpoint;
}

HipNodeApplication::State&
HipNodeApplication::GetState()
{
    return *m_state;
}

void
HipNodeApplication::MakeEndpoint()
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
    // Bad attributes throw: the state becomes the object's own when it is complete.
    auto state = std::make_unique<State>(RngSeedManager::GetSeed(),
                                         RngSeedManager::GetRun(),
                                         static_cast<uint64_t>(m_stream),
                                         m_restarts);
    const hip::Dialect& dialect = hipconfig::ParseDialect(m_dialect);
    hip::EndpointConfig config =
        hipconfig::MakeConfig(dialect, {m_dhGroups, m_hipCiphers, m_espSuites});
    config.puzzleDifficulty = m_puzzleDifficulty;
    config.puzzleLifetime = m_puzzleLifetime;
    config.retransmission = std::chrono::nanoseconds(m_retransmission.GetNanoSeconds());
    config.maxRetries = m_maxRetries;
    config.unusedLifetime = std::chrono::nanoseconds(m_unusedLifetime.GetNanoSeconds());
    config.queueData = m_queueData;
    config.maxQueuedPackets = m_queueSize;
    config.replayWindow = m_replayWindow;
    config.useCredit = config.useCredit && m_useCredit;
    config.rekeyOnMove = m_rekeyOnMove;
    config.saPerPath = m_saPerPath;
    config.leaseFamily = hipconfig::ParseLeaseFamily(m_leaseFamily);
    config.tellsLeases = m_tellsLeases;
    config.exportKeys = m_exportKeys;
    config.pathPolicy = m_pathPolicy.empty() ? nullptr : hip::ParsePathPolicy(m_pathPolicy);
    config.probeInterval = std::chrono::nanoseconds(m_probeInterval.GetNanoSeconds());
    config.maxProbesMissed = m_maxProbesMissed;
    state->engine = hip::MakeCryptoEngine(hipconfig::ParseFidelity(m_fidelity), *state->context);
    state->identity = hipconfig::MakeIdentity(dialect, *state->keyContext, m_pem, m_keyKind);
    state->endpoint = std::make_unique<hip::Endpoint>(config,
                                                      dialect,
                                                      std::vector{state->identity},
                                                      *state->context,
                                                      *state->engine,
                                                      *state->protocolRandom);
    m_state = std::move(state);
}

void
HipNodeApplication::StartApplication()
{
    NS_LOG_FUNCTION(this);
    MakeEndpoint();
    m_state->sender.SetNode(GetNode());
    InstallProtocol(m_state->endpoint->GetHipProtocol(), m_hipProtocol);
    InstallProtocol(hip::PROTOCOL_ESP, m_espProtocol);
    InstallInterceptors();
    RefreshAddresses();
}

void
HipNodeApplication::StopApplication()
{
    NS_LOG_FUNCTION(this);
    m_timer.Cancel();
    m_timerAt = State::NO_TIMER;
    RemoveInterceptorCallbacks();
    for (const auto& protocol : {m_hipProtocol, m_espProtocol})
    {
        if (protocol)
        {
            protocol->SetReceiver(HipL4Protocol::Receiver());
        }
    }
}

void
HipNodeApplication::Crash()
{
    NS_LOG_FUNCTION(this);
    StopApplication();
    m_state.reset();
    ++m_restarts;
}

void
HipNodeApplication::InstallProtocol(int number, Ptr<HipL4Protocol>& protocol)
{
    NS_LOG_FUNCTION(this << number);
    if (!protocol)
    {
        protocol = CreateObject<HipL4Protocol>();
        protocol->SetProtocolNumber(number);
        if (Ptr<Ipv4L3Protocol> ipv4 = GetNode()->GetObject<Ipv4L3Protocol>())
        {
            ipv4->Insert(protocol);
        }
        if (Ptr<Ipv6L3Protocol> ipv6 = GetNode()->GetObject<Ipv6L3Protocol>())
        {
            ipv6->Insert(protocol);
        }
    }
    protocol->SetReceiver(MakeCallback(&HipNodeApplication::ReceivePacket, this));
}

} // namespace ns3
