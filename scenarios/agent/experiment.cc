// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/agent/experiment.h"

#include "core/association/output.h"
#include "model/hip-bytes.h"

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
const Time PATIENCE = Hours(1);  ///< after a restart

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
            NoteRelayed(host, hipbytes::ToIpv6(event.sender), at); // peers know no other way
        }
        if (event.isSent && !event.isRetransmission && hipbytes::ToIpv6(event.receiver) == m_agent)
        {
            NoteAsked(m_asked[host], event.type, at);
        }
        if (!event.isSent && event.type == hip::PacketKind::R1 &&
            hipbytes::ToIpv6(event.sender) == m_agent)
        {
            m_asked[host].isExchange = true; // in 2003 the agent says so
        }
    }

    void NoteRegistration(uint32_t host, const hip::RegistrationEvent& event, Time at) override
    {
        if (hipbytes::ToIpv6(event.peer) != m_agent)
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
        if (const auto asked = m_experiment.m_calls.GetAsked(peer, host))
        {
            m_experiment.m_phases.back().relays.push_back(at - *asked);
        }
    }

    AgentExperiment& m_experiment;
    const Ipv6Address m_agent;    ///< HIT
    std::vector<Request> m_asked; ///< by host
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
      m_calls(options, cell, network, m_phases),
      m_hosts(std::make_unique<HostObserver>(*this)),
      m_pause(CreateObject<ExponentialRandomVariable>()),
      m_choice(CreateObject<UniformRandomVariable>()),
      m_isBack(cell.hosts)
{
    m_pause->SetStream(stream);
    m_choice->SetStream(stream + 1);
    network.hosts->SetObserver(m_hosts.get());
}

AgentExperiment::~AgentExperiment()
{
    m_network.hosts->SetObserver(nullptr);
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
        Repeat(m_options.calls * hostsPerSecond,
               [this] { m_calls.Begin(m_choice->GetInteger(0, m_cell.hosts - 1)); });
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
    m_calls.CountMissed();
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
