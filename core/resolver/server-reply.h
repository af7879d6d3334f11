// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_RESOLVER_SERVER_REPLY_H
#define HIP_CORE_RESOLVER_SERVER_REPLY_H

#include "core/resolver/cache.h"
#include "core/resolver/dns-message.h"

#include <cstdint>
#include <vector>

namespace hip
{

/**
 * What the response of an authoritative server means to a resolver (RFC 1034 §5.3.3, step 4).
 *
 * Only records within the zone for which the server was asked count (its bailiwick): a server of
 * foo.com has no say about bar.com.
 */
struct ServerReply
{
    enum class Kind : std::uint8_t
    {
        FINDING,  ///< the question is settled: see finding
        REFERRAL, ///< ask the servers of zone cut, nearer to the name
        USELESS   ///< an error, or of no help: ask another server
    };

    Kind kind = Kind::USELESS;
    Finding finding;
    std::vector<DnsRecords> further; ///< RRsets behind an alias, which need not be asked for again
    DnsName cut;
    DnsRecords servers; ///< NS records of the cut
    DnsRecords glue;    ///< addresses of those servers

    /**
     * @param response to exactly this question
     * @param zone whose server it is
     */
    static ServerReply Read(const DnsMessage& response,
                            const DnsQuestion& question,
                            const DnsName& zone);
};

} // namespace hip

#endif // HIP_CORE_RESOLVER_SERVER_REPLY_H
