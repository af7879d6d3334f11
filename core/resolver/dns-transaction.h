// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_RESOLVER_DNS_TRANSACTION_H
#define HIP_CORE_RESOLVER_DNS_TRANSACTION_H

#include "core/resolver/dns-message.h"
#include "core/util/clock.h"
#include "core/util/random-source.h"

#include <cstdint>

namespace hip
{

/// A message to a server, and what its answer has to repeat: who forges one must guess it.
struct DnsTransaction
{
    std::uint16_t id = 0;
    std::uint16_t localPort = 0;
    DnsTransport transport = DnsTransport::UDP;
    Time deadline; ///< of the wait for the answer

    /**
     * Draws an id and a source port of 1024 or more (RFC 5452 §9.2), always in this order, so that
     * a seed gives the same messages whatever the compiler. The caller sets the deadline.
     */
    static DnsTransaction Draw(RandomSource& random, DnsTransport transport);

    /**
     * @param toPort where the response arrived
     * @return whether it has our id and came to our port over the same transport; whether it is
     * from the right server and about the right thing, the caller has to see
     */
    bool IsRepeatedBy(const DnsMessage& response, std::uint16_t toPort, DnsTransport over) const;
};

/// @return how long to wait for the answer to a try: twice as long as in the try before
Duration GetDoubledWait(Duration first, unsigned triesBefore);

} // namespace hip

#endif // HIP_CORE_RESOLVER_DNS_TRANSACTION_H
