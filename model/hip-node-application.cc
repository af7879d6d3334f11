// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "hip-node-application.h"

#include "core/association/path-policy.h"
#include "core/esp/security-association.h"
#include "core/util/operation-name.h"
#include "hip-config.h"
#include "hip-event-text.h"
#include "hip-interceptor.h"
#include "hip-l4-protocol.h"
#include "hip-node-state.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/pointer.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <stdexcept>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("HipNodeApplication");
NS_OBJECT_ENSURE_REGISTERED(HipNodeApplication);

namespace
{

constexpr int64_t NO_TIMER = hip::NEVER.time_since_epoch().count();

} // namespace

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

void
HipNodeApplication::State::Report(HipNodeApplication& application, const hip::Event& event)
{
    if (const auto* drop = std::get_if<hip::DropEvent>(&event))
    {
        application.m_dropTrace(hip::ToString(drop->reason));
    }
    application.m_state->esp.Note(event);
    if (const auto* sa = std::get_if<hip::SaEvent>(&event))
    {
        application.m_saTrace(hiptext::MakeSaRecord(*sa));
    }
    else if (const auto* key = std::get_if<hip::KeyEvent>(&event))
    {
        application.m_keyTrace(hiptext::MakeKeyRecord(*key));
    }
    if (application.m_eventTrace.IsEmpty())
    {
        return;
    }
    const auto* packet = std::get_if<hip::PacketEvent>(&event);
    if ((packet && !packet->isSent) || std::holds_alternative<hip::DropEvent>(event))
    {
        application.m_eventTrace(hiptext::Describe(event)); // what came in came now
    }
    else
    {
        application.Report(hiptext::Describe(event));
    }
}

