// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_COMMON_FLOW_RECORDER_H
#define HIP_SCENARIOS_COMMON_FLOW_RECORDER_H

#include "scenarios/common/csv-file.h"
#include "scenarios/common/network.h"
#include "scenarios/common/recorder.h"
#include "scenarios/common/result-rows.h"
#include "scenarios/common/run-folder.h"

#include "ns3/hip-flow-probe.h"

#include <cstdint>
#include <map>
#include <string>

namespace hipscenario
{

/**
 * Measures every TCP and UDP flow between legacy hosts, HIP hosts and the proxy, and every security
 * association: flows.csv; and the delays of the flows over time: delays.csv. DNS is left out.
 * analysis/README.md says what the columns mean.
 */
class FlowRecorder
{
  public:
    /// Measures from now on. All arguments outlive it. @param recorder knows the names of nodes
    FlowRecorder(const RunFolder& folder,
                 const std::string& prefix,
                 const ProxyNetwork& network,
                 const Recorder& recorder);

    /// Writes the files, after the run. @throw std::runtime_error if one could not be written
    void Write();

    /**
     * Adds what the page shows of one flow: that which brought most from a HIP host.
     *
     * @param path of these rows
     * @param hipHost its number, from 0
     */
    void AddResults(ResultRows& rows, const std::string& path, unsigned hipHost);

  private:
    /// What arrived of a flow in one interval.
    struct Interval
    {
        std::uint64_t packets = 0;
        std::uint64_t bytes = 0;
        ns3::Time delaySum;
        ns3::Time maxDelay;
    };

    void NoteArrival(const ns3::HipFlow& flow,
                     ns3::Time sent,
                     ns3::Time arrived,
                     std::uint32_t bytes);
    void WriteFlows();
    void WriteDelays() const;
    std::vector<std::string> MakeRow(const ns3::HipFlow& flow) const;
    std::vector<std::string> MakeRow(const ns3::HipSaFlow& sa, std::size_t id) const;

    const RunFolder& m_folder;
    std::string m_prefix;
    const ProxyNetwork& m_network;
    const Recorder& m_recorder;
    ns3::Ptr<ns3::HipFlowProbe> m_probe;
    std::map<std::pair<std::uint32_t, std::int64_t>, Interval> m_intervals; ///< by flow and number
};

} // namespace hipscenario

#endif // HIP_SCENARIOS_COMMON_FLOW_RECORDER_H
