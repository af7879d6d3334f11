// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_PROXY_INTERCEPTED_QUERY_H
#define HIP_CORE_PROXY_INTERCEPTED_QUERY_H

#include "core/resolver/dns-message.h"
#include "core/resolver/dns-output.h"

namespace hip
{

/// One DNS query of a legacy host, as it came.
struct InterceptedQuery
{
    DnsClient client;
    IpAddress server;       ///< whom the legacy host asked
    Bytes message;          ///< the DNS message
    Bytes packet;           ///< the IP packet it came in; empty for TCP
    bool isToProxy = false; ///< the server asked is the proxy itself: nobody else will answer
};

} // namespace hip

#endif // HIP_CORE_PROXY_INTERCEPTED_QUERY_H
