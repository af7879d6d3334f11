// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// The scenario `attack`; see description.txt, options.cc for what can be varied, and experiment.h
// for what is done.

#include "scenarios/attack/experiment.h"
#include "scenarios/attack/options.h"
#include "scenarios/attack/results.h"
#include "scenarios/common/network.h"
#include "scenarios/common/program.h"
#include "scenarios/common/recorder.h"
#include "scenarios/common/table.h"

#include <iostream>

namespace
{

using namespace hipscenario;

std::vector<ResultRow>
RunOne(const AttackOptions& options,
       const RunFolder& folder,
       unsigned run,
       const std::string& prefix)
{
    SetTcpTimersOfLinux();
    SetSmallTcpWindow();
    Recorder recorder(folder, prefix, options.withKeylog);
    ProxyNetwork network(options, recorder);
    AttackExperiment experiment(options, network, recorder);
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
                     {{"diverted_bytes", "diverted kB", 1e-3},
                      {"limit_bytes", "limit kB", 1e-3},
                      {"attacker_bytes", "sent kB", 1e-3},
                      {"check_bytes", "checks kB", 1e-3},
                      {"injected", "injected", 1},
                      {"goodput", "Mbit/s", 1}},
                     {"third-party",
                      "third-party-strict",
                      "unroutable",
                      "no-host",
                      "replayed",
                      "forged",
                      "download"});
}

} // namespace

int
main(int argc, char* argv[])
{
    return RunMain("attack", argc, argv, ReadOptions, GetResultColumns(), RunOne, ShowTable);
}
