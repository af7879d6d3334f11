// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// The scenario `multihoming`; see description.txt, options.cc for what can be varied, and
// experiment.h for what is done.

#include "scenarios/common/download-run.h"
#include "scenarios/common/table.h"
#include "scenarios/multihoming/experiment.h"
#include "scenarios/multihoming/options.h"
#include "scenarios/multihoming/results.h"

namespace
{

using namespace hipscenario;

std::vector<ResultRow>
RunOne(const MultihomingOptions& options,
       const RunFolder& folder,
       unsigned run,
       const std::string& prefix)
{
    const MultihomingOptions own = options.ForRun(run);
    return RunDownload(
        own,
        folder,
        run,
        prefix,
        [&](ProxyNetwork& network, Recorder& recorder) {
            return MultihomingExperiment(own, network, recorder);
        },
        [&](const MultihomingExperiment& experiment,
            const ProxyNetwork&,
            const Recorder& recorder) { return MakeResults(own, run, experiment, recorder); });
}

std::string
ShowTable(const std::string& resultsFile)
{
    return MakeTable(resultsFile,
                     {{"detection_time", "detected ms", 1e3},
                      {"return_time", "back ms", 1e3},
                      {"data_bytes", "data kB", 1e-3}},
                     {"host", "proxy", "link-0", "link-1"});
}

} // namespace

int
main(int argc, char* argv[])
{
    return RunMain("multihoming", argc, argv, ReadOptions, GetResultColumns(), RunOne, ShowTable);
}
