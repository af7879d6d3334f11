// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// The scenario `multihoming`; see description.txt, options.cc for what can be varied, and
// experiment.h for what is done.

#include "scenarios/common/flow-recorder.h"
#include "scenarios/common/network.h"
#include "scenarios/common/program.h"
#include "scenarios/common/recorder.h"
#include "scenarios/common/table.h"
#include "scenarios/multihoming/experiment.h"
#include "scenarios/multihoming/options.h"
#include "scenarios/multihoming/results.h"

#include <iostream>

namespace
{

using namespace hipscenario;

std::vector<ResultRow>
RunOne(const MultihomingOptions& options,
       const RunFolder& folder,
       unsigned run,
       const std::string& prefix)
{
    SetTcpTimersOfLinux();
    SetSmallTcpWindow();
    const MultihomingOptions own = options.ForRun(run);
    Recorder recorder(folder, prefix, own.withKeylog);
    ProxyNetwork network(own, recorder);
    MultihomingExperiment experiment(own, network, recorder);
    if (run == 1)
    {
        network.WriteFirst(folder, std::cout);
    }
    FlowRecorder flows(folder, prefix, network, recorder);
    experiment.Run();
    recorder.Close();
    flows.Write();
    std::vector<Transfer> transfers;
    for (const Measurement* flow : experiment.GetTraffic().GetAll())
    {
        transfers.push_back({1, 1, own.useUdp ? "datagrams" : "download", *flow});
    }
    WriteTransferFile(folder, prefix, transfers);
    return MakeResults(own, run, experiment, recorder, flows);
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
