// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_AGENT_LEASING_AGENT_H
#define HIP_CORE_AGENT_LEASING_AGENT_H

#include "core/agent/family-bridge.h"
#include "core/agent/lease-pool.h"
#include "core/association/outgoing-packet.h"
#include "core/association/rendezvous-service.h"
#include "core/crypto/host-key.h"
#include "core/draft2003/parameters.h"

#include <boost/unordered/unordered_flat_map.hpp>
#include <deque>
#include <map>
#include <set>
#include <vector>

namespace hip
{

/// Whom a Forwarding Agent of 2003 serves, and with what.
struct LeasingAgentConfig
{
    Duration minLifetime = std::chrono::seconds(10); ///< no draft says; as today (RFC 8003 §4.1)
    Duration maxLifetime = std::chrono::hours(1);
    bool wantsPuzzle = true;  ///< before a new lease, of everybody who is not trusted
    std::vector<Hit> trusted; ///< get a lease for their signature alone
    LeasePoolConfig pool;
};

/**
 * The Forwarding Agent as mm-00 had it: lends addresses by FAQ and FAA, without an association
 * (§4.4, §5.1, §6.3), and passes on what comes for its clients: HIP packets by their receiver HIT,
 * ESP by leased address and SPI. The clients' own packets go to their peers directly, unless the
 * peer is of the other family: those come back to the agent, see FamilyBridge.
 *
 * Each HIT has one lease: a new one takes the place of the one before.
 */
class LeasingAgent : public LeasingService
{
  public:
    /// @throw std::invalid_argument if lifetimes or pool make no sense
    explicit LeasingAgent(const LeasingAgentConfig& config);

    /**
     * Grants, extends or ends a lease; answers FAD if there is nothing to lend, or not so much.
     *
     * @return else DUPLICATE (an old FAQ of this lease, or a puzzle solved before),
     *         MISSING_PARAMETER, BAD_PARAMETER, HIT_MISMATCH, BAD_SIGNATURE, PUZZLE_EXPIRED or
     *         BAD_PUZZLE_SOLUTION
     */
    Result<QueryResult> HandleQuery(const IncomingPacket& query,
                                    const Path& path,
                                    const ServiceHost& host,
                                    Time now) override;

    bool Relays(PacketKind kind) const override;

    /// @return TRANSMIT; else DROPPED with NOT_REGISTERED, HOP_LIMIT_EXCEEDED, NO_ROOM or
    /// NO_LOCATOR
    Verdict Relay(PacketBuffer& packet,
                  const Path& path,
                  std::size_t headerLength,
                  Time now,
                  HostContext& host) override;

    Verdict ForwardEsp(PacketBuffer& packet,
                       const IpInfo& info,
                       std::uint32_t spi,
                       Time now,
                       HostContext& host) override;

    Time GetDeadline() const override;
    void HandleTimeout(Time now, Outbox& outbox) override;

    /// @return whether an IPv6 address is one of those to be lent, so that it leads here
    bool HasAddress(const IpAddress& address) const
    {
        return !address.IsV4() && m_pool.Find(address, 0).has_value();
    }

    std::size_t GetClientCount() const
    {
        return m_leases.size();
    }

    /// HIP packets passed on so far.
    std::uint64_t GetRelayed() const
    {
        return m_relayed;
    }

    /// ESP packets passed on so far.
    std::uint64_t GetForwarded() const
    {
        return m_forwarded;
    }

  private:
    struct Lease
    {
        Hit agent; ///< that the client has asked
        PublicKey key;
        std::uint32_t slot;
        draft2003::FaInfoParameter terms; ///< with the Request ID of the last FAQ
        Path toClient;
        Time expires;
        Bytes query;           ///< digest of the last FAQ, to know it again ...
        OutgoingPacket answer; ///< ... and what it was answered with
    };

    struct Query; ///< a FAQ and what is known of its sender

    Result<QueryResult> Decide(Query& query, Time now);
    bool IsTrusted(const Query& query) const;
    bool MayGoWithoutPuzzle(const Hit& client) const;
    void NoteRequest(const Query& query);
    void Grant(Query& query, PublicKey key, Time now);
    std::optional<draft2003::FaInfoParameter> FindTerms(const Query& query, std::uint32_t slot);
    void Answer(const Query& query, bool isGranted, const draft2003::FaInfoParameter& info);
    void End(const Hit& client, RegistrationEvent::Change change, Outbox& outbox);
    static void Report(Outbox& outbox,
                       const Hit& client,
                       const Lease& lease,
                       RegistrationEvent::Change change,
                       Duration lifetime);

    const Lease* Find(const Hit& client, Time now) const;
    std::optional<Path> FindWay(const Hit& sender, const Hit& receiver, const Path& path, Time now);
    std::optional<Path> FindBridged(const IpAddress& source, std::uint32_t spi);
    Path MakeWay(const Hit& client, const Hit& peer, const Lease& lease, const Path& path);

    LeasingAgentConfig m_config;
    LeasePool m_pool;
    boost::unordered_flat_map<Hit, Lease> m_leases;
    boost::unordered_flat_map<std::uint32_t, Hit> m_bySlot;
    /// By address of the client: nothing proves the source of a FAQ, so that another host may have
    /// named the same one.
    std::multimap<IpAddress, Hit> m_byAddress;
    /// Last Request IDs of those who may have a lease without a puzzle, so that an old FAQ gets
    /// nobody another one.
    std::map<Hit, std::uint16_t> m_requests;
    std::deque<Hit> m_requestOrder; ///< oldest first
    std::set<std::pair<Time, Hit>> m_expiries;
    FamilyBridge m_bridge;
    std::uint16_t m_lastId = 0;
    std::uint64_t m_relayed = 0;
    std::uint64_t m_forwarded = 0;
};

} // namespace hip

#endif // HIP_CORE_AGENT_LEASING_AGENT_H
