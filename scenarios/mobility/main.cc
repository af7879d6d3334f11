// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

// The scenario `mobility`; see description.txt, options.cc for what can be varied, and experiment.h
// for what is done.

#include "scenarios/common/flow-recorder.h"
#include "scenarios/common/network.h"
#include "scenarios/common/program.h"
#include "scenarios/common/recorder.h"
#include "scenarios/common/table.h"
#include "scenarios/mobility/experiment.h"
#include "scenarios/mobility/options.h"
#include "scenarios/mobility/results.h"

#include <iostream>

namespace
{

using namespace hipscenario;

std::vector<ResultRow>
RunOne(const MobilityOptions& all, const RunFolder& folder, unsigned run, const std::string& prefix)
{
    const MobilityOptions options = all.ForRun(run);
    SetTcpTimersOfLinux();
    Recorder recorder(folder, prefix, options.withKeylog);
    ProxyNetwork network(options, recorder);
    MobilityExperiment experiment(options, network, recorder);
    if (run == 1)
    {
        network.WriteFirst(folder, std::cout);
        if (options.withPcap)
        {
            experiment.EnablePcap(folder.GetFile("hip-host.pcap"));
        }
    }
    FlowRecorder flows(folder, prefix, network, recorder);
    experiment.Run();
    recorder.Close();
    flows.Write();
    return MakeResults(options, run, experiment, network, recorder, flows);
}

std::string
ShowTable(const std::string& resultsFile)
{
    return MakeTable(resultsFile,
                     {{"loss_latency", "lost ms", 1e3},
                      {"link_latency", "link ms", 1e3},
                      {"detection_latency", "found ms", 1e3},
                      {"dhcp_latency", "DHCP ms", 1e3},
                      {"dad_latency", "DAD ms", 1e3},
                      {"told_latency", "told ms", 1e3},
                      {"data_latency", "data ms", 1e3},
                      {"verification_latency", "verified ms", 1e3},
                      {"pause", "pause ms", 1e3},
                      {"goodput", "Mbit/s", 1}},
                     {"hard", "gapless", "soft", "away", "back", "download", "upload"});
}

} // namespace

int
main(int argc, char* argv[])
{
    return RunMain("mobility", argc, argv, ReadOptions, GetResultColumns(), RunOne, ShowTable);
}
