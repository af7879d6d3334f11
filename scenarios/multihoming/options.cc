// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/multihoming/options.h"

#include "core/association/path-policy.h"
#include "scenarios/common/command-line.h"
#include "scenarios/common/data-folder.h"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

namespace hipscenario
{

namespace
{

constexpr std::size_t MOST_CELLS = 100; // so that all runs have a number

/// @throw std::invalid_argument naming the option
void
CheckPolicy(const char* option, const std::string& text)
{
    try
    {
        hip::ParsePathPolicy(text);
    }
    catch (const std::invalid_argument& cause)
    {
        throw std::invalid_argument(std::string("--") + option + ": " + cause.what());
    }
}

/// @throw std::invalid_argument
std::vector<std::string>
ParsePolicies(const std::string& text)
{
    std::vector<std::string> policies;
    std::istringstream words(text);
    for (std::string word; words >> word;)
    {
        CheckPolicy("policy", word);
        if (std::find(policies.begin(), policies.end(), word) != policies.end())
        {
            throw std::invalid_argument("--policy: '" + word + "' twice");
        }
        policies.push_back(word);
    }
    if (policies.empty() || policies.size() > MOST_CELLS)
    {
        throw std::invalid_argument("--policy: must be from 1 to 100 policies");
    }
    return policies;
}

/// @throw std::invalid_argument
std::vector<double>
ParseIntervals(const std::string& text)
{
    std::vector<double> intervals;
    std::istringstream words(text + ",");
    for (std::string word; std::getline(words, word, ',');)
    {
        char* end = nullptr;
        const double interval = std::strtod(word.c_str(), &end);
        if (word.empty() || *end != '\0' || !(interval >= 0.05 && interval <= 100))
        {
            throw std::invalid_argument("--probe-interval: '" + word +
                                        "' is no number of seconds from 0.05 to 100");
        }
        if (std::find(intervals.begin(), intervals.end(), interval) != intervals.end())
        {
            throw std::invalid_argument("--probe-interval: '" + word + "' twice");
        }
        intervals.push_back(interval);
    }
    if (intervals.size() > MOST_CELLS)
    {
        throw std::invalid_argument("--probe-interval: more than 100");
    }
    return intervals;
}

/// Every policy with the first interval, then the first policy with the others.
std::vector<MultihomingCell>
MakeCells(const std::vector<std::string>& policies, const std::vector<double>& intervals)
{
    std::vector<MultihomingCell> cells;
    for (const std::string& policy : policies)
    {
        cells.push_back({policy, intervals.front()});
    }
    for (std::size_t i = 1; i < intervals.size(); ++i)
    {
        cells.push_back({policies.front(), intervals[i]});
    }
    return cells;
}

void
CheckLinks(const MultihomingOptions& options)
{
    CheckRange("rate-0", options.links[0].rate, 1.0, 1000.0);
    CheckRange("rate-1", options.links[1].rate, 1.0, 1000.0);
    CheckRange("delay-0", options.links[0].delay, 0.0, 1000.0);
    CheckRange("delay-1", options.links[1].delay, 0.0, 1000.0);
    CheckRange("missed", options.missed, 1u, 100u);
    CheckRange("fail", options.fail, 0.1, 1000.0);
    CheckRange("repair", options.repair, 0.1, 2000.0);
    if (options.repair <= options.fail)
    {
        throw std::invalid_argument("--repair: must be later than --fail");
    }
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
    return own;
}

std::optional<MultihomingOptions>
ReadOptions(int argc, char* argv[], std::ostream& out)
{
    MultihomingOptions options;
    options.legacyHosts = 1;
    options.topology = GetDataFile("topologies/Geant2012.graphml");
    std::string policies = "preferred failover lowest-delay weighted:1,1";
    std::string intervals = "0.5,0.1,0.2,0.8";
    po::options_description all("Options of ./hip run multihoming", 100, 60);
    AddOutOption(all, options.campaign);
    // clang-format off
    all.add_options()
        ("bytes", NumberOption(options.bytes), "octets that the legacy host downloads over TCP, 1 to 10^12; few end "
                                               "before the link works again")
        ("policy", TextOption(policies, "LIST"), "how the HIP host chooses the link of each packet, several policies to "
                                                 "compare with blanks between them: preferred, failover, lowest-delay, "
                                                 "weighted:W,W (a weight of each link), "
                                                 "flows:port=P>L,dscp=D>L;POLICY (the link L of chosen flows)")
        ("proxy-policy", TextOption(options.proxyPolicy, "NAME"), "the same of the proxy, one for all runs; by default "
                                                                  "that of the HIP host")
        ("probe-interval", TextOption(intervals, "LIST"), "seconds from one probe of a path to the next, 0.05 to 100, "
                                                          "with commas; the first for every policy, the others for "
                                                          "the first policy")
        ("missed", NumberOption(options.missed), "unanswered probes in a row after which a path has failed, 1 to 100")
        ("rate-0", NumberOption(options.links[0].rate), "Mbit/s of link 0, which fails, 1 to 1000")
        ("delay-0", NumberOption(options.links[0].delay), "ms one way of link 0, 0 to 1000")
        ("rate-1", NumberOption(options.links[1].rate), "Mbit/s of link 1")
        ("delay-1", NumberOption(options.links[1].delay), "ms one way of link 1")
        ("fail", NumberOption(options.fail), "seconds into the download after which link 0 loses everything")
        ("repair", NumberOption(options.repair), "seconds into the download after which link 0 works again")
        ("dead", YesNoOption("dead", options.isSecondDead), "link 1 loses everything from the start: its address is told, but can "
                                                    "never be verified")
        ("second-city", TextOption(options.secondCity, "CITY"), "where link 1 ends; on the default map "
                                                               "Ireland")
        ("agent", YesNoOption("agent", options.withAgent), "the HIP host is reached through a Forwarding Agent");
    // clang-format on
    if (!ReadNetworkCommandLine(argc, argv, all, options, options.campaign, out))
    {
        return std::nullopt;
    }
    CheckRange<std::uint64_t>("bytes", options.bytes, 1, 1000000000000);
    CheckLinks(options);
    if (!options.proxyPolicy.empty())
    {
        CheckPolicy("proxy-policy", options.proxyPolicy);
    }
    CompleteNetworkOptions(options);
    CheckCampaign(options.campaign);
    options.cells = MakeCells(ParsePolicies(policies), ParseIntervals(intervals));
    options.campaign.runs *= static_cast<unsigned>(options.cells.size());
    return options;
}

} // namespace hipscenario
