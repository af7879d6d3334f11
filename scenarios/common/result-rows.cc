// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/common/result-rows.h"

#include "scenarios/common/csv-file.h"
#include "scenarios/common/network-options.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace hipscenario
{

using ns3::Time;

namespace
{

/// About so many points has a throughput curve.
constexpr double POINTS = 40;

/// @return an interval of 1, 2 or 5 times a power of ten seconds that cuts a time into some points
double
ChooseInterval(double seconds, double roundTrip)
{
    // Shorter than two round trips, the curve would show TCP's bursts and not its throughput.
    const double least = std::max(seconds / POINTS, 2 * roundTrip);
    const double power = std::pow(10, std::floor(std::log10(least)));
    for (const double step : {1.0, 2.0, 5.0})
    {
        if (step * power >= least)
        {
            return step * power;
        }
    }
    return 10 * power;
}

/// For cryptography and faults.
std::vector<std::string>
GetNetworkColumns()
{
    return {"dialect",
            "suite",
            "key",
            "group",
            "puzzle",
            "crypto",
            "costs",
            "loss",
            "duplicate",
            "reorder",
            "topology"};
}

/// Of these columns.
ResultRow
GetNetworkValues(const NetworkOptions& options)
{
    return {options.dialect,
            options.suite,
            options.keyKind,
            options.group,
            std::to_string(options.puzzle),
            options.crypto,
            std::filesystem::path(options.costs).filename().string(),
            FormatNumber(options.faults.loss),
            FormatNumber(options.faults.duplicate),
            FormatNumber(options.faults.reorder),
            std::filesystem::path(options.topology).filename().string()};
}

} // namespace

ResultRows::ResultRows(ResultRow head, const NetworkOptions& options)
    : m_head(std::move(head))
{
    const ResultRow values = GetNetworkValues(options);
    m_head.insert(m_head.end(), values.begin(), values.end());
}

void
ResultRows::Add(const std::string& path,
                const std::string& time,
                const std::string& metric,
                const std::string& value,
                const std::string& unit)
{
    ResultRow row = m_head;
    row.insert(row.end(), {path, time, metric, value, unit});
    m_rows.push_back(row);
}

void
ResultRows::AddSeconds(const std::string& path, const std::string& metric, Time value)
{
    Add(path, "", metric, FormatNanoseconds(value.GetNanoSeconds()), "s");
}

void
ResultRows::AddCount(const std::string& metric, std::uint64_t value, const std::string& unit)
{
    Add("", "", metric, std::to_string(value), unit);
}

void
ResultRows::AddDrops(const Recorder& recorder)
{
    for (const auto& [reason, count] : recorder.GetDrops())
    {
        AddCount("drops." + reason, count, "packet");
    }
}

void
ResultRows::AddThroughput(const std::string& path, const Measurement& measured, Time roundTrip)
{
    const double interval =
        ChooseInterval((measured.finished - measured.asked).GetSeconds(), roundTrip.GetSeconds());
    std::vector<double> octets;
    for (const auto& [time, count] : measured.arrivals)
    {
        const auto at = static_cast<std::size_t>((time - measured.asked).GetSeconds() / interval);
        octets.resize(std::max(octets.size(), at + 1));
        octets[at] += count;
    }
    for (std::size_t i = 0; i < octets.size(); ++i)
    {
        Add(path,
            FormatNumber(static_cast<double>(i + 1) * interval),
            "throughput",
            FormatNumber(octets[i] * 8 / interval / 1e6),
            "Mbit/s");
    }
}

void
ResultRows::AddTransfer(const std::string& path, const Measurement& measured)
{
    const Time transfer = measured.finished - measured.firstByte;
    AddSeconds(path, "transfer_time", transfer);
    if (!transfer.IsZero())
    {
        Add(path,
            "",
            "goodput",
            FormatNumber(static_cast<double>(measured.received) * 8 / transfer.GetSeconds() / 1e6),
            "Mbit/s");
    }
}

Time
FindPause(const Measurement& measured, Time from, Time until)
{
    Time longest;
    Time last = from;
    for (const auto& [at, octets] : measured.arrivals)
    {
        if (at > from)
        {
            longest = std::max(longest, at - last);
            last = at;
        }
        if (at > until)
        {
            break;
        }
    }
    return longest;
}

void
WriteTransferFile(const RunFolder& folder,
                  const std::string& prefix,
                  const std::vector<Transfer>& transfers)
{
    CsvFile file(folder,
                 prefix + "transfers.csv",
                 {"legacy_host", "hip_host", "path", "octets", "sha256"});
    for (const Transfer& transfer : transfers)
    {
        file.WriteRow({std::to_string(transfer.legacyHost),
                       std::to_string(transfer.hipHost),
                       transfer.path,
                       std::to_string(transfer.measurement.received),
                       transfer.measurement.sha256});
    }
    file.Close();
}

std::vector<std::string>
AddCommonColumns(std::vector<std::string> columns)
{
    const std::vector<std::string> network = GetNetworkColumns();
    columns.insert(columns.end(), network.begin(), network.end());
    columns.insert(columns.end(), {"path", "time_s", "metric", "value", "unit"});
    return columns;
}

} // namespace hipscenario
