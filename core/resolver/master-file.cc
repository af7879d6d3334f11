// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/resolver/master-file.h"

#include "core/resolver/ldns-record.h"

#include <cctype>
#include <strings.h>

namespace hip
{

namespace
{

constexpr std::size_t MAX_RDATA_TEXT = 60000;  // ldns cuts longer ones off without a word
constexpr std::uint16_t FIRST_META_TYPE = 249; // TKEY … ANY (RFC 6895 §3.1)
constexpr std::uint16_t LAST_META_TYPE = 255;

std::string
Join(const std::vector<std::string>& fields)
{
    std::string joined;
    for (const std::string& field : fields)
    {
        joined += (joined.empty() ? "" : " ") + field;
    }
    return joined;
}

} // namespace

MasterFileReader::MasterFileReader(const std::string& text,
                                   const std::string& fileName,
                                   const DnsName& origin)
    : m_lexer(text, fileName),
      m_origin(origin)
{
}

std::optional<DnsRecord>
MasterFileReader::Next()
{
    MasterFileLexer::Entry entry;
    while (m_lexer.Next(entry))
    {
        if (!entry.hasOwner || entry.fields.front().front() != '$')
        {
            return MakeRecord(entry);
        }
        HandleDirective(entry);
    }
    return std::nullopt;
}

void
MasterFileReader::HandleDirective(const MasterFileLexer::Entry& entry)
{
    const std::string& directive = entry.fields.front();
    const bool isOrigin = strcasecmp(directive.c_str(), "$ORIGIN") == 0;
    if (!isOrigin && strcasecmp(directive.c_str(), "$TTL") != 0)
    {
        m_lexer.Fail("directive " + directive + " is not supported");
    }
    if (entry.fields.size() != 2)
    {
        m_lexer.Fail(directive + " needs one value");
    }
    if (isOrigin)
    {
        m_origin = ReadName(entry.fields[1]);
        return;
    }
    m_defaultTtl = ParseTtl(entry.fields[1]);
    if (!m_defaultTtl)
    {
        m_lexer.Fail("bad TTL '" + entry.fields[1] + "'");
    }
}

DnsRecord
MasterFileReader::MakeRecord(const MasterFileLexer::Entry& entry)
{
    std::size_t at = 0;
    if (entry.hasOwner)
    {
        m_owner = ReadName(entry.fields[at++]);
    }
    if (!m_owner)
    {
        m_lexer.Fail("the first record has no owner name");
    }
    DnsRecord record;
    record.name = *m_owner;
    at = ReadTtlAndClass(entry, at, record);
    if (at == entry.fields.size())
    {
        m_lexer.Fail("missing type");
    }
    const std::optional<std::uint16_t> type = ParseDnsType(entry.fields[at]);
    if (!type)
    {
        m_lexer.Fail("unknown type '" + entry.fields[at] + "'");
    }
    if (*type == DnsType::OPT || (*type >= FIRST_META_TYPE && *type <= LAST_META_TYPE))
    {
        m_lexer.Fail("type " + entry.fields[at] + " cannot be in a zone");
    }
    record.type = *type;
    const std::vector<std::string> rdata(entry.fields.begin() + at + 1, entry.fields.end());
    if (!rdata.empty() && rdata.front() == "\\#")
    {
        ReadGeneric(rdata, record);
    }
    else
    {
        ReadKnown(rdata, record);
    }
    if (!m_hasTtl)
    {
        // An SOA without TTL lends its MINIMUM to the whole file, as with BIND.
        if (record.type != DnsType::SOA)
        {
            m_lexer.Fail("no TTL, and no $TTL before");
        }
        record.ttl = record.GetSoaMinimum();
        m_defaultTtl = record.ttl;
    }
    m_lastTtl = record.ttl;
    return record;
}

std::size_t
MasterFileReader::ReadTtlAndClass(const MasterFileLexer::Entry& entry,
                                  std::size_t at,
                                  DnsRecord& record)
{
    bool hasClass = false;
    std::optional<std::uint32_t> ttl;
    for (; at < entry.fields.size(); ++at)
    {
        const std::string& field = entry.fields[at];
        if (!ttl && std::isdigit(static_cast<unsigned char>(field.front())))
        {
            ttl = ParseTtl(field);
            if (!ttl)
            {
                m_lexer.Fail("bad TTL '" + field + "'");
            }
            continue;
        }
        const auto recordClass =
            static_cast<std::uint16_t>(ldns_get_rr_class_by_name(field.c_str()));
        if (hasClass || recordClass == 0)
        {
            break;
        }
        if (recordClass != DNS_CLASS_IN)
        {
            m_lexer.Fail("class " + field + " is not supported");
        }
        hasClass = true;
    }
    const std::optional<std::uint32_t> inherited = m_defaultTtl ? m_defaultTtl : m_lastTtl;
    m_hasTtl = ttl || inherited;
    record.ttl = ttl ? *ttl : inherited.value_or(0);
    return at;
}

void
MasterFileReader::ReadKnown(const std::vector<std::string>& rdata, DnsRecord& record) const
{
    const std::string type = DnsTypeToString(record.type);
    const std::string text = Join(rdata);
    if (type.compare(0, 4, "TYPE") == 0)
    {
        m_lexer.Fail("the data of " + type + " must be written as \\# (RFC 3597)");
    }
    if (text.size() > MAX_RDATA_TEXT)
    {
        m_lexer.Fail("record too long");
    }
    const ldns_rdf origin = BorrowName(m_origin.GetWire());
    ldns_rr* made = nullptr;
    const ldns_status status =
        ldns_rr_new_frm_str(&made, (". 0 IN " + type + " " + text).c_str(), 0, &origin, nullptr);
    if (status != LDNS_STATUS_OK)
    {
        m_lexer.Fail("bad " + type + " record: " + ldns_get_errorstr_by_id(status));
    }
    std::optional<DnsRecord> read = FromLdns(Own(made).get());
    if (!read || !ToLdns(*read)) // ldns joins names to the origin without looking at the length
    {
        m_lexer.Fail("bad " + type + " record");
    }
    record.rdata = std::move(read->rdata);
}

void
MasterFileReader::ReadGeneric(const std::vector<std::string>& rdata, DnsRecord& record) const
{
    const bool hasSize = rdata.size() >= 2 && rdata[1].size() <= 5 &&
                         rdata[1].find_first_not_of("0123456789") == std::string::npos;
    std::string hex;
    for (std::size_t i = 2; i < rdata.size(); ++i)
    {
        hex += rdata[i];
    }
    const bool isHex = hex.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
    if (!hasSize || !isHex || hex.size() % 2 != 0 || std::stoul(rdata[1]) * 2 != hex.size())
    {
        m_lexer.Fail("bad \\# data (RFC 3597)");
    }
    record.rdata.resize(hex.size() / 2);
    ldns_hexstring_to_data(record.rdata.data(), hex.c_str());
    const LdnsHandle<ldns_rr> rr = ToLdns(record);
    const std::optional<DnsRecord> read = rr ? FromLdns(rr.get()) : std::nullopt;
    if (!read || read->rdata != record.rdata) // a compressed name has nothing to point to
    {
        m_lexer.Fail("\\# data does not fit type " + DnsTypeToString(record.type));
    }
}

DnsName
MasterFileReader::ReadName(const std::string& field) const
{
    if (field == "@")
    {
        return m_origin;
    }
    std::optional<DnsName> name = DnsName::Parse(field, m_origin);
    if (!name)
    {
        m_lexer.Fail("bad name '" + field + "'");
    }
    return *name;
}

} // namespace hip
