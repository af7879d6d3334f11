// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_REACHABILITY_EXPERIMENT_H
#define HIP_SCENARIOS_REACHABILITY_EXPERIMENT_H

#include "scenarios/common/mobile-links.h"
#include "scenarios/common/network.h"
#include "scenarios/common/recorder.h"
#include "scenarios/reachability/caller.h"
#include "scenarios/reachability/meter.h"
#include "scenarios/reachability/options.h"

#include "ns3/hip-dns-updater.h"
#include "ns3/random-variable-stream.h"

#include <memory>
#include <string>
#include <vector>

namespace hipscenario
{

/// One HIP host, which moves, and one peer that wants to reach it. Times are simulation times.
struct Contact
{
    std::string name; ///< of the host in DNS
    MobileLinks links;
    std::unique_ptr<Caller> caller;
    ns3::Time arrival; ///< of the peer, after the move
    ns3::Time phase;   ///< of the last look into DNS by others, before the move
    ns3::Time
        cachedUntil; ///< what they found has the old address, and ends then; zero = they did not
    ns3::Time known; ///< agent or DNS server has the new address; zero = never
};

/**
 * What is done on the network: all HIP hosts change their link at one moment, and soon after, each
 * at a time of its own, one peer for each asks for its name and sends to it. No peer has talked to
 * its host before, but others have just asked for the same names, so that the resolver may have an
 * old address.
 */
class ReachabilityExperiment
{
  public:
    ReachabilityExperiment(const ReachabilityOptions& options,
                           const ReachabilityCell& cell,
                           ProxyNetwork& network,
                           Recorder& recorder);

    /// Runs until all peers have an answer. @throw std::runtime_error if one gets none for long
    void Run();

    /// @return when the hosts move
    ns3::Time GetMove() const
    {
        return m_move;
    }

    /// @return how long before that traffic was counted
    ns3::Time GetBefore() const
    {
        return m_before;
    }

    const std::vector<Contact>& GetContacts() const
    {
        return m_contacts;
    }

    /// What a server had to do before the move, and from then on.
    struct Load
    {
        explicit Load(ns3::Ptr<ns3::Node> node)
            : meter(node)
        {
        }

        ServerMeter meter; ///< from the move on
        std::array<Traffic, SUBJECTS> before{};
    };

    const Load& GetDnsLoad() const
    {
        return m_dns;
    }

    const Load& GetAgentLoad() const
    {
        return m_agent;
    }

  private:
    void AddContact(unsigned host);
    void AddUpdater(unsigned host);
    void WatchAgent();
    void PlanOthers();
    void AskForOthers(Contact& contact);
    void Move();
    static void EndOfBefore(Load& load);

    const ReachabilityOptions& m_options;
    const ReachabilityCell& m_cell;
    ProxyNetwork& m_network;
    Recorder& m_recorder;
    ns3::Ptr<ns3::UniformRandomVariable> m_random;
    ns3::Time m_before;
    ns3::Time m_move;
    ns3::Ptr<ns3::HipDnsClient> m_others;
    std::vector<Contact> m_contacts;
    Load m_dns;
    Load m_agent;
    std::size_t m_answered = 0;
};

} // namespace hipscenario

#endif // HIP_SCENARIOS_REACHABILITY_EXPERIMENT_H
