// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_COMMON_RESULT_ROWS_H
#define HIP_SCENARIOS_COMMON_RESULT_ROWS_H

#include "scenarios/common/fetch.h"
#include "scenarios/common/recorder.h"
#include "scenarios/common/run-folder.h"

#include "ns3/nstime.h"

#include <cstdint>
#include <string>
#include <vector>

namespace hipscenario
{

struct NetworkOptions;

/// One row of results.csv.
using ResultRow = std::vector<std::string>;

/// Collects the rows of a run, which share their parameters. analysis/README.md says what the
/// metrics mean.
class ResultRows
{
  public:
    /// @param head values of the columns before path, time_s, metric, value and unit
    explicit ResultRows(ResultRow head)
        : m_head(std::move(head))
    {
    }

    /// @param head values of a scenario's own columns, before those of AddCommonColumns
    ResultRows(ResultRow head, const NetworkOptions& options);

    void Add(const std::string& path,
             const std::string& time,
             const std::string& metric,
             const std::string& value,
             const std::string& unit);

    void AddSeconds(const std::string& path, const std::string& metric, ns3::Time value);

    void AddCount(const std::string& metric, std::uint64_t value, const std::string& unit = "1");

    /// The number of packets refused on all nodes, by reason.
    void AddDrops(const Recorder& recorder);

    /// Throughput over time of what came, in intervals of at least two round trips.
    void AddThroughput(const std::string& path, const Measurement& measured, ns3::Time roundTrip);

    /// Time and goodput from the first octet to the last.
    void AddTransfer(const std::string& path, const Measurement& measured);

    std::vector<ResultRow> Take()
    {
        return std::move(m_rows);
    }

  private:
    ResultRow m_head;
    std::vector<ResultRow> m_rows;
};

/// @return the longest time from @p from on, and before @p until, in which no octet came
ns3::Time FindPause(const Measurement& measured, ns3::Time from, ns3::Time until);

/// Who got what, with numbers of hosts from 1.
struct Transfer
{
    unsigned legacyHost;
    unsigned hipHost;
    std::string path;
    const Measurement& measurement;
};

/// Writes transfers.csv: what legacy hosts got, and its SHA-256 where it is one TCP stream.
void WriteTransferFile(const RunFolder& folder,
                       const std::string& prefix,
                       const std::vector<Transfer>& transfers);

/// Puts those for cryptography and faults, and of the measured value, behind a scenario's own
/// columns.
std::vector<std::string> AddCommonColumns(std::vector<std::string> columns);

} // namespace hipscenario

#endif // HIP_SCENARIOS_COMMON_RESULT_ROWS_H
