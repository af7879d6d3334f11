// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/common/command-line.h"

#include <ostream>

namespace hipscenario
{

namespace
{

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
                throw std::invalid_argument("--" + option.string_key + ": '" + text +
                                            "' is negative");
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
        throw std::invalid_argument("--" + option + ": '" + text + "' is neither yes nor no");
    }
    return text == "yes";
}

std::vector<double>
ParseNumbers(const std::string& option, const std::string& text)
{
    std::vector<double> numbers;
    std::istringstream list(text + ",");
    for (std::string word; std::getline(list, word, ',');)
    {
        std::istringstream stream(word);
        double number = 0;
        if (!(stream >> number) || !stream.eof())
        {
            throw std::invalid_argument("--" + option + ": '" + word + "' is not a number");
        }
        numbers.push_back(number);
    }
    return numbers;
}

void
CheckName(const char* option, const std::string& name, bool isKnown)
{
    if (!isKnown)
    {
        throw std::invalid_argument("--" + std::string(option) + ": unknown name '" + name + "'");
    }
}

} // namespace hipscenario
