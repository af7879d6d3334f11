// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_COMMON_PROGRAM_H
#define HIP_SCENARIOS_COMMON_PROGRAM_H

#include "scenarios/common/result-rows.h"
#include "scenarios/common/run-folder.h"

#include <boost/program_options.hpp>
#include <cstdint>
#include <functional>
#include <iostream>
#include <string>
#include <vector>

namespace hipscenario
{

/// How often something is run, and where its results go.
struct Campaign
{
    std::string out;
    std::uint32_t seed = 1;
    unsigned runs = 1;
    unsigned jobs = 1;
};

/// Lets TCP wait as Linux does, not as RFC 6298 says: next to its second no handover would show,
/// and an acknowledgement that is held back for as long as the sender waits would let each segment
/// time out. For RunFunctions.
void SetTcpTimersOfLinux();

/// Lets TCP have no more than 128 KiB on its way, so that a download lasts while something happens,
/// and leaves room on its links. It is the sender's buffer: ns-3 3.37 crashes where it is the
/// receiver's window that a sender fills to the last octet. For RunFunctions.
void SetSmallTcpWindow();

/// Adds --help and --out to a command line.
void AddOutOption(boost::program_options::options_description& all, Campaign& campaign);

/// Adds --seed, --runs and --jobs.
void AddCampaignOptions(boost::program_options::options_description& all, Campaign& campaign);

/// @throw std::invalid_argument naming the option whose value is out of its range
void CheckCampaign(const Campaign& campaign);

/**
 * Does one run, in a process of its own with the simulator as new.
 *
 * @param prefix of the names of files; empty for the first run, whose files the page shows
 * @return the rows of results.csv
 */
using RunFunction = std::function<
    std::vector<ResultRow>(const RunFolder& folder, unsigned run, const std::string& prefix)>;

/// @return what a terminal shows of results.csv
using TableFunction = std::function<std::string(const std::string& resultsFile)>;

/**
 * Does all runs and puts their results in place.
 *
 * @param columns of results.csv
 * @throw std::exception with one line for the user; Interrupted
 */
void RunCampaign(const Campaign& campaign,
                 const std::vector<std::string>& columns,
                 const RunFunction& runOne,
                 const TableFunction& makeTable);

/// Calls @p run, and tells what has gone wrong in one line. @return the exit code: 0, 2 after an
/// error, 128 + signal after an interrupt
int Guard(const char* name, const std::function<void()>& run);

/**
 * What main does in every scenario.
 *
 * @param read reads the command line into the scenario's options; nothing if only help was asked
 * for
 * @param runOne as RunFunction, with the options before
 * @return the exit code
 */
template <class Read, class RunOne>
int
RunMain(const char* name,
        int argc,
        char* argv[],
        Read read,
        const std::vector<std::string>& columns,
        RunOne runOne,
        const TableFunction& makeTable)
{
    return Guard(name, [&] {
        if (const auto options = read(argc, argv, std::cout))
        {
            RunCampaign(
                options->campaign,
                columns,
                [&](const RunFolder& folder, unsigned run, const std::string& prefix) {
                    return runOne(*options, folder, run, prefix);
                },
                makeTable);
        }
    });
}

} // namespace hipscenario

#endif // HIP_SCENARIOS_COMMON_PROGRAM_H
