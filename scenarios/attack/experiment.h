// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_ATTACK_EXPERIMENT_H
#define HIP_SCENARIOS_ATTACK_EXPERIMENT_H

#include "scenarios/attack/claim.h"
#include "scenarios/attack/observer.h"
#include "scenarios/attack/options.h"
#include "scenarios/common/mobile-links.h"
#include "scenarios/common/named-download.h"
#include "scenarios/common/network.h"
#include "scenarios/common/recorder.h"

#include <memory>
#include <vector>

namespace hipscenario
{

/**
 * What is done on the network, one after the other, while the first legacy host downloads from
 * hip-1 through the proxy:
 *
 * 1. hip-1 moves to another city and comes back; an observer records the UPDATEs.
 * 2. The observer replays them.
 * 3. It forges others.
 * 4. At the same moment, four HIP hosts that get a stream tell false addresses: hip-3 tells hip-1 a
 *    victim's, hip-4 tells it to hip-2, which sends nothing to unverified addresses, hip-5 tells
 *    hip-1 one that nobody can reach, and hip-6 some that are no host's.
 */
class AttackExperiment
{
  public:
    AttackExperiment(const AttackOptions& options, ProxyNetwork& network, Recorder& recorder);

    /// Runs the simulation to its end. @throw std::runtime_error if the download has failed, or was
    /// over too soon
    void Run();

    const NamedDownload& GetDownload() const
    {
        return m_download;
    }

    const Observer& GetObserver() const
    {
        return *m_observer;
    }

    const std::vector<std::unique_ptr<Claim>>& GetClaims() const
    {
        return m_claims;
    }

  private:
    void Plan();
    void Attack();
    void Tell();
    void StopIfOver();
    void Move(MobileLinks::Link from, MobileLinks::Link to);

    const AttackOptions& m_options;
    Recorder& m_recorder;
    MobileLinks m_links;
    NamedDownload m_download;
    std::unique_ptr<Observer> m_observer;
    std::vector<std::unique_ptr<Claim>> m_claims;
    bool m_isOver = false; ///< all that is watched
};

} // namespace hipscenario

#endif // HIP_SCENARIOS_ATTACK_EXPERIMENT_H
