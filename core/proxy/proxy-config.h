// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_PROXY_PROXY_CONFIG_H
#define HIP_CORE_PROXY_PROXY_CONFIG_H

#include "core/proxy/dns-interceptor-config.h"
#include "core/proxy/mapping-table.h"
#include "core/proxy/nat.h"
#include "core/wire/ip-address.h"
#include "core/wire/reassembly.h"

#include <cstddef>
#include <vector>

namespace hip
{

/// A range of addresses.
struct AddressPrefix
{
    IpAddress address;
    unsigned length = 0; ///< bits, of 128 or (IPv4) of 32

    bool Contains(const IpAddress& other) const
    {
        return address.IsV4() == other.IsV4() && address.SharesPrefix(other, length);
    }
};

/// What a proxy may vary.
struct ProxyConfig
{
    MappingTableConfig mappings;
    NatConfig nat;
    DnsInterceptorConfig dns;

    /// Where the legacy hosts are. None: everywhere.
    std::vector<AddressPrefix> legacyPrefixes;

    /// The proxy's own addresses on the legacy side, from which it sends ICMP errors. An
    /// unspecified one: no errors of that family.
    IpAddress lanAddress6;
    IpAddress lanAddress4;

    std::size_t wanMtu = 1500; ///< octets of a packet towards HIP hosts, at least 1280
    std::size_t lanMtu = 1500; ///< octets of a packet towards legacy hosts, at least 1280
    Duration pathMtuLifetime = std::chrono::minutes(10); ///< of what routers said (RFC 8201 §5.3)

    ReassemblyLimits reassembly; ///< for each of both sides
    unsigned icmpErrorsPerSecond = 100;
    unsigned icmpErrorBurst = 20;
};

} // namespace hip

#endif // HIP_CORE_PROXY_PROXY_CONFIG_H
