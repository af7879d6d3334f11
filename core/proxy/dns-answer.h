// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_PROXY_DNS_ANSWER_H
#define HIP_CORE_PROXY_DNS_ANSWER_H

#include "core/resolver/dns-message.h"
#include "core/wire/ip-address.h"

#include <cstdint>

namespace hip
{

// What the proxy itself says to a legacy host. All answers carry the query's id, question with its
// case, RD and CD, and EDNS if the query has it (RFC 6891 §6.1.1).

/**
 * @param query for A or AAAA
 * @param address of the query's family
 * @param ttl in seconds
 * @return a response with one record
 */
DnsMessage MakeAddressAnswer(const DnsMessage& query, const IpAddress& address, std::uint32_t ttl);

/// @return a response without records: the name exists, but has no such address
DnsMessage MakeEmptyAnswer(const DnsMessage& query);

/// @return SERVFAIL
DnsMessage MakeFailure(const DnsMessage& query);

} // namespace hip

#endif // HIP_CORE_PROXY_DNS_ANSWER_H
