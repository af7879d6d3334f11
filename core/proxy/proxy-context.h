// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_PROXY_PROXY_CONTEXT_H
#define HIP_CORE_PROXY_PROXY_CONTEXT_H

#include "core/association/endpoint.h"
#include "core/proxy/mapping-table.h"
#include "core/proxy/nat.h"
#include "core/proxy/proxy-config.h"
#include "core/proxy/proxy-outbox.h"
#include "core/util/random-source.h"

namespace hip
{

/// What all parts of one proxy share. The proxy owns it; they borrow it.
struct ProxyContext
{
    ProxyContext(const ProxyConfig& proxyConfig, Endpoint& hipEndpoint, RandomSource& randomSource)
        : config(proxyConfig),
          endpoint(hipEndpoint),
          random(randomSource),
          mappings(config.mappings),
          nat(config.nat, mappings, random)
    {
    }

    const Hit& GetHit() const
    {
        return endpoint.GetHit();
    }

    /// @return true if a legacy host may have this address
    bool IsLegacy(const IpAddress& address) const;

    /// Counts a packet as dropped. @return the verdict that says so
    Verdict Drop(DropReason reason, const Path& path)
    {
        return Verdict::Dropped(outbox.Drop(reason, path));
    }

    /// @return a step with what a mapping tells. @param isV4 whose substitute is meant
    static ProxyEvent MakeEvent(ProxyStep step, const Mapping& mapping, bool isV4);

    /// Emits a step that belongs to a binding.
    void Emit(ProxyStep step, const NatBinding& binding, std::uint16_t remotePort);

    /// Emits a step that belongs to a mapping.
    void Emit(ProxyStep step, const Mapping& mapping, bool isV4 = false);

    /// @return the Identification of the next IPv4 packet that the proxy makes
    std::uint16_t MakeIdentification()
    {
        return ++identification;
    }

    const ProxyConfig config;
    Endpoint& endpoint;
    RandomSource& random;
    MappingTable mappings;
    Nat nat;
    ProxyOutbox outbox;
    std::uint16_t identification = 0;
};

} // namespace hip

#endif // HIP_CORE_PROXY_PROXY_CONTEXT_H
