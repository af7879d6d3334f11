// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_ENDPOINT_IMPL_H
#define HIP_CORE_ASSOCIATION_ENDPOINT_IMPL_H

#include "core/association/association.h"
#include "core/association/endpoint.h"
#include "core/association/r1-pool.h"
#include "core/association/rate-limiter.h"
#include "core/wire/ip-info.h"

#include <boost/unordered/unordered_flat_map.hpp>
#include <map>
#include <memory>
#include <vector>

namespace hip
{

/// Both HITs of an association, this host's first.
struct HitPair
{
    Hit local;
    Hit peer;

    friend bool operator==(const HitPair& a, const HitPair& b)
    {
        return a.local == b.local && a.peer == b.peer;
    }

    friend std::size_t hash_value(const HitPair& pair)
    {
        return hash_value(pair.local) * 31 + hash_value(pair.peer);
    }
};

/// Finds the association of each packet, and makes and forgets associations.
struct Endpoint::Impl
{
    Impl(const EndpointConfig& config,
         const Dialect& dialect,
         std::vector<std::shared_ptr<const LocalIdentity>> identities,
         CryptoContext& context,
         CryptoEngine& engine,
         RandomSource& random);

    // endpoint-impl.cc
    Association* Find(const Hit& local, const Hit& peer) const;
    Association* FindByPeer(const Hit& peer) const;
    Association* FindAssociation(const IncomingPacket& packet) const;
    const LocalIdentity* FindIdentity(const Hit& hit) const;
    Association* FindOrMake(const Hit& local, const Hit& peer);

    /// Keeps the timer of an association up to date, and forgets one that is finished.
    void Touch(Association& association);

    /// @return the client of leases from this agent; nullptr if none was asked for
    LeaseClient* FindLeaseClient(const Hit& agent) const;

    /// Lets associations know what agents lend at present.
    void ApplyLeases(Time now);

    /// Lets associations tell their peers where this host is.
    void RefreshLocal(Time now);

    ForwardingService* GetForwarding() const;

    Verdict Drop(DropReason reason, const Path& path = {});
    Time GetDeadline() const;

    // endpoint-packets.cc
    Verdict HandleEsp(PacketBuffer& packet, const IpInfo& info, Time now);
    Verdict RefuseEsp(const Path& path, Time now);
    Verdict HandleHip(PacketBuffer& packet, const IpInfo& info, Time now);
    Result<void> Dispatch(const IncomingPacket& packet, const Path& path, Time now);

    // endpoint-exchange.cc
    Result<void> HandleI1(const IncomingPacket& packet, const Path& path, Time now);
    Result<void> HandleR1(const IncomingPacket& packet, const Path& path, Time now);
    Result<void> HandleI2(const IncomingPacket& packet, const Path& path, Time now);
    Result<void> HandleR2(const IncomingPacket& packet, Time now);
    Result<void> HandleUpdate(const IncomingPacket& packet, Path path, Time now);
    Result<void> HandleQuery(const IncomingPacket& packet, const Path& path, Time now);
    Result<void> HandleLeaseAnswer(const IncomingPacket& packet, Time now);

    HostContext host;
    std::vector<std::unique_ptr<R1Pool>> pools; ///< one for each identity, in the same order
    boost::unordered_flat_map<HitPair, std::unique_ptr<Association>> associations;
    std::vector<std::unique_ptr<Association>> opportunistic; ///< whose peer's HIT is not known yet
    boost::unordered_flat_map<Hit, std::vector<IpAddress>> peers;
    std::vector<HitPair> registrars; ///< whose services this host has asked for
    std::map<Hit, std::unique_ptr<LeaseClient>> leaseClients; ///< by agent; 2003 only
    TimerQueue<Association> timers;
    RateLimiter r1Limiter;
    std::uint64_t nextOrder = 0;

  private:
    Result<void> CheckRelayed(const IncomingPacket& packet, const RelayInfo& relay, Time now) const;
    Result<void> SendR1(const LocalIdentity& identity,
                        const Hit& initiator,
                        const std::vector<DhGroup>& groups,
                        const Path& reply,
                        const std::vector<IpAddress>& via,
                        Time now);
    const LocalIdentity& ChooseIdentity(const Hit& initiator) const;
    R1Pool& GetPool(const LocalIdentity& identity);
    Result<void> HandleOpportunisticR1(const IncomingPacket& packet, const Path& path, Time now);
};

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_ENDPOINT_IMPL_H
