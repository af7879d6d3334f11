// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_RESOLVER_RECURSIVE_RESOLVER_H
#define HIP_CORE_RESOLVER_RECURSIVE_RESOLVER_H

#include "core/resolver/cache.h"
#include "core/resolver/dns-output.h"
#include "core/resolver/lookup-table.h"

#include <cstdint>
#include <deque>
#include <map>
#include <vector>

namespace hip
{

/**
 * An iterative caching resolver: clients ask it, it asks the servers of the world from the root
 * downwards (RFC 1034 §5.3).
 *
 * After each call of a Handle method, drain Poll until it returns DnsIdle, and call HandleTimeout
 * at that deadline; early or twice is fine.
 */
class RecursiveResolver
{
  public:
    /**
     * @param random for message ids, source ports and the order of servers; outlives this
     * @throw std::invalid_argument if no root server can be asked over the enabled IP versions
     */
    RecursiveResolver(const ResolverOptions& options, RandomSource& random);

    RecursiveResolver(const RecursiveResolver&) = delete;
    RecursiveResolver& operator=(const RecursiveResolver&) = delete;

    /**
     * Takes a query. A repetition of one that is being worked on is dropped as DUPLICATE; above
     * ResolverOptions::maxRequests clients get SERVFAIL, counted as DNS_QUEUE_FULL.
     */
    void HandleClientQuery(ByteSpan query, const DnsClient& client, Time now);

    /// Takes what came back for a SendQuery. @param localPort where it arrived
    void HandleServerResponse(ByteSpan response,
                              const IpAddress& server,
                              std::uint16_t localPort,
                              DnsTransport transport,
                              Time now);

    void HandleTimeout(Time now);

    /// @return the next SendQuery or AnswerClient; DnsIdle if there is none
    DnsOutput Poll();

    const DropCounters& GetDrops() const
    {
        return m_drops;
    }

    const DnsCache& GetCache() const
    {
        return m_cache;
    }

  private:
    /// A client's query that is being worked on.
    struct Request
    {
        DnsClient client;
        DnsMessage query;
        DnsName name; ///< what is looked for now: the end of the aliases so far
        DnsRecords aliases;
    };

    bool IsKnown(const DnsMessage& query, const DnsClient& client) const;
    void Advance(std::uint64_t id, Time now);
    bool Apply(Request& request, const Finding& finding);
    void Answer(const Request& request, const Finding& finding);
    void DistributeFindings(Time now);

    const ResolverOptions m_options;
    DropCounters m_drops;
    DnsCache m_cache;
    LookupTable m_lookups;
    std::map<std::uint64_t, Request> m_requests;
    std::map<DnsQuestion, std::vector<std::uint64_t>, QuestionOrder> m_waiting;
    std::uint64_t m_lastId = 0;
    std::deque<AnswerClient> m_answers;
};

} // namespace hip

#endif // HIP_CORE_RESOLVER_RECURSIVE_RESOLVER_H
