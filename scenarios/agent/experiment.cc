// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/agent/experiment.h"

#include "core/association/output.h"
#include "scenarios/common/network-constants.h"

#include "ns3/double.h"
#include "ns3/simulator.h"

#include <algorithm>

namespace hipscenario
{

using namespace ns3;

namespace
{

const Time FIRST = Seconds(1.5); ///< registration
const Time SETTLE = Seconds(3);  ///< for the last registrations
const Time WARM_UP = Seconds(5); ///< moves and calls before they are measured
const Time PACKET_PAUSE = MilliSeconds(1);
const Time CALLER_PATIENCE = Seconds(10); ///< to be put through
const Time BEFORE_CLOSE = Seconds(1);
const Time PATIENCE = Hours(1);                ///< after a restart
constexpr std::uint64_t LARGEST_PACKET = 1300; ///< octets of data, so that nothing is fragmented

Ipv6Address
ToIpv6(const hip::IpAddress& address)
{
    auto octets = address.GetBytes();
    return Ipv6Address(octets.data());
}

} // namespace

/// Takes down when hosts ask the agent, and when they get something.
class AgentExperiment::HostObserver : public HipPopulationObserver
{
  public:
    explicit HostObserver(AgentExperiment& experiment)
        : m_experiment(experiment),
          m_agent(experiment.m_network.agents.front()->GetHit()),
          m_asked(experiment.m_cell.hosts)
    {
    }

    void NotePacket(uint32_t host, const hip::PacketEvent& event, Time at) override
    {
        if (!event.isSent && event.type == hip::PacketKind::I1)
        {
            NoteRelayed(host, ToIpv6(event.sender), at); // peers know no other way
        }
        if (event.isSent && !event.isRetransmission && ToIpv6(event.receiver) == m_agent)
        {
            NoteAsked(m_asked[host], event.type, at);
        }
        if (!event.isSent && event.type == hip::PacketKind::R1 && ToIpv6(event.sender) == m_agent)
        {
            m_asked[host].isExchange = true; // in 2003 the agent says so
        }
    }

    void NoteRegistration(uint32_t host, const hip::RegistrationEvent& event, Time at) override
    {
        if (ToIpv6(event.peer) != m_agent)
        {
            return;
        }
        Phase& phase = m_experiment.m_phases.back();
        if (event.change == hip::RegistrationEvent::Change::GRANTED)
        {
            Request& request = m_asked[host];
            (request.isExchange ? phase.exchanges : phase.renewals).push_back(at - request.sent);
            request.isExchange = false;
            m_experiment.NoteGranted(host, at);
        }
        else if (event.change == hip::RegistrationEvent::Change::REFUSED)
        {
            ++phase.refused;
        }
    }

    void NoteState(uint32_t, const hip::StateEvent&, Time) override
    {
    }

    void NoteData(uint32_t, uint32_t octets) override
    {
        m_experiment.m_phases.back().payload += octets;
    }

  private:
    struct Request
    {
        Time sent;
        bool isExchange;
    };

    static void NoteAsked(Request& request, hip::PacketKind kind, Time at)
    {
        switch (kind)
        {
        case hip::PacketKind::I1:
            request = {at, true};
            break;
        case hip::PacketKind::UPDATE:
            request = {at, false};
            break;
        case hip::PacketKind::FAQ:
            request.sent = request.isExchange ? request.sent : at; // the one with the solution
            break;
        default:
            break;
        }
    }

    void NoteRelayed(uint32_t host, Ipv6Address peer, Time at)
    {
        const auto number = m_experiment.m_network.peers->Find(peer);
        const auto call = m_experiment.m_calls.find({number.value_or(0), host});
        if (number && call != m_experiment.m_calls.end())
        {
            m_experiment.m_phases.back().relays.push_back(at - call->second.asked);
        }
    }

    AgentExperiment& m_experiment;
    const Ipv6Address m_agent;    ///< HIT
    std::vector<Request> m_asked; ///< by host
};

/// Takes down when peers ask for hosts, and when they may send.
class AgentExperiment::PeerObserver : public HipPopulationObserver
{
  public:
    explicit PeerObserver(AgentExperiment& experiment)
        : m_experiment(experiment)
    {
    }

