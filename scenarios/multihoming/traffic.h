// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_MULTIHOMING_TRAFFIC_H
#define HIP_SCENARIOS_MULTIHOMING_TRAFFIC_H

#include "scenarios/common/named-download.h"
#include "scenarios/common/network.h"
#include "scenarios/multihoming/options.h"

#include <functional>
#include <memory>
#include <vector>

namespace hipscenario
{

/**
 * What the first legacy host asks of the first HIP host: one flow, of which the scenario measures
 * everything, and further ones beside it, so that more than one link has something to carry. All
 * of them are downloads over TCP, or datagrams and their echoes.
 */
class MultihomingTraffic
{
  public:
    MultihomingTraffic(const MultihomingOptions& options, ProxyNetwork& network);

    /**
     * Asks for the host's name now. The first flow begins with the answer, the others when there
     * was time to verify all paths, and to make SAs for them.
     *
     * @param whenConnecting called once, when the first one begins
     * @param whenDone called once, when the last of them is over
     */
    void Begin(std::function<void()> whenConnecting, std::function<void()> whenDone);

    /// @throw std::runtime_error if octets came wrong, of a flow that is over also if some are
    /// missing, unless it is one of datagrams
    void Check() const;

    /// @return whether all flows are over
    bool IsDone() const
    {
        return m_left == 0;
    }

    /// @return what the first flow measures
    const Measurement& GetFirst() const
    {
        return m_first.GetMeasurement();
    }

    /// @return what each flow measures, the first one first
    std::vector<const Measurement*> GetAll() const;

    /// @return whether all flows have begun and none is over
    bool AreAllUnderWay() const;

    /// @return octets of all flows a second, while all are under way
    double GetGoodput() const;

  private:
    void StartOthers();
    void NoteEnd();

    const bool m_isUdp;
    const ns3::Time m_streamDuration; ///< of datagrams
    NamedDownload m_first;
    std::vector<std::unique_ptr<Probe>> m_others;
    std::size_t m_left;                   ///< flows that are not over
    ns3::Time m_begin = ns3::Time::Max(); ///< of the last one
    ns3::Time m_end = ns3::Time::Max();   ///< of the one that is over first
    std::function<void()> m_whenDone;
};

} // namespace hipscenario

#endif // HIP_SCENARIOS_MULTIHOMING_TRAFFIC_H
