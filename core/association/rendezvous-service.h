// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_RENDEZVOUS_SERVICE_H
#define HIP_CORE_ASSOCIATION_RENDEZVOUS_SERVICE_H

#include "core/association/output.h"
#include "core/util/clock.h"
#include "core/util/result.h"
#include "core/wire/ip-info.h"
#include "core/wire/packet-buffer.h"
#include "core/wire/parameters.h"

namespace hip
{

class LocalIdentity;
class Outbox;
class R1Pool;
class IncomingPacket;
struct HostContext;

/// Registration type of the rendezvous service (RFC 8004 §4.1).
inline constexpr Byte REGISTRATION_RENDEZVOUS = 1;

/// What a registrar learns of a client that asks for a service (RFC 8003 §3).
struct ClientRequest
{
    Hit registrar; ///< this host's HIT towards the client
    Hit client;
    IpAddress registrarAddress; ///< address that the client talks to
    IpAddress clientAddress;
    HashKind hash; ///< RHASH of the association
    Bytes macKey;  ///< integrity key of what the registrar sends: authenticates RVS_HMAC
    Byte service;  ///< registration type
    Byte lifetime; ///< coded, see registration-lifetime.h; 0 cancels
};

/// A host that passes packets on to others, whom it knows by their HITs.
class ForwardingService
{
  public:
    virtual ~ForwardingService() = default;

    /// @return whether packets of this kind to its clients' HITs are passed on
    virtual bool Relays(PacketKind kind) const = 0;

    /**
     * Passes on a packet whose receiver HIT is not this host's, in place: an I1 (RFC 8004 §4.2), or
     * an update, whose sender has not found its peer since both have moved (RFC 8046 §3.2.3).
     *
     * @param packet the whole IP packet; afterwards the packet to be sent on
     * @param headerLength octets before the HIP header
     * @return TRANSMIT, or DROPPED with NOT_REGISTERED and others
     */
    virtual Verdict Relay(PacketBuffer& packet,
                          const Path& path,
                          std::size_t headerLength,
                          Time now,
                          HostContext& host) = 0;

    virtual Time GetDeadline() const = 0;
    virtual void HandleTimeout(Time now, Outbox& outbox) = 0;
};

/**
 * The services that a registrar gives. The endpoint speaks the registration protocol; this decides
 * and keeps the leases.
 */
class RendezvousService : public ForwardingService
{
  public:
    /// What R1 offers.
    virtual RegInfoParameter GetOffer() const = 0;

    struct Answer
    {
        bool isGranted;
        Byte lifetimeOrFailure; ///< coded lifetime; or the failure type (RFC 8003 §4.5)
    };

    virtual Answer HandleRequest(const ClientRequest& request, Time now, Outbox& outbox) = 0;

    /// The association with a client has another address, which is verified. @param path to it
    virtual void MoveClient(const Hit& client, const Path& path) = 0;
};

/// What a service may use of its host to answer a packet.
struct ServiceHost
{
    HostContext& context;
    const LocalIdentity& identity; ///< that was asked
    R1Pool& puzzles;
};

/// The service of an agent of 2003, which needs no association: it answers FAQs by itself, and
/// passes on whatever comes to the addresses that it has lent (mm-00 §4.4).
class LeasingService : public ForwardingService
{
  public:
    enum class QueryResult
    {
        ANSWERED,
        WANTS_PUZZLE, ///< the host is to send an R1, as it does to an I1
    };

    /// Answers a FAQ (mm-00 §6.3). @return else why it is refused without an answer
    virtual Result<QueryResult> HandleQuery(const IncomingPacket& query,
                                            const Path& path,
                                            const ServiceHost& host,
                                            Time now) = 0;

    /**
     * Passes on ESP that arrived on none of the host's own SPIs, in place.
     *
     * @return TRANSMIT, or DROPPED with UNKNOWN_SPI and others
     */
    virtual Verdict ForwardEsp(PacketBuffer& packet,
                               const IpInfo& info,
                               std::uint32_t spi,
                               Time now,
                               HostContext& host) = 0;
};

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_RENDEZVOUS_SERVICE_H
