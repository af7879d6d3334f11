// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_EXCHANGE_H
#define HIP_CORE_ASSOCIATION_EXCHANGE_H

#include "core/association/host-context.h"
#include "core/association/session.h"
#include "core/wire/hip-packet.h"
#include "core/wire/parameters.h"

#include <memory>
#include <optional>

namespace hip
{

class Association;

/// What was agreed between an R1 and this host's preferences.
struct Agreement
{
    PublicKey peerKey;
    Bytes hostIdTlv; ///< the Responder's HOST_ID as received, for HIP_MAC_2
    DiffieHellmanParameter dh;
    PuzzleParameter puzzle;
    std::optional<R1CounterParameter> counter;
    HashKind hash; ///< RHASH
    HipCipher cipher;
    EspSuite suite;
};

/**
 * Checks an R1 in the order of RFC 7401 §6.8 and chooses from its offers. Changes nothing.
 *
 * @param host its configuration decides
 * @param identity of this host, the Initiator
 * @return the agreement; else the reason why the R1 is refused
 */
Result<Agreement> CheckR1(HostContext& host, const HostIdentity& identity, const PacketView& r1);

/// The Initiator's side of a base exchange under way: from the first I1 until R2.
struct Exchange
{
    bool isI2Sent = false;
    std::uint64_t r1Counter = 0;
    Bytes hostIdTlv;
    std::unique_ptr<SpiLease> lease;
    std::optional<Session> session; ///< complete but for the outbound SA; from R1 on
    std::size_t espIndex = 0;
    std::optional<PacketWriter> i2;
    std::size_t nextAddress = 0; ///< to which the next I1 goes
    IpAddress i1Address;         ///< to which the last I1 went
};

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_EXCHANGE_H
