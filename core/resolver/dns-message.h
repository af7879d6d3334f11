// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_RESOLVER_DNS_MESSAGE_H
#define HIP_CORE_RESOLVER_DNS_MESSAGE_H

#include "core/resolver/dns-record.h"
#include "core/util/result.h"
#include "core/util/span.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace hip
{

enum class DnsTransport : std::uint8_t
{
    UDP,
    TCP, ///< messages without their two-octet length prefix (RFC 1035 §4.2.2): the carrier adds it
};

/// Response codes (RFC 1035 §4.1.1, RFC 2136 §2.2, RFC 6891 §9). Others are carried as they are.
enum class DnsRcode : std::uint16_t
{
    NO_PROBLEM = 0,
    FORMAT_ERROR = 1,
    SERVER_FAILURE = 2,
    NAME_ERROR = 3,
    NOT_IMPLEMENTED = 4,
    QUERY_REFUSED = 5,
    NAME_EXISTS = 6,  ///< YXDOMAIN
    RRSET_EXISTS = 7, ///< YXRRSET
    NO_RRSET = 8,     ///< NXRRSET
    NOT_AUTHORITATIVE = 9,
    NOT_IN_ZONE = 10, ///< NOTZONE
    BAD_VERSION = 16,
};

/// Operation codes are carried as numbers; these are answered.
inline constexpr std::uint8_t DNS_OPCODE_QUERY = 0;
inline constexpr std::uint8_t DNS_OPCODE_UPDATE = 5; ///< RFC 2136

/// Largest UDP message without EDNS (RFC 1035 §2.3.4).
inline constexpr std::uint16_t DNS_PLAIN_UDP_SIZE = 512;

/// UDP size we announce and do not exceed: no fragments on any IPv6 path (DNS flag day 2020).
inline constexpr std::uint16_t DNS_EDNS_UDP_SIZE = 1232;

/// Largest message over TCP.
inline constexpr std::size_t DNS_MAX_SIZE = 65535;

struct DnsQuestion
{
    DnsName name;
    std::uint16_t type = 0;
    std::uint16_t questionClass = DNS_CLASS_IN;

    friend bool operator==(const DnsQuestion& a, const DnsQuestion& b)
    {
        return a.type == b.type && a.questionClass == b.questionClass && a.name == b.name;
    }
};

/// What the OPT pseudo-record says (RFC 6891 §6.1.2), but for the upper part of the rcode.
struct Edns
{
    std::uint16_t udpSize = DNS_EDNS_UDP_SIZE;
    std::uint8_t version = 0;
    bool dnssecOk = false;
};

/// One DNS message (RFC 1035 §4.1).
struct DnsMessage
{
    std::uint16_t id = 0;
    bool isResponse = false;
    std::uint8_t opcode = DNS_OPCODE_QUERY;
    bool isAuthoritative = false;
    bool isTruncated = false;
    bool recursionDesired = false;
    bool recursionAvailable = false;
    bool authenticData = false;
    bool checkingDisabled = false;
    DnsRcode rcode = DnsRcode::NO_PROBLEM; ///< all 12 bits if there is an OPT record, else 4

    std::vector<DnsQuestion> questions;
    DnsRecords answer;
    DnsRecords authority;
    DnsRecords additional; ///< without the OPT record
    std::optional<Edns> edns;

    /**
     * Octets after the last record are ignored, as BIND does.
     *
     * @return BAD_DNS_MESSAGE if a record does not fit its section count, its length or its type,
     * or if there are two OPT records or one that does not belong to the root. In an UPDATE a
     * record of class ANY or NONE may have no RDATA (RFC 2136 §2.4, §2.5)
     */
    static Result<DnsMessage> Parse(ByteSpan wire);

    /// Where a record stands in a message.
    struct Place
    {
        std::size_t begin; ///< octets from the start of the message
        std::uint16_t type;
    };

    /// @return the record behind all others, to tell what it says about them; nothing if there is
    /// none, or no sound message before it
    static std::optional<Place> FindLastRecord(ByteSpan wire);

    /// Reads only the 12 octets in front, to answer what Parse refuses. @return nothing if too
    /// short
    static std::optional<DnsMessage> ParseFront(ByteSpan wire);

    /// @param udpSize announced with EDNS; 0: without EDNS
    static DnsMessage MakeQuery(std::uint16_t id,
                                const DnsName& name,
                                std::uint16_t type,
                                std::uint16_t udpSize,
                                bool recursionDesired);

    /// @return an empty response with this query's id, opcode, question, RD and CD
    DnsMessage MakeResponse() const;

    /// @return the whole message, with compressed names
    Bytes Write() const;

    /**
     * Writes what fits into @p limit octets (RFC 2181 §9): the answer and authority sections, with
     * TC set if they are incomplete (with EDNS a section stands there as a whole or not at all);
     * then as many additional RRsets as possible.
     *
     * @param needsAdditional set TC too if not even one additional record fits: a referral without
     * any glue may lead nowhere (RFC 9471 would have all of it)
     */
    Bytes WriteWithin(std::size_t limit, bool needsAdditional = false) const;

    /**
     * @return true if this is a response to @p question: it repeats it, or is an error without
     * question, as a server sends that could not read it (RFC 1035 §4.1.1)
     */
    bool Answers(const DnsQuestion& question) const;

    /// @return true for the errors of servers that know no EDNS (RFC 6891 §6.2.2)
    bool RefusesEdns() const;

    /// The end of the CNAME chain in the answer that starts at @p name; @p name if there is none.
    DnsName FollowCnames(const DnsName& name) const;

    /// Answer records of @p type that belong to the question's name or to the end of its CNAMEs.
    DnsRecords GetAnswers(std::uint16_t type) const;

    /// Addresses in the A and AAAA records of GetAnswers().
    std::vector<IpAddress> GetAddresses() const;

    /// RDATA of the HIP records of GetAnswers() (RFC 8005 §5).
    std::vector<Bytes> GetHipRdata() const;

    /// The lowest TTL in the answer; in a negative one the SOA's (RFC 2308 §5). Seconds, or
    /// nothing.
    std::optional<std::uint32_t> GetMinTtl() const;
};

/// @return the SOA in @p authority that dates a negative answer, if there is one
const DnsRecord* FindSoa(const DnsRecords& authority);

/// Seconds a negative answer with this SOA may be kept: min(TTL, MINIMUM) (RFC 2308 §5).
std::uint32_t GetNegativeTtl(const DnsRecord& soa);

} // namespace hip

#endif // HIP_CORE_RESOLVER_DNS_MESSAGE_H
