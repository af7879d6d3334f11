// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_PROXY_DNS_RELAY_H
#define HIP_CORE_PROXY_DNS_RELAY_H

#include "core/proxy/intercepted-query.h"
#include "core/util/clock.h"
#include "core/util/random-source.h"

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace hip
{

/**
 * Carries queries that are none of the proxy's business to their server and the answers back, octet
 * by octet, where it cannot just forward a packet: over TCP, which ends at the proxy, and for
 * legacy hosts whose server is the proxy.
 */
class DnsRelay
{
  public:
    /**
     * @param random for local ports; outlives the relay
     * @param maxPending queries that may wait for their answers
     * @param timeout after which a query is given back unanswered
     */
    DnsRelay(RandomSource& random, std::size_t maxPending, Duration timeout);

    /// @return what to send to @p server; nothing if too many queries wait
    std::optional<SendQuery> Start(InterceptedQuery query, const IpAddress& server, Time now);

    /// @return the query that this response answers, which is then forgotten; nothing if there is
    /// none
    std::optional<InterceptedQuery> HandleResponse(ByteSpan response,
                                                   const IpAddress& server,
                                                   std::uint16_t localPort,
                                                   DnsTransport transport);

    /// @return the queries that have waited for too long, which are then forgotten
    std::vector<InterceptedQuery> HandleTimeout(Time now);

    /// @return when HandleTimeout has something to do, or NEVER
    Time GetDeadline() const;

  private:
    struct Pending
    {
        InterceptedQuery query;
        IpAddress server;
        Time deadline;
    };

    using Key = std::pair<DnsTransport, std::uint16_t>; ///< and local port

    RandomSource& m_random;
    std::size_t m_maxPending;
    Duration m_timeout;
    std::map<Key, Pending> m_pending;
    std::set<std::pair<Time, Key>> m_deadlines;
};

} // namespace hip

#endif // HIP_CORE_PROXY_DNS_RELAY_H
