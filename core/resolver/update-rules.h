// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_RESOLVER_UPDATE_RULES_H
#define HIP_CORE_RESOLVER_UPDATE_RULES_H

#include "core/resolver/dns-message.h"
#include "core/resolver/zone.h"

namespace hip
{

// What a server does with an UPDATE, step by step (RFC 2136 §3). The sections of the message are
// those of a query by other names: zone, prerequisites, updates, additional data (§2).

/// §3.1.1, all but which zones there are. @return NO_PROBLEM or FORMAT_ERROR
DnsRcode CheckZoneSection(const DnsMessage& update);

/// §3.2. @return NO_PROBLEM, or why the first prerequisite that does not hold does not
DnsRcode CheckPrerequisites(const DnsRecords& prerequisites, const Zone& zone);

/// §3.4.1. @return NO_PROBLEM, FORMAT_ERROR or NOT_IN_ZONE
DnsRcode ScanUpdates(const DnsRecords& updates, const Zone& zone);

/// §3.4.2 and §3.6: makes the changes, and one more of the serial if there was any other.
/// @param updates for which ScanUpdates found no problem: all of them are carried out
void ApplyUpdates(const DnsRecords& updates, Zone& zone);

} // namespace hip

#endif // HIP_CORE_RESOLVER_UPDATE_RULES_H
