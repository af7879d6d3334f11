// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_COMMON_RECORDER_H
#define HIP_SCENARIOS_COMMON_RECORDER_H

#include "scenarios/common/csv-file.h"
#include "scenarios/common/run-folder.h"

#include "ns3/hip-node-application.h"
#include "ns3/hip-trace.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace hipscenario
{

/**
 * Writes what happens on the nodes of a run: events.csv, esp_sa (Wireshark's table of ESP keys) and
 * keylog.txt. analysis/README.md says what each event means.
 */
class Recorder
{
  public:
    /// @param prefix of the file names; @param withKeys also write esp_sa and keylog.txt
    Recorder(const RunFolder& folder, const std::string& prefix, bool withKeys);

    /// Tells which node an address or a HIT belongs to. @param name without blanks
    void AddName(const std::string& address, const std::string& name);

    /// Records all events of this node. @param dnsNode the node that the proxy's DNS queries go to
    void Watch(ns3::Ptr<ns3::HipNodeApplication> application, const std::string& name);

    /// Writes one event at the present time.
    void Write(const std::string& node,
               const std::string& peer,
               const std::string& event,
               const std::string& detail);

    /// @return the name of the node that an address or a HIT belongs to; itself if nobody told
    std::string GetName(const std::string& address) const;

    /// How many packets were refused, by reason, over all nodes.
    const std::map<std::string, std::uint64_t>& GetDrops() const
    {
        return m_drops;
    }

    /// How many times an event came.
    std::uint64_t Count(const std::string& event) const;

    /// Ends the files. @throw std::runtime_error if one could not be written
    void Close();

  private:
    void WriteEvent(std::string node, const ns3::HipEventRecord& record);
    void WritePacket(const std::string& node, const ns3::HipEventRecord& record);
    bool WriteStep(const std::string& node, const ns3::HipEventRecord& record);
    void WriteSa(std::string node, const ns3::HipSaRecord& record);
    void WriteKey(std::string node, const ns3::HipKeyRecord& record);

    CsvFile m_events;
    std::optional<TextFile> m_sas;
    std::optional<TextFile> m_keys;
    std::set<std::string> m_knownSas; ///< both ends tell of the same SA
    std::set<std::string> m_knownKeys;
    std::map<std::string, std::string> m_names;
    std::map<std::string, std::uint64_t> m_drops;
    std::map<std::string, std::uint64_t> m_counts;
};

} // namespace hipscenario

#endif // HIP_SCENARIOS_COMMON_RECORDER_H
