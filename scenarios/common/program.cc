// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "scenarios/common/program.h"

#include "scenarios/common/command-line.h"
#include "scenarios/common/csv-file.h"
#include "scenarios/common/run-pool.h"

#include "ns3/config.h"
#include "ns3/hip-installer.h"
#include "ns3/nstime.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace hipscenario
{

namespace
{

/// Both moduli of ns-3's generator of random numbers are larger.
constexpr unsigned LARGEST_SEED = 4294944442;

/// Where the rows of a run wait until all runs are done.
std::string
GetRowsFile(unsigned run)
{
    return "rows/" + std::to_string(run) + ".csv";
}

void
SetDefaults()
{
    ns3::HipEnableChecksums();
    // Segments that fit into 1500 octets with any suite's ESP around them, and windows for a
    // continental path at 100 Mbit/s.
    ns3::Config::SetDefault("ns3::TcpSocket::SegmentSize", ns3::UintegerValue(1340));
    ns3::Config::SetDefault("ns3::TcpSocket::SndBufSize", ns3::UintegerValue(1 << 20));
    ns3::Config::SetDefault("ns3::TcpSocket::RcvBufSize", ns3::UintegerValue(1 << 20));
    ns3::Config::SetDefault("ns3::TcpSocket::InitialCwnd", ns3::UintegerValue(10));
    // Where most round trips fail, ns-3's few retries are used up before a transfer is over.
    ns3::Config::SetDefault("ns3::TcpSocket::DataRetries", ns3::UintegerValue(1000));
}

void
RunOne(const Campaign& campaign,
       const std::vector<std::string>& columns,
       const RunFunction& runOne,
       const RunFolder& folder,
       unsigned run)
{
    ns3::RngSeedManager::SetSeed(campaign.seed);
    ns3::RngSeedManager::SetRun(run);
    SetDefaults();
    const std::string prefix = run == 1 ? "" : "runs/" + std::to_string(run) + "/";
    CsvFile rows(folder, GetRowsFile(run), columns);
    for (const ResultRow& row : runOne(folder, run, prefix))
    {
        rows.WriteRow(row);
    }
    rows.Close();
    ns3::Simulator::Destroy(); // closes the pcap files
}

void
ShowProgress(unsigned done, unsigned runs)
{
    if (isatty(STDERR_FILENO) && runs > 1)
    {
        std::cerr << "\rrun " << done << " of " << runs << (done == runs ? "\n" : "") << std::flush;
    }
}

/// Puts the rows of all runs into results.csv, in the order of runs. @throw std::runtime_error
void
MergeRows(const RunFolder& folder, unsigned runs)
{
    TextFile results(folder, "results.csv");
    for (unsigned run = 1; run <= runs; ++run)
    {
        std::ifstream rows(folder.GetFile(GetRowsFile(run)));
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

} // namespace

void
SetTcpTimersOfLinux()
{
    ns3::Config::SetDefault("ns3::TcpSocketBase::MinRto", ns3::TimeValue(ns3::MilliSeconds(200)));
    ns3::Config::SetDefault("ns3::TcpSocket::DelAckTimeout", ns3::TimeValue(ns3::MilliSeconds(40)));
}

void
SetSmallTcpWindow()
{
    ns3::Config::SetDefault("ns3::TcpSocket::SndBufSize", ns3::UintegerValue(128 << 10));
}

void
AddOutOption(po::options_description& all, Campaign& campaign)
{
    // clang-format off
    all.add_options()
        ("help", "print this text")
        ("out", TextOption(campaign.out, "DIR"), "folder for the results; replaces those of an earlier run");
    // clang-format on
}

void
AddCampaignOptions(po::options_description& all, Campaign& campaign)
{
    // clang-format off
    all.add_options()
        ("seed", NumberOption(campaign.seed), "seed of all randomness, 1 to 4294944442")
        ("runs", NumberOption(campaign.runs), "runs with different random numbers, 1 to 1000")
        ("jobs", NumberOption(campaign.jobs), "runs at the same time, 1 to 1024; the results do not depend on it");
    // clang-format on
}

void
CheckCampaign(const Campaign& campaign)
{
    CheckRange("seed", campaign.seed, 1u, LARGEST_SEED);
    CheckRange("runs", campaign.runs, 1u, 1000u);
    CheckRange("jobs", campaign.jobs, 1u, 1024u);
}

void
RunCampaign(const Campaign& campaign,
            const std::vector<std::string>& columns,
            const RunFunction& runOne,
            const TableFunction& makeTable)
{
    RunFolder folder(campaign.out);
    RunAll(
        campaign.runs,
        campaign.jobs,
        [&](unsigned run) { RunOne(campaign, columns, runOne, folder, run); },
        [&](unsigned done) { ShowProgress(done, campaign.runs); });
    MergeRows(folder, campaign.runs);
    std::filesystem::remove_all(folder.GetFile("rows"));
    const std::string table = makeTable(folder.GetFile("results.csv"));
    folder.Commit();
    std::cout << table << "results are in " << campaign.out << "\n";
}

int
Guard(const char* name, const std::function<void()>& run)
{
    try
    {
        run();
        return 0;
    }
    catch (const Interrupted& cause)
    {
        return 128 + cause.GetSignal();
    }
    catch (const std::exception& cause)
    {
        if (cause.what()[0] != '\0')
        {
            std::cerr << name << ": " << cause.what() << "\n";
        }
        return 2;
    }
}

} // namespace hipscenario
