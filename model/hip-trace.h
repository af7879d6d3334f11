// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_TRACE_H
#define HIP_TRACE_H

#include "ns3/address.h"
#include "ns3/ipv6-address.h"
#include "ns3/nstime.h"
#include "ns3/packet.h"

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

/**
 * @ingroup hip
 * A packet that went into ESP on this host, or came out of it.
 *
 * SPI and sequence number name the packet at both ends. On its way the inner packet changes its
 * objects, so that it loses its tags; whoever listens may put them on the other end's.
 */
struct HipEspRecord
{
    Ipv6Address local;     ///< HIT of this host
    Ipv6Address peer;      ///< HIT of the other end; unspecified on arrival
    uint32_t spi = 0;      ///< of the receiver
    uint32_t sequence = 0; ///< low 32 bits, as on the wire
    uint32_t size = 0;     ///< octets of the ESP packet with its IP header
    uint32_t espSize = 0;  ///< octets from the SPI on
    Time time;             ///< sent: when it was sealed; received: when the CPU has opened it
    /// From its IP header on: as the layers above sent or get it; at a proxy, as the legacy host
    /// does. nullptr if the ESP packet carries none, or none of theirs.
    Ptr<const Packet> inner;
    bool isReplay = false; ///< received: its sequence number had been seen, or is too old; refused
};

/// Signature of the trace sources "EspSend" and "EspReceive".
using HipEspTracedCallback = void (*)(const HipEspRecord& record);
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
