// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_PROXY_PROXY_H
#define HIP_CORE_PROXY_PROXY_H

#include "core/association/endpoint.h"
#include "core/crypto/crypto-context.h"
#include "core/proxy/proxy-config.h"
#include "core/proxy/proxy-output.h"
#include "core/resolver/authoritative-server.h"
#include "core/util/random-source.h"
#include "core/wire/packet-buffer.h"

#include <boost/core/span.hpp>
#include <memory>

namespace hip
{

/**
 * The patent's HIP proxy: legacy hosts reach HIP hosts through it, and know nothing of HIP.
 *
 * It works like an Endpoint: bytes and time go in, and after each call that did not just say
 * TRANSMIT or PASS the owner drains Poll until Idle. Poll drains the endpoint too, so nobody else
 * may. Packets that come out may be longer than a link's MTU; the owner fragments them as their
 * source.
 */
class Proxy
{
  public:
    /**
     * @param endpoint the proxy's own HIP; outlives it
     * @param crypto for the check of HIP records; outlives the proxy
     * @param random for ports and DNS identifiers; outlives the proxy
     * @param ownZones what the proxy knows without asking external DNS (claim 16), or nullptr;
     *        outlives the proxy
     * @throw std::invalid_argument if the configuration is unusable
     */
    Proxy(const ProxyConfig& config,
          Endpoint& endpoint,
          CryptoContext& crypto,
          RandomSource& random,
          AuthoritativeServer* ownZones = nullptr);
    ~Proxy();

    /**
     * Handles a packet that the router is about to forward.
     *
     * A DNS query over UDP is intercepted (CONSUMED); a packet from a legacy host to a substitute
     * goes through NAT and ESP (TRANSMIT: in place; CONSUMED: held for the base exchange, or a
     * fragment; or DROPPED). All else is left alone (PASS).
     */
    Verdict HandleForwarded(PacketBuffer& packet, Time now);

    /**
     * Handles many packets as if one by one, but overlaps their lookups.
     *
     * @param verdicts as many as packets
     */
    void HandleForwardedBurst(boost::span<PacketBuffer> packets,
                              boost::span<Verdict> verdicts,
                              Time now);

    /**
     * Handles a packet that is addressed to the proxy itself.
     *
     * HIP is for the endpoint (CONSUMED); ESP is opened and goes through NAT to its legacy host
     * (TRANSMIT: in place; CONSUMED: a fragment, held; or DROPPED). A DNS query over UDP of a
     * legacy host whose server is the proxy is CONSUMED if there are own zones, or servers to ask.
     * All else is left alone (PASS), also a Packet Too Big about our ESP, which is taken note of.
     */
    Verdict HandleWire(PacketBuffer& packet, Time now);

    /**
     * Handles a query that a legacy host sent over TCP; the owner ends the connection itself. The
     * answer, or that of the server if the query is none of the proxy's business, is a DnsReply.
     *
     * @param message without its length prefix
     * @param client who asked; its transport is TCP
     * @param server the address that the legacy host connected to
     * @return CONSUMED; or DROPPED, after which no answer will come
     */
    Verdict HandleDnsQuery(ByteSpan message,
                           const DnsClient& client,
                           const IpAddress& server,
                           Time now);

    /**
     * Handles what came back for a SendQuery.
     *
     * @param localPort where it arrived
     * @return false if it was refused, which is counted
     */
    bool HandleDnsResponse(ByteSpan message,
                           const IpAddress& server,
                           std::uint16_t localPort,
                           DnsTransport transport,
                           Time now);

    /// Does what is due at @p now.
    void HandleTimeout(Time now);

    /// Takes the next output, of the proxy or of its endpoint; Idle when there is none.
    ProxyOutput Poll();

    /// Takes the cryptographic work done since the last call, that of the endpoint included.
    Work TakeWork();

    const MappingTable& GetMappings() const;

    /// @return how many flows of legacy hosts the NAT knows
    std::size_t GetBindingCount() const;

    /// What the proxy refused; the endpoint counts on its own.
    const DropCounters& GetDrops() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace hip

#endif // HIP_CORE_PROXY_PROXY_H
