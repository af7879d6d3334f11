// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_RESOLVER_ADDITIONAL_SECTION_H
#define HIP_CORE_RESOLVER_ADDITIONAL_SECTION_H

#include "core/resolver/dns-message.h"
#include "core/resolver/zone.h"

namespace hip
{

/**
 * Adds the addresses of the names that NS, MX, AFSDB and SRV records point to, if @p zone has them
 * (RFC 1034 §4.3.2, step 6).
 *
 * @param response its answer and authority sections are complete
 * @return true if a referral needs one of them to be of use: the address of a server inside the
 * delegated zone; these come first
 */
bool AddAdditional(const Zone& zone, DnsMessage& response);

} // namespace hip

#endif // HIP_CORE_RESOLVER_ADDITIONAL_SECTION_H
