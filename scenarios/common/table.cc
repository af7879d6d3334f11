// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/common/table.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>
#include <vector>

namespace hipscenario
{

namespace
{

/// Sum and number of values.
struct Mean
{
    double sum = 0;
    unsigned count = 0;
};

} // namespace

std::string
MakeTable(const std::string& resultsFile,
          const std::vector<TableColumn>& columns,
          const std::vector<std::string>& paths)
{
    std::map<std::pair<std::string, std::string>, Mean> means;
    std::ifstream file(resultsFile);
    for (std::string line; std::getline(file, line);)
    {
        std::vector<std::string> fields;
        std::istringstream cells(line);
        for (std::string cell; std::getline(cells, cell, ',');)
        {
            fields.push_back(cell);
        }
        const std::size_t count = fields.size();
        if (count > 5 && fields[0] != "scenario")
        {
            Mean& mean = means[{fields[count - 5], fields[count - 3]}];
            mean.sum += std::stod(fields[count - 2]);
            ++mean.count;
        }
    }
    char cell[32];
    std::string table(14, ' ');
    for (const TableColumn& column : columns)
    {
        std::snprintf(cell, sizeof cell, " %12s", column.title.c_str());
        table += cell;
    }
    table += "\n";
    for (const std::string& path : paths)
    {
        const auto isOf = [&](const auto& mean) { return mean.first.first == path; };
        if (std::none_of(means.begin(), means.end(), isOf))
        {
            continue;
        }
        std::snprintf(cell, sizeof cell, "%-14s", path.c_str());
        table += cell;
        for (const TableColumn& column : columns)
        {
            const auto found = means.find({path, column.metric});
            if (found == means.end())
            {
                std::snprintf(cell, sizeof cell, " %12s", "-");
            }
            else
            {
                std::snprintf(cell,
                              sizeof cell,
                              " %12.3f",
                              found->second.sum / found->second.count * column.scale);
            }
            table += cell;
        }
        table += "\n";
    }
    return table;
}

} // namespace hipscenario
