// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_RESOLVER_CACHE_H
#define HIP_CORE_RESOLVER_CACHE_H

#include "core/resolver/dns-record.h"
#include "core/util/clock.h"

#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <optional>

namespace hip
{

/// How far cached records can be trusted (RFC 2181 §5.4.1).
enum class Credibility : std::uint8_t
{
    REFERRAL, ///< glue and NS records of a parent zone: to find servers, not to answer clients
    ANSWER    ///< from the answer section of a server asked for it
};

/// What a resolver has learned about a name and type.
struct Finding
{
    enum class Kind : std::uint8_t
    {
        RECORDS, ///< records is the RRset (or several, for a query of type ANY)
        ALIAS,   ///< records is the CNAME of the name
        NO_DATA, ///< records is the SOA, or empty
        NO_NAME, ///< records is the SOA, or empty
        FAILED   ///< no server could tell
    };

    Kind kind = Kind::FAILED;
    DnsRecords records;
};

/// A cache of RRsets and negative answers with a bounded number of entries; the least recently used
/// one makes room.
class DnsCache
{
  public:
    static constexpr std::uint32_t MAX_TTL = 86400;          ///< seconds
    static constexpr std::uint32_t MAX_NEGATIVE_TTL = 10800; ///< seconds (RFC 2308 §5)
    static constexpr std::uint32_t FAILURE_TTL = 1;          ///< seconds (RFC 9520 §3.2)

    /// @param maxEntries at least 1
    explicit DnsCache(std::size_t maxEntries);

    /**
     * Keeps what was found until its lowest TTL ends: nothing for a TTL of 0, nothing negative
     * without SOA. More credible records that are still valid stay.
     *
     * @param type of the records, of the question (ANY as well), or CNAME for an alias
     */
    void Put(const DnsName& name,
             std::uint16_t type,
             const Finding& finding,
             Credibility credibility,
             Time now);

    /**
     * @return what is known about the name and type, with TTLs counted down to @p now: the records,
     * the alias of the name, or why there are none
     */
    std::optional<Finding> Find(const DnsName& name, std::uint16_t type, Time now);

    /// @return exactly this RRset whatever its credibility, with TTLs counted down
    DnsRecords FindAny(const DnsName& name, std::uint16_t type, Time now);

    std::size_t GetSize() const
    {
        return m_entries.size();
    }

  private:
    struct Key
    {
        DnsName name;
        std::uint16_t type; ///< 0 for what holds for all types: the name does not exist

        friend bool operator<(const Key& a, const Key& b)
        {
            return a.type != b.type ? a.type < b.type : a.name < b.name;
        }
    };

    struct Entry
    {
        Key key;
        Finding finding;
        Credibility credibility;
        Time storedAt;
        Time expiry;
    };

    using Entries = std::list<Entry>; // the most recently used one in front

    std::optional<Finding> Get(const Key& key, Credibility atLeast, Time now);
    void Erase(Entries::iterator entry);

    std::size_t m_maxEntries;
    Entries m_entries;
    std::map<Key, Entries::iterator> m_index;
};

} // namespace hip

#endif // HIP_CORE_RESOLVER_CACHE_H
