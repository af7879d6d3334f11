// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/multihoming/cells.h"

#include "core/association/path-policy.h"
#include "scenarios/common/command-line.h"

#include <algorithm>
#include <sstream>
#include <stdexcept>

namespace hipscenario
{

namespace
{

constexpr NumberRules<double> INTERVALS{0.05, 100, " s"};
constexpr NumberRules<double> DELAYS{0, 1000, " ms"};
constexpr std::size_t MOST_CELLS = 100; // so that all runs have a number

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
std::vector<bool>
ParseSas(const std::string& text)
{
    CheckName("sa", text, text == "one" || text == "each" || text == "one,each");
    return text == "one,each" ? std::vector{false, true} : std::vector{text == "each"};
}

} // namespace

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

std::vector<MultihomingCell>
MakeCells(const CellLists& lists)
{
    const auto policies = ParsePolicies(lists.policies);
    const auto intervals =
        ParseNumbers("probe-interval", lists.intervals, INTERVALS, ListOrder::DISTINCT);
    const auto sas = ParseSas(lists.sas);
    std::vector<MultihomingCell> cells;
    for (const double delay : ParseNumbers("delay-1", lists.delays, DELAYS, ListOrder::DISTINCT))
    {
        for (const bool saPerPath : sas)
        {
            for (const std::string& policy : policies)
            {
                cells.push_back({policy, intervals.front(), saPerPath, delay});
            }
            for (std::size_t i = 1; i < intervals.size(); ++i)
            {
                cells.push_back({policies.front(), intervals[i], saPerPath, delay});
            }
        }
    }
    if (cells.size() > MOST_CELLS)
    {
        throw std::invalid_argument("--policy, --probe-interval, --sa and --delay-1 make more than "
                                    "100 kinds of runs");
    }
    return cells;
}

} // namespace hipscenario
