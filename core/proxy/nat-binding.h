// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_PROXY_NAT_BINDING_H
#define HIP_CORE_PROXY_NAT_BINDING_H

#include "core/proxy/mapping-table.h"
#include "core/proxy/tcp-tracker.h"
#include "core/util/clock.h"

#include <array>
#include <boost/container_hash/hash.hpp>
#include <boost/intrusive/list.hpp>
#include <cstdint>

namespace hip
{

/// The transports that the NAT can tell flows of apart.
enum class NatProtocol : std::uint8_t
{
    TCP,
    UDP,
    ICMP, ///< Echo, by its identifier instead of a port (RFC 5508)
};

inline constexpr std::size_t NAT_PROTOCOL_COUNT = 3;

/// What a legacy host calls its end of a flow. The HIP host's port is not part of it, so that the
/// mapping is endpoint-independent (RFC 4787 REQ-1) for each peer.
struct NatFlow
{
    NatProtocol protocol = NatProtocol::TCP;
    Hit hit; ///< of the HIP host
    IpAddress legacyAddress;
    std::uint16_t legacyPort = 0; ///< or ICMP identifier

    friend bool operator==(const NatFlow& a, const NatFlow& b)
    {
        return a.protocol == b.protocol && a.legacyPort == b.legacyPort &&
               a.legacyAddress == b.legacyAddress && a.hit == b.hit;
    }

    friend std::size_t hash_value(const NatFlow& flow)
    {
        std::size_t seed = hash_value(flow.hit);
        boost::hash_combine(seed, flow.legacyAddress);
        boost::hash_combine(seed, flow.legacyPort * NAT_PROTOCOL_COUNT + Index(flow.protocol));
        return seed;
    }

    static std::size_t Index(NatProtocol protocol)
    {
        return static_cast<std::size_t>(protocol);
    }
};

/// What the HIP host calls the proxy's end of a flow.
struct NatEndpoint
{
    NatProtocol protocol = NatProtocol::TCP;
    Hit hit; ///< of the HIP host
    std::uint16_t proxyPort = 0;

    friend bool operator==(const NatEndpoint& a, const NatEndpoint& b)
    {
        return a.protocol == b.protocol && a.proxyPort == b.proxyPort && a.hit == b.hit;
    }

    friend std::size_t hash_value(const NatEndpoint& endpoint)
    {
        std::size_t seed = hash_value(endpoint.hit);
        boost::hash_combine(seed,
                            endpoint.proxyPort * NAT_PROTOCOL_COUNT +
                                NatFlow::Index(endpoint.protocol));
        return seed;
    }
};

/// One legacy port that talks to one HIP host, and the proxy's port that stands for it.
struct NatBinding : boost::intrusive::list_base_hook<>
{
    /// How long the binding may be silent.
    enum class Class : std::uint8_t
    {
        TCP_ESTABLISHED,
        TCP_TRANSITORY,
        UDP,
        ICMP,
    };

    static constexpr std::size_t CLASS_COUNT = 4;

    NatFlow flow;
    std::uint16_t proxyPort = 0;
    const Mapping* mapping = nullptr;
    TcpTracker tcp;
    Class timeoutClass = Class::UDP;
    Time expires = NEVER;
    bool isForwarded = false; ///< a packet of it went out through ESP
    bool isAnswered = false;  ///< a packet of it came back
};

} // namespace hip

#endif // HIP_CORE_PROXY_NAT_BINDING_H