    void NotePacket(uint32_t peer, const hip::PacketEvent& event, Time at) override
    {
        if (event.isSent && event.type == hip::PacketKind::I1)
        {
            const auto host = m_experiment.m_network.hosts->Find(ToIpv6(event.receiver));
            const auto call = m_experiment.m_calls.find({peer, host.value_or(0)});
            if (host && call != m_experiment.m_calls.end())
            {
                call->second.asked = at;
            }
        }
    }

    void NoteState(uint32_t peer, const hip::StateEvent& event, Time at) override
    {
        const auto host = m_experiment.m_network.hosts->Find(ToIpv6(event.peer));
        const Pair pair{peer, host.value_or(0)};
        const auto call = m_experiment.m_calls.find(pair);
        if (!host || call == m_experiment.m_calls.end())
        {
            return;
        }
        if (event.to == hip::State::ESTABLISHED && !call->second.isUp)
        {
            call->second.isUp = true;
            m_experiment.NoteUp(call->second, at);
            Simulator::Schedule(at - Simulator::Now(),
                                &AgentExperiment::SendNext,
                                &m_experiment,
                                pair);
        }
        else if (event.to == hip::State::UNASSOCIATED || event.to == hip::State::E_FAILED)
        {
            m_experiment.Forget(pair); // nobody has answered
        }
    }

    void NoteRegistration(uint32_t, const hip::RegistrationEvent&, Time) override
    {
    }

    void NoteData(uint32_t, uint32_t) override
    {
    }

