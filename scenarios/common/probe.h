// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_COMMON_PROBE_H
#define HIP_SCENARIOS_COMMON_PROBE_H

#include "scenarios/common/fetch.h"

#include "ns3/node.h"

#include <functional>
#include <memory>

namespace hipscenario
{

/// One way to talk to a server and to measure it; the same object serves one contact.
class Probe
{
  public:
    virtual ~Probe() = default;

    /**
     * Begins now.
     *
     * @param server address and port
     * @param whenDone called once, when all has come back or the contact has failed
     */
    virtual void Start(const ns3::Address& server, std::function<void()> whenDone) = 0;

    Measurement measurement;
};

/// TCP: fetches octets from a FetchServer. @param localPort to connect from, 0 = any
std::unique_ptr<Probe> MakeFetchProbe(ns3::Ptr<ns3::Node> node,
                                      std::uint16_t localPort,
                                      std::uint64_t octets);

/**
 * UDP: sends numbered datagrams of 1000 octets to an echo server and checks the echoes. Ends 5 s
 * after the last one, but begins again for 15 min as long as no echo comes at all.
 *
 * @param octets of all datagrams
 * @param interval from one datagram to the next; 1 ms makes 8 Mbit/s
 */
std::unique_ptr<Probe> MakeDatagramProbe(ns3::Ptr<ns3::Node> node,
                                         std::uint64_t octets,
                                         ns3::Time interval = ns3::MilliSeconds(1));

/**
 * TCP: sends octets to another node, which checks them; measured there.
 *
 * @param receiver listens on UPLOAD_PORT from the start on
 */
std::unique_ptr<Probe> MakeUploadProbe(ns3::Ptr<ns3::Node> sender,
                                       ns3::Ptr<ns3::Node> receiver,
                                       std::uint64_t octets);

/// UDP: as MakeDatagramProbe, but to another node's UPLOAD_PORT, where they are checked and stay.
std::unique_ptr<Probe> MakeDatagramUploadProbe(ns3::Ptr<ns3::Node> sender,
                                               ns3::Ptr<ns3::Node> receiver,
                                               std::uint64_t octets,
                                               ns3::Time interval);

/// ICMP or ICMPv6: ten echo requests of 56 octets, one in 100 ms. Ends like that of UDP.
std::unique_ptr<Probe> MakePingProbe(ns3::Ptr<ns3::Node> node);

/**
 * ns-3's 3GPP HTTP client, until it has the main object and the embedded objects of one page. Loads
 * the page again, as a user would, when nothing comes for some minutes: the client itself waits
 * for ever when TCP gives up.
 */
std::unique_ptr<Probe> MakeHttpProbe(ns3::Ptr<ns3::Node> node);

/// Installs on a node what the probes talk to: ports for fetching, echoes and pages.
void InstallProbeServers(ns3::Ptr<ns3::Node> node, const ns3::Address& local, ns3::Time start);

/// Octets of each datagram of MakeDatagramProbe.
inline constexpr unsigned DATAGRAM_OCTETS = 1000;

/// One that dissectors do not take for some other protocol.
inline constexpr std::uint16_t FETCH_PORT = 54321;
inline constexpr std::uint16_t UPLOAD_PORT = 54322;
inline constexpr std::uint16_t ECHO_PORT = 7;
inline constexpr std::uint16_t HTTP_PORT = 80;

} // namespace hipscenario

#endif // HIP_SCENARIOS_COMMON_PROBE_H
