// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_FORWARDING_AGENT_H
#define HIP_FORWARDING_AGENT_H

#include "hip-interceptor.h"
#include "hip-node-application.h"

namespace hip
{
class ForwardingAgent;
class LeasingAgent;
} // namespace hip

namespace ns3
{

/**
 * @ingroup hip
 *
 * A Forwarding Agent, today called rendezvous server (RFC 8004): mobile hosts register with it, and
 * it relays to them the first packet of each base exchange. In the dialect of 2003 it lends them
 * addresses, and passes on whatever comes there (mm-00 §4.4); its links have to lead packets for
 * those of IPv6 to the node.
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

    /// @return HIP packets relayed since the last start: in HIPv2 I1, and UPDATE that found nobody
    uint64_t GetRelayedCount() const;

    /// @return ESP packets passed on since the last start; 2003 only
    uint64_t GetForwardedCount() const;

  protected:
    void DoDispose() override;
    void MakeEndpoint() override;
    void StartApplication() override;
    void DeliverUpper(Ptr<Packet> packet) override;

  private:
    void OfferLeases();
    HipInterception Intercept(const Header& header, Ptr<const Packet> payload);

    Time m_minLifetime;
    Time m_maxLifetime;
    uint32_t m_maxClients;
    bool m_wantsPuzzle;
    Ipv6Address m_firstLease;
    EventId m_start;                               ///< after an outage
    std::unique_ptr<hip::ForwardingAgent> m_agent; ///< in HIPv2
    std::unique_ptr<hip::LeasingAgent> m_lessor;   ///< in 2003, once it has started
};

} // namespace ns3

#endif // HIP_FORWARDING_AGENT_H
