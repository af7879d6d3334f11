// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_RESOLVER_DNS_RECORD_H
#define HIP_CORE_RESOLVER_DNS_RECORD_H

#include "core/resolver/dns-name.h"
#include "core/util/span.h"
#include "core/wire/ip-address.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hip
{

/// The record and query types this code treats specially; every other type is carried as it is.
struct DnsType
{
    static constexpr std::uint16_t A = 1;
    static constexpr std::uint16_t NS = 2;
    static constexpr std::uint16_t CNAME = 5;
    static constexpr std::uint16_t SOA = 6;
    static constexpr std::uint16_t PTR = 12;
    static constexpr std::uint16_t MX = 15;
    static constexpr std::uint16_t AFSDB = 18;
    static constexpr std::uint16_t AAAA = 28;
    static constexpr std::uint16_t SRV = 33;
    static constexpr std::uint16_t DNAME = 39;
    static constexpr std::uint16_t OPT = 41;
    static constexpr std::uint16_t DS = 43;
    static constexpr std::uint16_t HIP = 55;
    static constexpr std::uint16_t TSIG = 250;
    static constexpr std::uint16_t IXFR = 251;
    static constexpr std::uint16_t AXFR = 252;
    static constexpr std::uint16_t MAILB = 253;
    static constexpr std::uint16_t MAILA = 254;
    static constexpr std::uint16_t ANY = 255;
};

inline constexpr std::uint16_t DNS_CLASS_IN = 1;
inline constexpr std::uint16_t DNS_CLASS_NONE = 254; ///< in updates: must not be there
inline constexpr std::uint16_t DNS_CLASS_ANY = 255;  ///< in updates: whatever data there are

/// One resource record. Names within its RDATA are uncompressed.
struct DnsRecord
{
    DnsName name;
    std::uint16_t type = 0;
    std::uint16_t recordClass = DNS_CLASS_IN;
    std::uint32_t ttl = 0; ///< seconds
    Bytes rdata;

    /// @param line one record in presentation form, on one line. @return nothing if ldns refuses it
    static std::optional<DnsRecord> Parse(const std::string& line);

    /// "name<TAB>ttl<TAB>class<TAB>type<TAB>rdata", as dig prints it; octets that have no text of
    /// their own as RFC 3597 §5 has them
    std::string ToString() const;

    /// @return the address of an A or AAAA record
    std::optional<IpAddress> GetAddress() const;

    /// @return the name an NS, CNAME, DNAME, PTR, MX, AFSDB or SRV record points to
    std::optional<DnsName> GetTarget() const;

    /// @return the primary server (MNAME) that an SOA record names; nothing for another type
    std::optional<DnsName> GetSoaPrimary() const;

    /// @return the SERIAL field of an SOA record; 0 for another type
    std::uint32_t GetSoaSerial() const;

    /// Changes the SERIAL field of an SOA record; no effect on another type.
    void SetSoaSerial(std::uint32_t serial);

    /// @return the MINIMUM field of an SOA record, in seconds; 0 for another type
    std::uint32_t GetSoaMinimum() const;

    /// Equal names (without case), types, classes and RDATA; the TTL does not count.
    bool IsSameData(const DnsRecord& other) const;
};

using DnsRecords = std::vector<DnsRecord>;

/// @return true if @p records has one with the same data as @p record
bool Contains(const DnsRecords& records, const DnsRecord& record);

/// Appends those of @p added that @p records does not contain.
void AddOnce(DnsRecords& records, const DnsRecords& added);

/// @param name "AAAA", "HIP", "TYPE65280" … in any case. @return nothing if it is no type
std::optional<std::uint16_t> ParseDnsType(const std::string& name);

/// @return "AAAA", or "TYPE65280" for one without a name
std::string DnsTypeToString(std::uint16_t type);

} // namespace hip

#endif // HIP_CORE_RESOLVER_DNS_RECORD_H
