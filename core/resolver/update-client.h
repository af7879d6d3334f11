// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_RESOLVER_UPDATE_CLIENT_H
#define HIP_CORE_RESOLVER_UPDATE_CLIENT_H

#include "core/resolver/dns-output.h"
#include "core/resolver/dns-transaction.h"
#include "core/resolver/tsig.h"
#include "core/resolver/update-message.h"
#include "core/util/random-source.h"

#include <optional>
#include <variant>
#include <vector>

namespace hip
{

struct UpdateOptions
{
    Duration timeout = std::chrono::seconds(1); ///< of the first try; then doubled
    Duration maxTimeout = std::chrono::seconds(16);
    unsigned tries = 6; ///< in all, 1 to 16, going round the servers
};

/// How an UPDATE ended.
struct UpdateOutcome
{
    enum class Status : std::uint8_t
    {
        DONE,     ///< the server has carried it out
        REFUSED,  ///< the server says why not
        TIMED_OUT ///< no answer that can be believed
    };

    Status status;
    DnsRcode rcode; ///< of the server's answer
};

using UpdateOutput = std::variant<SendQuery, UpdateOutcome, DnsIdle>;

/**
 * Sends an UPDATE and repeats it, octet by octet, until a server has answered: each copy does the
 * same, and the MAC of one answer fits all of them. It is used like a StubResolver.
 *
 * There is one UPDATE at a time; the next one takes its place.
 */
class UpdateClient
{
  public:
    /**
     * @param key nothing: updates are not signed
     * @param random for message ids and source ports; outlives this
     * @throw std::invalid_argument for options out of their range
     */
    UpdateClient(const UpdateOptions& options, std::optional<TsigKey> key, RandomSource& random);

    /**
     * Sends an UPDATE now, and forgets the one under way. Too long for 512 octets, it goes over TCP
     * (RFC 2136 §2.1).
     *
     * @param servers primary servers of the zone, the preferred first; not empty
     */
    void Start(const ZoneUpdate& update, const std::vector<IpAddress>& servers, Time now);

    /// Forgets the UPDATE under way: no outcome will come.
    void Cancel();

    /**
     * Takes what came back for a SendQuery. BAD_DNS_MESSAGE, UNMATCHED_DNS_RESPONSE (wrong server,
     * port or id) and BAD_MAC (not signed by the server, though the UPDATE was by us) are counted
     * and change nothing.
     *
     * @param localPort where it arrived
     */
    void HandleResponse(ByteSpan response,
                        const IpAddress& server,
                        std::uint16_t localPort,
                        DnsTransport transport,
                        Time now);

    void HandleTimeout(Time now);

    /// @return the next SendQuery or UpdateOutcome; DnsIdle if there is none
    UpdateOutput Poll();

    const DropCounters& GetDrops() const
    {
        return m_drops;
    }

  private:
    struct Pending
    {
        explicit Pending(const DnsTransaction& drawn)
            : transaction(drawn)
        {
        }

        DnsTransaction transaction; ///< of all copies, so that a late answer counts
        Bytes message;
        Bytes mac;
        std::vector<IpAddress> servers;
        unsigned tries = 0;

        bool Expects(const DnsMessage& response,
                     const IpAddress& from,
                     std::uint16_t toPort,
                     DnsTransport over) const;
    };

    void Send(Time now);
    bool IsAuthentic(ByteSpan wire, const DnsMessage& response, Time now) const;
    void Finish(UpdateOutcome::Status status, DnsRcode rcode);

    const UpdateOptions m_options;
    const std::optional<TsigKey> m_key;
    RandomSource& m_random;
    DropCounters m_drops;
    std::optional<Pending> m_pending;
    std::optional<SendQuery> m_toSend;
    std::optional<UpdateOutcome> m_outcome;
};

} // namespace hip

#endif // HIP_CORE_RESOLVER_UPDATE_CLIENT_H
