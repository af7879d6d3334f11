// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#include "core/draft2003/hip-record.h"

namespace hip::draft2003
{

HipRecord
MakeHipRecord(const HostIdentity& identity, const std::vector<std::string>& rendezvousServers)
{
    HipRecord record = hip::MakeHipRecord(rendezvousServers);
    const PublicKey& key = identity.GetPublicKey();
    record.hit = identity.GetHit();
    record.algorithm = key.GetAlgorithm() == HiAlgorithm::DSA ? HipRecord::DSA : HipRecord::RSA;
    record.publicKey = key.GetHostIdentity();
    return record;
}

Result<PublicKey>
VerifyHipRecord(CryptoContext& context, const HipRecord& record)
{
    if (record.algorithm != HipRecord::DSA && record.algorithm != HipRecord::RSA)
    {
        return DropReason::BAD_PARAMETER;
    }
    HostIdParameter hostId;
    hostId.algorithm = record.algorithm == HipRecord::DSA ? HiAlgorithm::DSA : HiAlgorithm::RSA;
    hostId.hostIdentity = record.publicKey;
    return VerifyHostId(context, hostId, record.hit);
}

} // namespace hip::draft2003
