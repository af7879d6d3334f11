// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_RESOLVER_AUTHORITATIVE_SERVER_H
#define HIP_CORE_RESOLVER_AUTHORITATIVE_SERVER_H

#include "core/resolver/dns-message.h"
#include "core/resolver/update-policy.h"
#include "core/resolver/zone.h"
#include "core/util/clock.h"

#include <map>
#include <optional>

namespace hip
{

/**
 * Answers queries from its zones, and lets holders of keys change these (RFC 2136); no recursion,
 * no transfers.
 *
 * Its answers are those of BIND 9.18 with "recursion no; minimal-responses no-auth;
 * answer-cookie no": NS records stand in the authority section of referrals only. Where it knows
 * better: a referral from which all needed glue had to be left out has TC set (RFC 9471). NOTIFY
 * is NOTIMP, and so is UPDATE where nobody may update anything.
 */
class AuthoritativeServer
{
  public:
    /// @throw std::invalid_argument if there is a zone of that name already
    void AddZone(Zone zone);

    /**
     * Lets the holder of a key change the records of a name, by UPDATE.
     *
     * @param withBelow of the names below it, too
     * @throw std::invalid_argument if there is a key of this name with another secret
     */
    void AllowUpdates(TsigKey key, const DnsName& name, bool withBelow = false);

    /**
     * @param message one message as it came, with whatever opcode
     * @param transport UDP answers are cut at what the query's EDNS allows, 512 octets without
     * @param now of a clock that agrees with those of the holders of keys
     * @return the response; empty for what must not be answered: responses, and less than a header
     */
    Bytes Answer(ByteSpan message, DnsTransport transport, Time now);

    /**
     * Answers a query, and no UPDATE.
     *
     * @param query one message as it came
     * @param transport UDP answers are cut at what the query's EDNS allows, 512 octets without
     * @return the response; empty for what must not be answered: responses, and less than a header
     */
    Bytes Answer(ByteSpan query, DnsTransport transport);

    /**
     * What was refused, queries for the reasons of ReadQuery. UPDATEs, none of which has changed a
     * zone: BAD_DNS_MESSAGE (FORMERR, NOTZONE), BLOCKED_BY_POLICY (REFUSED, and NOTAUTH for a zone
     * that is not here), UNEXPECTED_IN_STATE (a prerequisite does not hold), and for what TSIG
     * tells NOT_REGISTERED (BADKEY), BAD_MAC (BADSIG) and REPLAYED (BADTIME).
     */
    const DropCounters& GetDrops() const
    {
        return m_drops;
    }

    /// UPDATEs that were carried out, also those that changed nothing.
    std::uint64_t GetUpdateCount() const
    {
        return m_updates;
    }

    /// @return the zone of exactly this name; null if there is none
    const Zone* GetZone(const DnsName& origin) const;

  private:
    Bytes AnswerUpdate(ByteSpan wire, Time now);
    DnsRcode Update(const DnsMessage& update, const UpdatePolicy::Sender& sender);
    DnsMessage Respond(const DnsMessage& query, bool& needsAdditional) const;
    void Resolve(const Zone& zone, const DnsQuestion& question, DnsMessage& response) const;
    std::optional<DnsName> AddStep(const Zone& zone,
                                   const DnsName& name,
                                   std::uint16_t type,
                                   DnsMessage& response) const;
    const Zone* FindZone(const DnsName& name, std::uint16_t type) const;

    std::map<DnsName, Zone> m_zones;
    UpdatePolicy m_policy;
    DropCounters m_drops;
    std::uint64_t m_updates = 0;
};

} // namespace hip

#endif // HIP_CORE_RESOLVER_AUTHORITATIVE_SERVER_H
