// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_RESOLVER_RECORD_PUBLISHER_H
#define HIP_CORE_RESOLVER_RECORD_PUBLISHER_H

#include "core/resolver/stub-resolver.h"
#include "core/resolver/update-client.h"

#include <map>
#include <optional>
#include <vector>

namespace hip
{

struct PublisherConfig
{
    DnsName name;                     ///< whose records these are
    std::optional<DnsName> zone;      ///< nothing: the one that an SOA query for the name tells
    std::vector<IpAddress> primaries; ///< none: those of the SOA record's MNAME
    std::vector<IpAddress> resolvers; ///< to ask for these
    std::uint32_t ttl = 60;           ///< seconds, of the addresses
    Bytes hipRdata;                   ///< of the name's HIP record; empty: it is left alone
    std::uint32_t hipTtl = 3600;      ///< seconds
    Duration retryInterval = std::chrono::seconds(60); ///< after an UPDATE that has failed
    UpdateOptions update;
    StubOptions stub;
};

/**
 * Keeps the addresses of a name in DNS those that its host has: finds zone and primary server,
 * sends an UPDATE with each change, and tries again later if it fails.
 *
 * It is used like a StubResolver.
 */
class RecordPublisher
{
  public:
    /**
     * @param key nothing: updates are not signed
     * @param random for message ids and source ports; outlives this
     * @throw std::invalid_argument for options out of their range, and without resolvers if zone or
     * primaries have to be found
     */
    RecordPublisher(PublisherConfig config, std::optional<TsigKey> key, RandomSource& random);

    /**
     * Makes these all the A and AAAA records of the name, from now until the next call. The first
     * UPDATE that a server carries out brings the HIP record, too.
     *
     * @param addresses none: the name keeps no address
     */
    void Publish(std::vector<IpAddress> addresses, Time now);

    /// Takes what came back for a SendQuery; see StubResolver and UpdateClient.
    void HandleResponse(ByteSpan response,
                        const IpAddress& server,
                        std::uint16_t localPort,
                        DnsTransport transport,
                        Time now);

    void HandleTimeout(Time now);

    /// @param now of the call before. @return the next SendQuery or UpdateOutcome, which is
    /// TIMED_OUT also if zone or primary were not found; DnsIdle if there is none
    UpdateOutput Poll(Time now);

    /// What was refused, of all responses.
    DropCounters GetDrops() const;

  private:
    void Ask(const DnsName& name, std::uint16_t type, Time now);
    void Handle(const QueryOutcome& outcome, Time now);
    void HandleSoa(const DnsMessage& answer, Time now);
    void HandleAddresses(const DnsMessage& answer, Time now);
    void Send(Time now);
    ZoneUpdate MakeUpdate() const;
    void Handle(const UpdateOutcome& outcome, Time now);

    const PublisherConfig m_config;
    StubResolver m_stub;
    UpdateClient m_client;
    std::vector<IpAddress> m_addresses;
    std::map<std::uint64_t, std::uint16_t> m_queries; ///< types of those without an outcome
    std::optional<DnsName> m_zone;                    ///< once it is known
    std::vector<IpAddress> m_primaries;
    bool m_hasHipRecord = false; ///< the server has ours
    Time m_retryAt = NEVER;
    std::optional<UpdateOutcome> m_outcome;
};

} // namespace hip

#endif // HIP_CORE_RESOLVER_RECORD_PUBLISHER_H
