// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_CHECK_R1_H
#define HIP_CORE_ASSOCIATION_CHECK_R1_H

#include "core/association/host-context.h"
#include "core/identity/host-identity.h"
#include "core/wire/hip-packet.h"
#include "core/wire/parameters.h"

#include <memory>
#include <optional>

namespace hip
{

/// What was agreed between an R1 of HIPv2 and this host's preferences.
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

/// A new key pair, and what it makes with the peer's.
struct DhResult
{
    std::shared_ptr<DhKeyPair> own;
    Bytes secret; ///< Kij
};

/// The Initiator's Diffie-Hellman, in the Responder's group. @return else BAD_DH_VALUE
Result<DhResult> ComputeDh(HostContext& host, const DiffieHellmanParameter& peer);

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_CHECK_R1_H
