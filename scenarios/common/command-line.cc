// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/common/command-line.h"

#include <algorithm>
#include <ostream>
#include <type_traits>

namespace hipscenario
{

namespace
{

constexpr std::size_t MOST_NUMBERS = 100;

/// @throw std::invalid_argument
[[noreturn]] void
Refuse(const std::string& option, const std::string& cause)
{
    throw std::invalid_argument("--" + option + ": " + cause);
}

/// Boost would read "-1" as the largest number of an unsigned type.
void
CheckSigns(const po::parsed_options& parsed)
{
    for (const po::option& option : parsed.options)
    {
        for (const std::string& text : option.value)
        {
            if (text.size() > 1 && text[0] == '-' && text[1] >= '0' && text[1] <= '9')
            {
                Refuse(option.string_key, "'" + text + "' is negative");
            }
        }
    }
}

} // namespace

bool
ReadCommandLine(int argc, char* argv[], const po::options_description& all, std::ostream& out)
{
    po::variables_map values;
    try
    {
        const int style =
            po::command_line_style::default_style & ~po::command_line_style::allow_guessing;
        const po::parsed_options parsed =
            po::command_line_parser(argc, argv).options(all).positional({}).style(style).run();
        CheckSigns(parsed);
        po::store(parsed, values);
        po::notify(values);
    }
    catch (const po::too_many_positional_options_error&)
    {
        throw std::invalid_argument("an argument does not begin with '--'; see --help");
    }
    catch (const po::error& cause)
    {
        throw std::invalid_argument(std::string(cause.what()) + "; see --help");
    }
    if (values.count("help") > 0)
    {
        out << all;
        return false;
    }
    return true;
}

bool
ParseYesNo(const std::string& option, const std::string& text)
{
    if (text != "yes" && text != "no")
    {
        Refuse(option, "'" + text + "' is neither yes nor no");
    }
    return text == "yes";
}

template <class T>
T
ParseNumber(const std::string& option, const std::string& text, const NumberRules<T>& rules)
{
    constexpr bool IS_WHOLE = std::is_integral_v<T>;
    // A stream would read "-1" as the largest number of an unsigned type.
    const bool isNegative = std::is_unsigned_v<T> && text.find('-') != std::string::npos;
    std::istringstream stream(text);
    T number{};
    const bool isNumber = !isNegative && stream >> number && stream.eof();
    if (!isNumber || !(number >= rules.low && number <= rules.high))
    {
        std::ostringstream cause;
        cause << "'" << text << "' is no " << (IS_WHOLE ? "whole number" : "number") << " from "
              << rules.low << " to " << rules.high << rules.unit;
        Refuse(option, cause.str());
    }
    return number;
}

template <class T>
std::vector<T>
ParseNumbers(const std::string& option,
             const std::string& text,
             const NumberRules<T>& rules,
             ListOrder order)
{
    std::vector<T> numbers;
    std::istringstream list(text + ",");
    for (std::string word; std::getline(list, word, ',');)
    {
        const T number = ParseNumber(option, word, rules);
        if (order == ListOrder::GROWING && !numbers.empty() && number <= numbers.back())
        {
            Refuse(option, "'" + word + "' is not more than the one before");
        }
        if (order == ListOrder::DISTINCT &&
            std::find(numbers.begin(), numbers.end(), number) != numbers.end())
        {
            Refuse(option, "'" + word + "' twice");
        }
        numbers.push_back(number);
    }
    if (numbers.size() > MOST_NUMBERS)
    {
        Refuse(option, "more than " + std::to_string(MOST_NUMBERS));
    }
    return numbers;
}

// What the options of the scenarios need.
template double ParseNumber(const std::string&, const std::string&, const NumberRules<double>&);
template unsigned ParseNumber(const std::string&, const std::string&, const NumberRules<unsigned>&);
template std::vector<double> ParseNumbers(const std::string&,
                                          const std::string&,
                                          const NumberRules<double>&,
                                          ListOrder);
template std::vector<unsigned> ParseNumbers(const std::string&,
                                            const std::string&,
                                            const NumberRules<unsigned>&,
                                            ListOrder);

void
CheckName(const char* option, const std::string& name, bool isKnown)
{
    if (!isKnown)
    {
        Refuse(option, "unknown name '" + name + "'");
    }
}

} // namespace hipscenario
