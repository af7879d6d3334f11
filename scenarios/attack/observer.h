// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_ATTACK_OBSERVER_H
#define HIP_SCENARIOS_ATTACK_OBSERVER_H

#include "core/util/span.h"
#include "core/wire/ip-address.h"
#include "scenarios/attack/options.h"
#include "scenarios/attack/seen-packet.h"
#include "scenarios/common/network.h"

#include <map>
#include <string>
#include <vector>

namespace hipscenario
{

/// What came of the packets of one kind that the observer sent.
struct Injections
{
    ns3::Time began;
    unsigned sent = 0;
    std::map<std::string, unsigned> drops; ///< at their receivers, by reason
    unsigned locatorChanges = 0;           ///< how often a receiver then sent to another address
    std::uint64_t diverted = 0; ///< octets that came to the address that the packets speak for
};

/**
 * An attack without a key: somebody on the path between the proxy and the first HIP host records
 * their UPDATEs, in the dialect of 2003 REA, AC and ACR, and later sends them again, or others made
 * out of them, from another place.
 */
class Observer
{
  public:
    /// @param victim whose address forged packets tell
    Observer(const AttackOptions& options,
             ProxyNetwork& network,
             ns3::Ptr<ns3::Node> node,
             ns3::Ipv6Address address,
             ns3::Ptr<ns3::Node> victim,
             ns3::Ipv6Address victimAddress);

    Observer(const Observer&) = delete;
    Observer& operator=(const Observer&) = delete;

    /// Records from now on, or no longer.
    void SetRecording(bool isRecording)
    {
        m_isRecording = isRecording;
    }

    /// Sends each recorded packet again, from the address of its sender and from its own one.
    void Replay();

    /// Sends forgeries of the recorded packets that tell or, in the dialect of 2003, check an
    /// address, from the address of their sender.
    void Forge();

    /// Whatever happens from now on is not the work of the observer.
    void End()
    {
        m_current = nullptr;
    }

    const Injections& GetReplays() const
    {
        return m_replays;
    }

    const Injections& GetForgeries() const
    {
        return m_forgeries;
    }

    /// Sent at the same time would be too many for the receivers to tell one from the other.
    static inline const ns3::Time BETWEEN_PACKETS = ns3::MilliSeconds(5);

  private:
    struct Recorded
    {
        SeenPacket packet;
        bool isToProxy;
    };

    void Watch(ns3::Ptr<ns3::HipNodeApplication> receiver);
    void Record(ns3::Ptr<const ns3::Packet> packet);
    hip::Path GetPath(const Recorded& recorded) const;
    void Inject(Injections& kind, hip::Bytes packet);

    const AttackOptions& m_options;
    ProxyNetwork& m_network;
    ns3::Ptr<ns3::Node> m_node;
    hip::IpAddress m_address;
    hip::IpAddress m_victim;
    bool m_isRecording = false;
    std::vector<Recorded> m_recorded;
    Injections m_replays;
    Injections m_forgeries;
    Injections* m_current = nullptr; ///< whose packets are on their way
};

} // namespace hipscenario

#endif // HIP_SCENARIOS_ATTACK_OBSERVER_H
