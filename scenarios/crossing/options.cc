// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/crossing/options.h"

#include "scenarios/common/command-line.h"
#include "scenarios/common/data-folder.h"

namespace hipscenario
{

using namespace ns3;

namespace
{

constexpr NumberRules<double> OFFSETS{0, 500, " ms"};

/// Every offset both ways, the smallest first, with and without agent as wanted.
std::vector<CrossingCell>
MakeCells(const std::vector<double>& offsets, const std::string& agent)
{
    const auto toTime = [](double milliseconds) {
        return NanoSeconds(static_cast<int64_t>(milliseconds * 1e6));
    };
    std::vector<CrossingCell> cells;
    for (const bool withAgent : {true, false})
    {
        if (agent != "both" && (agent == "yes") != withAgent)
        {
            continue;
        }
        for (const double offset : offsets)
        {
            cells.push_back({toTime(offset), withAgent});
            if (offset > 0)
            {
                cells.push_back({toTime(-offset), withAgent});
            }
        }
    }
    return cells;
}

} // namespace

std::optional<CrossingOptions>
ReadOptions(int argc, char* argv[], std::ostream& out)
{
    CrossingOptions options;
    options.legacyHosts = 1;
    options.topology = GetDataFile("topologies/Geant2012.graphml");
    std::string offsets = "0,5,10,15,20,50,100,200,500";
    std::string agent = "both";
    po::options_description all("Options of ./hip run crossing", 100, 60);
    AddOutOption(all, options.campaign);
    // clang-format off
    all.add_options()
        ("bytes", NumberOption(options.bytes), "octets that the legacy host downloads over TCP, 1 to 10^12; few end "
                                               "before both have moved")
        ("offsets", TextOption(offsets, "LIST"), "milliseconds between both moves, 0 to 500, growing, with commas; each "
                                                 "is tried both ways: the host first, the proxy first")
        ("agent", TextOption(agent, "NAME"), "the HIP host is registered with a Forwarding Agent, and the proxy knows "
                                             "of it: yes, no, or both, one after the other")
        ("visited-city", TextOption(options.visitedCity, "CITY"), "where the HIP host moves to; on the default map "
                                                                  "Ireland")
        ("proxy-city", TextOption(options.proxyCity, "CITY"), "where the proxy moves to; on the default map Estonia");
    // clang-format on
    AddDialectOption(all, options);
    if (!ReadNetworkCommandLine(argc, argv, all, options, options.campaign, out))
    {
        return std::nullopt;
    }
    CheckName("agent", agent, agent == "yes" || agent == "no" || agent == "both");
    CheckRange<std::uint64_t>("bytes", options.bytes, 1, 1000000000000);
    options.withAgent = agent != "no";
    CompleteNetworkOptions(options);
    CheckCampaign(options.campaign);
    options.cells = MakeCells(ParseNumbers("offsets", offsets, OFFSETS, ListOrder::GROWING), agent);
    options.campaign.runs *= static_cast<unsigned>(options.cells.size());
    return options;
}

} // namespace hipscenario
