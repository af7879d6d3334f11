// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_ESP_WATCH_H
#define HIP_ESP_WATCH_H

#include "core/association/output.h"
#include "hip-trace.h"

#include "ns3/packet.h"

#include <deque>
#include <map>
#include <optional>

// Private to this module: not installed.

namespace ns3
{

/**
 * Says which packet of the layers above an ESP packet of this host carries, for the traces EspSend
 * and EspReceive.
 *
 * A packet that is sealed at once is seen before and after. One that waits for its association
 * leaves the core as ESP some time later: the core sends what waits for a peer in its order, so
 * that the first one that fits in length is the one. Those before it have been dropped.
 */
class HipEspWatch
{
  public:
    /// Learns of security associations and of exchanges that have failed.
    void Note(const hip::Event& event);

    /**
     * A packet waits for its association.
     *
     * @param peer HIT of the receiver
     * @param inner the packet
     * @param length octets that ESP will carry of it
     */
    void Hold(const hip::Hit& peer, Ptr<const Packet> inner, std::size_t length);

    /// @param packet an IP packet. @return SPI, sequence number and size; nothing if it is not ESP
    static std::optional<HipEspRecord> Read(hip::ByteSpan packet);

    /// Fills in peer and inner packet of what has waited. @param record of an ESP packet that
    /// leaves
    void Release(HipEspRecord& record);

  private:
    struct Outbound
    {
        hip::Hit peer;
        hip::EspSuite suite;
    };

    struct Waiting
    {
        Ptr<const Packet> inner;
        std::size_t length;
    };

    std::map<uint32_t, Outbound> m_outbound; ///< by SPI
    std::map<hip::Hit, std::deque<Waiting>> m_waiting;
};

} // namespace ns3

#endif // HIP_ESP_WATCH_H
