// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_RESOLVER_UPDATE_MESSAGE_H
#define HIP_CORE_RESOLVER_UPDATE_MESSAGE_H

#include "core/resolver/dns-message.h"

namespace hip
{

/// What a requestor wants of a zone (RFC 2136 §2); the functions below make its records.
struct ZoneUpdate
{
    DnsName zone;
    DnsRecords prerequisites;
    DnsRecords updates; ///< carried out in this order; records of class IN are added

    /// @return the message, without TSIG
    DnsMessage ToMessage(std::uint16_t id) const;
};

// Prerequisites (RFC 2136 §2.4). A record of class IN among them: the RRset has exactly the records
// of its name and type that are there.

DnsRecord RequireSet(const DnsName& name, std::uint16_t type);   ///< with whatever values
DnsRecord RequireNoSet(const DnsName& name, std::uint16_t type); ///< of this type
DnsRecord RequireName(const DnsName& name);                      ///< it has some record
DnsRecord RequireNoName(const DnsName& name);                    ///< it has none

// Updates (RFC 2136 §2.5), besides additions.

DnsRecord DeleteSet(const DnsName& name, std::uint16_t type);
DnsRecord DeleteName(const DnsName& name);    ///< all RRsets
DnsRecord DeleteRecord(const DnsRecord& one); ///< with the same data

} // namespace hip

#endif // HIP_CORE_RESOLVER_UPDATE_MESSAGE_H
