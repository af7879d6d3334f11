// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "helper/near-names.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <set>
#include <utility>

namespace hip
{

namespace
{

bool
Holds(const std::string& outer, const std::string& inner)
{
    return inner.size() >= 3 && outer.find(inner) != std::string::npos;
}

/// @return how far apart two names in lower case are, the smaller the nearer; nothing if too far
std::optional<std::size_t>
Nearness(const std::string& wanted, const std::string& name)
{
    const std::size_t distance = EditDistance(wanted, name);
    const std::size_t allowed = std::max<std::size_t>(1, wanted.size() / 3);
    if (distance <= allowed && distance < wanted.size())
    {
        return distance;
    }
    if (Holds(name, wanted) || Holds(wanted, name))
    {
        return allowed + 1;
    }
    return std::nullopt;
}

} // namespace

std::string
ToLower(std::string text)
{
    for (char& c : text)
    {
        if (c >= 'A' && c <= 'Z')
        {
            c = static_cast<char>(c - 'A' + 'a');
        }
    }
    return text;
}

std::size_t
EditDistance(const std::string& from, const std::string& to)
{
    // Levenshtein's table, of which only the row above is needed.
    std::vector<std::size_t> row(to.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= from.size(); ++i)
    {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= to.size(); ++j)
        {
            const std::size_t change = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({change, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row.back();
}

std::vector<std::string>
FindNearNames(const std::string& wanted, const std::vector<std::string>& names, std::size_t limit)
{
    std::set<std::pair<std::size_t, std::string>> found; // sorted, each once
    for (const std::string& name : names)
    {
        if (const auto nearness = Nearness(ToLower(wanted), ToLower(name)))
        {
            found.emplace(*nearness, name);
        }
    }
    std::vector<std::string> near;
    for (const auto& entry : found)
    {
        if (near.size() < limit)
        {
            near.push_back(entry.second);
        }
    }
    return near;
}

} // namespace hip
