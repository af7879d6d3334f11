// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_DRAFT2003_LEASE_PACKETS_H
#define HIP_CORE_DRAFT2003_LEASE_PACKETS_H

#include "core/association/host-context.h"
#include "core/association/outgoing-packet.h"
#include "core/draft2003/host-identity.h"
#include "core/draft2003/parameters.h"

#include <optional>

namespace hip::draft2003
{

// FAQ, FAA and FAD (mm-00 §5.1, §6.1.3), as host and agent write and read them.

/// What goes into a FAQ.
struct LeaseQuery
{
    FaInfoParameter info;
    std::optional<CookieSolutionParameter> solution; ///< of the agent's puzzle
    bool hasHostId = true; ///< an agent that has the lease knows the key already
};

OutgoingPacket MakeFaq(HostContext& host,
                       const HostIdentity& identity,
                       const Hit& agent,
                       const LeaseQuery& query);

/// @param type FAA or FAD
OutgoingPacket MakeLeaseAnswer(HostContext& host,
                               const HostIdentity& identity,
                               PacketType type,
                               const Hit& client,
                               const FaInfoParameter& info);

/// @return the sender's key as the packet has it; else MISSING_PARAMETER, BAD_PARAMETER or
/// HIT_MISMATCH
Result<PublicKey> ReadSenderKey(HostContext& host, const PacketView& packet);

/// Reads an FAA or FAD, and checks its signature. Its sender has to have been checked before.
Result<FaInfoParameter> ReadLeaseAnswer(HostContext& host, const PacketView& packet);

} // namespace hip::draft2003

#endif // HIP_CORE_DRAFT2003_LEASE_PACKETS_H
