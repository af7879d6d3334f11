// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_PROXY_PROXY_STEP_H
#define HIP_CORE_PROXY_PROXY_STEP_H

#include "core/wire/ip-address.h"

#include <cstdint>
#include <string>

namespace hip
{

/// The steps of the patent's figures 6 and 8 to 12 that the proxy can see.
enum class ProxyStep : std::uint8_t
{
    QUERY_INTERCEPTED, ///< A: a legacy host asked for a name
    QUERY_SENT,        ///< B: the proxy asks for the HIP record itself
    ANSWER_RECEIVED,   ///< C: {HIT, IP_fa}
    MAPPING_CREATED,   ///< D: M = {HIT, IP_fa, IP_res}
    ANSWER_SENT,       ///< E: IP_res to the legacy host
    SESSION_STARTED,   ///< F: the first packet of a flow came for IP_res
    MAPPING_FOUND,     ///< F.1: it led to M
    EXCHANGE_STARTED,  ///< G: there was no association yet
    I1_SENT,           ///< H: to IP_fa
    LOCATOR_REPLACED,  ///< H.1: IP_hip instead of IP_fa in M
    PACKET_FORWARDED,  ///< I: the first packet of a flow left through NAT and ESP
    ANSWER_ARRIVED,    ///< J: the first packet of a flow came back through ESP
    ANSWER_DELIVERED,  ///< K: it went on to the legacy host, from IP_res
    MAPPING_EXPIRED,   ///< M has gone, IP_res rests; not one of the patent's
};

/// @return "A", "F.1" and so on; "" for what has no letter in the patent
const char* GetLetter(ProxyStep step);

/// @return the name for traces and CSV files, such as "query-intercepted"
const char* ToString(ProxyStep step);

/// One step, with what is known at its time; the rest is unspecified, zero or empty.
struct ProxyEvent
{
    ProxyStep step;
    std::string name;             ///< of the HIP host
    Hit hit;                      ///< of the HIP host
    IpAddress substitute;         ///< IP_res, of the legacy host's family
    IpAddress locator;            ///< IP_fa or IP_hip
    IpAddress legacyAddress;      ///< who asked or sent; who receives
    Byte protocol = 0;            ///< on the legacy side
    std::uint16_t legacyPort = 0; ///< or ICMP identifier
    std::uint16_t proxyPort = 0;  ///< what stands for it towards the HIP host
    std::uint16_t remotePort = 0; ///< of the HIP host
};

} // namespace hip

#endif // HIP_CORE_PROXY_PROXY_STEP_H
