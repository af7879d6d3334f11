// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_DRAFT2003_DIALECT_PARTS_H
#define HIP_CORE_DRAFT2003_DIALECT_PARTS_H

#include "core/association/host-context.h"
#include "core/association/session.h"
#include "core/draft2003/hip-packet.h"
#include "core/draft2003/host-identity.h"

namespace hip::draft2003
{

// What several packets of 2003 have in common.

/// All identities of a host that speaks this dialect are of this class.
inline const HostIdentity&
AsDraft2003(const LocalIdentity& identity)
{
    return static_cast<const HostIdentity&>(identity);
}

/// The Controls of R1 and I2.
std::uint16_t GetControls(const LocalIdentity& identity);

/// Checks HMAC, then signature (hip-08 §6.2.11: the cheap one first).
Result<void> CheckAuth(HostContext& host, const Session& session, const PacketView& packet);

/// Identity and signature of who sent an R1 (hip-08 §8.5 steps 3 and 4). @return its key
Result<PublicKey> AuthenticateR1(HostContext& host, const PacketView& r1);

/// @return J; else PUZZLE_TOO_HARD, also after a search in vain
Result<std::uint64_t> SolvePuzzle(HostContext& host,
                                  const CookieParameter& cookie,
                                  const Hit& initiator,
                                  const Hit& responder);

/// The eight octets of I or J.
Bytes ToBytes(std::uint64_t number);

} // namespace hip::draft2003

#endif // HIP_CORE_DRAFT2003_DIALECT_PARTS_H
