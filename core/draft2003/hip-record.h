// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_DRAFT2003_HIP_RECORD_H
#define HIP_CORE_DRAFT2003_HIP_RECORD_H

#include "core/draft2003/host-identity.h"
#include "core/identity/hip-record.h"

#include <string>
#include <vector>

namespace hip::draft2003
{

// What DNS tells of a host of 2003. hip-08 leaves this to a draft that never came; we take the
// record of RFC 8005, whose key fields are those of HOST_ID for DSA and RSA.

/// @param rendezvousServers as for HIPv2. @throw std::invalid_argument
HipRecord MakeHipRecord(const HostIdentity& identity,
                        const std::vector<std::string>& rendezvousServers = {});

/// @return the key of a record whose HIT derives from it; else BAD_PARAMETER or HIT_MISMATCH
Result<PublicKey> VerifyHipRecord(CryptoContext& context, const HipRecord& record);

} // namespace hip::draft2003

#endif // HIP_CORE_DRAFT2003_HIP_RECORD_H
