// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/agent/cells.h"

#include "scenarios/common/command-line.h"

namespace hipscenario
{

namespace
{

/// As many associations has an endpoint.
constexpr NumberRules<unsigned> HOSTS{10, 100000};
constexpr NumberRules<unsigned> OCTETS{100, 100000000};
constexpr NumberRules<double> MOVES{0, 60};   ///< in a minute
constexpr NumberRules<unsigned> AGENTS{1, 4}; ///< so many of a HIP record are used

/// 1 and 3 times powers of ten between both ends, and the ends themselves. @throw
/// std::invalid_argument
std::vector<unsigned>
ParseHosts(const std::string& text)
{
    const std::size_t dots = text.find("..");
    if (dots == std::string::npos)
    {
        return ParseNumbers("hosts", text, HOSTS, ListOrder::GROWING);
    }
    const unsigned first = ParseNumber("hosts", text.substr(0, dots), HOSTS);
    const unsigned last =
        ParseNumber<unsigned>("hosts", text.substr(dots + 2), {first, HOSTS.high});
    std::vector<unsigned> numbers{first};
    for (unsigned power = HOSTS.low; power < last; power *= 10)
    {
        for (const unsigned number : {power, 3 * power})
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
    const std::vector<unsigned> sizes = ParseHosts(hosts);
    const std::vector<unsigned> volumes = ParseNumbers("data", data, OCTETS, ListOrder::GROWING);
    const std::vector<double> rates = ParseNumbers("moves", moves, MOVES, ListOrder::GROWING);
    const std::vector<unsigned> counts = ParseNumbers("agents", agents, AGENTS, ListOrder::GROWING);
    AgentCell usual{0, volumes.front(), rates.front(), counts.front()};
    std::vector<AgentCell> cells;
    for (const unsigned size : sizes)
    {
        cells.push_back(usual);
        cells.back().hosts = size;
    }
    usual.hosts = sizes[sizes.size() / 2];
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
        cells.back().agents = counts[i];
    }
    return cells;
}

} // namespace hipscenario
