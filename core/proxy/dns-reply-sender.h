// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_PROXY_DNS_REPLY_SENDER_H
#define HIP_CORE_PROXY_DNS_REPLY_SENDER_H

#include "core/proxy/intercepted-query.h"
#include "core/proxy/proxy-outbox.h"

namespace hip
{

/// Sends a response to the legacy host as if it came from the server that was asked: over UDP as an
/// IP packet, over TCP for the owner, who holds the connection.
void SendDnsReply(ProxyOutbox& outbox, const InterceptedQuery& query, Bytes response);

/// Lets a query that came in a packet go on to its server, with one hop less to live.
void ForwardDnsQuery(ProxyOutbox& outbox, const InterceptedQuery& query);

} // namespace hip

#endif // HIP_CORE_PROXY_DNS_REPLY_SENDER_H
