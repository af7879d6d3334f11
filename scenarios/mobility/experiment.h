// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_MOBILITY_EXPERIMENT_H
#define HIP_SCENARIOS_MOBILITY_EXPERIMENT_H

#include "scenarios/common/named-download.h"
#include "scenarios/common/network.h"
#include "scenarios/common/recorder.h"
#include "scenarios/mobility/mobile-access.h"
#include "scenarios/mobility/options.h"

#include <string>
#include <vector>

namespace hipscenario
{

/// One move and what came of it; times are simulation times, zero = not yet.
struct Move
{
    std::string kind; ///< "hard", "gapless" or "soft"; with Wi-Fi "away" or "back"
    MobileAccess::Link to;
    ns3::Time silent{};    ///< last sign of the old link, if its loss is noticed later
    ns3::Time lost{};      ///< the old link
    ns3::Time entered{};   ///< the new link
    ns3::Time found{};     ///< the new address: with the link, by a router advertisement or DHCP
    ns3::Time usable{};    ///< it, after duplicate address detection
    ns3::Time told{};      ///< the proxy hears that only the new address is left
    ns3::Time verified{};  ///< by the proxy, the new address
    ns3::Time firstDown{}; ///< data at the new address
    ns3::Time firstUp{};   ///< data from the new address at the proxy
    /// Octets, with IP headers, of the packets that tell and verify the new address, in this order.
    std::vector<uint32_t> signalling{};
    uint32_t before = 0; ///< octets of those that left the host in the same moment before the first

    /// @return whether the host has the new link only
    bool IsSwitched() const
    {
        return !lost.IsZero() && !entered.IsZero();
    }

    /// @return when it began: the host lost one link or got the other
    ns3::Time GetStart() const
    {
        return silent.IsZero() ? std::min(lost, entered) : silent;
    }

    /// @return from when on the host has the new link only
    ns3::Time GetSwitch() const
    {
        return std::max(lost, entered);
    }
};

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

    /// UPDATEs that left the HIP host, the proxy and the agent.
    std::uint64_t GetUpdates() const
    {
        return m_updates;
    }

    /// Octets of these, with IPv6 headers.
    std::uint64_t GetUpdateBytes() const
    {
        return m_updateBytes;
    }

  private:
    void Watch();
    void Plan();
    void Leave(Move& move);
    void Enter(Move& move, bool isSecond);
    void LoseAccessPoint(ns3::Time lastBeacon);
    void Associate(MobileAccess::Link link);
    void NoteLease();
    void NoteProxyEvent(const ns3::HipEventRecord& record);
    void NoteLocator(const ns3::Address& address);
    void NoteArrival(ns3::Ptr<const ns3::Packet> packet, uint32_t interface);
    void NoteProxyArrival(ns3::Ptr<const ns3::Packet> packet);
    void NoteDeparture(ns3::Ptr<const ns3::Packet> packet);
    void NoteSignalling(Move& move,
                        const ns3::Address& from,
                        const ns3::Address& to,
                        uint32_t size);

    const MobilityOptions& m_options;
    ProxyNetwork& m_network;
    Recorder& m_recorder;
    MobileAccess m_links;
    NamedDownload m_download;
    std::vector<Move> m_moves;
    std::uint64_t m_updates = 0;
    std::uint64_t m_updateBytes = 0;
    std::uint64_t m_associations = 0;
};

} // namespace hipscenario

#endif // HIP_SCENARIOS_MOBILITY_EXPERIMENT_H
