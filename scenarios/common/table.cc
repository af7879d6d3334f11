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

/// One row of results.csv, whose last columns are alike in every scenario.
struct Row
{
    std::string path;
    std::string metric;
    double value;
};

std::vector<Row>
ReadRows(const std::string& resultsFile)
{
    std::vector<Row> rows;
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
            rows.push_back({fields[count - 5], fields[count - 3], std::stod(fields[count - 2])});
        }
    }
    return rows;
}

} // namespace

std::string
MakeTable(const std::string& resultsFile,
          const std::vector<TableColumn>& columns,
          const std::vector<std::string>& paths)
{
    std::map<std::pair<std::string, std::string>, Mean> means;
    for (const Row& row : ReadRows(resultsFile))
    {
        Mean& mean = means[{row.path, row.metric}];
        mean.sum += row.value;
        ++mean.count;
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

unsigned
CountRows(const std::string& resultsFile, const std::string& metric, double value)
{
    const std::vector<Row> rows = ReadRows(resultsFile);
    return static_cast<unsigned>(std::count_if(rows.begin(), rows.end(), [&](const Row& row) {
        return row.metric == metric && row.value == value;
    }));
}

} // namespace hipscenario
