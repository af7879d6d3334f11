// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/resolver/dns-transaction.h"

namespace hip
{

namespace
{

constexpr std::uint32_t NUMBERS = 65536; // of 16 bits
constexpr std::uint32_t FIRST_PORT = 1024;

} // namespace

DnsTransaction
DnsTransaction::Draw(RandomSource& random, DnsTransport transport)
{
    DnsTransaction drawn;
    drawn.id = static_cast<std::uint16_t>(random.GetBelow(NUMBERS));
    drawn.localPort =
        static_cast<std::uint16_t>(FIRST_PORT + random.GetBelow(NUMBERS - FIRST_PORT));
    drawn.transport = transport;
    return drawn;
}

bool
DnsTransaction::IsRepeatedBy(const DnsMessage& response,
                             std::uint16_t toPort,
                             DnsTransport over) const
{
    return response.id == id && toPort == localPort && over == transport;
}

Duration
GetDoubledWait(Duration first, unsigned triesBefore)
{
    return first * (1LL << triesBefore);
}

} // namespace hip
