// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// Policies as people write them.

#include "core/association/path-policy.h"

#include <charconv>
#include <sstream>
#include <stdexcept>

namespace hip
{

namespace
{

constexpr unsigned MAX_NUMBER = 65535;

unsigned
ParseNumber(const std::string& text, const std::string& what)
{
    unsigned number = 0;
    const char* const end = text.data() + text.size();
    const auto [at, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || at != end || number > MAX_NUMBER)
    {
        throw std::invalid_argument("path policy: " + what + " '" + text +
                                    "' is no number from 0 to 65535");
    }
    return number;
}

std::vector<std::string>
Split(const std::string& text)
{
    std::vector<std::string> parts;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, ',');)
    {
        parts.push_back(part);
    }
    return parts;
}

std::shared_ptr<const PathPolicy>
ParseWeights(const std::string& text)
{
    std::vector<unsigned> weights;
    for (const std::string& part : Split(text))
    {
        weights.push_back(ParseNumber(part, "weight"));
    }
    return std::make_shared<WeightedPolicy>(std::move(weights));
}

/// @param text "port=80>1" or "dscp=46>0"
PerFlowPolicy::Rule
ParseRule(const std::string& text)
{
    const std::size_t equals = text.find('=');
    const std::size_t arrow = text.find('>');
    const std::string field = text.substr(0, equals);
    if (equals == std::string::npos || arrow == std::string::npos || arrow < equals ||
        (field != "port" && field != "dscp"))
    {
        throw std::invalid_argument("path policy: rule '" + text +
                                    "' is not of the form port=80>1 or dscp=46>0");
    }
    const unsigned value = ParseNumber(text.substr(equals + 1, arrow - equals - 1), field);
    if (field == "dscp" && value > 63)
    {
        throw std::invalid_argument("path policy: a DSCP is at most 63, not " +
                                    std::to_string(value));
    }
    return {field == "port" ? PerFlowPolicy::Rule::Field::PORT : PerFlowPolicy::Rule::Field::DSCP,
            static_cast<std::uint16_t>(value),
            ParseNumber(text.substr(arrow + 1), "interface")};
}

std::shared_ptr<const PathPolicy>
ParseFlows(const std::string& text)
{
    const std::size_t semicolon = text.find(';');
    const std::string others =
        semicolon == std::string::npos ? "preferred" : text.substr(semicolon + 1);
    if (others.rfind("flows:", 0) == 0)
    {
        throw std::invalid_argument("path policy: rules of flows cannot stand inside each other");
    }
    std::vector<PerFlowPolicy::Rule> rules;
    for (const std::string& part : Split(text.substr(0, semicolon)))
    {
        rules.push_back(ParseRule(part));
    }
    return std::make_shared<PerFlowPolicy>(std::move(rules), ParsePathPolicy(others));
}

} // namespace

std::shared_ptr<const PathPolicy>
ParsePathPolicy(const std::string& text)
{
    const std::size_t colon = text.find(':');
    const std::string name = text.substr(0, colon);
    const std::string rest = colon == std::string::npos ? "" : text.substr(colon + 1);
    if (name == "weighted" && !rest.empty())
    {
        return ParseWeights(rest);
    }
    if (name == "flows" && !rest.empty())
    {
        return ParseFlows(rest);
    }
    if (text == "preferred")
    {
        return std::make_shared<PreferredPolicy>();
    }
    if (text == "failover")
    {
        return std::make_shared<FailoverPolicy>();
    }
    if (text == "lowest-delay")
    {
        return std::make_shared<LowestDelayPolicy>();
    }
    throw std::invalid_argument("path policy: '" + text +
                                "' is none of preferred, failover, lowest-delay, weighted:W,W… and "
                                "flows:RULE,RULE…;POLICY");
}

} // namespace hip
