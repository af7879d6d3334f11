// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/proxy/table.h"

#include "scenarios/common/csv-file.h"

#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <vector>

namespace hipscenario
{

namespace
{

struct Column
{
    const char* metric;
    const char* title;
    double scale;
};

constexpr Column COLUMNS[] = {{"dns_latency", "DNS ms", 1e3},
                              {"base_exchange_latency", "exchange ms", 1e3},
                              {"tcp_latency", "TCP ms", 1e3},
                              {"first_byte_latency", "1st byte ms", 1e3},
                              {"goodput", "Mbit/s", 1}};

constexpr const char* PATHS[] = {"plain", "first-contact", "live"};

/// Sum and number of values.
struct Mean
{
    double sum = 0;
    unsigned count = 0;
};

} // namespace

void
MergeRows(const RunFolder& folder,
          unsigned runs,
          const std::function<std::string(unsigned)>& getName)
{
    TextFile results(folder, "results.csv");
    for (unsigned run = 1; run <= runs; ++run)
    {
        std::ifstream rows(folder.GetFile(getName(run)));
        std::string line;
        for (bool isHeader = true; std::getline(rows, line); isHeader = false)
        {
            if (!isHeader || run == 1)
            {
                results.WriteLine(line);
            }
        }
        if (!rows.eof())
        {
            throw std::runtime_error("the results of run " + std::to_string(run) + " are missing");
        }
    }
    results.Close();
}

std::string
MakeTable(const std::string& resultsFile)
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
    for (const Column& column : COLUMNS)
    {
        std::snprintf(cell, sizeof cell, " %12s", column.title);
        table += cell;
    }
    table += "\n";
    for (const char* path : PATHS)
    {
        std::snprintf(cell, sizeof cell, "%-14s", path);
        table += cell;
        for (const Column& column : COLUMNS)
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
