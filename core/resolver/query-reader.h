// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_RESOLVER_QUERY_READER_H
#define HIP_CORE_RESOLVER_QUERY_READER_H

#include "core/resolver/dns-message.h"

#include <cstddef>

namespace hip
{

/**
 * Reads what came to a server, and refuses all that is not one ordinary question.
 *
 * @param refusal the response to send if there is no value; empty if nothing may be sent
 * @return the query: opcode QUERY, EDNS version 0 or none, one question of class IN for data. Else
 * BAD_DNS_MESSAGE for what is a response, malformed or no question (no answer, FORMERR);
 * UNSUPPORTED_PROTOCOL for other opcodes, classes and EDNS versions (NOTIMP, BADVERS);
 * BLOCKED_BY_POLICY for zone transfers and classes nobody asks for (REFUSED)
 */
Result<DnsMessage> ReadQuery(ByteSpan wire, DnsTransport transport, Bytes& refusal);

/// The largest response to @p query: over UDP what it allows, at most DNS_EDNS_UDP_SIZE octets.
std::size_t GetSizeLimit(const DnsMessage& query, DnsTransport transport);

} // namespace hip

#endif // HIP_CORE_RESOLVER_QUERY_READER_H
