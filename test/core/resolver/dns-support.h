// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_TEST_CORE_RESOLVER_DNS_SUPPORT_H
#define HIP_TEST_CORE_RESOLVER_DNS_SUPPORT_H

#include "core/resolver/dns-message.h"
#include "core/resolver/zone.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace hip::test
{

/// @param text a name that is known to be good
inline DnsName
Name(const std::string& text)
{
    return DnsName::Parse(text).value();
}

/// @param line a record in presentation form that is known to be good
inline DnsRecord
Record(const std::string& line)
{
    return DnsRecord::Parse(line).value();
}

inline DnsRecords
Records(const std::vector<std::string>& lines)
{
    DnsRecords records;
    for (const std::string& line : lines)
    {
        records.push_back(Record(line));
    }
    return records;
}

/// The records as text with single blanks, sorted: sections are sets.
inline std::vector<std::string>
ToText(const DnsRecords& records)
{
    std::vector<std::string> lines;
    for (const DnsRecord& record : records)
    {
        std::string line = record.ToString();
        std::replace(line.begin(), line.end(), '\t', ' ');
        lines.push_back(line);
    }
    std::sort(lines.begin(), lines.end());
    return lines;
}

/// One of the zones in test/data/dns.
inline Zone
LoadZone(const std::string& file, const std::string& origin)
{
    std::ifstream stream(std::string(HIP_TEST_DATA_DIR) + "/dns/" + file);
    std::ostringstream text;
    text << stream.rdbuf();
    if (!stream)
    {
        throw std::runtime_error(file + " cannot be read");
    }
    return Zone::Parse(text.str(), file, Name(origin));
}

/// A zone of these lines behind an SOA and an NS record.
inline Zone
MakeZone(const std::string& origin, const std::string& lines)
{
    return Zone::Parse("$TTL 100\n@ SOA ns hostmaster 1 2 3 4 50\n@ NS ns.example.\n" + lines,
                       "test.zone",
                       Name(origin));
}

inline IpAddress
Address(const std::string& text)
{
    return IpAddress::Parse(text).value();
}

} // namespace hip::test

#endif // HIP_TEST_CORE_RESOLVER_DNS_SUPPORT_H
