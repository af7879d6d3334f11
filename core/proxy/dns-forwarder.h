// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_PROXY_DNS_FORWARDER_H
#define HIP_CORE_PROXY_DNS_FORWARDER_H

#include "core/proxy/dns-relay.h"
#include "core/proxy/intercepted-query.h"
#include "core/proxy/proxy-context.h"

namespace hip
{

/// Lets queries that are none of the proxy's business reach their server, as if it were not there.
class DnsForwarder
{
  public:
    /// @param context outlives the forwarder
    explicit DnsForwarder(ProxyContext& context);

    /**
     * @return PASS: the packet that holds the query is to be forwarded as it is; CONSUMED: the
     * query is relayed, because there is no packet, or because it is addressed to the proxy; or
     *         DROPPED: DNS_QUEUE_FULL
     */
    Verdict Pass(InterceptedQuery query, Time now);

    /// As Pass, for a query that was held: its packet comes by way of the outbox.
    void PassLater(InterceptedQuery query, Time now);

    /// Takes what came back for a SendQuery. @return false if it is not from here
    bool HandleResponse(ByteSpan response,
                        const IpAddress& server,
                        std::uint16_t localPort,
                        DnsTransport transport);

    /// Tells clients that no server answers.
    void HandleTimeout(Time now);

    /// @return when HandleTimeout has something to do, or NEVER
    Time GetDeadline() const;

  private:
    Verdict Relay(InterceptedQuery query, Time now);
    void Refuse(const InterceptedQuery& query);

    ProxyContext& m_context;
    DnsRelay m_relay;
};

} // namespace hip

#endif // HIP_CORE_PROXY_DNS_FORWARDER_H
