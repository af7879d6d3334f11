// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// The scenario `crossing`; see description.txt, options.cc for what can be varied, and experiment.h
// for what is done.

#include "scenarios/common/download-run.h"
#include "scenarios/common/table.h"
#include "scenarios/crossing/experiment.h"
#include "scenarios/crossing/options.h"
#include "scenarios/crossing/results.h"

namespace
{

using namespace hipscenario;

std::vector<ResultRow>
RunOne(const CrossingOptions& options,
       const RunFolder& folder,
       unsigned run,
       const std::string& prefix)
{
    CrossingOptions own = options;
    own.withAgent = options.GetCell(run).withAgent;
    return RunDownload(
        own,
        folder,
        run,
        prefix,
        [&](ProxyNetwork& network, Recorder& recorder) {
            return CrossingExperiment(own, options.GetCell(run), network, recorder);
        },
        [&](const CrossingExperiment& experiment,
            const ProxyNetwork& network,
            const Recorder& recorder) {
            return MakeResults(options, run, experiment, network, recorder);
        });
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
