// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_PROXY_DNS_INTERCEPTOR_CONFIG_H
#define HIP_CORE_PROXY_DNS_INTERCEPTOR_CONFIG_H

#include "core/util/clock.h"
#include "core/wire/ip-address.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hip
{

/// How a proxy treats the DNS queries of legacy hosts.
struct DnsInterceptorConfig
{
    /// Servers to ask for HIP records, in this order. None: the one that the legacy host asked.
    std::vector<IpAddress> upstream;
    std::uint32_t maxTtl = 300; ///< seconds, of the answers to legacy hosts
    /**
     * Hands out a HIP host's own address instead of a substitute, if no agent stands for the host.
     * Only for a proxy that is the sole way out: past it, this address leads there without HIP.
     */
    bool handOutRealAddresses = false;
    std::size_t maxPending = 1024; ///< queries of legacy hosts, waiting at the same time
    /// After which a legacy host is told SERVFAIL if the server does not answer what was passed on
    /// for it. The proxy's own lookups end when StubResolver has made all its tries.
    Duration timeout = std::chrono::seconds(10);
};

} // namespace hip

#endif // HIP_CORE_PROXY_DNS_INTERCEPTOR_CONFIG_H