TypeId
HipNodeApplication::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::HipNodeApplication")
            .SetParent<Application>()
            .SetGroupName("Hip")
            .AddAttribute("Dialect",
                          "hipv2, or 2003: HIP as the drafts hip-08 and mm-00 had it.",
                          StringValue("hipv2"),
                          MakeStringAccessor(&HipNodeApplication::m_dialect),
                          MakeStringChecker())
            .AddAttribute(
                "KeyKind",
                "Kind of host key that is generated unless one is set: rsa-2048, rsa-3072, "
                "rsa-4096, ecdsa-p256 or ecdsa-p384; in the dialect of 2003 dsa-1024, rsa-1024 up "
                "to rsa-4096. default: ecdsa-p256, dsa-1024.",
                StringValue("default"),
                MakeStringAccessor(&HipNodeApplication::m_keyKind),
                MakeStringChecker())
            .AddAttribute("Crypto",
                          "real: OpenSSL; modelled: same sizes and packets, no secrecy, cheap.",
                          StringValue("real"),
                          MakeStringAccessor(&HipNodeApplication::m_fidelity),
                          MakeStringChecker())
            .AddAttribute("DhGroups",
                          "Diffie-Hellman groups by preference, separated by commas: modp-1536, "
                          "modp-3072, p256, p384, p521; in the dialect of 2003 oakley-1, oakley-2, "
                          "modp-1536 up to modp-8192. default: "
                          "p256,p384,p521,modp-3072,modp-1536, and modp-1536.",
                          StringValue("default"),
                          MakeStringAccessor(&HipNodeApplication::m_dhGroups),
                          MakeStringChecker())
            .AddAttribute("HipCiphers",
                          "HIP ciphers by preference: aes-128-cbc, aes-256-cbc, null; in the "
                          "dialect of 2003 transforms: aes-cbc-sha1, 3des-cbc-sha1, null-sha1. "
                          "default: aes-128-cbc,aes-256-cbc, and aes-cbc-sha1,3des-cbc-sha1.",
                          StringValue("default"),
                          MakeStringAccessor(&HipNodeApplication::m_hipCiphers),
                          MakeStringChecker())
            .AddAttribute("EspSuites",
                          "ESP suites by preference: aes-128-gcm-16, aes-128-gcm-8, "
                          "aes-128-cbc-sha256, aes-256-cbc-sha256, null-sha256; in the dialect of "
                          "2003 aes-128-cbc-sha1, 3des-cbc-sha1, null-sha1. default: "
                          "aes-128-gcm-16,aes-128-cbc-sha256,aes-256-cbc-sha256, and "
                          "aes-128-cbc-sha1,3des-cbc-sha1.",
                          StringValue("default"),
                          MakeStringAccessor(&HipNodeApplication::m_espSuites),
                          MakeStringChecker())
            .AddAttribute("PuzzleDifficulty",
                          "K of the puzzles that this host sets, in bits.",
                          UintegerValue(10),
                          MakeUintegerAccessor(&HipNodeApplication::m_puzzleDifficulty),
                          MakeUintegerChecker<uint8_t>(0, 24))
            .AddAttribute("PuzzleLifetime",
                          "Lifetime of the puzzles that this host sets, coded as 2^(value-32) s.",
                          UintegerValue(37),
                          MakeUintegerAccessor(&HipNodeApplication::m_puzzleLifetime),
                          MakeUintegerChecker<uint8_t>(32, 63))
            .AddAttribute("RetransmissionTimeout",
                          "First wait for an answer; doubles with each retransmission, up to 16 s.",
                          TimeValue(Seconds(1)),
                          MakeTimeAccessor(&HipNodeApplication::m_retransmission),
                          MakeTimeChecker(MilliSeconds(1)))
            .AddAttribute("MaxRetries",
                          "Retransmissions of I1, I2 and UPDATE before giving up.",
                          UintegerValue(7),
                          MakeUintegerAccessor(&HipNodeApplication::m_maxRetries),
                          MakeUintegerChecker<uint32_t>(0, 100))
            .AddAttribute("UnusedLifetime",
                          "UAL: an association without traffic for so long is closed.",
                          TimeValue(Minutes(15)),
                          MakeTimeAccessor(&HipNodeApplication::m_unusedLifetime),
                          MakeTimeChecker(Seconds(1)))
            .AddAttribute("QueueData",
                          "Hold data while its association is made; else drop it.",
                          BooleanValue(true),
                          MakeBooleanAccessor(&HipNodeApplication::m_queueData),
                          MakeBooleanChecker())
            .AddAttribute("QueueSize",
                          "Packets held for one association at the most.",
                          UintegerValue(64),
                          MakeUintegerAccessor(&HipNodeApplication::m_queueSize),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("ReplayWindow",
                          "Anti-replay window in packets, a multiple of 64.",
                          UintegerValue(64),
                          MakeUintegerAccessor(&HipNodeApplication::m_replayWindow),
                          MakeUintegerChecker<uint32_t>(64, 65536))
            .AddAttribute("UseCredit",
                          "Send to a peer's unverified address as much as has come from it (RFC "
                          "8046 §5.6); else, and always in the dialect of 2003, hold data until "
                          "the address is verified.",
                          BooleanValue(true),
                          MakeBooleanAccessor(&HipNodeApplication::m_useCredit),
                          MakeBooleanChecker())
            .AddAttribute("RekeyOnMove",
                          "Renew the ESP keys with each change of address (RFC 8046 §3.2.2).",
                          BooleanValue(false),
                          MakeBooleanAccessor(&HipNodeApplication::m_rekeyOnMove),
                          MakeBooleanChecker())
            .AddAttribute("SaPerPath",
                          "Make a pair of SAs for each path, so that packets that overtake each "
                          "other on unlike links do not fall out of one replay window (RFC 8047 "
                          "§4.3); only with a PathPolicy, and not in the dialect of 2003.",
                          BooleanValue(false),
                          MakeBooleanAccessor(&HipNodeApplication::m_saPerPath),
                          MakeBooleanChecker())
            .AddAttribute("LeaseFamily",
                          "Address that a host of 2003 wants agents to lend it: any, ipv4 or ipv6.",
                          StringValue("any"),
                          MakeStringAccessor(&HipNodeApplication::m_leaseFamily),
                          MakeStringChecker())
            .AddAttribute("TellsLeases",
                          "Tell peers addresses that agents have lent, as further ones of this "
                          "host (mm-00 §6.4).",
                          BooleanValue(true),
                          MakeBooleanAccessor(&HipNodeApplication::m_tellsLeases),
                          MakeBooleanChecker())
            .AddAttribute("PathPolicy",
                          "How data is spread over several addresses: preferred, failover, "
                          "lowest-delay, weighted:W,W… or flows:port=P>I,dscp=D>I…;POLICY (W of "
                          "each interface, I an interface from 0 on). Empty: to the preferred one.",
                          StringValue(""),
                          MakeStringAccessor(&HipNodeApplication::m_pathPolicy),
                          MakeStringChecker())
            .AddAttribute(
                "ProbeInterval",
                "How often each path is asked whether it works, if there is a policy; 0 = "
                "never.",
                TimeValue(Seconds(1)),
                MakeTimeAccessor(&HipNodeApplication::m_probeInterval),
                MakeTimeChecker(Time(0)))
            .AddAttribute("MaxProbesMissed",
                          "Probes in a row that a path may leave unanswered before it has failed.",
                          UintegerValue(3),
                          MakeUintegerAccessor(&HipNodeApplication::m_maxProbesMissed),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("ExportKeys",
                          "Put secrets into the traces SecurityAssociation and Key.",
                          BooleanValue(false),
                          MakeBooleanAccessor(&HipNodeApplication::m_exportKeys),
                          MakeBooleanChecker())
            .AddAttribute("CostModel",
                          "How long cryptography takes; none = no time.",
                          PointerValue(),
                          MakePointerAccessor(&HipNodeApplication::m_costModel),
                          MakePointerChecker<CryptoCostModel>())
            .AddAttribute("DadDelay",
                          "Time from a new address of the node to its use by HIP. ns-3's own hosts "
                          "use an address while duplicate address detection (RFC 4862 §5.4, 1 s) "
                          "is under way and ignore its result; this delay stands for it.",
                          TimeValue(Seconds(0)),
                          MakeTimeAccessor(&HipNodeApplication::m_dadDelay),
                          MakeTimeChecker(Seconds(0)))
            .AddTraceSource("Locator",
                            "An address of the node that HIP uses from now on.",
                            MakeTraceSourceAccessor(&HipNodeApplication::m_locatorTrace),
                            "ns3::HipLocatorTracedCallback")
            .AddTraceSource("Event",
                            "Anything that happened in the protocol.",
                            MakeTraceSourceAccessor(&HipNodeApplication::m_eventTrace),
                            "ns3::HipEventTracedCallback")
            .AddTraceSource("SecurityAssociation",
                            "One direction of ESP came into use.",
                            MakeTraceSourceAccessor(&HipNodeApplication::m_saTrace),
                            "ns3::HipSaTracedCallback")
            .AddTraceSource("Key",
                            "Key material of an association, if ExportKeys is set.",
                            MakeTraceSourceAccessor(&HipNodeApplication::m_keyTrace),
                            "ns3::HipKeyTracedCallback")
            .AddTraceSource("EspSend",
                            "A packet of the layers above was sealed in ESP.",
                            MakeTraceSourceAccessor(&HipNodeApplication::m_espSendTrace),
                            "ns3::HipEspTracedCallback")
            .AddTraceSource("EspReceive",
                            "An ESP packet was opened, or refused as a replay.",
                            MakeTraceSourceAccessor(&HipNodeApplication::m_espReceiveTrace),
                            "ns3::HipEspTracedCallback")
            .AddTraceSource("Drop",
                            "A packet was refused, with the reason.",
                            MakeTraceSourceAccessor(&HipNodeApplication::m_dropTrace),
                            "ns3::HipDropTracedCallback")
            .AddTraceSource("Work",
                            "Cryptographic work was done, and what it costs by the cost model.",
                            MakeTraceSourceAccessor(&HipNodeApplication::m_workTrace),
                            "ns3::HipWorkTracedCallback");
    return tid;
}

HipNodeApplication::HipNodeApplication()
    : m_stream(-1),
      m_restarts(0),
      m_knowsAddresses(false),
      m_timerAt(NO_TIMER)
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
    m_timerAt = NO_TIMER;
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

void
HipNodeApplication::ReceivePacket(const Header& header, Ptr<const Packet> payload)
{
    NS_LOG_FUNCTION(this << header << payload);
    hip::PacketBuffer& packet = m_state->scratch.Load(header, payload);
    if (!m_espReceiveTrace.IsEmpty())
    {
        m_state->arrived = HipEspWatch::Read(packet.GetPacket());
    }
    const hip::Verdict verdict = HandleWire(packet);
    Finish(verdict, packet);
}

hip::Verdict
HipNodeApplication::HandleWire(hip::PacketBuffer& packet)
{
    NS_LOG_FUNCTION(this);
    return m_state->endpoint->HandlePacket(packet, hipbytes::ToCore(Simulator::Now()));
}

void
HipNodeApplication::Finish(const hip::Verdict& verdict, const hip::PacketBuffer& packet)
{
    NS_LOG_FUNCTION(this);
    const hip::Work work = m_state->endpoint->TakeWork();
    m_state->delay =
        m_costModel && !work.IsEmpty() ? m_state->cpu.Occupy(m_costModel->GetCost(work)) : Time();
    ReportWork(work);
    const bool isSent = verdict.kind == hip::Verdict::Kind::TRANSMIT;
    const bool isDelivered = verdict.kind == hip::Verdict::Kind::DELIVER;
    const Ptr<Packet> made =
        isSent || isDelivered ? hipbytes::ToPacket(packet.GetPacket()) : nullptr;
    if (verdict.kind != hip::Verdict::Kind::CONSUMED)
    {
        ReportOpened(verdict, made);
    }
    if (isSent)
    {
        Send(made);
    }
    else if (isDelivered)
    {
        Deliver(made);
    }
    while (PollOnce())
    {
    }
    ReportOpened(verdict, nullptr); // unless it is done: nothing has come of the packet, so far
}

void
HipNodeApplication::Drain()
{
    NS_LOG_FUNCTION(this);
    Finish(hip::Verdict{hip::Verdict::Kind::CONSUMED}, hip::PacketBuffer());
}

bool
HipNodeApplication::PollOnce()
{
    hip::Output output = m_state->endpoint->Poll();
    if (const auto* transmit = std::get_if<hip::Transmit>(&output))
    {
        Send(*transmit);
    }
    else if (const auto* deliver = std::get_if<hip::Deliver>(&output))
    {
        Deliver(hipbytes::ToPacket(deliver->packet));
    }
    else if (const auto* event = std::get_if<hip::Event>(&output))
    {
        State::Report(*this, *event);
    }
    else
    {
        SetDeadline(std::get<hip::Idle>(output).deadline.time_since_epoch().count());
        return false;
    }
    return true;
}

void
HipNodeApplication::Send(Ptr<Packet> packet)
{
    NS_LOG_FUNCTION(this << packet);
    if (m_state->delay.IsZero())
    {
        SendNow(packet);
    }
    else
    {
        Simulator::Schedule(m_state->delay, &HipNodeApplication::SendNow, this, packet);
    }
}

void
HipNodeApplication::SendNow(Ptr<Packet> packet)
{
    NS_LOG_FUNCTION(this << packet);
    if (m_state && !m_state->sender.Send(packet))
    {
        m_dropTrace("no-route");
    }
}

void
HipNodeApplication::Deliver(Ptr<Packet> packet)
{
    NS_LOG_FUNCTION(this << packet);
    if (m_state->delay.IsZero())
    {
        DeliverUpper(packet);
    }
    else
    {
        Simulator::Schedule(m_state->delay, &HipNodeApplication::DeliverUpper, this, packet);
    }
}

void
HipNodeApplication::SetDeadline(int64_t nanoseconds)
{
    NS_LOG_FUNCTION(this << nanoseconds);
    // Data moves deadlines on with every packet. A timer that fires too early does no harm, but one
    // that is cancelled stays in ns-3's list of events until its time has come.
    if (nanoseconds >= m_timerAt)
    {
        return;
    }
    m_timer.Cancel();
    m_timer = Simulator::Schedule(hipbytes::GetDelayUntil(hip::Time(hip::Duration(nanoseconds))),
                                  &HipNodeApplication::HandleTimer,
                                  this);
    m_timerAt = nanoseconds;
}

void
HipNodeApplication::HandleTimer()
{
    NS_LOG_FUNCTION(this);
    m_timerAt = NO_TIMER;
    HandleDeadline();
    Drain();
}

void
HipNodeApplication::HandleDeadline()
{
    NS_LOG_FUNCTION(this);
    m_state->endpoint->HandleTimeout(hipbytes::ToCore(Simulator::Now()));
}

void
HipNodeApplication::ReportDrop(const std::string& reason)
{
    NS_LOG_FUNCTION(this << reason);
    m_dropTrace(reason);
}

void
HipNodeApplication::ReportWork(const hip::Work& work)
{
    if (m_workTrace.IsEmpty())
    {
        return;
    }
    for (const hip::WorkItem& item : work)
    {
        hip::Work alone;
        alone.Add(item.operation, item.algorithm, item.amount);
        m_workTrace(hip::ToString(item.operation),
                    item.amount,
                    m_costModel ? m_costModel->GetCost(alone) : Time());
    }
}

void
HipNodeApplication::Report(const HipEventRecord& record)
{
    NS_LOG_FUNCTION(this << record.event);
    if (m_state->delay.IsZero())
    {
        m_eventTrace(record);
    }
    else
    {
        Simulator::Schedule(m_state->delay, [self = Ptr<HipNodeApplication>(this), record] {
            self->m_eventTrace(record);
        });
    }
}

} // namespace ns3
