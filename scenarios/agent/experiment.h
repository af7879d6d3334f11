// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_AGENT_EXPERIMENT_H
#define HIP_SCENARIOS_AGENT_EXPERIMENT_H

#include "scenarios/agent/meter.h"
#include "scenarios/agent/network.h"
#include "scenarios/agent/options.h"
#include "scenarios/common/recorder.h"

#include "ns3/random-variable-stream.h"

#include <functional>
#include <map>
#include <vector>

namespace hipscenario
{

/// One part of a run, and what has happened in it.
struct Phase
{
    std::string name; ///< "joining", "steady", "outage" or "restart"
    ns3::Time began;
    ns3::Time length;
    Load load;
    std::size_t clients = 0;         ///< of the agent, at the end
    std::uint64_t registrations = 0; ///< granted
    std::uint64_t refused = 0;
    std::uint64_t calls = 0;          ///< begun
    std::uint64_t reached = 0;        ///< of these, those that were up soon enough for a caller
    std::uint64_t missed = 0;         ///< those that were not
    std::vector<ns3::Time> waits;     ///< of callers, until the calls were up
    std::uint64_t moves = 0;          ///< begun
    std::uint64_t payload = 0;        ///< octets that hosts have got
    std::vector<ns3::Time> exchanges; ///< from I1 to the lease
    std::vector<ns3::Time> renewals;  ///< from UPDATE to the lease
    std::vector<ns3::Time> relays;    ///< I1 from peer to host
};

/**
 * What is done on the network:
 *
 * 1. All hosts register, evenly spread over the time after which a lease is renewed.
 * 2. Then hosts move and peers call them, each as a Poisson process. A call is an association that
 *    is begun by way of the agent, a number of packets, and its end.
 * 3. If wanted, the first agent crashes and restarts, at once or after an outage, and the run goes
 * on until all hosts are registered again.
 */
class AgentExperiment
{
  public:
    AgentExperiment(const AgentOptions& options,
                    const AgentCell& cell,
                    AgentNetwork& network,
                    Recorder& recorder,
                    int64_t stream);
    ~AgentExperiment();

    /// Runs the simulation to its end.
    void Run();

    /// @return its phases in the order of time
    const std::vector<Phase>& GetPhases() const
    {
        return m_phases;
    }

    /// @return since the restart, when each host was registered again, in this order
    const std::vector<ns3::Time>& GetReturns() const
    {
        return m_returns;
    }

  private:
    class HostObserver;
    class PeerObserver;

    /// A peer, and the host that it calls.
    using Pair = std::pair<uint32_t, uint32_t>;

    struct Call
    {
        ns3::Time asked;
        std::uint64_t remaining; ///< octets to send
        std::size_t phase;       ///< in which it began
        ns3::Time began;
        bool isUp = false;
    };

    void BeginPhase(const std::string& name);
    void EndPhase();
    void Crash();
    void BeginRestart();
    void Register(uint32_t host);
    void Repeat(double perSecond, std::function<void()> action);
    void BeginCall();
    void SendNext(Pair pair);
    void Forget(Pair pair);
    void NoteGranted(uint32_t host, ns3::Time at);
    void NoteUp(const Call& call, ns3::Time at);

    const AgentOptions& m_options;
    const AgentCell& m_cell;
    AgentNetwork& m_network;
    Recorder& m_recorder;
    Meter m_meter;
    std::unique_ptr<HostObserver> m_hosts;
    std::unique_ptr<PeerObserver> m_peers;
    ns3::Ptr<ns3::ExponentialRandomVariable> m_pause;
    ns3::Ptr<ns3::UniformRandomVariable> m_choice;
    std::map<Pair, Call> m_calls;
    std::vector<uint32_t> m_called; ///< how often each host was
    std::vector<Phase> m_phases;
    std::vector<ns3::Time> m_returns;
    std::vector<bool> m_isBack; ///< since the restart
    bool m_hasRestarted = false;
};

} // namespace hipscenario

#endif // HIP_SCENARIOS_AGENT_EXPERIMENT_H
