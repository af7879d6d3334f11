// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/reachability/options.h"

#include "scenarios/common/command-line.h"
#include "scenarios/common/data-folder.h"

#include <cmath>
#include <stdexcept>

namespace hipscenario
{

namespace
{

constexpr double LONGEST_TTL = 3600; // seconds
constexpr std::size_t MOST_TTLS = 50;
constexpr unsigned STATIC_TTL = 3600; // seconds, of records that no move changes

/// @throw std::invalid_argument
std::vector<unsigned>
ParseTtls(const std::string& text)
{
    std::vector<unsigned> ttls;
    for (const double ttl : ParseNumbers("ttls", text))
    {
        if (!(ttl >= 1 && ttl <= LONGEST_TTL) || ttl != std::floor(ttl))
        {
            throw std::invalid_argument("--ttls: must be whole seconds from 1 to 3600");
        }
        if (!ttls.empty() && ttl <= ttls.back())
        {
            throw std::invalid_argument("--ttls: each must be more than the one before");
        }
        ttls.push_back(static_cast<unsigned>(ttl));
    }
    if (ttls.size() > MOST_TTLS)
    {
        throw std::invalid_argument("--ttls: more than 50");
    }
    return ttls;
}

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
    AddNetworkOptions(all, options);
    AddCampaignOptions(all, options.campaign);
    AddPlaceOptions(all, options);
    AddRecordOptions(all, options);
    if (!ReadCommandLine(argc, argv, all, out))
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
    options.cells = MakeCells(by, ParseTtls(ttls));
    options.campaign.runs *= static_cast<unsigned>(options.cells.size());
    return options;
}

} // namespace hipscenario
