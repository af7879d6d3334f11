// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_TRACE_H
#define HIP_TRACE_H

#include "ns3/address.h"
#include "ns3/nstime.h"

#include <cstdint>
#include <string>

namespace ns3
{

// What the trace sources of this module carry: plain values that need no header of the core.

/**
 * @ingroup hip
 * Something that happened in the protocol, for people and for CSV files.
 */
struct HipEventRecord
{
    std::string peer;   ///< HIT or address of the other end; empty if there is none
    std::string event;  ///< such as "I1-sent", "state" or "drop"
    std::string detail; ///< `key=value` pairs, separated by blanks
};

/**
 * @ingroup hip
 * One direction of ESP, with all that a dissector needs. Keys are empty unless ExportKeys is set.
 */
struct HipSaRecord
{
    bool isInbound;
    std::string source;      ///< outer address
    std::string destination; ///< outer address
    uint32_t spi;
    std::string suite;             ///< such as "aes-128-gcm-16"
    std::string encryptionKey;     ///< hex; for GCM with the salt at its end
    std::string authenticationKey; ///< hex
};

/**
 * @ingroup hip
 * Key material of one association; only with ExportKeys.
 */
struct HipKeyRecord
{
    std::string initiator; ///< HIT, 32 hex digits
    std::string responder; ///< HIT, 32 hex digits
    unsigned group;        ///< Diffie-Hellman group ID
    std::string i;         ///< hex
    std::string j;         ///< hex
    std::string secret;    ///< Kij, hex
};

/// Signature of the trace source "Event".
using HipEventTracedCallback = void (*)(const HipEventRecord& record);
/// Signature of the trace source "SecurityAssociation".
using HipSaTracedCallback = void (*)(const HipSaRecord& record);
/// Signature of the trace source "Key".
using HipKeyTracedCallback = void (*)(const HipKeyRecord& record);
/// Signature of the trace source "Drop". @param reason as in the core, such as "bad-mac"
using HipDropTracedCallback = void (*)(const std::string& reason);
/// Signature of the trace source "Locator". @param address an ns3::Ipv6Address or ns3::Ipv4Address
using HipLocatorTracedCallback = void (*)(const Address& address);
/// Signature of the trace source "Work". @param operation as in tables of costs, such as "verify"
/// @param amount how often @param cost time of the CPU
using HipWorkTracedCallback = void (*)(const std::string& operation, uint64_t amount, Time cost);

} // namespace ns3

#endif // HIP_TRACE_H
