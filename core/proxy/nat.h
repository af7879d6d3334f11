// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_PROXY_NAT_H
#define HIP_CORE_PROXY_NAT_H

#include "core/proxy/nat-binding.h"
#include "core/util/random-source.h"
#include "core/util/result.h"

#include <array>
#include <boost/intrusive/list.hpp>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <memory>

namespace hip
{

struct NatConfig
{
    Duration tcpEstablished = std::chrono::minutes(124); ///< RFC 5382 REQ-5: 2 h 4 min at least
    Duration tcpTransitory = std::chrono::minutes(4);    ///< RFC 5382 REQ-5, RFC 7857 §2
    Duration udp = std::chrono::minutes(5);              ///< RFC 4787 REQ-5
    Duration icmp = std::chrono::seconds(60);            ///< RFC 5508 REQ-1
    /// Packets from the HIP host prolong UDP and ICMP bindings too (RFC 4787 REQ-6).
    bool refreshOnInbound = true;
    std::uint16_t firstPort = 1024; ///< proxy ports if the legacy host's own one is taken
    std::uint16_t lastPort = 65535;
    std::size_t maxBindings = 1 << 20;
    std::size_t maxBindingsPerHost = 1 << 14; ///< of one legacy address
};

/**
 * The proxy's NAT: which legacy host and port a port of the proxy stands for, towards each HIP
 * host.
 *
 * The source port is kept if it is free towards that host (RFC 4787 §4.2.1), else a random one is
 * taken. Finding and refreshing a binding allocates nothing. Pointers to a binding are valid until
 * Expire removes it.
 */
class Nat
{
  public:
    /**
     * @param mappings those that the bindings use; outlives the NAT
     * @throw std::invalid_argument if the port range or a timeout is empty
     */
    Nat(const NatConfig& config, MappingTable& mappings, RandomSource& random);

    /// @return nullptr if there is none
    NatBinding* FindOutbound(const NatFlow& flow) const;
    NatBinding* FindInbound(const NatEndpoint& endpoint) const;

    /**
     * Makes a binding for a flow that has none. TCP ones begin as transitory.
     *
     * @param mapping of the HIP host; used by the binding as long as that lives
     * @return BINDINGS_EXHAUSTED if a bound is reached or no port is free
     */
    Result<NatBinding*> Create(const NatFlow& flow, const Mapping& mapping, Time now);

    /// Prolongs a binding because of a UDP or ICMP packet.
    void Refresh(NatBinding& binding, Direction direction, Time now);

    /// Prolongs a binding because of a TCP segment. @see TcpTracker::Handle
    void RefreshTcp(NatBinding& binding,
                    Direction direction,
                    Byte flags,
                    std::uint16_t remotePort,
                    Time now);

    /// Removes what has been silent for too long.
    void Expire(Time now);

    /// @return when Expire has something to do; NEVER if there is no binding
    Time GetDeadline() const;

    std::size_t GetSize() const;

  private:
    std::optional<std::uint16_t> ChoosePort(const NatFlow& flow);
    void Enlist(NatBinding& binding, NatBinding::Class timeoutClass, Time now);
    void Remove(NatBinding& binding, Time now);

    NatConfig m_config;
    MappingTable& m_mappings;
    RandomSource& m_random;
    std::array<Duration, NatBinding::CLASS_COUNT> m_timeouts;
    boost::unordered_flat_map<NatFlow, std::unique_ptr<NatBinding>> m_outbound;
    boost::unordered_flat_map<NatEndpoint, NatBinding*> m_inbound;
    boost::unordered_flat_map<IpAddress, std::size_t> m_perHost; ///< bindings of a legacy address
    /// Bindings of a peer and protocol; proxyPort is 0 in these keys.
    boost::unordered_flat_map<NatEndpoint, std::size_t> m_perPeer;
    /// By timeout, so that each list is in order of `expires`.
    std::array<boost::intrusive::list<NatBinding>, NatBinding::CLASS_COUNT> m_byClass;
};

} // namespace hip

#endif // HIP_CORE_PROXY_NAT_H
