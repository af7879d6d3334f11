// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_CROSSING_EXPERIMENT_H
#define HIP_SCENARIOS_CROSSING_EXPERIMENT_H

#include "scenarios/common/mobile-links.h"
#include "scenarios/common/named-download.h"
#include "scenarios/common/network.h"
#include "scenarios/common/recorder.h"
#include "scenarios/crossing/options.h"

#include <string>

namespace hipscenario
{

/// One end of the association, and what it finds out; times are simulation times, zero = not yet.
struct Mover
{
    std::string name; ///< in events
    MobileLinks links;
    ns3::Time moved;
    ns3::Time knows;      ///< sends to the other one's new address, for good
    ns3::Time lastBefore; ///< data came from the other one, before both were reunited
    ns3::Time firstAfter; ///< data came from its new address to the new one here
};

/**
 * What is done on the network: the first legacy host downloads from the first HIP host by its name,
 * and once this host and the proxy each change from one link to another from one moment to the
 * next. The UPDATE of each goes to where the other one is no longer, if that one has left before it
 * arrives.
 */
class CrossingExperiment
{
  public:
    CrossingExperiment(const CrossingOptions& options,
                       const CrossingCell& cell,
                       ProxyNetwork& network,
                       Recorder& recorder);

    /// Runs the simulation to its end, which need not be that of the download. @throw
    /// std::runtime_error if octets came wrong, or the download was over too soon
    void Run();

    const NamedDownload& GetDownload() const
    {
        return m_download;
    }

    /// Whether the association of before lasted until data came between both new addresses.
    bool HasRecovered() const
    {
        return IsReunited() && !m_isClosed;
    }

    /// From the last data packet before both are reunited, to the first one after: in that
    /// direction in which it takes longer.
    ns3::Time GetRecovery() const
    {
        return Max(m_host.firstAfter - m_host.lastBefore, m_proxy.firstAfter - m_proxy.lastBefore);
    }

    /// From the second move until both send to the other one's new address.
    ns3::Time GetSignalling() const;

    const Mover& GetHost() const
    {
        return m_host;
    }

    const Mover& GetProxy() const
    {
        return m_proxy;
    }

  private:
    void Watch(ns3::Ptr<ns3::HipNodeApplication> application, Mover& self, const Mover& other);
    void Plan();
    void Move(Mover& mover);
    void NoteData(ns3::Ptr<const ns3::Packet> packet, Mover& self, const Mover& other);

    bool IsReunited() const
    {
        return !m_host.firstAfter.IsZero() && !m_proxy.firstAfter.IsZero();
    }

    const CrossingCell& m_cell;
    ProxyNetwork& m_network;
    Recorder& m_recorder;
    NamedDownload m_download;
    Mover m_host;
    Mover m_proxy;
    bool m_isClosed = false;
};

} // namespace hipscenario

#endif // HIP_SCENARIOS_CROSSING_EXPERIMENT_H
