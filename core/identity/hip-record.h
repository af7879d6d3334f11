// SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception

#ifndef HIP_CORE_IDENTITY_HIP_RECORD_H
#define HIP_CORE_IDENTITY_HIP_RECORD_H

#include "core/crypto/host-key.h"
#include "core/identity/host-identity.h"
#include "core/util/result.h"
#include "core/util/span.h"
#include "core/wire/ip-address.h"

#include <string>
#include <vector>

namespace hip
{

/**
 * The contents of a HIP resource record (RFC 8005 §5): who a host is, and where it can be met.
 */
struct HipRecord
{
    /// Number of the record type.
    static constexpr std::uint16_t TYPE = 55;

    // PK algorithms: numbers of the IPSECKEY registry, which are not those of HOST_ID.
    static constexpr Byte DSA = 1;   ///< the key as RFC 2536 writes it, like HOST_ID of 2003
    static constexpr Byte RSA = 2;   ///< the key as RFC 3110 writes it, like HOST_ID
    static constexpr Byte ECDSA = 3; ///< the key as RFC 6605 writes it, x | y without a curve

    Hit hit;
    Byte algorithm = 0; ///< unknown ones are kept
    Bytes publicKey;
    /// Names of rendezvous servers, the preferred first, in wire form without compression.
    std::vector<Bytes> rendezvousServers;

    /// @return the value; else BAD_DNS_MESSAGE, also if the HIT does not have 16 octets
    static Result<HipRecord> Parse(ByteSpan rdata);

    /// Appends the RDATA.
    void Write(Bytes& out) const;

    /// What stands behind "IN HIP" in a zone file (RFC 8005 §6), on one line without parentheses.
    std::string ToText() const;
};

/**
 * A record without HIT and key.
 *
 * @param rendezvousServers "rvs.example.com", the preferred first; names as EncodeDomainName takes
 * @throw std::invalid_argument with a one-line cause if a name is not valid
 */
HipRecord MakeHipRecord(const std::vector<std::string>& rendezvousServers);

/// The record of a host that speaks HIPv2; names as above.
HipRecord MakeHipRecord(const HostIdentity& identity,
                        const std::vector<std::string>& rendezvousServers = {});

/**
 * The key of a record whose HIT derives from it; the HIT alone proves nothing (RFC 8005 §4.1).
 *
 * A host may hash its ECDSA point with or without the octet 0x04 in front, which a record does not
 * show, so both forms are tried.
 *
 * @return the key; else BAD_PARAMETER, UNSUPPORTED_HIT_SUITE or HIT_MISMATCH
 */
Result<PublicKey> VerifyHipRecord(CryptoContext& context, const HipRecord& record);

} // namespace hip

#endif // HIP_CORE_IDENTITY_HIP_RECORD_H
