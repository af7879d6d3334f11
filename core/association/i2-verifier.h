// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_I2_VERIFIER_H
#define HIP_CORE_ASSOCIATION_I2_VERIFIER_H

#include "core/association/association.h"
#include "core/association/r1-pool.h"

namespace hip
{

/**
 * Checks an I2 in the order of RFC 7401 §6.9, cheapest first, and changes nothing but the count of
 * work.
 *
 * @param identity the Responder's, whose HIT the I2 names
 * @param answered the R1 that R1Pool::CheckI2 found
 * @return what the association needs; else the reason why the I2 is refused
 */
Result<Association::Accepted> VerifyI2(HostContext& host,
                                       const HostIdentity& identity,
                                       const R1Pool::Prepared& answered,
                                       const PacketView& i2,
                                       const Path& path);

/// The REG_REQUESTs of a verified I2 or UPDATE, one entry for each service (RFC 8003 §4.3).
std::vector<ClientRequest> ReadRegistrations(const PacketView& packet,
                                             const Path& path,
                                             const Session& session);

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_I2_VERIFIER_H
