// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_PROXY_PROXY_OUTPUT_H
#define HIP_CORE_PROXY_PROXY_OUTPUT_H

#include "core/association/output.h"
#include "core/proxy/proxy-step.h"
#include "core/resolver/dns-output.h"

#include <variant>

namespace hip
{

/// The answer to a query that came over TCP, to be sent on that connection behind its length.
struct DnsReply
{
    IpAddress server; ///< whom the legacy host believes to talk to
    DnsClient client;
    Bytes message;
};

/// As Output of Endpoint, with what only a proxy has.
using ProxyOutput = std::variant<Transmit, Event, ProxyEvent, SendQuery, DnsReply, Idle>;

} // namespace hip

#endif // HIP_CORE_PROXY_PROXY_OUTPUT_H
