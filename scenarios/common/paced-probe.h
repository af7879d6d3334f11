// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_SCENARIOS_COMMON_PACED_PROBE_H
#define HIP_SCENARIOS_COMMON_PACED_PROBE_H

#include "scenarios/common/probe.h"

#include "ns3/packet.h"
#include "ns3/socket.h"

#include <set>

namespace hipscenario
{

/**
 * Sends numbered packets at an even pace and waits for each to come back, or to arrive. As long as
 * none has, it begins again from the first: where links lose packets, a base exchange may take
 * longer than the packets do.
 */
class PacedProbe : public Probe
{
  public:
    /// @param octets in each packet
    PacedProbe(ns3::Ptr<ns3::Node> node, std::uint32_t count, unsigned octets, ns3::Time interval);

    void Start(const ns3::Address& server, std::function<void()> whenDone) override;

  protected:
    /// Opens a socket that is connected to the server.
    virtual ns3::Ptr<ns3::Socket> Open(const ns3::Address& server) = 0;

    /// @return the socket to which packets come, usually that which sends them
    virtual ns3::Ptr<ns3::Socket> OpenReceiver(ns3::Ptr<ns3::Socket> sender);

    /// Wraps a payload for the socket. @param number of the packet
    virtual ns3::Ptr<ns3::Packet> Wrap(ns3::Ptr<ns3::Packet> payload, std::uint32_t number) = 0;

    /// Takes the payload out of what came. @return false if it is something else
    virtual bool Unwrap(ns3::Ptr<ns3::Packet> packet, std::uint32_t& number) = 0;

    ns3::Ptr<ns3::Node> m_node;

  private:
    void SendNext();
    void EndRound();
    void Read(ns3::Ptr<ns3::Socket> socket);
    void Note(ns3::Ptr<const ns3::Packet> payload, std::uint32_t number);
    void Finish();

    const std::uint32_t m_count;
    const unsigned m_octets;
    const ns3::Time m_interval;
    std::uint32_t m_next = 0;
    ns3::Time m_roundStart;
    std::set<std::uint32_t> m_seen;
    ns3::Ptr<ns3::Socket> m_socket;
    ns3::Ptr<ns3::Socket> m_receiver;
    std::function<void()> m_whenDone;
};

} // namespace hipscenario

#endif // HIP_SCENARIOS_COMMON_PACED_PROBE_H
