// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_COMMON_COMMAND_LINE_H
#define HIP_SCENARIOS_COMMON_COMMAND_LINE_H

#include <boost/program_options.hpp>
#include <iosfwd>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace hipscenario
{

namespace po = boost::program_options;

/// An option that is a text, and shows its default. @param name of its value in the help
inline auto
TextOption(std::string& value, const char* name)
{
    return po::value(&value)->default_value(value)->value_name(name);
}

/// An option that is a number.
template <class T>
auto
NumberOption(T& value)
{
    return po::value(&value)->default_value(value)->value_name("N");
}

/**
 * Reads a command line into what its options stand for.
 *
 * @param out where --help prints
 * @return false if --help was asked for
 * @throw std::invalid_argument with one line that names the wrong option or value
 */
bool ReadCommandLine(int argc, char* argv[], const po::options_description& all, std::ostream& out);

/// @throw std::invalid_argument naming the option
bool ParseYesNo(const std::string& option, const std::string& text);

/// An option that is yes or no, and shows its default. @param option its name, for the error
inline auto
YesNoOption(const char* option, bool& value)
{
    return po::value<std::string>()
        ->default_value(value ? "yes" : "no")
        ->value_name("YES|NO")
        ->notifier([option, &value](const std::string& text) { value = ParseYesNo(option, text); });
}

/// How the numbers of a list must follow each other.
enum class ListOrder
{
    ANY,
    DISTINCT,
    GROWING,
};

/// What the numbers of an option must be: whole ones where T is.
template <class T>
struct NumberRules
{
    T low;
    T high;
    const char* unit = ""; ///< behind the range in errors: " ms"
};

/// @return the number that a text is. @throw std::invalid_argument naming option and text
template <class T>
T ParseNumber(const std::string& option, const std::string& text, const NumberRules<T>& rules);

/// @return the numbers of a list with commas: 1 to 100, so that all runs have a number. @throw
/// std::invalid_argument naming the option and the word that is wrong
template <class T>
std::vector<T> ParseNumbers(const std::string& option,
                            const std::string& text,
                            const NumberRules<T>& rules,
                            ListOrder order = ListOrder::ANY);

/// @throw std::invalid_argument naming the option unless @p isKnown
void CheckName(const char* option, const std::string& name, bool isKnown);

/// @throw std::invalid_argument naming the option unless low <= value <= high
template <class T>
void
CheckRange(const char* option, T value, T low, T high)
{
    if (!(value >= low && value <= high))
    {
        std::ostringstream text;
        text << "--" << option << ": must be from " << low << " to " << high;
        throw std::invalid_argument(text.str());
    }
}

} // namespace hipscenario

#endif // HIP_SCENARIOS_COMMON_COMMAND_LINE_H
