// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// The scenario `attack`; see description.txt, options.cc for what can be varied, and experiment.h
// for what is done.

#include "scenarios/attack/experiment.h"
#include "scenarios/attack/options.h"
#include "scenarios/attack/results.h"
#include "scenarios/common/download-run.h"
#include "scenarios/common/table.h"

namespace
{

using namespace hipscenario;

std::vector<ResultRow>
RunOne(const AttackOptions& options,
       const RunFolder& folder,
       unsigned run,
       const std::string& prefix)
{
    return RunDownload(
        options,
        folder,
        run,
        prefix,
        [&](ProxyNetwork& network, Recorder& recorder) {
            return AttackExperiment(options, network, recorder);
        },
        [&](const AttackExperiment& experiment,
            const ProxyNetwork& network,
            const Recorder& recorder) {
            return MakeResults(options, run, experiment, network, recorder);
        });
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
