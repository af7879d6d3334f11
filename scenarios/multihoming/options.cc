// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/multihoming/options.h"

#include "scenarios/common/command-line.h"
#include "scenarios/common/data-folder.h"

#include <sstream>
#include <stdexcept>

namespace hipscenario
{

namespace
{

void
CheckLinks(const MultihomingOptions& options)
{
    CheckRange("rate-0", options.links[0].rate, 1.0, 1000.0);
    CheckRange("rate-1", options.links[1].rate, 1.0, 1000.0);
    CheckRange("delay-0", options.links[0].delay, 0.0, 1000.0);
    CheckRange("missed", options.missed, 1u, 100u);
    CheckRange("proxy-links", options.proxyLinks, 1u, 2u);
    CheckRange("fail", options.fail, 0.1, 1000.0);
    CheckRange("repair", options.repair, 0.1, 2000.0);
    if (options.repair <= options.fail)
    {
        throw std::invalid_argument("--repair: must be later than --fail");
    }
}

void
CheckTraffic(const MultihomingOptions& options)
{
    CheckRange<std::uint64_t>("bytes", options.bytes, 1, 1000000000000);
    CheckRange("rate", options.rate, 1.0, 10000.0);
    CheckRange("flows", options.flows, 1u, 100u);
    CheckRange("replay-window", options.replayWindow, 64u, 65536u);
    if (options.replayWindow % 64 != 0)
    {
        throw std::invalid_argument("--replay-window: must be a multiple of 64");
    }
}

/// @throw std::invalid_argument
Failing
ParseFailing(const std::string& name, unsigned proxyLinks)
{
    CheckName("fails", name, name == "none" || name == "host" || name == "proxy");
    if (name == "proxy" && proxyLinks == 1)
    {
        throw std::invalid_argument("--fails: a link of the proxy can fail only with "
                                    "--proxy-links 2");
    }
    return name == "none" ? Failing::NONE : name == "host" ? Failing::HOST : Failing::PROXY;
}

} // namespace

MultihomingOptions
MultihomingOptions::ForRun(unsigned run) const
{
    const MultihomingCell& cell = cells[(run - 1) % cells.size()];
    MultihomingOptions own = *this;
    own.hostPolicy = cell.policy;
    own.proxyPolicy = proxyPolicy.empty() ? cell.policy : proxyPolicy;
    own.probeInterval = cell.probeInterval;
    own.saPerPath = cell.saPerPath;
    own.links[1].delay = cell.delay;
    return own;
}

ns3::Time
MultihomingOptions::GetStreamDuration() const
{
    return ns3::Seconds(repair + fail);
}

std::optional<MultihomingOptions>
ReadOptions(int argc, char* argv[], std::ostream& out)
{
    MultihomingOptions options;
    options.legacyHosts = 1;
    options.topology = GetDataFile("topologies/Geant2012.graphml");
    CellLists lists;
    std::string traffic = "tcp";
    std::string fails = "host";
    po::options_description all("Options of ./hip run multihoming", 100, 60);
    AddOutOption(all, options.campaign);
    // clang-format off
    all.add_options()
        ("traffic", TextOption(traffic, "NAME"), "tcp: the legacy host downloads --bytes; udp: it sends datagrams of "
                                                 "1000 octets, which come back, for --fail seconds more than --repair")
        ("bytes", NumberOption(options.bytes), "octets that the legacy host downloads over TCP, 1 to 10^12; few end "
                                               "before the link works again")
        ("rate", NumberOption(options.rate), "datagrams per second, 1 to 10000")
        ("flows", NumberOption(options.flows), "how many downloads, or streams of datagrams, there are at the same time, "
                                               "1 to 100")
        ("policy", TextOption(lists.policies, "LIST"), "how the HIP host chooses the link of each packet, several policies to "
                                                 "compare with blanks between them: preferred, failover, lowest-delay, "
                                                 "weighted:W,W (a weight of each link), "
                                                 "flows:port=P>L,dscp=D>L;POLICY (the link L of chosen flows)")
        ("proxy-policy", TextOption(options.proxyPolicy, "NAME"), "the same of the proxy, one for all runs; by default "
                                                                  "that of the HIP host")
        ("probe-interval", TextOption(lists.intervals, "LIST"), "seconds from one probe of a path to the next, 0.05 to 100, "
                                                          "with commas; the first for every policy, the others for "
                                                          "the first policy")
        ("sa", TextOption(lists.sas, "LIST"), "one: all links share one pair of SAs; each: every path has its own; "
                                             "one,each: to compare")
        ("replay-window", NumberOption(options.replayWindow), "packets that each SA remembers to refuse copies, 64 to "
                                                             "65536, a multiple of 64")
        ("missed", NumberOption(options.missed), "unanswered probes in a row after which a path has failed, 1 to 100")
        ("rate-0", NumberOption(options.links[0].rate), "Mbit/s of the HIP host's link 0, which fails, 1 to 1000")
        ("delay-0", NumberOption(options.links[0].delay), "ms one way of link 0, 0 to 1000")
        ("rate-1", NumberOption(options.links[1].rate), "Mbit/s of link 1")
        ("delay-1", TextOption(lists.delays, "LIST"), "ms one way of link 1, with commas; all of the above with each")
        ("proxy-links", NumberOption(options.proxyLinks), "access links of the proxy, 1 or 2")
        ("fails", TextOption(fails, "NAME"), "whose link 0 fails: host, proxy or none")
        ("fail", NumberOption(options.fail), "seconds into the download after which that link loses everything")
        ("repair", NumberOption(options.repair), "seconds into the download after which it works again")
        ("dead", YesNoOption("dead", options.isSecondDead), "link 1 loses everything from the start: its address is told, but can "
                                                    "never be verified")
        ("second-city", TextOption(options.secondCity, "CITY"), "where link 1 ends; on the default map "
                                                               "Ireland")
        ("proxy-city", TextOption(options.proxyCity, "CITY"), "where the proxy's link 1 ends; on the default map Estonia")
        ("agent", YesNoOption("agent", options.withAgent), "the HIP host is reached through a Forwarding Agent");
    // clang-format on
    if (!ReadNetworkCommandLine(argc, argv, all, options, options.campaign, out))
    {
        return std::nullopt;
    }
    CheckName("traffic", traffic, traffic == "tcp" || traffic == "udp");
    options.useUdp = traffic == "udp";
    CheckTraffic(options);
    CheckLinks(options);
    options.failing = ParseFailing(fails, options.proxyLinks);
    if (!options.proxyPolicy.empty())
    {
        CheckPolicy("proxy-policy", options.proxyPolicy);
    }
    CompleteNetworkOptions(options);
    CheckCampaign(options.campaign);
    options.cells = MakeCells(lists);
    options.campaign.runs *= static_cast<unsigned>(options.cells.size());
    return options;
}

} // namespace hipscenario
