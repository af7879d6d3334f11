// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// The scenario `agent`; see description.txt, options.cc for what can be varied, and experiment.h
// for what is done.

#include "scenarios/agent/experiment.h"
#include "scenarios/agent/network.h"
#include "scenarios/agent/options.h"
#include "scenarios/agent/results.h"
#include "scenarios/common/program.h"
#include "scenarios/common/recorder.h"
#include "scenarios/common/table.h"

#include <iostream>

namespace
{

using namespace hipscenario;

constexpr int64_t STREAM = 10; ///< of calls and moves

std::vector<ResultRow>
RunOne(const AgentOptions& options,
       const RunFolder& folder,
       unsigned run,
       const std::string& prefix)
{
    Recorder recorder(folder, prefix, false);
    AgentNetwork network(options, options.GetCell(run));
    AgentExperiment experiment(options, options.GetCell(run), network, recorder, STREAM);
    experiment.Run();
    recorder.Close();
    return MakeResults(options, run, experiment);
}

std::string
ShowTable(const std::string& resultsFile)
{
    return MakeTable(resultsFile,
                     {{"registrations", "registrations/s", 1},
                      {"relayed", "relayed/s", 1},
                      {"utilization", "CPU %", 100},
                      {"share", "traffic/data %", 100},
                      {"reached", "reached %", 100},
                      {"call_p95", "call p95 ms", 1e3}},
                     {"joining", "steady", "outage", "restart"});
}

} // namespace

int
main(int argc, char* argv[])
{
    return RunMain("agent", argc, argv, ReadOptions, GetResultColumns(), RunOne, ShowTable);
}
