// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/agent/cells.h"

#include "scenarios/common/command-line.h"

#include <algorithm>
#include <functional>
#include <sstream>
#include <stdexcept>

namespace hipscenario
{

namespace
{

constexpr std::uint64_t FEWEST_HOSTS = 10;
constexpr std::uint64_t MOST_HOSTS = 100000; ///< as many associations has an endpoint
constexpr std::uint64_t LEAST_DATA = 100;
constexpr std::uint64_t MOST_DATA = 100000000;
constexpr std::uint64_t MOST_AGENTS = 4; ///< so many of a HIP record are used
constexpr double MOST_MOVES = 60;        ///< in a minute
constexpr std::size_t MOST_VALUES = 100; ///< so that all runs have a number

/// @throw std::invalid_argument
std::uint64_t
ParseNumber(const std::string& option,
            const std::string& word,
            std::uint64_t least,
            std::uint64_t most)
{
    const bool isNumber = !word.empty() && word.size() < 12 &&
                          word.find_first_not_of("0123456789") == std::string::npos;
    const std::uint64_t number = isNumber ? std::stoull(word) : 0;
    if (!isNumber || number < least || number > most)
    {
        throw std::invalid_argument("--" + option + ": '" + word + "' is no whole number from " +
                                    std::to_string(least) + " to " + std::to_string(most));
    }
    return number;
}

/// @throw std::invalid_argument
template <class T>
void
CheckGrowth(const std::string& option, const std::vector<T>& numbers)
{
    const auto late = std::adjacent_find(numbers.begin(), numbers.end(), std::greater_equal<T>());
    if (late != numbers.end())
    {
        std::ostringstream text;
        text << "--" << option << ": '" << late[1] << "' is not more than the one before";
        throw std::invalid_argument(text.str());
    }
    if (numbers.size() > MOST_VALUES)
    {
        throw std::invalid_argument("--" + option + ": more than 100");
    }
}

/// @throw std::invalid_argument
std::vector<std::uint64_t>
ParseList(const std::string& option,
          const std::string& text,
          std::uint64_t least,
          std::uint64_t most)
{
    std::vector<std::uint64_t> numbers;
    std::istringstream words(text + ",");
    for (std::string word; std::getline(words, word, ',');)
    {
        const std::uint64_t number = ParseNumber(option, word, least, most);
        numbers.push_back(number);
    }
    CheckGrowth(option, numbers);
    return numbers;
}

/// @throw std::invalid_argument
std::vector<double>
ParseMoves(const std::string& text)
{
    const std::vector<double> rates = ParseNumbers("moves", text);
    for (const double rate : rates)
    {
        CheckRange("moves", rate, 0.0, MOST_MOVES);
    }
    CheckGrowth("moves", rates);
    return rates;
}

/// 1 and 3 times powers of ten between both ends, and the ends themselves. @throw
/// std::invalid_argument
std::vector<std::uint64_t>
ParseHosts(const std::string& text)
{
    const std::size_t dots = text.find("..");
    if (dots == std::string::npos)
    {
        return ParseList("hosts", text, FEWEST_HOSTS, MOST_HOSTS);
    }
    const std::uint64_t first =
        ParseNumber("hosts", text.substr(0, dots), FEWEST_HOSTS, MOST_HOSTS);
    const std::uint64_t last = ParseNumber("hosts", text.substr(dots + 2), first, MOST_HOSTS);
    std::vector<std::uint64_t> numbers{first};
    for (std::uint64_t power = FEWEST_HOSTS; power < last; power *= 10)
    {
        for (const std::uint64_t number : {power, 3 * power})
        {
            if (number > first && number < last)
            {
                numbers.push_back(number);
            }
        }
    }
    if (last > first)
    {
        numbers.push_back(last);
    }
    return numbers;
}

} // namespace

std::vector<AgentCell>
MakeCells(const std::string& hosts,
          const std::string& data,
          const std::string& moves,
          const std::string& agents)
{
    const std::vector<std::uint64_t> sizes = ParseHosts(hosts);
    const std::vector<std::uint64_t> volumes = ParseList("data", data, LEAST_DATA, MOST_DATA);
    const std::vector<double> rates = ParseMoves(moves);
    const std::vector<std::uint64_t> counts = ParseList("agents", agents, 1, MOST_AGENTS);
    AgentCell usual{0, volumes.front(), rates.front(), static_cast<unsigned>(counts.front())};
    std::vector<AgentCell> cells;
    for (const std::uint64_t size : sizes)
    {
        cells.push_back(usual);
        cells.back().hosts = static_cast<unsigned>(size);
    }
    usual.hosts = static_cast<unsigned>(sizes[sizes.size() / 2]);
    for (std::size_t i = 1; i < volumes.size(); ++i)
    {
        cells.push_back(usual);
        cells.back().data = volumes[i];
    }
    for (std::size_t i = 1; i < rates.size(); ++i)
    {
        cells.push_back(usual);
        cells.back().moves = rates[i];
    }
    for (std::size_t i = 1; i < counts.size(); ++i)
    {
        cells.push_back(usual);
        cells.back().agents = static_cast<unsigned>(counts[i]);
    }
    return cells;
}

} // namespace hipscenario
