// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_RESOLVER_LDNS_RECORD_H
#define HIP_CORE_RESOLVER_LDNS_RECORD_H

// Between our record values and those of ldns. Only .cc files include this.

#include "core/resolver/dns-record.h"
#include "core/resolver/ldns-handle.h"

namespace hip
{

/// @return ldns's form of @p record; null if its RDATA does not fit its type, unless it has none
/// and is of class ANY or NONE
LdnsHandle<ldns_rr> ToLdns(const DnsRecord& record);

/// @param mayBeBare a record of class ANY or NONE may have no RDATA
/// @return our form of @p rr; nothing if it lacks fields its type must have
std::optional<DnsRecord> FromLdns(const ldns_rr* rr, bool mayBeBare = false);

} // namespace hip

#endif // HIP_CORE_RESOLVER_LDNS_RECORD_H
