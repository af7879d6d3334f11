// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_RESOLVER_LOOKUP_TABLE_H
#define HIP_CORE_RESOLVER_LOOKUP_TABLE_H

#include "core/resolver/cache.h"
#include "core/resolver/dns-output.h"
#include "core/resolver/dns-transaction.h"
#include "core/resolver/server-list.h"
#include "core/resolver/server-reply.h"
#include "core/util/random-source.h"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace hip
{

/// What a recursive resolver has to know about its surroundings.
struct ResolverOptions
{
    std::vector<IpAddress> rootServers;
    bool useIpv4 = true; ///< ask servers over IPv4
    bool useIpv6 = true;
    Duration timeout =
        std::chrono::milliseconds(800);              ///< of a first try; doubles with each further
    Duration lookupLimit = std::chrono::seconds(20); ///< for one name and type
    std::size_t cacheEntries = 10000;
    std::size_t maxLookups = 2000;  ///< at the same time
    std::size_t maxRequests = 1000; ///< client queries at the same time
};

/// Names and types in an order for maps; the class is always IN.
struct QuestionOrder
{
    bool operator()(const DnsQuestion& a, const DnsQuestion& b) const
    {
        return a.type != b.type ? a.type < b.type : a.name < b.name;
    }
};

/**
 * All lookups that are under way: each asks servers from the nearest known zone downwards until one
 * name and type is settled (RFC 1034 §5.3.3). Aliases are not followed here.
 *
 * A lookup that needs the address of a server starts another one and waits for it. Chains of such
 * waiting are bounded in length and never become circles.
 */
class LookupTable
{
  public:
    struct Settled
    {
        DnsQuestion question;
        Finding finding;
    };

    /// All four are borrowed for the life of this.
    LookupTable(const ResolverOptions& options,
                DnsCache& cache,
                RandomSource& random,
                DropCounters& drops);

    /**
     * Starts a lookup, or joins the one that is under way for the same question.
     *
     * @return false if there are too many, counted as DNS_QUEUE_FULL
     */
    bool Start(const DnsQuestion& question, Time now);

    /**
     * Takes a response from a server. BAD_DNS_MESSAGE and UNMATCHED_DNS_RESPONSE (wrong server,
     * port, id or question: perhaps forged) are counted and change nothing.
     */
    void HandleResponse(ByteSpan wire,
                        const IpAddress& server,
                        std::uint16_t localPort,
                        DnsTransport transport,
                        Time now);

    void HandleTimeout(Time now);

    /// @return when HandleTimeout has something to do; NEVER if no lookup is under way
    Time GetDeadline() const;

    std::optional<SendQuery> TakeQuery();
    std::optional<Settled> TakeSettled();

  private:
    static constexpr unsigned MAX_TRIES = 3; ///< of each server of a zone

    struct InFlight
    {
        DnsTransaction transaction;
        IpAddress server;
        bool hasEdns;
    };

    struct Lookup
    {
        DnsQuestion question;
        unsigned depth = 0; ///< lookups that wait for this one, one behind the other
        Time deadline;
        ServerList servers{MAX_TRIES};
        std::optional<InFlight> inFlight;
        unsigned queries = 0;
        std::set<DnsQuestion, QuestionOrder> waitsFor;
        std::vector<DnsQuestion> waiters;
    };

    Lookup* Find(const DnsQuestion& question);
    Lookup& Create(const DnsQuestion& question, unsigned depth, Time now);
    void Run(Time now);
    void Step(Lookup& lookup, Time now);
    void EnterNearestZone(Lookup& lookup, Time now);
    bool EnterZone(Lookup& lookup,
                   const DnsName& zone,
                   const DnsRecords& servers,
                   const DnsRecords& glue,
                   Time now);
    void FindServer(Lookup& lookup, const DnsName& name, Time now);
    void WaitFor(Lookup& lookup, const DnsQuestion& question, Time now);
    bool IsWaitingFor(const Lookup& lookup, const DnsQuestion& question) const;
    void AddAddresses(Lookup& lookup, const DnsRecords& records) const;
    void Send(Lookup& lookup,
              const IpAddress& server,
              DnsTransport transport,
              bool withEdns,
              unsigned triesBefore,
              Time now);
    Lookup* Match(const DnsMessage& response,
                  const IpAddress& server,
                  std::uint16_t localPort,
                  DnsTransport transport);
    void HandleReply(Lookup& lookup, const ServerReply& reply, const IpAddress& server, Time now);
    void Keep(const ServerReply& reply, const DnsQuestion& question, Time now);
    void Forget(Lookup& lookup);
    void Settle(Lookup& lookup, const Finding& finding, Time now);

    const ResolverOptions& m_options;
    DnsCache& m_cache;
    RandomSource& m_random;
    DropCounters& m_drops;
    std::map<DnsQuestion, Lookup, QuestionOrder> m_lookups;
    std::map<std::pair<std::uint16_t, std::uint16_t>, DnsQuestion> m_inFlight; ///< by port and id
    std::deque<DnsQuestion> m_ready; ///< lookups that can go on
    std::deque<SendQuery> m_queries;
    std::deque<Settled> m_settled;
};

} // namespace hip

#endif // HIP_CORE_RESOLVER_LOOKUP_TABLE_H
