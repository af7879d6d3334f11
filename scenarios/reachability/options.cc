// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/reachability/options.h"

#include "scenarios/common/command-line.h"
#include "scenarios/common/data-folder.h"

namespace hipscenario
{

namespace
{

constexpr NumberRules<unsigned> TTLS{1, 3600, " s"};
constexpr unsigned STATIC_TTL = 3600; // seconds, of records that no move changes

std::vector<ReachabilityCell>
MakeCells(const std::string& by, const std::vector<unsigned>& ttls)
{
    std::vector<ReachabilityCell> cells;
    if (by != "dns")
    {
        cells.push_back({true, STATIC_TTL});
    }
    for (const unsigned ttl : ttls)
    {
        if (by != "agent")
        {
            cells.push_back({false, ttl});
        }
    }
    return cells;
}

} // namespace

std::optional<ReachabilityOptions>
ReadOptions(int argc, char* argv[], std::ostream& out)
{
    ReachabilityOptions options;
    options.legacyHosts = 1;
    options.hipHosts = 10;
    options.recordTtl = STATIC_TTL;
    options.topology = GetDataFile("topologies/Geant2012.graphml");
    std::string by = "both";
    std::string ttls = "1,3,10,30,60,300";
    po::options_description all("Options of ./hip run reachability", 100, 60);
    AddOutOption(all, options.campaign);
    // clang-format off
    all.add_options()
        ("by", TextOption(by, "NAME"), "how peers find the hosts: agent, dns (each host tells its address by DNS "
                                       "update), or both, one after the other")
        ("ttls", TextOption(ttls, "LIST"), "TTLs of the addresses that hosts tell DNS: whole seconds, 1 to 3600, "
                                           "growing, with commas")
        ("hosts", NumberOption(options.hipHosts), "HIP hosts that move at once, each called by one new peer; 1 to 100")
        ("window", NumberOption(options.window), "peers come at random within so many seconds after the move, 0.001 "
                                                 "to 3600")
        ("retry", NumberOption(options.retry), "seconds after which a peer without an answer sends again, 0.1 to 60")
        ("visited-city", TextOption(options.visitedCity, "CITY"), "where the HIP hosts move to; on the default map "
                                                                  "Ireland");
    // clang-format on
    if (!ReadNetworkCommandLine(argc, argv, all, options, options.campaign, out))
    {
        return std::nullopt;
    }
    CheckName("by", by, by == "agent" || by == "dns" || by == "both");
    CheckRange("hosts", options.hipHosts, 1u, 100u);
    CheckRange("window", options.window, 0.001, 3600.0);
    CheckRange("retry", options.retry, 0.1, 60.0);
    options.withAgent = by != "dns";
    CompleteNetworkOptions(options);
    CheckCampaign(options.campaign);
    options.cells = MakeCells(by, ParseNumbers("ttls", ttls, TTLS, ListOrder::GROWING));
    options.campaign.runs *= static_cast<unsigned>(options.cells.size());
    return options;
}

} // namespace hipscenario
