// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_MOBILITY_MOVE_OBSERVER_H
#define HIP_SCENARIOS_MOBILITY_MOVE_OBSERVER_H

#include "scenarios/common/network.h"
#include "scenarios/common/recorder.h"
#include "scenarios/mobility/mobile-access.h"
#include "scenarios/mobility/move.h"

#include <cstdint>
#include <vector>

namespace hipscenario
{

/**
 * Takes down what comes of moves once they have begun: when the host finds its new address and may
 * use it, when the proxy is told of it and has verified it, when data comes there, and what packets
 * that took.
 */
class MoveObserver
{
  public:
    /// @param moves outlive this, as all others do
    MoveObserver(ProxyNetwork& network,
                 const MobileAccess& links,
                 Recorder& recorder,
                 std::vector<Move>& moves);
    MoveObserver(const MoveObserver&) = delete; // traces call this one
    MoveObserver& operator=(const MoveObserver&) = delete;

    /// The host has got an address by DHCP.
    void NoteLease();

    /// UPDATEs that left the HIP host, the proxy and the agent.
    std::uint64_t GetUpdates() const
    {
        return m_updates;
    }

    /// Octets of these, with IP headers.
    std::uint64_t GetUpdateBytes() const
    {
        return m_updateBytes;
    }

  private:
    void NoteProxyEvent(const ns3::HipEventRecord& record);
    void NoteLocator(const ns3::Address& address);
    void NoteArrival(ns3::Ptr<const ns3::Packet> packet, uint32_t interface);
    void NoteProxyArrival(ns3::Ptr<const ns3::Packet> packet);
    void NoteDeparture(ns3::Ptr<const ns3::Packet> packet);
    void NoteSignalling(Move& move,
                        const ns3::Address& from,
                        const ns3::Address& to,
                        uint32_t size);

    const MobileAccess& m_links;
    Recorder& m_recorder;
    std::vector<Move>& m_moves;
    std::uint64_t m_updates = 0;
    std::uint64_t m_updateBytes = 0;
};

} // namespace hipscenario

#endif // HIP_SCENARIOS_MOBILITY_MOVE_OBSERVER_H
