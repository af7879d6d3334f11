// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_PROXY_PEER_MONITOR_H
#define HIP_CORE_PROXY_PEER_MONITOR_H

#include "core/proxy/proxy-context.h"
#include "core/wire/icmp.h"

#include <boost/unordered/unordered_flat_map.hpp>
#include <deque>
#include <vector>

namespace hip
{

/**
 * Watches the associations that the endpoint makes for the proxy, and draws the consequences:
 * keeps IP_hip in M (patent step H.1), knows how large a packet may be, and tells the steps.
 */
class PeerMonitor
{
  public:
    /// @param context outlives the monitor
    explicit PeerMonitor(ProxyContext& context);

    /// A mapping was made or renewed: what it says about the peer goes to the endpoint.
    void HandleMapping(const Mapping& mapping);

    /// Handles an event of the endpoint and passes it on.
    void HandleEvent(const Event& event);

    /// The endpoint holds a packet of this binding until there is an association.
    void NoteWaiting(const NatBinding& binding, std::uint16_t remotePort);

    /// The endpoint sends a packet of its own accord, maybe one that it has held.
    void NoteTransmit(ByteSpan packet);

    /**
     * Takes a packet to the proxy itself, and believes a router on the way to a HIP host that our
     * ESP packet was too big (RFC 8201 §4). The packet that the error quotes must be one of ours,
     * to where the peer is now.
     *
     * @param info what ParseIp says about the packet
     */
    void HandleError(const IpInfo& info, ByteSpan packet, Time now);

    /// Forgets what routers said long ago.
    void HandleTimeout(Time now);

    /// @return when HandleTimeout has something to do, or NEVER
    Time GetDeadline() const;

  private:
    struct Waiting
    {
        NatFlow flow;
        std::uint16_t remotePort;
    };

    struct Peer
    {
        std::uint32_t spi = 0;        ///< of packets to it; 0: none
        std::vector<Waiting> waiting; ///< bindings whose first packet is held
        std::size_t pathMtu = 0;      ///< as routers said; 0: nothing
        Time pathMtuExpires{};
    };

    struct MtuExpiry
    {
        Time when;
        Hit hit;
    };

    void Handle(const PacketEvent& event);
    void Handle(const StateEvent& event);
    void Handle(const LocatorEvent& event);
    void Handle(const SaEvent& event);
    void HandleTooBig(const IcmpError& error, Time now);
    void UpdateInnerMtu(const Hit& hit);
    std::size_t ComputeInnerMtu(const Mapping& mapping) const;

    ProxyContext& m_context;
    boost::unordered_flat_map<Hit, Peer> m_peers;
    boost::unordered_flat_map<std::uint32_t, Hit> m_bySpi;
    std::size_t m_waiting = 0;           ///< over all peers
    std::deque<MtuExpiry> m_mtuExpiries; ///< in order; some may have been renewed since
};

} // namespace hip

#endif // HIP_CORE_PROXY_PEER_MONITOR_H