  private:
    AgentExperiment& m_experiment;
};

AgentExperiment::AgentExperiment(const AgentOptions& options,
                                 const AgentCell& cell,
                                 AgentNetwork& network,
                                 Recorder& recorder,
                                 int64_t stream)
    : m_options(options),
      m_cell(cell),
      m_network(network),
      m_recorder(recorder),
      m_meter(network),
      m_hosts(std::make_unique<HostObserver>(*this)),
      m_peers(std::make_unique<PeerObserver>(*this)),
      m_pause(CreateObject<ExponentialRandomVariable>()),
      m_choice(CreateObject<UniformRandomVariable>()),
      m_called(cell.hosts),
      m_isBack(cell.hosts)
{
    m_pause->SetStream(stream);
    m_choice->SetStream(stream + 1);
    network.hosts->SetObserver(m_hosts.get());
    network.peers->SetObserver(m_peers.get());
}

AgentExperiment::~AgentExperiment()
{
    m_network.hosts->SetObserver(nullptr);
    m_network.peers->SetObserver(nullptr);
}

void
AgentExperiment::Run()
{
    const Time renewal = m_options.GetRenewal();
    BeginPhase("joining");
    m_phases.back().began = FIRST;
    for (unsigned host = 0; host < m_cell.hosts; ++host)
    {
        Simulator::Schedule(FIRST + NanoSeconds(renewal.GetNanoSeconds() / m_cell.hosts * host),
                            [this, host] { Register(host); });
    }
    const Time joined = FIRST + renewal;
    Simulator::Schedule(joined, &AgentExperiment::BeginPhase, this, "settling");
    const double hostsPerSecond = m_cell.hosts / 60.0;
    Simulator::Schedule(joined + SETTLE, [this, hostsPerSecond] {
        Repeat(m_options.calls * hostsPerSecond, [this] { BeginCall(); });
        Repeat(m_cell.moves * hostsPerSecond, [this] {
            m_network.hosts->Move(m_choice->GetInteger(0, m_cell.hosts - 1));
            ++m_phases.back().moves;
        });
    });
    const Time steady = joined + SETTLE + WARM_UP;
    Simulator::Schedule(steady, &AgentExperiment::BeginPhase, this, "steady");
    if (m_options.restart > 0)
    {
        const Time crash = steady + Seconds(m_options.restart);
        const Time restart = crash + Seconds(m_options.outage);
        Simulator::Schedule(crash, &AgentExperiment::Crash, this);
        Simulator::Schedule(restart, &AgentExperiment::BeginRestart, this);
        Simulator::Stop(restart + PATIENCE);
    }
    else
    {
        Simulator::Stop(steady + Seconds(m_options.duration));
    }
    Simulator::Run();
    EndPhase();
    for (const auto& [pair, call] : m_calls)
    {
        if (!call.isUp && Simulator::Now() - call.began > CALLER_PATIENCE)
        {
            ++m_phases[call.phase].missed;
        }
    }
}

void
AgentExperiment::BeginPhase(const std::string& name)
{
    EndPhase();
    m_meter.Take();
    m_phases.emplace_back();
    m_phases.back().name = name;
    m_recorder.Write("agent", "", name, "");
    m_phases.back().began = Simulator::Now();
}

void
AgentExperiment::EndPhase()
{
    if (!m_phases.empty() && m_phases.back().length.IsZero())
    {
        Phase& phase = m_phases.back();
        phase.length = Simulator::Now() - phase.began;
        phase.clients = m_network.agents.front()->GetClientCount();
        phase.load = m_meter.Take();
    }
}

void
AgentExperiment::Crash()
{
    if (m_options.outage > 0)
    {
        BeginPhase("outage");
    }
    m_network.agents.front()->Restart(Seconds(m_options.outage));
}

void
AgentExperiment::BeginRestart()
{
    BeginPhase("restart");
    m_hasRestarted = true;
}

void
AgentExperiment::Register(uint32_t host)
{
    const std::vector<Ipv6Address> addresses = m_network.GetAgentAddresses();
    for (std::size_t i = 0; i < addresses.size(); ++i)
    {
        m_network.hosts->Register(host,
                                  m_network.agents[i]->GetHit(),
                                  addresses[i],
                                  Seconds(m_options.lifetime));
    }
}

/// Does something again and again, as a Poisson process.
void
AgentExperiment::Repeat(double perSecond, std::function<void()> action)
{
    if (perSecond <= 0)
    {
        return;
    }
    Simulator::Schedule(Seconds(m_pause->GetValue(1 / perSecond, 0)), [this, perSecond, action] {
        action();
        Repeat(perSecond, action);
    });
}

void
AgentExperiment::BeginCall()
{
    const uint32_t host = m_choice->GetInteger(0, m_cell.hosts - 1);
    // Each host is called by one peer after the other, so that it is free again by then.
    const uint32_t peer = (host + m_called[host]++) % m_network.peers->GetSize();
    if (m_calls.count({peer, host}) != 0)
    {
        return;
    }
    const Time now = Simulator::Now();
    m_calls[{peer, host}] = Call{now, m_cell.data, m_phases.size() - 1, now};
    ++m_phases.back().calls;
    m_network.peers->Connect(peer, m_network.hosts->GetHit(host), m_network.GetAgentAddresses());
}

void
AgentExperiment::NoteUp(const Call& call, Time at)
{
    const Time wait = at - call.began;
    Phase& phase = m_phases[call.phase];
    phase.waits.push_back(wait);
    ++(wait <= CALLER_PATIENCE ? phase.reached : phase.missed);
}

/// Ends a call; one that was never up has missed its host.
void
AgentExperiment::Forget(Pair pair)
{
    const auto call = m_calls.find(pair);
    if (!call->second.isUp)
    {
        ++m_phases[call->second.phase].missed;
    }
    m_calls.erase(call);
}

void
AgentExperiment::SendNext(Pair pair)
{
    const auto call = m_calls.find(pair);
    if (call == m_calls.end())
    {
        return; // the association is over
    }
    const auto [peer, host] = pair;
    const std::uint64_t octets = std::min(call->second.remaining, LARGEST_PACKET);
    call->second.remaining -= octets;
    const bool isLast = call->second.remaining == 0;
    m_network.peers->SendData(peer, m_network.hosts->GetHit(host), static_cast<uint32_t>(octets));
    if (isLast)
    {
        Simulator::Schedule(BEFORE_CLOSE, [this, pair] {
            m_network.peers->Close(pair.first, m_network.hosts->GetHit(pair.second));
            if (m_options.Is2003()) // in which nobody tells the host
            {
                m_network.hosts->Close(pair.second, m_network.peers->GetHit(pair.first));
            }
            m_calls.erase(pair);
        });
    }
    else
    {
        Simulator::Schedule(PACKET_PAUSE, &AgentExperiment::SendNext, this, pair);
    }
}

void
AgentExperiment::NoteGranted(uint32_t host, Time at)
{
    ++m_phases.back().registrations;
    if (m_hasRestarted && !m_isBack[host])
    {
        m_isBack[host] = true;
        m_returns.push_back(at - m_phases.back().began);
        if (m_returns.size() == m_cell.hosts)
        {
            Simulator::Stop();
        }
    }
}

} // namespace hipscenario
