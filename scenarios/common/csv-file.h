// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_COMMON_CSV_FILE_H
#define HIP_SCENARIOS_COMMON_CSV_FILE_H

#include "scenarios/common/run-folder.h"

#include <fstream>
#include <string>
#include <vector>

namespace hipscenario
{

/// A text file of a run that is written once. Every failure, a full disk too, is an error and not a
/// short file.
class TextFile
{
  public:
    /// @throw std::runtime_error "FILE: cannot be written: CAUSE", with the name the user knows
    TextFile(const RunFolder& folder, const std::string& name);

    /// Writes a line. @throw std::runtime_error if it cannot be written
    void WriteLine(const std::string& line);

    /// Ends the file. Must be called; only then is it known to be complete. @throw
    /// std::runtime_error
    void Close();

  private:
    void Check();

    std::string m_shownName;
    std::ofstream m_file;
};

/// A CSV file (RFC 4180, with newlines as line ends).
class CsvFile
{
  public:
    CsvFile(const RunFolder& folder,
            const std::string& name,
            const std::vector<std::string>& header);

    /// Writes a row, quoting what needs it. @throw std::runtime_error if it cannot be written
    void WriteRow(const std::vector<std::string>& fields);

    void Close()
    {
        m_file.Close();
    }

  private:
    TextFile m_file;
};

/// A number as CSV files and pages show it: no more digits than needed, never in the user's locale.
std::string FormatNumber(double value);

/// Seconds with nine decimals, so that no event time is rounded.
std::string FormatNanoseconds(long long nanoseconds);

} // namespace hipscenario

#endif // HIP_SCENARIOS_COMMON_CSV_FILE_H
