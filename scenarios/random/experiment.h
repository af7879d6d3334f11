// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_RANDOM_EXPERIMENT_H
#define HIP_SCENARIOS_RANDOM_EXPERIMENT_H

#include "scenarios/common/mobile-links.h"
#include "scenarios/common/named-download.h"
#include "scenarios/common/network.h"
#include "scenarios/common/recorder.h"
#include "scenarios/random/plan.h"

#include <string>

namespace hipscenario
{

/**
 * What is done on the network: the first legacy host downloads from the first HIP host by its name,
 * slowly, and meanwhile the events of a plan happen, whatever the state in which they find
 * everything. In the end host and proxy are at home, and the download has all the time it takes.
 */
class RandomExperiment
{
  public:
    RandomExperiment(const RandomOptions& options,
                     const RandomPlan& plan,
                     ProxyNetwork& network,
                     Recorder& recorder);

    /// Runs the simulation to its end, which need not be that of the download.
    void Run();

    const NamedDownload& GetDownload() const
    {
        return m_download;
    }

    /// @return what is wrong at the end; empty if nothing is
    std::string FindFailure() const;

    /// Names of the states in which the ends of the association are.
    std::string GetHostState() const;
    std::string GetProxyState() const;

  private:
    /// A node with two links, of which it has one or the other.
    struct Mover
    {
        std::string name; ///< in events
        MobileLinks links;
        MobileLinks::Link at = MobileLinks::HOME;
        bool isMoving = false;
    };

    void Plan();
    void Do(const RandomEvent& event);
    void Move(Mover& mover, ns3::Time gap);
    void Arrive(Mover& mover, MobileLinks::Link link, bool isSecond);
    void GoHome(Mover& mover);
    void Rekey(ns3::Ptr<ns3::HipNodeApplication> application,
               ns3::Ptr<ns3::HipNodeApplication> peer,
               bool withDiffieHellman);

    const RandomPlan& m_plan;
    ProxyNetwork& m_network;
    Recorder& m_recorder;
    NamedDownload m_download;
    Mover m_host;
    Mover m_proxy;
};

} // namespace hipscenario

#endif // HIP_SCENARIOS_RANDOM_EXPERIMENT_H
