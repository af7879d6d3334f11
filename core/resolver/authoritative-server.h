// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_RESOLVER_AUTHORITATIVE_SERVER_H
#define HIP_CORE_RESOLVER_AUTHORITATIVE_SERVER_H

#include "core/resolver/dns-message.h"
#include "core/resolver/zone.h"

#include <map>
#include <optional>

namespace hip
{

/**
 * Answers queries from its zones, and nothing else: no recursion, no transfers, no updates.
 *
 * Its answers are those of BIND 9.18 with "recursion no; minimal-responses no-auth;
 * answer-cookie no": NS records stand in the authority section of referrals only. Where it knows
 * better: a referral from which all needed glue had to be left out has TC set (RFC 9471). UPDATE
 * and NOTIFY are NOTIMP.
 */
class AuthoritativeServer
{
  public:
    /// @throw std::invalid_argument if there is a zone of that name already
    void AddZone(Zone zone);

    /**
     * @param query one message as it came
     * @param transport UDP answers are cut at what the query's EDNS allows, 512 octets without
     * @return the response; empty for what must not be answered: responses, and less than a header
     */
    Bytes Answer(ByteSpan query, DnsTransport transport);

    /// What was refused, for the reasons of ReadQuery.
    const DropCounters& GetDrops() const
    {
        return m_drops;
    }

  private:
    DnsMessage Respond(const DnsMessage& query, bool& needsAdditional) const;
    void Resolve(const Zone& zone, const DnsQuestion& question, DnsMessage& response) const;
    std::optional<DnsName> AddStep(const Zone& zone,
                                   const DnsName& name,
                                   std::uint16_t type,
                                   DnsMessage& response) const;
    const Zone* FindZone(const DnsName& name, std::uint16_t type) const;

    std::map<DnsName, Zone> m_zones;
    DropCounters m_drops;
};

} // namespace hip

#endif // HIP_CORE_RESOLVER_AUTHORITATIVE_SERVER_H
