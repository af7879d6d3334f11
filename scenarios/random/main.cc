// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// The scenario `random`; see description.txt, options.cc for what can be varied, plan.h for what is
// left to chance, and experiment.h for what is done.

#include "scenarios/common/network.h"
#include "scenarios/common/program.h"
#include "scenarios/common/recorder.h"
#include "scenarios/common/table.h"
#include "scenarios/random/experiment.h"
#include "scenarios/random/options.h"
#include "scenarios/random/results.h"

#include "ns3/config.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/uinteger.h"

#include <iostream>

namespace
{

using namespace hipscenario;

std::vector<ResultRow>
RunOne(const RandomOptions& options,
       const RunFolder& folder,
       unsigned place,
       const std::string& prefix)
{
    SetTcpTimersOfLinux();
    SetSmallTcpWindow();
    // A connection outlasts the time that a host needs to find an agent again that has crashed.
    ns3::Config::SetDefault("ns3::TcpSocket::DataRetries", ns3::UintegerValue(30));
    const unsigned run = options.only > 0 ? options.only : place;
    ns3::RngSeedManager::SetRun(run);
    const RandomPlan plan = MakePlan(options, run);
    RandomOptions own = options;
    own.faults = plan.faults;
    Recorder recorder(folder, prefix, own.withKeylog);
    ProxyNetwork network(own, recorder);
    RandomExperiment experiment(own, plan, network, recorder);
    if (place == 1)
    {
        network.WriteFirst(folder, std::cout);
    }
    FlowRecorder flows(folder, prefix, network, recorder);
    experiment.Run();
    recorder.Close();
    flows.Write();
    WriteTransferFile(folder,
                      prefix,
                      {{1, 1, "download", experiment.GetDownload().GetMeasurement()}});
    if (const std::string failure = experiment.FindFailure(); !failure.empty())
    {
        std::cout << "run " + std::to_string(run) + ": " + failure + " (host " +
                         experiment.GetHostState() + ", proxy " + experiment.GetProxyState() +
                         "); the same again: --only " + std::to_string(run) + "\n"
                  << std::flush;
    }
    return MakeResults(own, plan, run, experiment, recorder, flows);
}

std::string
ShowTable(const std::string& resultsFile)
{
    return MakeTable(resultsFile,
                     {{"intact", "intact", 1},
                      {"events", "events", 1},
                      {"transfer_time", "transfer s", 1},
                      {"base_exchanges", "exchanges", 1}},
                     {""});
}

} // namespace

int
main(int argc, char* argv[])
{
    unsigned failed = 0;
    const int status = RunMain("random",
                               argc,
                               argv,
                               ReadOptions,
                               GetResultColumns(),
                               RunOne,
                               [&](const std::string& resultsFile) {
                                   failed = CountRows(resultsFile, "intact", 0);
                                   return ShowTable(resultsFile);
                               });
    if (status != 0 || failed == 0)
    {
        return status;
    }
    std::cerr << "random: " << failed << (failed == 1 ? " run has" : " runs have") << " failed\n";
    return 1; // the results are there all the same
}
