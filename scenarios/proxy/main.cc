// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// The scenario `proxy`; see description.txt, options.cc for what can be varied, and experiment.h
// for what is done.

#include "scenarios/common/flow-recorder.h"
#include "scenarios/common/network.h"
#include "scenarios/common/program.h"
#include "scenarios/common/recorder.h"
#include "scenarios/common/table.h"
#include "scenarios/proxy/experiment.h"
#include "scenarios/proxy/options.h"
#include "scenarios/proxy/results.h"

#include <iostream>

namespace
{

using namespace hipscenario;

std::vector<ResultRow>
RunOne(const ProxyOptions& options,
       const RunFolder& folder,
       unsigned run,
       const std::string& prefix)
{
    Recorder recorder(folder, prefix, options.withKeylog);
    ProxyNetwork network(options, recorder);
    if (run == 1)
    {
        network.WriteFirst(folder, std::cout);
    }
    ProxyExperiment experiment(options, network, recorder);
    FlowRecorder flows(folder, prefix, network, recorder);
    experiment.Run();
    recorder.Close();
    flows.Write();
    WriteTransfers(folder, prefix, experiment);
    return MakeResults(options, run, experiment, network, recorder);
}

std::string
ShowTable(const std::string& resultsFile)
{
    return MakeTable(resultsFile,
                     {{"dns_latency", "DNS ms", 1e3},
                      {"base_exchange_latency", "exchange ms", 1e3},
                      {"tcp_latency", "TCP ms", 1e3},
                      {"first_byte_latency", "1st byte ms", 1e3},
                      {"goodput", "Mbit/s", 1}},
                     {"plain", "first-contact", "live"});
}

} // namespace

int
main(int argc, char* argv[])
{
    return RunMain("proxy", argc, argv, ReadOptions, GetResultColumns(), RunOne, ShowTable);
}
