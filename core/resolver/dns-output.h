// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_RESOLVER_DNS_OUTPUT_H
#define HIP_CORE_RESOLVER_DNS_OUTPUT_H

#include "core/resolver/dns-message.h"
#include "core/util/clock.h"
#include "core/util/span.h"
#include "core/wire/ip-address.h"

#include <cstdint>
#include <variant>

namespace hip
{

/// The port of every DNS server.
inline constexpr std::uint16_t DNS_PORT = 53;

/**
 * Send this query to a server's port 53.
 *
 * Over UDP the source port is part of what protects from forged answers (RFC 5452), so it has to be
 * used as it is. Over TCP it only names the connection: open one, send the message behind its
 * length, hand in the answer with the same number, close.
 */
struct SendQuery
{
    IpAddress server;
    std::uint16_t localPort;
    DnsTransport transport;
    Bytes message;
};

/// Who asked, and where the answer goes: for TCP the connection from that address and port.
struct DnsClient
{
    IpAddress address;
    std::uint16_t port = 0;
    DnsTransport transport = DnsTransport::UDP;
    std::uint64_t token = 0; ///< the carrier's own: which address or connection was asked

    friend bool operator==(const DnsClient& a, const DnsClient& b)
    {
        return a.address == b.address && a.port == b.port && a.transport == b.transport &&
               a.token == b.token;
    }
};

/// Send this response to a client, from port 53.
struct AnswerClient
{
    DnsClient client;
    Bytes message;
};

/// How a stub resolver's query ended.
enum class DnsStatus : std::uint8_t
{
    FOUND,    ///< the answer section has records for the question
    NO_DATA,  ///< the name exists, without such records
    NO_NAME,  ///< the name does not exist
    FAILED,   ///< nothing but errors came back; the message is the last one, if any
    TIMED_OUT ///< nothing came back; the message is empty
};

struct QueryOutcome
{
    std::uint64_t handle; ///< what Query returned
    DnsStatus status;
    DnsMessage message;
};

/// Nothing more for now; call HandleTimeout at the deadline (NEVER = no need).
struct DnsIdle
{
    Time deadline;
};

/// What the resolvers hand out: AnswerClient comes only from the recursive one, QueryOutcome only
/// from the stub.
using DnsOutput = std::variant<SendQuery, AnswerClient, QueryOutcome, DnsIdle>;

} // namespace hip

#endif // HIP_CORE_RESOLVER_DNS_OUTPUT_H
