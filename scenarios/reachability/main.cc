// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// The scenario `reachability`; see description.txt, options.cc for what can be varied, and
// experiment.h for what is done.

#include "scenarios/common/network.h"
#include "scenarios/common/program.h"
#include "scenarios/common/recorder.h"
#include "scenarios/common/table.h"
#include "scenarios/reachability/experiment.h"
#include "scenarios/reachability/options.h"
#include "scenarios/reachability/results.h"

#include <iostream>

namespace
{

using namespace hipscenario;

std::vector<ResultRow>
RunOne(const ReachabilityOptions& options,
       const RunFolder& folder,
       unsigned run,
       const std::string& prefix)
{
    ReachabilityOptions own = options;
    own.withAgent = options.GetCell(run).withAgent;
    Recorder recorder(folder, prefix, own.withKeylog);
    ProxyNetwork network(own, recorder);
    ReachabilityExperiment experiment(own, options.GetCell(run), network, recorder);
    if (run == 1)
    {
        network.WriteFirst(folder, std::cout);
    }
    experiment.Run();
    recorder.Close();
    return MakeResults(options, run, experiment, recorder);
}

std::string
ShowTable(const std::string& resultsFile)
{
    return MakeTable(resultsFile,
                     {{"wait", "wait s", 1},
                      {"reached", "after move s", 1},
                      {"known", "known ms", 1e3},
                      {"dns_bytes", "DNS byte/s", 1},
                      {"agent_bytes", "agent byte/s", 1}},
                     {"agent", "dns"});
}

} // namespace

int
main(int argc, char* argv[])
{
    return RunMain("reachability", argc, argv, ReadOptions, GetResultColumns(), RunOne, ShowTable);
}
