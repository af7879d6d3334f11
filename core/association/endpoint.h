// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_ENDPOINT_H
#define HIP_CORE_ASSOCIATION_ENDPOINT_H

#include "core/association/config.h"
#include "core/association/output.h"
#include "core/crypto/crypto-engine.h"
#include "core/identity/host-identity.h"
#include "core/util/random-source.h"
#include "core/util/work.h"
#include "core/wire/packet-buffer.h"

#include <memory>
#include <vector>

namespace hip
{

class Dialect;
class LeasingService;
class RendezvousService;

/**
 * All HIP state of one host: its identities, its associations, the traffic they carry.
 *
 * Bytes and time go in; after each call (also after HandleTimeout) the owner drains Poll until it
 * returns Idle, and calls HandleTimeout at that deadline. Early or twice is fine. Packets of the
 * data path are transformed in place and need no drain of their own when the verdict says so.
 */
class Endpoint
{
  public:
    /**
     * @param identities at least one; the first is the one that speaks first
     * @param context,engine,random outlive the endpoint
     * @throw std::invalid_argument if the configuration is unusable
     */
    Endpoint(const EndpointConfig& config,
             std::vector<HostIdentity> identities,
             CryptoContext& context,
             CryptoEngine& engine,
             RandomSource& random);

    /// As above, with identities of any dialect.
    Endpoint(const EndpointConfig& config,
             const Dialect& dialect,
             std::vector<std::shared_ptr<const LocalIdentity>> identities,
             CryptoContext& context,
             CryptoEngine& engine,
             RandomSource& random);
    ~Endpoint();

    const EndpointConfig& GetConfig() const;

    /// @return the HIT of the first identity
    const Hit& GetHit() const;

    bool IsLocalHit(const Hit& hit) const;

    const Dialect& GetDialect() const;

    /// IP protocol number of the dialect's HIP packets.
    Byte GetHipProtocol() const;

    /// The addresses at which this host is reachable now, most preferred first.
    void SetLocators(const std::vector<IpAddress>& reachableAt, Time now);

    /**
     * Tells where a peer may be reached: its own addresses, or those of its rendezvous server, as
     * DNS gave them. Replaces what was told before; an existing association is not disturbed. A
     * peer of whom nothing was told is looked for where its last association had it.
     */
    void AddPeer(const Hit& peer, const std::vector<IpAddress>& addresses);

    /// Starts a base exchange unless there is an association. @return false if no address is known
    bool Connect(const Hit& peer, Time now);

    /// Starts a base exchange with whoever lives at this address (RFC 7401 §4.1.8).
    void ConnectOpportunistic(const IpAddress& address, Time now);

    /**
     * Begins to close the association (RFC 7401 §4.4.3, CLOSE), or gives up an exchange. What was
     * registered with the peer is not renewed any more. No effect if there is no association.
     */
    void Close(const Hit& peer, Time now);

    /// Renews the ESP keys (RFC 7402 §6.8). @return false unless ESTABLISHED and no rekey is under
    /// way
    bool Rekey(const Hit& peer, bool withDiffieHellman, Time now);

    /**
     * Asks the registrar for services, now and again before each lease ends (RFC 8003). In 2003,
     * asks the agent for a lease, whatever the types (mm-00 §4.4.1). The registrar's address must
     * have been told before.
     *
     * @param types registration types; 1 is rendezvous
     * @param lifetime wished for; the registrar may grant another one. Zero cancels.
     */
    void Register(const Hit& registrar,
                  const std::vector<Byte>& types,
                  Duration lifetime,
                  Time now);

    /// Makes this host a registrar; @p service outlives the endpoint.
    void OfferService(RendezvousService& service);

    /// Makes this host one that lends addresses; @p service outlives the endpoint.
    void OfferService(LeasingService& service);

    /**
     * Handles a packet from the wire that is addressed to this host.
     *
     * @param packet a whole, unfragmented IPv4 or IPv6 packet
     * @return DELIVER: ESP opened in place, the buffer holds the inner packet between HITs;
     *         CONSUMED: HIP; PASS: neither HIP nor ESP; TRANSMIT: an I1 relayed in place; or
     * DROPPED
     */
    Verdict HandlePacket(PacketBuffer& packet, Time now);

    /**
     * Handles a packet of the layers above.
     *
     * @param packet a whole IPv6 packet from a local HIT to a peer's HIT
     * @return TRANSMIT: sealed in place; CONSUMED: held until the association is there; or DROPPED
     */
    Verdict HandleUpper(PacketBuffer& packet, Time now);

    /// Does what is due at @p now.
    void HandleTimeout(Time now);

    /// Takes the next output; Idle when there is none.
    Output Poll();

    /// Takes the cryptographic work done since the last call.
    Work TakeWork();

    /// @return UNASSOCIATED if there is no association with this peer
    State GetState(const Hit& peer) const;

    /// @return the suite in use towards the peer; nothing unless data may be sent
    std::optional<EspSuite> GetEspSuite(const Hit& peer) const;

    /// @return where packets to the peer go at present; unspecified if unknown
    IpAddress GetPeerLocator(const Hit& peer) const;

    std::size_t GetAssociationCount() const;

    const DropCounters& GetDrops() const;

    /// Its inside; see endpoint-impl.h.
    struct Impl;

  private:
    std::unique_ptr<Impl> m_impl;
};

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_ENDPOINT_H
