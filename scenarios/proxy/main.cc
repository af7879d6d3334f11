// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// The scenario `proxy`; see description.txt, options.cc for what can be varied, and experiment.h
// for what is done.

#include "scenarios/common/csv-file.h"
#include "scenarios/common/recorder.h"
#include "scenarios/common/run-folder.h"
#include "scenarios/common/run-pool.h"
#include "scenarios/proxy/experiment.h"
#include "scenarios/proxy/network.h"
#include "scenarios/proxy/options.h"
#include "scenarios/proxy/results.h"
#include "scenarios/proxy/table.h"

#include "ns3/config.h"
#include "ns3/hip-installer.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <filesystem>
#include <iostream>
#include <unistd.h>

namespace
{

using namespace hipscenario;

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

/// One run, in a process of its own. The files of the first one are those that the page shows.
void
RunOne(const ProxyOptions& options, const RunFolder& folder, unsigned run)
{
    ns3::RngSeedManager::SetSeed(options.seed);
    ns3::RngSeedManager::SetRun(run);
    SetDefaults();
    const std::string prefix = run == 1 ? "" : "runs/" + std::to_string(run) + "/";
    Recorder recorder(folder, prefix, options.withKeylog);
    ProxyNetwork network(options, recorder);
    if (run == 1)
    {
        network.WriteInputs(folder);
        if (options.withPcap)
        {
            network.EnablePcap(folder);
        }
        for (const std::string& note : network.GetNotes())
        {
            std::cout << "note: " << note << "\n";
        }
    }
    ProxyExperiment experiment(options, network, recorder);
    experiment.Run();
    recorder.Close();
    WriteTransfers(folder, prefix, experiment);
    CsvFile rows(folder, GetRowsFile(run), GetResultColumns());
    for (const ResultRow& row : MakeResults(options, run, experiment, network, recorder))
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

void
Run(const ProxyOptions& options)
{
    RunFolder folder(options.out);
    RunAll(
        options.runs,
        options.jobs,
        [&](unsigned run) { RunOne(options, folder, run); },
        [&](unsigned done) { ShowProgress(done, options.runs); });
    MergeRows(folder, options.runs, GetRowsFile);
    std::filesystem::remove_all(folder.GetFile("rows"));
    const std::string table = MakeTable(folder.GetFile("results.csv"));
    folder.Commit();
    std::cout << table << "results are in " << options.out << "\n";
}

} // namespace

int
main(int argc, char* argv[])
{
    try
    {
        if (const auto options = ReadOptions(argc, argv, std::cout))
        {
            Run(*options);
        }
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
            std::cerr << "proxy: " << cause.what() << "\n";
        }
        return 2;
    }
}
