// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_RESOLVER_ZONE_H
#define HIP_CORE_RESOLVER_ZONE_H

#include "core/resolver/dns-record.h"

#include <cstdint>
#include <map>
#include <string>

namespace hip
{

/// What a zone knows about a name and type (RFC 1034 §4.3.2, step 3).
struct ZoneAnswer
{
    enum class Kind : std::uint8_t
    {
        FOUND,    ///< records has the asked type (all types for ANY)
        ALIAS,    ///< records has the CNAME of the name
        REDIRECT, ///< records has the DNAME of a name above
        REFERRAL, ///< records has the NS of a zone cut at or above the name
        NO_DATA,  ///< the name exists, without the type
        NO_NAME   ///< the name does not exist
    };

    Kind kind;
    DnsRecords records;
};

/// An authoritative zone: all records at and below its origin, down to its delegations.
class Zone
{
  public:
    /**
     * @param text a master file: RFC 1035 §5 with $ORIGIN and $TTL, HIP records (RFC 8005), records
     * of unknown type (RFC 3597); no $INCLUDE
     * @param fileNameForErrors as it shall stand in front of errors
     * @param origin the name of the zone
     * @throw std::invalid_argument "file:line: cause" for what cannot be read, for records outside
     * the zone, a CNAME beside other data, a missing or second SOA, or no NS at the origin
     */
    static Zone Parse(const std::string& text,
                      const std::string& fileNameForErrors,
                      const DnsName& origin);

    const DnsName& GetOrigin() const
    {
        return m_origin;
    }

    const DnsRecord& GetSoa() const;

    /**
     * Looks up one name within the zone: delegations, DNAME, wildcards (RFC 4592), empty
     * non-terminals.
     *
     * @param name at or below the origin
     * @param type of query; ANY finds all; DS is looked up above a zone cut (RFC 4035 §3.1.4.1)
     */
    ZoneAnswer Lookup(const DnsName& name, std::uint16_t type) const;

    /// @return the records of exactly this name and type, glue too; null if there are none
    const DnsRecords* Find(const DnsName& name, std::uint16_t type) const;

    std::size_t GetRecordCount() const;

    /// @return true if there are records of exactly this name, of whatever type
    bool IsInUse(const DnsName& name) const;

    // Changes as RFC 2136 §3.4.2 has them: what would leave the zone without its SOA or its last NS
    // record, or a CNAME beside other data, is passed over in silence.

    /**
     * Adds a record; a CNAME, DNAME or (with a higher serial) SOA replaces the one that is there.
     * Its TTL becomes that of the whole RRset (RFC 2181 §5.2).
     *
     * @param record within the zone, of class IN. @return whether the zone has changed
     */
    bool Insert(DnsRecord record);

    /// Deletes an RRset; for ANY, all of the name. @return whether the zone has changed
    bool Erase(const DnsName& name, std::uint16_t type);

    /// Deletes the record with the same data. @return whether the zone has changed
    bool Erase(const DnsRecord& record);

    /// Adds one to the serial, which is never 0 (RFC 2136 §4.1, RFC 1982 §3.1).
    void IncrementSerial();

  private:
    using Node = std::map<std::uint16_t, DnsRecords>;

    explicit Zone(const DnsName& origin);

    std::string Add(DnsRecord record); ///< @return why not; empty if added
    const Node* FindNode(const DnsName& name) const;
    bool Exists(const DnsName& name) const;
    DnsRecord& GetOwnSoa();
    const DnsRecords* FindCut(const DnsName& name, std::uint16_t type) const;
    const DnsRecords* FindDname(const DnsName& name) const;
    const Node* FindSource(const DnsName& name, bool& exists) const;

    DnsName m_origin;
    std::map<DnsName, Node>
        m_nodes; ///< in RFC 4034 order: what is below a name comes right after it
};

} // namespace hip

#endif // HIP_CORE_RESOLVER_ZONE_H
