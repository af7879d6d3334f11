// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_AGENT_CALLS_H
#define HIP_SCENARIOS_AGENT_CALLS_H

#include "scenarios/agent/network.h"
#include "scenarios/agent/options.h"
#include "scenarios/agent/phase.h"

#include "ns3/hip-population.h"

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace hipscenario
{

/**
 * The calls that peers make to hosts. Each is an association that is begun by way of the agents, a
 * number of packets, and its end; it counts in the phase in which it began.
 */
class Calls : private ns3::HipPopulationObserver
{
  public:
    /// @param phases outlive this, as all others do; the last one goes on
    Calls(const AgentOptions& options,
          const AgentCell& cell,
          AgentNetwork& network,
          std::vector<Phase>& phases);
    ~Calls() override;
    Calls(const Calls&) = delete; // the peers tell this one
    Calls& operator=(const Calls&) = delete;

    /// Lets a peer call the host, unless that peer is still calling it.
    void Begin(uint32_t host);

    /// @return when the peer last sent an I1 to the host; nothing if it is not calling it. @param
    /// peer its HIT
    std::optional<ns3::Time> GetAsked(ns3::Ipv6Address peer, uint32_t host) const;

    /// At the end of the run: counts those that have waited too long by now.
    void CountMissed();

  private:
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

    void NotePacket(uint32_t peer, const hip::PacketEvent& event, ns3::Time at) override;
    void NoteState(uint32_t peer, const hip::StateEvent& event, ns3::Time at) override;
    void NoteRegistration(uint32_t, const hip::RegistrationEvent&, ns3::Time) override;
    void NoteData(uint32_t, uint32_t) override;
    void NoteUp(const Call& call, ns3::Time at);
    void SendNext(Pair pair);
    void Forget(Pair pair);

    const AgentOptions& m_options;
    const AgentCell& m_cell;
    AgentNetwork& m_network;
    std::vector<Phase>& m_phases;
    std::map<Pair, Call> m_calls;
    std::vector<uint32_t> m_called; ///< how often each host was
};

} // namespace hipscenario

#endif // HIP_SCENARIOS_AGENT_CALLS_H
