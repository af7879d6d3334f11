// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_AGENT_EXPERIMENT_H
#define HIP_SCENARIOS_AGENT_EXPERIMENT_H

#include "scenarios/agent/calls.h"
#include "scenarios/agent/meter.h"
#include "scenarios/agent/network.h"
#include "scenarios/agent/options.h"
#include "scenarios/agent/phase.h"
#include "scenarios/common/recorder.h"

#include "ns3/random-variable-stream.h"

#include <functional>
#include <memory>
#include <vector>

namespace hipscenario
{

/**
 * What is done on the network:
 *
 * 1. All hosts register, evenly spread over the time after which a lease is renewed.
 * 2. Then hosts move and peers call them, each as a Poisson process.
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

    void BeginPhase(const std::string& name);
    void EndPhase();
    void Crash();
    void BeginRestart();
    void Register(uint32_t host);
    void Repeat(double perSecond, std::function<void()> action);
    void NoteGranted(uint32_t host, ns3::Time at);

    const AgentOptions& m_options;
    const AgentCell& m_cell;
    AgentNetwork& m_network;
    Recorder& m_recorder;
    Meter m_meter;
    std::vector<Phase> m_phases;
    Calls m_calls;
    std::unique_ptr<HostObserver> m_hosts;
    ns3::Ptr<ns3::ExponentialRandomVariable> m_pause;
    ns3::Ptr<ns3::UniformRandomVariable> m_choice;
    std::vector<ns3::Time> m_returns;
    std::vector<bool> m_isBack; ///< since the restart
    bool m_hasRestarted = false;
};

} // namespace hipscenario

#endif // HIP_SCENARIOS_AGENT_EXPERIMENT_H
