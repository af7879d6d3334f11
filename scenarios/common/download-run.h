// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_COMMON_DOWNLOAD_RUN_H
#define HIP_SCENARIOS_COMMON_DOWNLOAD_RUN_H

#include "scenarios/common/network.h"
#include "scenarios/common/program.h"
#include "scenarios/common/recorder.h"
#include "scenarios/common/result-rows.h"

#include <iostream>

namespace hipscenario
{

/**
 * One run of a scenario in which the first legacy host downloads from the first HIP host, and which
 * leaves transfers.csv behind.
 *
 * @param run from 1; the first one leaves captures and inputs too
 * @param prefix of its files
 * @param makeExperiment makes an experiment from network and recorder. It has Run and GetDownload
 * @param makeRows makes the results from experiment, network and recorder
 */
template <class MakeExperiment, class MakeRows>
std::vector<ResultRow>
RunDownload(const NetworkOptions& options,
            const RunFolder& folder,
            unsigned run,
            const std::string& prefix,
            const MakeExperiment& makeExperiment,
            const MakeRows& makeRows)
{
    SetTcpTimersOfLinux();
    SetSmallTcpWindow();
    Recorder recorder(folder, prefix, options.withKeylog);
    ProxyNetwork network(options, recorder);
    auto experiment = makeExperiment(network, recorder);
    if (run == 1)
    {
        network.WriteFirst(folder, std::cout);
    }
    experiment.Run();
    recorder.Close();
    WriteTransferFile(folder,
                      prefix,
                      {{1, 1, "download", experiment.GetDownload().GetMeasurement()}});
    return makeRows(experiment, network, recorder);
}

} // namespace hipscenario

#endif // HIP_SCENARIOS_COMMON_DOWNLOAD_RUN_H
