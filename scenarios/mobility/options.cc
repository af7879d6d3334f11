// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/mobility/options.h"

#include "scenarios/common/command-line.h"
#include "scenarios/common/data-folder.h"
#include "scenarios/mobility/ns2-trace.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace hipscenario
{

using ns3::Seconds;
using ns3::Time;

namespace
{

const Time FIRST_CONTACT = Seconds(3);
/// A station misses ten beacons, and then looks for another access point.
const Time LOSS_DETECTION = Seconds(2);

Attachment
ParseAttachment(const std::string& name)
{
    CheckName("attachment", name, name == "p2p" || name == "csma" || name == "wifi");
    return name == "wifi"   ? Attachment::WIFI
           : name == "csma" ? Attachment::CSMA
                            : Attachment::POINT_TO_POINT;
}

/// Takes what goes with a kind of attachment. @throw std::invalid_argument naming an option
void
SetAttachment(MobilityOptions& options, const std::string& attachment)
{
    options.attachment = ParseAttachment(attachment);
    CheckRange("distance", options.distance, 10.0, 10000.0);
    CheckRange("speed", options.speed, 0.1, 1000.0);
    if (options.attachment != Attachment::WIFI)
    {
        options.hipAccess =
            options.attachment == Attachment::CSMA ? AccessLink::CSMA : AccessLink::POINT_TO_POINT;
        if (!options.trace.empty())
        {
            throw std::invalid_argument("--trace needs --attachment=wifi");
        }
        return;
    }
    if (options.addressing == Addressing::SCHEDULE)
    {
        throw std::invalid_argument("--attachment=wifi needs --addressing=ra or dhcp: nobody knows "
                                    "when the host will be where");
    }
    if (!options.faults.HasNone())
    {
        throw std::invalid_argument("--attachment=wifi takes no --loss, --duplicate or --reorder: "
                                    "Wi-Fi has faults of its own");
    }
    if (!options.roundTrip.IsZero())
    {
        throw std::invalid_argument("--attachment=wifi takes no --rtt: its access has no delay of "
                                    "its own");
    }
    options.hipAccess = AccessLink::NONE;
    options.hipAccessDelay = Time();
    if (!options.trace.empty())
    {
        options.traceEnd = CheckNs2Trace(options.trace);
    }
}

Addressing
ParseAddressing(const std::string& name)
{
    CheckName("addressing", name, name == "schedule" || name == "ra" || name == "dhcp");
    return name == "ra"     ? Addressing::ADVERTISEMENT
           : name == "dhcp" ? Addressing::DHCP
                            : Addressing::SCHEDULE;
}

/// Takes the family of the visited link. @throw std::invalid_argument naming an option
void
SetFamily(MobilityOptions& options, const std::string& family)
{
    CheckName("visited-family", family, family == "ipv6" || family == "ipv4");
    options.visitsIpv4 = family == "ipv4";
    options.dualStack = options.visitsIpv4;
    CheckRange("dhcp-collect", options.dhcpCollect, 0.0, 10.0);
    if (options.dhcpCollect > 0 && options.addressing != Addressing::DHCP)
    {
        throw std::invalid_argument("--dhcp-collect needs --addressing=dhcp");
    }
    if (options.visitsIpv4 && options.addressing == Addressing::ADVERTISEMENT)
    {
        throw std::invalid_argument("--visited-family=ipv4 needs --addressing=schedule or dhcp: "
                                    "routers advertise IPv6 only");
    }
    if (options.addressing != Addressing::DHCP)
    {
        return;
    }
    if (!options.visitsIpv4)
    {
        throw std::invalid_argument("--addressing=dhcp needs --visited-family=ipv4: ns-3 has no "
                                    "DHCPv6");
    }
    if (options.attachment != Attachment::WIFI)
    {
        throw std::invalid_argument("--addressing=dhcp needs --attachment=wifi: other devices of "
                                    "ns-3 do not tell its DHCP client of a new link");
    }
}

double
ParseDad(const std::string& text)
{
    if (text == "on" || text == "off")
    {
        return text == "on" ? 1 : 0; // DupAddrDetectTransmits times RetransTimer: RFC 4862 §5.1
    }
    return ParseNumber<double>("dad", text, {0, 10, " s, nor on or off"});
}

void
Apply(MobilityOptions& options, const std::string& option, double value)
{
    if (option == "rate")
    {
        options.rate = value;
    }
    else if (option == "rtt")
    {
        options.roundTrip = ns3::NanoSeconds(std::llround(value * 1e9));
    }
    else if (option == "access-delay")
    {
        options.hipAccessDelay = ns3::Seconds(value);
    }
    else
    {
        options.raInterval = value;
    }
}

/// Sets an option, or makes it the one that is swept. @throw std::invalid_argument naming it
void
SetNumber(MobilityOptions& options,
          const char* option,
          const std::string& text,
          double low,
          double high)
{
    const std::vector<double> values = ParseNumbers<double>(option, text, {low, high});
    Apply(options, option, values.front());
    if (values.size() == 1)
    {
        return;
    }
    if (!options.sweep.option.empty())
    {
        throw std::invalid_argument("--" + std::string(option) + ": --" + options.sweep.option +
                                    " is a list already, and only one option may be");
    }
    options.sweep.option = option;
    options.sweep.values = values;
}

/// @throw std::invalid_argument naming an option
void
SetDelay(MobilityOptions& options, const std::string& accessDelay, const std::string& roundTrip)
{
    if (roundTrip.empty())
    {
        SetNumber(options, "access-delay", accessDelay.empty() ? "0.0002" : accessDelay, 0, 1);
        return;
    }
    if (!accessDelay.empty())
    {
        throw std::invalid_argument("--rtt: --access-delay says the same");
    }
    SetNumber(options, "rtt", roundTrip, 0.001, 2);
}

} // namespace

std::optional<MobilityOptions>
ReadOptions(int argc, char* argv[], std::ostream& out)
{
    MobilityOptions options;
    options.legacyHosts = 1;
    options.topology = GetDataFile("topologies/Geant2012.graphml");
    std::string traffic = "tcp";
    std::string direction = "down";
    std::string rate = "100";
    std::string raInterval = "0.07";
    std::string accessDelay;
    std::string roundTrip;
    std::string family = "ipv6";
    std::string attachment = "p2p";
    std::string addressing = "schedule";
    std::string dad = "off";
    po::options_description all("Options of ./hip run mobility", 100, 60);
    AddOutOption(all, options.campaign);
    // clang-format off
    all.add_options()
        ("traffic", TextOption(traffic, "NAME"), "tcp: the legacy host downloads --bytes; udp: it sends datagrams of "
                                                 "1000 octets, which come back, until some time after the last move")
        ("direction", TextOption(direction, "NAME"), "down: as above; up: the legacy host uploads --bytes, or its "
                                                     "datagrams stay at the HIP host")
        ("rate", TextOption(rate, "N,..."), "datagrams per second, 1 to 10000")
        ("access-delay", TextOption(accessDelay, "N,..."), "one-way delay of the HIP host's links in seconds, 0 to 1; "
                                                           "if it is not given 0.0002. "
                                                           "One of --rate, --access-delay, --rtt and --ra-interval may "
                                                           "be a list: then there are --runs runs for each value")
        ("rtt", TextOption(roundTrip, "N,..."), "instead: round-trip time between proxy and HIP host in seconds, 0.001 "
                                                "to 2, on each link of the host")
        ("bytes", NumberOption(options.bytes), "octets that are transferred over TCP, 1 to 10^12; few end "
                                               "before the host has moved three times")
        ("visited-city", TextOption(options.visitedCity, "CITY"), "where the HIP host moves to; on the default map "
                                                                  "Ireland")
        ("interval", NumberOption(options.interval), "seconds from one move to the next, 0.1 to 1000")
        ("gap", NumberOption(options.gap), "seconds without any link in the hard move, 0 to 100")
        ("overlap", NumberOption(options.overlap), "seconds with both links in the soft move, 0 to 100")
        ("attachment", TextOption(attachment, "NAME"), "how the HIP host is attached: p2p, csma (an Ethernet with its "
                                                       "router), or wifi: it goes from one access point to another, "
                                                       "stays there for --interval, and comes back")
        ("visited-family", TextOption(family, "NAME"), "ipv6, or ipv4: the link that the HIP host visits knows no "
                                                       "IPv6, and proxy, agent and backbone speak both")
        ("distance", NumberOption(options.distance), "metres between the access points, 10 to 10000; the default "
                                                     "Wi-Fi model reaches some 51 m")
        ("speed", NumberOption(options.speed), "metres per second at which the host goes, 0.1 to 1000")
        ("trace", TextOption(options.trace, "FILE"), "ns-2 movement trace of the host, node 0, to follow instead; the "
                                                     "access points are at (0, 0) and (--distance, 0)")
        ("addressing", TextOption(addressing, "NAME"), "where the HIP host's addresses come from: schedule (they are "
                                                       "there with the link), ra (router advertisements and "
                                                       "stateless autoconfiguration; the host does not solicit) or "
                                                       "dhcp (with --attachment=wifi and --visited-family=ipv4: as ra "
                                                       "at home, and by DHCP where it visits)")
        ("dhcp-collect", NumberOption(options.dhcpCollect), "seconds for which the DHCP client waits for further offers, "
                                                            "0 to 10")
        ("ra-interval", TextOption(raInterval, "N,..."), "seconds from one unsolicited router advertisement to the "
                                                          "next at the most, 0.03 to 7; at the least a third of it")
        ("dad", TextOption(dad, "ON|OFF|N"), "duplicate address detection: N seconds (0 to 10; on: 1) from a new "
                                             "address to its use by HIP. Only this delay is modelled: ns-3's own "
                                             "hosts use such an address at once and ignore the result")
        ("credit", YesNoOption("credit", options.useCredit), "send to an address that is not verified yet as much as has come from "
                                                 "its host (RFC 8046); no: hold data until it is verified")
        ("rekey", YesNoOption("rekey", options.rekeyOnMove), "renew the ESP keys with each change of address")
        ("agent", YesNoOption("agent", options.withAgent), "the HIP host is reached through a Forwarding Agent, and tells it where "
                                               "it is");
    // clang-format on
    AddDialectOption(all, options);
    if (!ReadNetworkCommandLine(argc, argv, all, options, options.campaign, out))
    {
        return std::nullopt;
    }
    CheckName("traffic", traffic, traffic == "tcp" || traffic == "udp");
    options.useUdp = traffic == "udp";
    CheckName("direction", direction, direction == "down" || direction == "up");
    options.isUpload = direction == "up";
    options.addressing = ParseAddressing(addressing);
    options.dadDelay = ns3::Seconds(ParseDad(dad));
    CheckRange<std::uint64_t>("bytes", options.bytes, 1, 1000000000000);
    SetNumber(options, "rate", rate, 1, 10000);
    SetDelay(options, accessDelay, roundTrip);
    SetNumber(options, "ra-interval", raInterval, 0.03, 7);
    CheckRange("interval", options.interval, 0.1, 1000.0);
    CheckRange("gap", options.gap, 0.0, 100.0);
    CheckRange("overlap", options.overlap, 0.0, 100.0);
    CompleteNetworkOptions(options);
    if (options.addressing != Addressing::SCHEDULE && !options.withAgent)
    {
        throw std::invalid_argument("--addressing=" + addressing +
                                    " needs --agent=yes: the DNS cannot know the host's address");
    }
    SetAttachment(options, attachment);
    SetFamily(options, family);
    CheckCampaign(options.campaign);
    options.sweep.runs = options.campaign.runs;
    options.campaign.runs *= std::max<unsigned>(1, options.sweep.values.size());
    return options;
}

Time
MobilityOptions::GetContactTime() const
{
    // The host may have to wait for its first address.
    return addressing == Addressing::SCHEDULE ? FIRST_CONTACT
                                              : FIRST_CONTACT + Seconds(raInterval) + dadDelay;
}

Time
MobilityOptions::GetStreamDuration() const
{
    if (attachment != Attachment::WIFI)
    {
        return Seconds(4 * interval + gap + overlap);
    }
    const Time walk = Seconds(2 * distance / speed + 2 * interval);
    const Time end = trace.empty() ? walk : Max(traceEnd - GetContactTime(), Time());
    return end + Seconds(raInterval) + dadDelay + Seconds(dhcpCollect + interval) + LOSS_DETECTION;
}

MobilityOptions
MobilityOptions::ForRun(unsigned run) const
{
    MobilityOptions options = *this;
    if (!sweep.values.empty())
    {
        Apply(options, sweep.option, sweep.values.at((run - 1) / sweep.runs));
    }
    return options;
}

} // namespace hipscenario
