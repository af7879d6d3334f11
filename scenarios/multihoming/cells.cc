// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/multihoming/cells.h"

#include "core/association/path-policy.h"
#include "scenarios/common/command-line.h"

#include <algorithm>
#include <cstdlib>
#include <sstream>
#include <stdexcept>

namespace hipscenario
{

namespace
{

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

/// @return the numbers of a list. @throw std::invalid_argument
std::vector<double>
ParseList(const char* option, const std::string& text, double low, double high)
{
    std::vector<double> numbers = ParseNumbers(option, text);
    for (auto number = numbers.begin(); number != numbers.end(); ++number)
    {
        CheckRange(option, *number, low, high);
        if (std::find(numbers.begin(), number, *number) != number)
        {
            std::ostringstream cause;
            cause << "--" << option << ": '" << *number << "' twice";
            throw std::invalid_argument(cause.str());
        }
    }
    return numbers;
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
    const auto intervals = ParseList("probe-interval", lists.intervals, 0.05, 100);
    const auto sas = ParseSas(lists.sas);
    std::vector<MultihomingCell> cells;
    for (const double delay : ParseList("delay-1", lists.delays, 0, 1000))
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
