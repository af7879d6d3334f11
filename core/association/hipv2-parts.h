// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_HIPV2_PARTS_H
#define HIP_CORE_ASSOCIATION_HIPV2_PARTS_H

#include "core/association/host-context.h"
#include "core/association/incoming-packet.h"
#include "core/association/outgoing-packet.h"
#include "core/association/registration.h"
#include "core/association/rendezvous-service.h"
#include "core/association/session.h"
#include "core/identity/host-identity.h"
#include "core/wire/hip-packet.h"
#include "core/wire/parameters.h"

#include <optional>
#include <vector>

namespace hip
{

// What several packets of HIPv2 have in common.

/// All identities of a host that speaks HIPv2 are of this class.
inline const HostIdentity&
AsHipv2(const LocalIdentity& identity)
{
    return static_cast<const HostIdentity&>(identity);
}

/// The Controls of a base exchange's packets.
std::uint16_t GetControls(const LocalIdentity& identity);

/**
 * Adds MAC and signature, and behind them what middleboxes have asked for in @p request (RFC 7401
 * §5.2.21).
 *
 * @return the packet; else TOO_LONG, since it echoes what the peer sent
 */
Result<OutgoingPacket> Seal(PacketWriter writer,
                            HostContext& host,
                            const LocalIdentity& identity,
                            const Session& session,
                            const IncomingPacket* request = nullptr);

/// @return the LOCATOR_SET, if there is one; BAD_PARAMETER if it is malformed or tells addresses
/// that are no host's (RFC 8046 §4)
Result<std::optional<LocatorSetParameter>> ReadLocatorSet(const PacketView& packet);

/// The REG_RESPONSEs and REG_FAILEDs (RFC 8003 §4.4, §4.5); malformed ones answer nothing.
RegistrationAnswers ReadRegistrationAnswers(const PacketView& packet);

/// Adds them in the order of their types.
void AddRegistrationAnswers(PacketWriter& writer, const RegistrationAnswers& answers);

/// One entry for each service that @p request names.
std::vector<ClientRequest> MakeClientRequests(const RegRequestParameter& request,
                                              const IncomingPacket& packet,
                                              const Path& path,
                                              const Session& session);

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_HIPV2_PARTS_H
