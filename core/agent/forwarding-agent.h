// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_AGENT_FORWARDING_AGENT_H
#define HIP_CORE_AGENT_FORWARDING_AGENT_H

#include "core/association/endpoint.h"
#include "core/association/rendezvous-service.h"

#include <boost/unordered/unordered_flat_map.hpp>
#include <set>

namespace hip
{

/// What a Forwarding Agent grants.
struct ForwardingAgentConfig
{
    Duration minLifetime =
        std::chrono::seconds(10); ///< both ends must support 10 s (RFC 8003 §4.1)
    Duration maxLifetime = std::chrono::hours(1);
    std::size_t maxClients = 100000;
};

/**
 * The Forwarding Agent, in today's words a rendezvous server: it knows where its clients are and
 * relays to them the first packet of a base exchange (RFC 8004; patent, "Forwarding Agent"). All
 * further packets go directly between the hosts.
 *
 * It keeps soft state only, {HIT, address, integrity key, expiry}, so that a lease survives its
 * association.
 */
class ForwardingAgent : public RendezvousService
{
  public:
    /// @throw std::invalid_argument if the lifetimes make no sense
    explicit ForwardingAgent(const ForwardingAgentConfig& config);

    RegInfoParameter GetOffer() const override;

    /**
     * Grants, renews or cancels a lease (RFC 8003 §3). Lifetimes are clamped to what is offered;
     * lifetime 0 cancels. Refused are other types than rendezvous (failure type 1) and clients past
     * the bound (failure type 2).
     */
    Answer HandleRequest(const ClientRequest& request, Time now, Outbox& outbox) override;

    bool Relays(PacketKind kind) const override;
    void MoveClient(const Hit& client, const Path& path) override;

    /**
     * Relays an I1 to the client that it names: new destination, own address as source, FROM with
     * the original source and RVS_HMAC appended, checksum anew (RFC 8004 §4.2).
     *
     * @return TRANSMIT; else DROPPED with NOT_REGISTERED, HOP_LIMIT_EXCEEDED, TOO_LONG or NO_ROOM
     */
    Verdict Relay(PacketBuffer& packet,
                  const Path& path,
                  std::size_t headerLength,
                  Time now,
                  HostContext& host) override;

    Time GetDeadline() const override;
    void HandleTimeout(Time now, Outbox& outbox) override;

    std::size_t GetClientCount() const
    {
        return m_leases.size();
    }

    /// I1s relayed so far.
    std::uint64_t GetRelayed() const
    {
        return m_relayed;
    }

  private:
    struct Lease
    {
        Hit registrar;
        IpAddress registrarAddress;
        IpAddress address;
        HashKind hash;
        Bytes macKey;
        Time expires;
    };

    void Remove(const Hit& client);

    ForwardingAgentConfig m_config;
    boost::unordered_flat_map<Hit, Lease> m_leases;
    std::set<std::pair<Time, Hit>> m_expiries;
    std::uint64_t m_relayed = 0;
};

} // namespace hip

#endif // HIP_CORE_AGENT_FORWARDING_AGENT_H
