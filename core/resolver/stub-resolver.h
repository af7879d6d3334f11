// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_RESOLVER_STUB_RESOLVER_H
#define HIP_CORE_RESOLVER_STUB_RESOLVER_H

#include "core/resolver/dns-output.h"
#include "core/resolver/dns-transaction.h"
#include "core/resolver/server-list.h"
#include "core/util/random-source.h"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <vector>

namespace hip
{

struct StubOptions
{
    Duration timeout = std::chrono::seconds(1); ///< of the first try of each server; then doubled
    unsigned triesPerServer = 4;                ///< 1 to 16
    std::uint16_t ednsUdpSize = DNS_EDNS_UDP_SIZE; ///< 0: ask without EDNS
    bool recursionDesired = true;
    DnsTransport transport = DnsTransport::UDP; ///< of the first try; truncated answers lead to TCP
    std::size_t maxQueries = 1000;              ///< at the same time
};

/// @return how long a query lasts that none of so many servers answers: all tries, one by one
Duration GetLongestWait(const StubOptions& options, std::size_t servers);

/**
 * Asks servers one question at a time and repeats itself until one answers (RFC 1034 §5.3.1).
 *
 * After each call drain Poll until it returns DnsIdle, and call HandleTimeout at that deadline;
 * early or twice is fine.
 */
class StubResolver
{
  public:
    /**
     * @param random for message ids and source ports; outlives this
     * @throw std::invalid_argument for options out of their range
     */
    StubResolver(const StubOptions& options, RandomSource& random);

    /**
     * Starts a query. Its outcome comes from Poll, exactly once: FAILED at once without servers, or
     * with too many queries under way (counted as DNS_QUEUE_FULL).
     *
     * @param servers in the order of preference; each try goes to the next one
     * @return the handle that the outcome will carry, never 0
     */
    std::uint64_t Query(const DnsName& name,
                        std::uint16_t type,
                        const std::vector<IpAddress>& servers,
                        Time now);

    /// Forgets a query: no outcome will come. Unknown handles are no error.
    void Cancel(std::uint64_t handle);

    /**
     * Takes what came back for a SendQuery. BAD_DNS_MESSAGE and UNMATCHED_DNS_RESPONSE (wrong
     * server, port, id or question: perhaps forged) are counted and change nothing.
     *
     * @param localPort where it arrived
     */
    void HandleResponse(ByteSpan response,
                        const IpAddress& server,
                        std::uint16_t localPort,
                        DnsTransport transport,
                        Time now);

    void HandleTimeout(Time now);

    /// @return the next SendQuery or QueryOutcome; DnsIdle if there is none
    DnsOutput Poll();

    const DropCounters& GetDrops() const
    {
        return m_drops;
    }

  private:
    struct Pending
    {
        Pending(const DnsQuestion& asked, unsigned maxTries)
            : question(asked),
              servers(maxTries)
        {
        }

        DnsQuestion question;
        ServerList servers;
        std::optional<DnsMessage> lastError;
        // The message under way
        DnsTransaction transaction;
        IpAddress server;
        bool hasEdns = false;
        unsigned triesBefore = 0;
    };

    using PendingQueries = std::map<std::uint64_t, Pending>;

    PendingQueries::iterator Match(const DnsMessage& response,
                                   const IpAddress& server,
                                   std::uint16_t localPort,
                                   DnsTransport transport);
    void TryNext(PendingQueries::iterator query, Time now);
    void Send(Pending& query, DnsTransport transport, bool withEdns, Time now);
    void HandleError(PendingQueries::iterator query, const DnsMessage& response, Time now);
    void Finish(PendingQueries::iterator query, DnsStatus status, const DnsMessage& message);
    Time GetDeadline() const;

    const StubOptions m_options;
    RandomSource& m_random;
    DropCounters m_drops;
    PendingQueries m_pending;
    std::uint64_t m_lastHandle = 0;
    std::deque<DnsOutput> m_outputs;
};

} // namespace hip

#endif // HIP_CORE_RESOLVER_STUB_RESOLVER_H
