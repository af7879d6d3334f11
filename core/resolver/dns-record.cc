// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/resolver/dns-record.h"

#include "core/resolver/ldns-record.h"
#include "core/util/endian.h"

#include <algorithm>
#include <strings.h>

namespace hip
{

namespace
{

LdnsHandle<ldns_buffer>
NewBuffer()
{
    return Own(ldns_buffer_new(LDNS_MIN_BUFLEN));
}

ByteSpan
GetWritten(ldns_buffer* buffer)
{
    return ByteSpan(ldns_buffer_begin(buffer), ldns_buffer_position(buffer));
}

/// @return the record as it stands in a message, uncompressed
Bytes
Write(const DnsRecord& record)
{
    Bytes wire = record.name.GetWire();
    AppendU16(wire, record.type);
    AppendU16(wire, record.recordClass);
    AppendU32(wire, record.ttl);
    AppendU16(wire, static_cast<std::uint16_t>(record.rdata.size()));
    Append(wire, record.rdata);
    return wire;
}

/// ldns stops reading at the end of the RDATA even if fields are missing.
bool
HasItsFields(const ldns_rr* rr)
{
    const ldns_rr_descriptor* descriptor = ldns_rr_descript(ldns_rr_get_type(rr));
    return ldns_rr_rd_count(rr) >= ldns_rr_descriptor_minimum(descriptor);
}

/// Deletions and prerequisites of an UPDATE have no data (RFC 2136 §2.4, §2.5).
bool
IsBare(const ldns_rr* rr)
{
    const auto recordClass = static_cast<std::uint16_t>(ldns_rr_get_class(rr));
    return ldns_rr_rd_count(rr) == 0 &&
           (recordClass == DNS_CLASS_NONE || recordClass == DNS_CLASS_ANY);
}

/// Positions of fields in the RDATA of an SOA record (RFC 1035 §3.3.13).
constexpr std::size_t SOA_PRIMARY = 0;
constexpr std::size_t SOA_SERIAL = 2;
constexpr std::size_t SOA_MINIMUM = 6;

std::uint32_t
GetSoaNumber(const DnsRecord& record, std::size_t field)
{
    const LdnsHandle<ldns_rr> rr = record.type == DnsType::SOA ? ToLdns(record) : nullptr;
    return rr ? ldns_rdf2native_int32(ldns_rr_rdf(rr.get(), field)) : 0;
}

/// The record in the form for unknown types (RFC 3597 §5), which fits all octets.
std::string
ToGenericText(const DnsRecord& record)
{
    const auto recordClass = static_cast<ldns_rr_class>(record.recordClass);
    std::string text = record.name.ToString() + "\t" + std::to_string(record.ttl) + "\t" +
                       Own(ldns_rr_class2str(recordClass)).get() + "\t" +
                       DnsTypeToString(record.type) + "\t\\# " +
                       std::to_string(record.rdata.size()) + " ";
    for (const Byte byte : record.rdata)
    {
        text += "0123456789abcdef"[byte >> 4];
        text += "0123456789abcdef"[byte & 15];
    }
    return text;
}

} // namespace

LdnsHandle<ldns_rr>
ToLdns(const DnsRecord& record)
{
    if (record.rdata.size() > UINT16_MAX)
    {
        return nullptr;
    }
    const Bytes wire = Write(record);
    ldns_rr* made = nullptr;
    std::size_t end = 0;
    const ldns_status status =
        ldns_wire2rr(&made, wire.data(), wire.size(), &end, LDNS_SECTION_ANSWER);
    if (status != LDNS_STATUS_OK)
    {
        return nullptr;
    }
    LdnsHandle<ldns_rr> rr = Own(made);
    const bool isWhole = HasItsFields(rr.get()) || IsBare(rr.get());
    return end == wire.size() && isWhole ? std::move(rr) : nullptr;
}

std::optional<DnsRecord>
FromLdns(const ldns_rr* rr, bool mayBeBare)
{
    std::optional<DnsName> name = DnsName::FromWire(GetBytes(ldns_rr_owner(rr)));
    const LdnsHandle<ldns_buffer> rdata = NewBuffer();
    const bool isWhole = HasItsFields(rr) || (mayBeBare && IsBare(rr));
    if (!name || !isWhole || ldns_rr_rdata2buffer_wire(rdata.get(), rr) != LDNS_STATUS_OK)
    {
        return std::nullopt;
    }
    const ByteSpan bytes = GetWritten(rdata.get());
    DnsRecord record;
    record.name = std::move(*name);
    record.type = static_cast<std::uint16_t>(ldns_rr_get_type(rr));
    record.recordClass = static_cast<std::uint16_t>(ldns_rr_get_class(rr));
    record.ttl = ldns_rr_ttl(rr);
    record.rdata.assign(bytes.begin(), bytes.end());
    return record;
}

std::optional<DnsRecord>
DnsRecord::Parse(const std::string& line)
{
    ldns_rr* made = nullptr;
    if (ldns_rr_new_frm_str(&made, line.c_str(), 0, nullptr, nullptr) != LDNS_STATUS_OK)
    {
        return std::nullopt;
    }
    return FromLdns(Own(made).get());
}

std::string
DnsRecord::ToString() const
{
    const LdnsHandle<ldns_rr> rr = ToLdns(*this);
    // ldns has no text for some octets that fit the type, such as a HIP record without key.
    const LdnsHandle<char> text(rr ? ldns_rr2str(rr.get()) : nullptr);
    if (!text)
    {
        return ToGenericText(*this);
    }
    std::string line = text.get();
    if (!line.empty() && line.back() == '\n')
    {
        line.pop_back();
    }
    return line;
}

std::optional<IpAddress>
DnsRecord::GetAddress() const
{
    const bool fits =
        (type == DnsType::A && rdata.size() == 4) || (type == DnsType::AAAA && rdata.size() == 16);
    return fits ? std::optional<IpAddress>(IpAddress::FromBytes(rdata)) : std::nullopt;
}

std::optional<DnsName>
DnsRecord::GetTarget() const
{
    switch (type)
    {
    case DnsType::NS:
    case DnsType::CNAME:
    case DnsType::DNAME:
    case DnsType::PTR:
    case DnsType::MX:
    case DnsType::AFSDB:
    case DnsType::SRV:
        break;
    default:
        return std::nullopt;
    }
    const LdnsHandle<ldns_rr> rr = ToLdns(*this);
    for (std::size_t i = 0; rr && i < ldns_rr_rd_count(rr.get()); ++i)
    {
        const ldns_rdf* field = ldns_rr_rdf(rr.get(), i);
        if (ldns_rdf_get_type(field) == LDNS_RDF_TYPE_DNAME)
        {
            return DnsName::FromWire(GetBytes(field));
        }
    }
    return std::nullopt;
}

std::optional<DnsName>
DnsRecord::GetSoaPrimary() const
{
    const LdnsHandle<ldns_rr> rr = type == DnsType::SOA ? ToLdns(*this) : nullptr;
    return rr ? DnsName::FromWire(GetBytes(ldns_rr_rdf(rr.get(), SOA_PRIMARY))) : std::nullopt;
}

std::uint32_t
DnsRecord::GetSoaSerial() const
{
    return GetSoaNumber(*this, SOA_SERIAL);
}

void
DnsRecord::SetSoaSerial(std::uint32_t serial)
{
    const LdnsHandle<ldns_rr> rr = type == DnsType::SOA ? ToLdns(*this) : nullptr;
    if (rr)
    {
        const LdnsHandle<ldns_rdf> old(
            ldns_rr_set_rdf(rr.get(),
                            ldns_native2rdf_int32(LDNS_RDF_TYPE_INT32, serial),
                            SOA_SERIAL));
        rdata = FromLdns(rr.get())->rdata;
    }
}

std::uint32_t
DnsRecord::GetSoaMinimum() const
{
    return GetSoaNumber(*this, SOA_MINIMUM);
}

bool
DnsRecord::IsSameData(const DnsRecord& other) const
{
    return type == other.type && recordClass == other.recordClass && name == other.name &&
           rdata == other.rdata;
}

bool
Contains(const DnsRecords& records, const DnsRecord& record)
{
    return std::any_of(records.begin(), records.end(), [&](const DnsRecord& other) {
        return other.IsSameData(record);
    });
}

void
AddOnce(DnsRecords& records, const DnsRecords& added)
{
    for (const DnsRecord& record : added)
    {
        if (!Contains(records, record))
        {
            records.push_back(record);
        }
    }
}

std::optional<std::uint16_t>
ParseDnsType(const std::string& name)
{
    // ldns reads "TYPE12x" as 12 and does not mind numbers above 65535.
    const bool isNumbered = name.size() > 4 && strncasecmp(name.c_str(), "TYPE", 4) == 0;
    if (isNumbered &&
        (name.size() > 9 || name.find_first_not_of("0123456789", 4) != std::string::npos))
    {
        return std::nullopt;
    }
    const unsigned type = ldns_get_rr_type_by_name(name.c_str()); // 0 (reserved) if unknown
    if (type == 0 || type > UINT16_MAX)
    {
        return std::nullopt;
    }
    return static_cast<std::uint16_t>(type);
}

std::string
DnsTypeToString(std::uint16_t type)
{
    return Own(ldns_rr_type2str(static_cast<ldns_rr_type>(type))).get();
}

} // namespace hip
