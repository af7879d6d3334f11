// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_MULTIHOMING_EXPERIMENT_H
#define HIP_SCENARIOS_MULTIHOMING_EXPERIMENT_H

#include "scenarios/common/mobile-links.h"
#include "scenarios/common/network.h"
#include "scenarios/common/recorder.h"
#include "scenarios/multihoming/options.h"
#include "scenarios/multihoming/traffic.h"

#include <array>
#include <map>
#include <string>
#include <vector>

namespace hipscenario
{

/// One end of the association, and what it finds out; times are simulation times, zero = never.
struct Side
{
    ns3::Time failed;          ///< the path over link 0 has failed
    ns3::Time works;           ///< and works again
    std::uint64_t arrived = 0; ///< packets of data that came while all flows were under way
    std::uint64_t refused = 0; ///< of these, by the anti-replay window
};

/// One end's access link; what it carries is counted where it arrives.
struct EndLink
{
    ns3::Ipv6Address address;
    ns3::Time pathDelay{}; ///< of a host's: one way, between it on this link and the proxy
    std::array<ns3::Ptr<SilenceModel>, 2> ends{};
    std::vector<std::pair<ns3::Time, unsigned>> arrivals{}; ///< octets of data at the proxy
    std::uint64_t data = 0;     ///< octets at the proxy, with IP headers
    std::uint64_t returned = 0; ///< the same at the host
};

/**
 * What is done on the network: the first HIP host has two access links at once, or the proxy too,
 * and the first legacy host downloads from it by its name. Meanwhile link 0 of one of them loses
 * all packets for a time: no address changes, and nobody is told. Data goes from the host to the
 * proxy, so that the host's policy chooses its link, and the proxy's that of the acknowledgements.
 */
class MultihomingExperiment
{
  public:
    /// Gives the host its second link, and the proxy.
    MultihomingExperiment(const MultihomingOptions& options,
                          ProxyNetwork& network,
                          Recorder& recorder);

    /// Runs the simulation to its end, which need not be that of the download. @throw
    /// std::runtime_error if octets came wrong, or the download was over too soon
    void Run();

    const MultihomingTraffic& GetTraffic() const
    {
        return m_traffic;
    }

    const std::array<EndLink, 2>& GetLinks() const
    {
        return m_links;
    }

    /// @return those of the proxy
    const std::vector<EndLink>& GetProxyLinks() const
    {
        return m_proxyLinks;
    }

    const Side& GetHost() const
    {
        return m_host;
    }

    const Side& GetProxy() const
    {
        return m_proxy;
    }

    /// When link 0 fell silent, and when it worked again; zero if it did not.
    ns3::Time GetFailure() const
    {
        return m_failure;
    }

    ns3::Time GetRepair() const
    {
        return m_repair;
    }

    /// Data packets that the proxy got after one that was sent later.
    std::uint64_t GetReordered() const
    {
        return m_reordered;
    }

    /// UPDATE packets that host and proxy sent each other, and their octets with IP headers.
    std::uint64_t GetUpdates() const
    {
        return m_updates;
    }

    std::uint64_t GetUpdateBytes() const
    {
        return m_updateBytes;
    }

  private:
    void MakeHostLinks();
    void MakeProxyLinks();
    EndLink& GetFailing();
    void Watch();
    void WatchPaths(ns3::Ptr<ns3::HipNodeApplication> application,
                    ns3::Ptr<ns3::HipNodeApplication> peer,
                    Side& side);
    void WatchWindow(ns3::Ptr<ns3::HipNodeApplication> application, Side& side);
    void Plan();
    static void SetSilent(const EndLink& link, bool isSilent);
    void NoteAtProxy(ns3::Ptr<const ns3::Packet> packet);
    void NoteAtHost(ns3::Ptr<const ns3::Packet> packet);
    void NoteOrder(ns3::Ptr<const ns3::Packet> packet);
    void NoteUpdate(ns3::Ptr<const ns3::Packet> packet);

    const MultihomingOptions& m_options;
    ProxyNetwork& m_network;
    Recorder& m_recorder;
    std::array<EndLink, 2> m_links;
    std::vector<EndLink> m_proxyLinks;
    MultihomingTraffic m_traffic;
    Side m_host;
    Side m_proxy;
    ns3::Time m_failure;
    ns3::Time m_repair;
    std::map<std::uint32_t, std::uint32_t> m_newest; ///< sequence number by SPI
    std::uint64_t m_reordered = 0;
    std::uint64_t m_updates = 0;
    std::uint64_t m_updateBytes = 0;
};

} // namespace hipscenario

#endif // HIP_SCENARIOS_MULTIHOMING_EXPERIMENT_H
