// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// The scenario `crossing`; see description.txt, options.cc for what can be varied, and experiment.h
// for what is done.

#include "scenarios/common/network.h"
#include "scenarios/common/program.h"
#include "scenarios/common/recorder.h"
#include "scenarios/common/table.h"
#include "scenarios/crossing/experiment.h"
#include "scenarios/crossing/options.h"
#include "scenarios/crossing/results.h"

#include <iostream>

namespace
{

using namespace hipscenario;

std::vector<ResultRow>
RunOne(const CrossingOptions& options,
       const RunFolder& folder,
       unsigned run,
       const std::string& prefix)
{
    SetTcpTimersOfLinux();
    SetSmallTcpWindow();
    CrossingOptions own = options;
    own.withAgent = options.GetCell(run).withAgent;
    Recorder recorder(folder, prefix, own.withKeylog);
    ProxyNetwork network(own, recorder);
    CrossingExperiment experiment(own, options.GetCell(run), network, recorder);
    if (run == 1)
    {
        network.WriteFirst(folder, std::cout);
    }
    experiment.Run();
    recorder.Close();
    WriteTransferFile(folder,
                      prefix,
                      {{1, 1, "download", experiment.GetDownload().GetMeasurement()}});
    return MakeResults(options, run, experiment, network, recorder);
}

std::string
ShowTable(const std::string& resultsFile)
{
    return MakeTable(resultsFile,
                     {{"recovered", "recovered", 1},
                      {"recovery_time", "data ms", 1e3},
                      {"signalling_time", "signalling ms", 1e3},
                      {"relayed", "relayed", 1}},
                     {"agent", "no-agent"});
}

} // namespace

int
main(int argc, char* argv[])
{
    return RunMain("crossing", argc, argv, ReadOptions, GetResultColumns(), RunOne, ShowTable);
}
