// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_MOBILITY_OPTIONS_H
#define HIP_SCENARIOS_MOBILITY_OPTIONS_H

#include "scenarios/common/network-options.h"
#include "scenarios/common/program.h"

#include "ns3/nstime.h"

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace hipscenario
{

/// Where the addresses of the host that moves come from.
enum class Addressing
{
    SCHEDULE,      ///< they are there with the link
    ADVERTISEMENT, ///< router advertisements and stateless autoconfiguration (RFC 4861, 4862)
    DHCP,          ///< the same at home, and DHCPv4 (RFC 2131) on the link that the host visits
};

/// How the host that moves is attached.
enum class Attachment
{
    POINT_TO_POINT,
    CSMA,
    WIFI, ///< it moves by going from one access point to another
};

/// One option whose values are tried one after the other.
struct Sweep
{
    std::string option;         ///< empty = none
    std::vector<double> values; ///< of the option
    unsigned runs = 1;          ///< for each of them
};

/// The command line of the scenario.
struct MobilityOptions : NetworkOptions
{
    Campaign campaign{"out/mobility"}; ///< with the runs of all values
    Sweep sweep;
    bool useUdp = false;
    bool isUpload = false;          ///< the legacy host sends, and the HIP host receives
    std::uint64_t bytes = 40000000; ///< over TCP
    double rate = 100;              ///< datagrams of 1000 octets per second, over UDP
    std::string visitedCity;        ///< where the second link is; empty = the default one
    double interval = 1;            ///< seconds between moves
    double gap = 0.5;               ///< seconds without a link in the hard move
    double overlap = 0.5;           ///< seconds with both links in the soft move
    Attachment attachment = Attachment::POINT_TO_POINT;
    bool visitsIpv4 = false; ///< the link that the host visits knows no IPv6
    double distance = 80;    ///< metres between the access points
    double speed = 20;       ///< metres per second
    std::string trace;       ///< file with an ns-2 movement trace; empty = there and back
    ns3::Time traceEnd;      ///< when its last movement is over
    Addressing addressing = Addressing::SCHEDULE;
    double dhcpCollect = 0;   ///< seconds that a DHCP client waits for further offers
    double raInterval = 0.07; ///< MaxRtrAdvInterval in seconds; MinRtrAdvInterval is a third of it

    /// @return the same with the value of the sweep that a run is for. @param run from 1
    MobilityOptions ForRun(unsigned run) const;

    /// @return when the legacy host asks for the name of the HIP host
    ns3::Time GetContactTime() const;

    /// @return for how long datagrams are sent: until some time after the last move
    ns3::Time GetStreamDuration() const;
};

/**
 * Reads the command line.
 *
 * @param out where --help prints
 * @return nothing if --help was asked for
 * @throw std::invalid_argument with one line that names the wrong option or value
 */
std::optional<MobilityOptions> ReadOptions(int argc, char* argv[], std::ostream& out);

} // namespace hipscenario

#endif // HIP_SCENARIOS_MOBILITY_OPTIONS_H
