// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_MOBILITY_EXPERIMENT_H
#define HIP_SCENARIOS_MOBILITY_EXPERIMENT_H

#include "scenarios/common/named-download.h"
#include "scenarios/common/network.h"
#include "scenarios/common/recorder.h"
#include "scenarios/mobility/mobile-access.h"
#include "scenarios/mobility/move-observer.h"
#include "scenarios/mobility/move.h"
#include "scenarios/mobility/options.h"

#include <string>
#include <vector>

namespace hipscenario
{

/**
 * What is done on the network: the first legacy host fetches octets from the first HIP host by its
 * name, or sends it some, while that host moves, once in each way:
 *
 * 1. `hard`: its link at home is lost, and some time later it has the one in the other city.
 * 2. `gapless`: it comes back, from one moment to the next.
 * 3. `soft`: it has the other link for some time before it loses that at home.
 *
 * With Wi-Fi it goes `away` to the other access point, and comes `back`.
 */
class MobilityExperiment
{
  public:
    MobilityExperiment(const MobilityOptions& options, ProxyNetwork& network, Recorder& recorder);

    /// Runs the simulation to its end. @throw std::runtime_error if the download has failed
    void Run();

    const Measurement& GetMeasurement() const
    {
        return m_download.GetMeasurement();
    }

    const std::vector<Move>& GetMoves() const
    {
        return m_moves;
    }

    /// @return whether the host has to find out that it is on another link
    bool HasDetection() const
    {
        return m_options.addressing != Addressing::SCHEDULE;
    }

    /// @return whether duplicate address detection delays the use of addresses
    bool HasDad() const
    {
        return !m_options.dadDelay.IsZero();
    }

    const MoveObserver& GetObserver() const
    {
        return m_observer;
    }

    const MobileAccess& GetLinks() const
    {
        return m_links;
    }

    /// How often a Wi-Fi station has associated anew.
    std::uint64_t GetAssociations() const
    {
        return m_associations;
    }

    /// Captures what a Wi-Fi station hears; nothing else. @param file its name
    void EnablePcap(const std::string& file)
    {
        m_links.EnablePcap(file);
    }

  private:
    void Plan();
    void Leave(Move& move);
    void Enter(Move& move, bool isSecond);
    void LoseAccessPoint(ns3::Time lastBeacon);
    void Associate(MobileAccess::Link link);
    const MobilityOptions& m_options;
    Recorder& m_recorder;
    MobileAccess m_links;
    NamedDownload m_download;
    std::vector<Move> m_moves;
    MoveObserver m_observer;
    std::uint64_t m_associations = 0;
};

} // namespace hipscenario

#endif // HIP_SCENARIOS_MOBILITY_EXPERIMENT_H
