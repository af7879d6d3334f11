// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/random/options.h"

#include "scenarios/common/command-line.h"
#include "scenarios/common/data-folder.h"

#include <stdexcept>

namespace hipscenario
{

std::optional<RandomOptions>
ReadOptions(int argc, char* argv[], std::ostream& out)
{
    RandomOptions options;
    options.legacyHosts = 1;
    options.dualStack = true;
    options.crypto = "modelled";
    options.withPcap = false;
    options.registration = ns3::Seconds(20); // so that a host soon notices that its agent was away
    options.topology = GetDataFile("topologies/Geant2012.graphml");
    options.hipCity = "Denmark";
    options.agentCity = "Sweden";
    options.campaign.runs = 20;
    po::options_description all("Options of ./hip run random", 100, 60);
    AddOutOption(all, options.campaign);
    // clang-format off
    all.add_options()
        ("bytes", NumberOption(options.bytes), "octets that the legacy host downloads over TCP, at 2 Mbit/s; 1 to 10^12")
        ("events", NumberOption(options.events), "events in a run at most, 0 to 8; fewer leave out the last ones, so that "
                                                 "a run that fails can be made smaller")
        ("only", NumberOption(options.only), "the number of a run that is done alone; 0 = all")
        ("ipv4", YesNoOption("ipv4", options.mayVisitIpv4), "in one run of three the host's second link is one of IPv4")
        ("faults", YesNoOption("faults", options.mayHaveFaults), "in some runs links lose, repeat and reorder packets")
        ("crashes", YesNoOption("crashes", options.mayCrashAgent), "the Forwarding Agent may crash and come back");
    // clang-format on
    AddDialectOption(all, options);
    if (!ReadNetworkCommandLine(argc, argv, all, options, options.campaign, out))
    {
        return std::nullopt;
    }
    CheckRange<std::uint64_t>("bytes", options.bytes, 1, 1000000000000);
    CheckRange("events", options.events, 0u, MOST_EVENTS);
    CheckRange("only", options.only, 0u, 1000u);
    CompleteNetworkOptions(options);
    if (options.only > 0)
    {
        options.campaign.runs = 1;
    }
    CheckCampaign(options.campaign);
    return options;
}

} // namespace hipscenario
