// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/mobility/ns2-trace.h"

#include "scenarios/common/data-folder.h"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <stdexcept>
#include <vector>

namespace hipscenario
{

using namespace ns3;

namespace
{

constexpr const char* NODE = "$node_(0)";
constexpr double FARTHEST = 1e6;  ///< metres
constexpr double LAST_TIME = 1e6; ///< seconds
constexpr double HIGHEST_SPEED = 1e4;

/// Where the node is and is going to, as far as the lines read so far tell.
struct Track
{
    double x = 0;
    double y = 0;
    double last = 0; ///< time of the last command, in seconds
    double end = 0;  ///< when the node is there, in seconds
    bool isPlaced = false;
};

double
ParseNumber(const std::string& word, const char* what, double low, double high)
{
    std::istringstream stream(word);
    double number = 0;
    if (!(stream >> number) || !stream.eof())
    {
        throw std::invalid_argument(std::string(what) + " '" + word + "' is not a number");
    }
    if (!(number >= low && number <= high))
    {
        throw std::invalid_argument(std::string(what) + " " + word + " is out of range");
    }
    return number;
}

void
CheckNode(const std::string& word)
{
    if (word != NODE)
    {
        throw std::invalid_argument("'" + word + "' is not " + NODE + ", the node that moves");
    }
}

/// `set X_ 1.5`, from the second word on.
void
ReadPlace(const std::vector<std::string>& words, Track& track)
{
    if (words.size() != 3 || words[0] != "set" ||
        (words[1] != "X_" && words[1] != "Y_" && words[1] != "Z_"))
    {
        throw std::invalid_argument("expected: set X_|Y_|Z_ NUMBER");
    }
    const double value = ParseNumber(words[2], "coordinate", -FARTHEST, FARTHEST);
    if (words[1] != "Z_")
    {
        (words[1] == "X_" ? track.x : track.y) = value;
    }
    track.isPlaced = true;
}

/// `setdest X Y SPEED`.
void
ReadMovement(const std::vector<std::string>& words, double at, Track& track)
{
    if (words.size() != 4)
    {
        throw std::invalid_argument("expected: setdest X Y SPEED");
    }
    const double x = ParseNumber(words[1], "coordinate", -FARTHEST, FARTHEST);
    const double y = ParseNumber(words[2], "coordinate", -FARTHEST, FARTHEST);
    const double speed = ParseNumber(words[3], "speed", 0, HIGHEST_SPEED);
    // A movement that a later one cuts short ends elsewhere; its length is a bound all the same.
    track.end = std::max(track.end, at);
    if (speed > 0)
    {
        track.end = std::max(track.end, at + std::hypot(x - track.x, y - track.y) / speed);
    }
    track.x = x;
    track.y = y;
}

/// `$ns_ at TIME "$node_(0) COMMAND"`.
void
ReadScheduled(std::vector<std::string> words, Track& track)
{
    const std::string quotedNode = std::string("\"") + NODE;
    if (words.size() < 5 || words[1] != "at" || words[3][0] != '"' || words.back().size() < 2 ||
        words.back().back() != '"')
    {
        throw std::invalid_argument("expected: $ns_ at TIME \"$node_(0) COMMAND\"");
    }
    const double at = ParseNumber(words[2], "time", 0, LAST_TIME);
    if (at < track.last)
    {
        throw std::invalid_argument("time " + words[2] + " is before that of an earlier line");
    }
    track.last = at;
    CheckNode(words[3].substr(1));
    words.back().pop_back();
    words.erase(words.begin(), words.begin() + 4);
    words[0] == "setdest" ? ReadMovement(words, at, track) : ReadPlace(words, track);
}

void
ReadLine(const std::string& line, Track& track)
{
    if (line.find('\r') != std::string::npos)
    {
        throw std::invalid_argument("ends with a carriage return, which ns-3 does not take");
    }
    std::istringstream stream(line);
    std::vector<std::string> words;
    for (std::string word; stream >> word;)
    {
        words.push_back(word);
    }
    if (words.empty() && !line.empty())
    {
        throw std::invalid_argument("blanks only, which ends ns-3's reader");
    }
    if (words.empty() || words[0][0] == '#')
    {
        return;
    }
    if (words[0] == "$ns_")
    {
        ReadScheduled(std::move(words), track);
        return;
    }
    CheckNode(words[0]);
    words.erase(words.begin());
    ReadPlace(words, track);
}

} // namespace

Time
CheckNs2Trace(const std::string& file)
{
    std::istringstream text(ReadFile(file));
    Track track;
    unsigned number = 0;
    for (std::string line; std::getline(text, line);)
    {
        ++number;
        try
        {
            ReadLine(line, track);
        }
        catch (const std::invalid_argument& cause)
        {
            throw std::invalid_argument(file + ":" + std::to_string(number) + ": " + cause.what());
        }
    }
    if (!track.isPlaced)
    {
        throw std::invalid_argument(file + ": says nowhere where " + NODE + " begins");
    }
    return Seconds(track.end);
}

} // namespace hipscenario
