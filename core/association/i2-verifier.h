// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_ASSOCIATION_I2_VERIFIER_H
#define HIP_CORE_ASSOCIATION_I2_VERIFIER_H

#include "core/association/dialect.h"
#include "core/identity/host-identity.h"
#include "core/wire/hip-packet.h"

namespace hip
{

/**
 * Checks an I2 of HIPv2 in the order of RFC 7401 §6.9, cheapest first, and changes nothing but the
 * count of work.
 *
 * @param identity the Responder's, whose HIT the I2 names
 * @param dh of the R1 that R1Pool::CheckI2 found
 * @return what the association needs; else the reason why the I2 is refused
 */
Result<VerifiedI2> VerifyI2(HostContext& host,
                            const HostIdentity& identity,
                            const std::shared_ptr<DhKeyPair>& dh,
                            const PacketView& i2,
                            const Path& path);

} // namespace hip

#endif // HIP_CORE_ASSOCIATION_I2_VERIFIER_H
