// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_FORWARDING_AGENT_H
#define HIP_FORWARDING_AGENT_H

#include "hip-node-application.h"

namespace hip
{
class ForwardingAgent;
}

namespace ns3
{

/**
 * @ingroup hip
 *
 * A Forwarding Agent, today called rendezvous server (RFC 8004): mobile hosts register with it, and
 * it relays to them the first packet of each base exchange.
 */
class HipForwardingAgent : public HipNodeApplication
{
  public:
    /// @return the type
    static TypeId GetTypeId();

    HipForwardingAgent();
    ~HipForwardingAgent() override;

    /**
     * Crashes and starts again: key and addresses are as before, all associations and leases are
     * lost. It must have been started.
     *
     * @param outage time in between, in which it hears nothing
     */
    void Restart(Time outage = Time());

    /// @return hosts that are registered now
    std::size_t GetClientCount() const;

    /// @return I1 packets relayed since the last start
    uint64_t GetRelayedCount() const;

  protected:
    void DoDispose() override;
    void MakeEndpoint() override;
    void DeliverUpper(Ptr<Packet> packet) override;

  private:
    Time m_minLifetime;
    Time m_maxLifetime;
    uint32_t m_maxClients;
    EventId m_start; ///< after an outage
    std::unique_ptr<hip::ForwardingAgent> m_agent;
};

} // namespace ns3

#endif // HIP_FORWARDING_AGENT_H
