// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/proxy/dns-answer.h"

namespace hip
{

namespace
{

/// The proxy answers as the recursive server would for which the query was meant.
DnsMessage
Begin(const DnsMessage& query)
{
    DnsMessage response = query.MakeResponse();
    response.recursionAvailable = true;
    if (query.edns)
    {
        response.edns = Edns{DNS_EDNS_UDP_SIZE, 0, query.edns->dnssecOk}; // RFC 3225 §3
    }
    return response;
}

} // namespace

DnsMessage
MakeAddressAnswer(const DnsMessage& query, const IpAddress& address, std::uint32_t ttl)
{
    DnsMessage response = Begin(query);
    const ByteSpan octets = address.GetWireBytes();
    DnsRecord record;
    record.name = query.questions.front().name;
    record.type = address.IsV4() ? DnsType::A : DnsType::AAAA;
    record.ttl = ttl;
    record.rdata.assign(octets.begin(), octets.end());
    response.answer.push_back(std::move(record));
    return response;
}

DnsMessage
MakeEmptyAnswer(const DnsMessage& query)
{
    return Begin(query);
}

DnsMessage
MakeFailure(const DnsMessage& query)
{
    DnsMessage response = Begin(query);
    response.rcode = DnsRcode::SERVER_FAILURE;
    return response;
}

} // namespace hip
