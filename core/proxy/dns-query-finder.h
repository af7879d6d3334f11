// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_PROXY_DNS_QUERY_FINDER_H
#define HIP_CORE_PROXY_DNS_QUERY_FINDER_H

#include "core/proxy/intercepted-query.h"
#include "core/wire/ip-info.h"

#include <optional>

namespace hip
{

/**
 * Takes the DNS query out of a packet of a legacy host.
 *
 * @param info what ParseIp says about the packet
 * @return nothing if it is no whole UDP datagram to port 53 with a good checksum
 */
std::optional<InterceptedQuery> FindDnsQuery(const IpInfo& info, ByteSpan packet);

} // namespace hip

#endif // HIP_CORE_PROXY_DNS_QUERY_FINDER_H
